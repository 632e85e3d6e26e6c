"""Origins: which agency an article names as its source, for all of it or a part; photo credits name none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.gold import GoldArticle
from eval.press import LABELS, labels, press, through_line
from eval.score import Result, named, share
from recoupe.records.findings import Reading
from recoupe.stages.stage import Resources

TASK = "origins"


def score_origins(set_name: str, folder: Path, resources: Resources) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the share of articles whose agency is told rightly, and wrongly; "unknown" is neither."""
    articles = press(folder)
    rows = list(labels(LABELS / "origins" / f"{set_name}.tsv"))
    line = through_line([articles[row[0]] for row in rows], last="read", kind=Reading, resources=resources)
    readings = {r.document_id: r for r in line.records if isinstance(r, Reading)}
    n_right = n_wrong = n_none = n_taken = 0
    for name, reach, agency in rows:
        found = agency_of(readings[line.documents[name].id])
        n_right += found == (reach, agency)
        # An agency named in a way that is not read leaves the origin unknown: nothing false is said.
        n_wrong += found not in ((reach, agency), ("none", "-"))
        n_none += reach == "none"
        n_taken += reach == "none" and found[0] != "none"
    score = named(TASK, set_name)
    scores = (
        score("agency right", share(n_right, len(rows)), len(rows), is_goal=True),
        score("agency wrong", share(n_wrong, len(rows)), len(rows), lower_is_better=True),
        score("mentions and photos taken", share(n_taken, n_none), n_none, lower_is_better=True),
    )
    return Result(scores, ()), ()


def agency_of(reading: Reading) -> tuple[str, str]:
    """Return what an article names an agency for ("whole", "part", "none") and which one, "-" for none."""
    credits = [credit for credit in reading.credits if credit.kind == "agency"]
    for reach, covers in (("whole", "article"), ("part", "sentence")):
        names = sorted(credit.name for credit in credits if credit.covers == covers)
        if names:
            return reach, names[0]
    return "none", "-"
