from recoupe.stages.draft import Draft


def find_quantities(draft: Draft):  # placeholder until its author lands
    return ()
