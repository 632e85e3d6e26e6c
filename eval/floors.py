"""Pinned floors: a score may not fall under its floor, and only on the very articles it was pinned on."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.score import Score

MARGIN = 0.01
"""How far under a score its floor is pinned: room for a gain elsewhere that costs a few findings here."""
ROOM_N = 2
"""The room is at least that of so many marked things, or one of 54 would move a score past its floor."""
LEAST_N = 20
"""Scores that rest on fewer marked things move too much to be pinned."""
_HEADER = """\
# Pinned by `python -m eval --pin`. A floor is the worst value allowed: of shares of errors the highest.
# A floor may be lowered only with `--pin --lower` and a line in the changelog.
"""

Limits = Mapping[tuple[str, str, str], float]


@dataclass(frozen=True)
class Floors:
    """corpora: digest of each set the floors were pinned on. limits: by task, set and measure."""

    corpora: Mapping[str, str]
    limits: Limits

    def of(self, score: Score) -> float | None:
        """Return the floor of a score; None when it has none."""
        return self.limits.get(_key(score))


def read_floors(path: Path) -> Floors:
    """Return the floors in a file; none when it is not there."""
    tables = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    limits = {
        (task, set_name, measure): float(limit)
        for task, sets in tables.get("floors", {}).items()
        for set_name, measures in sets.items()
        for measure, limit in measures.items()
    }
    return Floors(dict(tables.get("corpora", {})), limits)


def written(floors: Floors) -> str:
    """Return the text of a floors file, sorted."""
    lines = [_HEADER, "[corpora]"]
    lines += [f'"{name}" = "{digest}"' for name, digest in sorted(floors.corpora.items())]
    for task, set_name in sorted({key[:2] for key in floors.limits}):
        lines += ["", f'[floors.{task}."{set_name}"]']
        measures = {key[2]: limit for key, limit in floors.limits.items() if key[:2] == (task, set_name)}
        lines += [f'"{measure}" = {limit:.3f}' for measure, limit in sorted(measures.items())]
    return "\n".join(lines) + "\n"


def troubles(
    scores: Sequence[Score], floors: Floors, digests: Mapping[str, str], *, tasks: Collection[str]
) -> list[str]:
    """Return what is wrong, a sentence each: other articles, a score under its floor, a score that is gone.

    tasks: those that were run; the floors of others, and of sets without a score, are left alone.
    """
    out = [
        f"{name} is not what the floors were pinned on: digest {digest}, pinned {floors.corpora.get(name)}"
        for name, digest in sorted(digests.items())
        if floors.corpora.get(name) != digest
    ]
    known = {_key(score): score for score in scores}
    sets = {(score.task, score.set) for score in scores}
    for key, limit in sorted(floors.limits.items()):
        if key[0] not in tasks or key[:2] not in sets:
            continue
        score = known.get(key)
        if score is None:
            out.append(f"{', '.join(key)}: there is no such score any more; its floor is {limit:.3f}")
        elif _is_worse(score, score.value, limit):
            out.append(f"{', '.join(key)}: {score.value:.3f}, its floor is {limit:.3f}")
    return out


def pinned(scores: Sequence[Score], old: Floors, digests: Mapping[str, str], *, may_fall: bool) -> Floors:
    """Return the floors just under the scores aimed for; one that would fall stays unless `may_fall`."""
    limits = dict(old.limits)
    for score in scores:
        if score.n < LEAST_N or not score.is_goal:
            continue
        limit, before = _limit(score), limits.get(_key(score))
        if may_fall or before is None or not _is_worse(score, limit, before):
            limits[_key(score)] = limit
    return Floors({**old.corpora, **digests}, limits)


def _limit(score: Score) -> float:
    room = max(MARGIN, ROOM_N / score.n)
    if score.lower_is_better:
        return min(1.0, math.ceil((score.value + room) * 1000) / 1000)
    return max(0.0, math.floor((score.value - room) * 1000) / 1000)


def _is_worse(score: Score, value: float, limit: float) -> bool:
    return value > limit if score.lower_is_better else value < limit


def _key(score: Score) -> tuple[str, str, str]:
    return score.task, score.set, score.measure
