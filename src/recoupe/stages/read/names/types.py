"""What kind of thing a candidate names: evidence from its words and from what stands beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from recoupe.packs import Rule
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.candidates import Candidate
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.text.name_forms import normal_name

TYPES: tuple[NameType, ...] = ("PER", "LOC", "ORG", "EVT", "MISC")
_WINDOW = 48
_SPACES = (" ", "\u00a0", "\u202f")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}$")
_WORD_BEFORE = re.compile(r"([\w-]{1,30}\.?)[ \u00a0\u202f«“]{1,3}(?:[A-Z]\w{0,2}[ '’])?$")
_OWNER_BEFORE = re.compile(r"([\w-]{2,30}) (?:\w{1,3}['’]|\w{2,3} )$")


@dataclass(frozen=True)
class Evidence:
    """How much speaks for each type (points), and for its being a name at all (their sum)."""

    points: Mapping[NameType, float]
    is_name: float

    def best(self) -> NameType:
        """Return the type with most points, the order of TYPES breaks ties; ORG when nothing tells."""
        if not any(self.points.values()):
            return "ORG"
        return max(TYPES, key=lambda t: (self.points.get(t, 0.0), -TYPES.index(t)))


def evidence_for(
    text: str,
    candidate: Candidate,
    *,
    sentence: Span,
    tables: NameTables,
    rules: tuple[Rule, ...],
    role_ends: frozenset[int],
) -> Evidence:
    """Return the evidence for one candidate from itself and its neighbours.

    Points were set by hand on the development split of the Wikinews gold and of the invented articles:
    a title or a sure gazetteer entry outweighs any neighbour, a neighbour outweighs a mere guess.
    role_ends: offsets at which words that call a person by office end.
    """
    points: defaultdict[NameType, float] = defaultdict(float)
    _add_own(points, text, candidate, tables=tables)
    before = text[max(sentence.start, candidate.span.start - _WINDOW) : candidate.span.start]
    after = text[candidate.span.end : min(sentence.end, candidate.span.end + _WINDOW)]
    for rule in rules:
        window = before if rule.options["side"] == "before" else after
        if rule.search(window):
            for kind, n in rule.options["points"].items():
                points[kind] += n
    _add_before(points, before, tables=tables)
    if role_ends & {candidate.span.start - 1, candidate.span.start - 2} and before.endswith(_SPACES):
        points["PER"] += 4.0
    return Evidence(dict(points), sum(points.values()))


def _add_own(
    points: defaultdict[NameType, float], text: str, candidate: Candidate, *, tables: NameTables
) -> None:
    written = normal_name(candidate.span.of(text))
    words = tuple(token.text for token in candidate.tokens)
    known = tables.known_as(written)
    if candidate.type:
        points[candidate.type] += candidate.points
    if known:
        points[known.type] += 4.0 if known.sure else 1.5
    first = re.split(r"[-‑]", words[0])[0]
    if words[0] in tables.first_names or (len(words) > 1 and first in tables.first_names):
        points["PER"] += 3.0 if len(words) > 1 else 2.0
    if len(words) == 1 and written in tables.demonyms and not (known and known.sure):
        points["MISC"] += 4.0
    inside = next((w for w in words if w in tables.inside), None) if len(words) > 1 else None
    if inside:
        points[tables.inside[inside]] += 3.0
    if _ACRONYM.match(words[0]) and not candidate.shouted and not known:
        points["ORG"] += 2.0
    if len(words) > 1:
        points["PER"] += 1.0
        if "&" in written:
            points["ORG"] += 2.0


def _add_before(points: defaultdict[NameType, float], before: str, *, tables: NameTables) -> None:
    owner = _OWNER_BEFORE.search(before)
    if owner and owner[1].lower() in tables.of_person:
        points["PER"] += 2.5
    match = _WORD_BEFORE.search(before)
    if not match:
        return
    if match[1] in tables.honorifics:
        points["PER"] += 6.0
    elif match[1].lower() in tables.before:
        points[tables.before[match[1].lower()]] += 3.0
