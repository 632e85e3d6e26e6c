"""What the whole document says about a candidate: is it a name, and of what type."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.candidates import Candidate
from recoupe.stages.read.names.types import Evidence
from recoupe.stages.text.name_forms import folded_name, name_words, normal_name

_LOWER_WORD = re.compile(r"(?<![\w-])[a-zà-öø-ÿœ]{3,}(?![\w-])")
_MORE_THAN_COMMON = 4.0


@dataclass(frozen=True)
class TypedName:
    """A name with its type. written: normal form. producer: what found it."""

    span: Span
    type: NameType
    written: str
    producer: str


def decide(text: str, found: Iterable[tuple[Candidate, Evidence]]) -> tuple[TypedName, ...]:
    """Return the candidates that are names, typed by the evidence of all their places together."""
    pairs = [(c, normal_name(c.span.of(text)), e) for c, e in found]
    total: dict[str, dict[NameType, float]] = defaultdict(dict)
    inside: set[str] = set()
    for candidate, written, evidence in pairs:
        for kind, points in evidence.points.items():
            total[written][kind] = total[written].get(kind, 0.0) + points
        if not candidate.first:
            inside.add(written)
    surnames = {
        name_words(written)[-1]
        for written, by_type in total.items()
        if len(name_words(written)) > 1 and by_type and Evidence(by_type, 1.0).best() == "PER"
    }
    lower = frozenset(_LOWER_WORD.findall(text))
    typed: list[TypedName] = []
    for candidate, written, evidence in pairs:
        whole = Evidence(total[written], evidence.is_name)
        words = name_words(written)
        if len(words) == 1 and words[0] in surnames and whole.points.get("LOC", 0.0) < 4.0:
            typed.append(TypedName(candidate.span, "PER", written, candidate.producer))
        elif joined := _joined_persons(text, candidate, surnames=surnames):
            typed += joined
        elif _is_common(candidate, whole, lower=lower):
            continue
        elif _is_name(candidate, evidence, seen_inside=written in inside):
            typed.append(TypedName(candidate.span, whole.best(), written, candidate.producer))
    return tuple(typed)


def _is_common(candidate: Candidate, whole: Evidence, *, lower: frozenset[str]) -> bool:
    """Tell whether a lone capitalised word stands in lower case elsewhere and little speaks for a name."""
    words = candidate.tokens
    return (
        len(words) == 1
        and words[0].text.lower() in lower
        and max(whole.points.values(), default=0.0) < _MORE_THAN_COMMON
    )


def _joined_persons(text: str, candidate: Candidate, *, surnames: set[str]) -> list[TypedName]:
    """Return the two persons of "Vial-Kane" when both surnames are those of persons named in the document."""
    last = candidate.tokens[-1]
    halves = last.text.split("-")
    if len(halves) != 2 or not all(folded_name(half) in surnames for half in halves):
        return []
    middle = last.span.start + len(halves[0])
    spans = (Span(last.span.start, middle), Span(middle + 1, last.span.end))
    return [TypedName(span, "PER", span.of(text), "joined") for span in spans]


def _is_name(candidate: Candidate, evidence: Evidence, *, seen_inside: bool) -> bool:
    if candidate.first and len(candidate.tokens) == 1 and not seen_inside and evidence.is_name < 2.0:
        return False
    return not (candidate.shouted and evidence.is_name < 3.0)
