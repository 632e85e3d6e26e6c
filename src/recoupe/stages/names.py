from recoupe.stages.draft import Draft


def find_names(draft: Draft):  # placeholder
    return (), ()
