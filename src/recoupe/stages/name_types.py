"""What kind of thing a candidate names: evidence from its words and from what stands beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.name_candidates import Candidate
from recoupe.stages.name_forms import normal_name
from recoupe.stages.name_tables import NameTables

TYPES: tuple[NameType, ...] = ("PER", "LOC", "ORG", "EVT", "MISC")
_BEFORE_CHARS = 60
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,7}$")


@dataclass(frozen=True)
class Evidence:
    """How much speaks for each type (points; see `evidence_for`), and whether it is a name at all."""

    points: Mapping[NameType, float]
    is_name: float

    def best(self) -> NameType:
        """Return the type with most points, the order of TYPES breaks ties; ORG when nothing tells."""
        if not any(self.points.values()):
            return "ORG"
        return max(TYPES, key=lambda t: (self.points.get(t, 0.0), -TYPES.index(t)))


def evidence_for(text: str, candidate: Candidate, *, sentence: Span, tables: NameTables) -> Evidence:
    """Return the evidence for one candidate from itself and its neighbours."""
    points: defaultdict[NameType, float] = defaultdict(float)
    written = normal_name(candidate.span.of(text))
    words = tuple(token.text for token in candidate.tokens)
    known = tables.known.get(written)
    if candidate.type:
        points[candidate.type] += 6.0
    if known:
        points[known.type] += 4.0 if known.sure else 1.5
    if words[0] in tables.first_names and len(words) > 1:
        points["PER"] += 3.0
    elif words[0] in tables.first_names:
        points["PER"] += 2.0
    if len(words) == 1 and written in tables.demonyms:
        points["MISC"] += 4.0
    for word in words:
        if word in tables.inside and (len(words) > 1):
            points[tables.inside[word]] += 3.0
            break
    if _ACRONYM.match(written) and not candidate.shouted:
        points["ORG"] += 2.0
    before = text[max(sentence.start, candidate.span.start - _BEFORE_CHARS) : candidate.span.start]
    _add_before(points, before, tables=tables)
    if len(words) > 1:
        points["PER"] += 1.0
    return Evidence(dict(points), sum(points.values()))


def _add_before(points: dict[NameType, float], before: str, *, tables: NameTables) -> None:
    previous = re.findall(r"[\w.-]+['’]?", before)[-3:]
    if not previous:
        return
    last = previous[-1]
    if len(previous) > 1 and last in {"de", "d'", "d’", "du"} and previous[-2].lower() in tables.of_person:
        points["PER"] += 2.5
    if last in tables.honorifics:
        points["PER"] += 6.0
    elif last in tables.role_words:
        points["PER"] += 3.0
    elif last in tables.before:
        points[tables.before[last]] += 3.0
    elif last in {"de", "d'", "d’", "entre", "vers", "depuis"}:
        points["LOC"] += 1.0
    elif last in {"à", "en"}:
        points["LOC"] += 2.0
    elif last in {"l'", "l’", "le", "la", "du", "au", "La", "Le", "L'", "L’"}:
        points["ORG"] += 1.0
        points["LOC"] += 0.5
    elif last in {"les", "des", "aux", "Les"}:
        points["MISC"] += 1.0
        points["ORG"] += 0.5
