"""Learn what tells whether two notices tell one event, from days of headlines grouped by hand.

    PYTHONPATH=. python training/notices.py --data FOLDER

FOLDER holds `headlines-fr`; the labels are those of eval/benches/stories, the day held out is not read.
Prints the weights for `similar._WEIGHTS` and `chances`, and how well the other days teach to tell each day.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from eval.days import tuned_days
from eval.press import HEADLINES, LABELS, headlines, labels, through_line
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from recoupe.records.stories import DayProfiles, Similar
from recoupe.run import load_resources
from recoupe.stages.stage import Resources
from recoupe.stages.stories.chances import company
from recoupe.stages.stories.columns import PAGE
from recoupe.stages.stories.days import MILLION
from recoupe.stages.stories.linked import side_by_side
from recoupe.stages.stories.reach import NOTICE_DAYS
from recoupe.stages.stories.similar import NEVER, notice_traits
from recoupe.stages.stories.window import window_of

KINDS = (DayProfiles, Similar)
AMONG_A_WEEK = ("2025-02-05", "2025-04-24")
"""Days that are learnt from a second time, with the days before them: words are rarer in a larger store."""


@dataclass(frozen=True)
class Examples:
    """Pairs of notices of one day: their traits, whether they tell one event, and how much each counts."""

    day: str
    traits: np.ndarray
    is_one: np.ndarray
    weights: np.ndarray


def main() -> int:
    """Print the weights; return the exit status."""
    parser = argparse.ArgumentParser(description="Learn what tells whether two notices tell one event.")
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / HEADLINES
    resources = load_resources()
    found = [examples(folder, day, resources) for day in tuned_days()]
    found += [examples(folder, day, resources, n_before=NOTICE_DAYS) for day in AMONG_A_WEEK]
    for one in found[: len(tuned_days())]:
        model = fitted(other for other in found if other.day != one.day)
        precision = average_precision_score(one.is_one, model.predict_proba(one.traits)[:, 1])
        sys.stdout.write(f"{one.day}: average precision {precision:.3f} of {len(one.is_one)} pairs\n")
    scaler, regression = fitted(found).named_steps.values()
    weights = regression.coef_[0] / scaler.scale_
    bias = regression.intercept_[0] - (weights * scaler.mean_).sum()
    sys.stdout.write(f"traits and company: {np.round(weights, 3).tolist()}, bias {bias:.3f}\n")
    return 0


def examples(folder: Path, day: str, resources: Resources, *, n_before: int = 0) -> Examples:
    """Return the labelled pairs of a day that are alike, among the items of some days before."""
    days = [str(date.fromisoformat(day) - timedelta(n)) for n in range(n_before + 1)]
    items = [item for one in days for item in headlines(folder, one).values()]
    line = through_line(items, last="similar", kind=KINDS, resources=resources)
    keys = {document.id: key for key, document in line.documents.items()}
    event = {row[0]: row[1] for row in labels(LABELS / "stories" / f"day-{day}.tsv")}
    blocks = sorted((r for r in line.records if isinstance(r, DayProfiles)), key=lambda r: (r.day, r.id))
    window = window_of(blocks, packs=[resources.packs[language] for language in sorted(resources.packs)])
    place = {document_id: i for i, document_id in enumerate(window.document_ids)}
    is_page = np.diff(window.tables[PAGE].starts) > 0
    pairs: dict[tuple[int, int], float] = {}
    found = side_by_side([record for record in line.records if isinstance(record, Similar)])
    links, ids = found.like, found.place.names
    for i, kept in enumerate(company(links, n=len(ids)).tolist()):
        one, other = ids[links.left[i]], ids[links.right[i]]
        # A page on many things is as like what it tells of as two tellings of one event are.
        is_open = links.names[i] > NEVER * MILLION / 2 or is_page[[place[one], place[other]]].any()
        if is_open and not links.whole[i] and keys[one] in event and keys[other] in event:
            pairs[place[one], place[other]] = kept
    left, right = (np.array(side, dtype=np.int64) for side in zip(*sorted(pairs), strict=True))
    traits = np.column_stack([notice_traits(window, left, right), [pairs[pair] for pair in sorted(pairs)]])
    events = [[event[keys[window.document_ids[i]]] for i in side] for side in (left, right)]
    return Examples(
        day, traits, np.array(events[0]) == np.array(events[1]), _weights(*events, event.values())
    )


def _weights(left: Sequence[str], right: Sequence[str], events: Iterable[str]) -> np.ndarray:
    """Return how much each pair counts: one of a big event less, or a few of them would teach all."""
    size = Counter(events)
    return np.array(
        [
            (2 / max(2, size[one] - 1)) ** 0.5 if one == two else 1
            for one, two in zip(left, right, strict=True)
        ]
    )


def fitted(found: Iterable[Examples]):  # type: ignore[no-untyped-def]  # a pipeline of scikit-learn, which has no types
    """Return a logistic regression that has learnt from some days."""
    days = list(found)
    traits, is_one, weights = (
        np.concatenate([getattr(day, name) for day in days]) for name in ("traits", "is_one", "weights")
    )
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=1000))
    return model.fit(traits, is_one, logisticregression__sample_weight=weights)


if __name__ == "__main__":
    sys.exit(main())
