from recoupe.stages.draft import Draft


def find_credits(draft: Draft):  # placeholder until its author lands
    return ()
