from recoupe.stages.draft import Draft


def find_times(draft: Draft):  # placeholder until its author lands
    return ()
