"""Rows of the table: tellings of one slot, gathered into positions, and how the positions relate."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from recoupe.records.accounts import Account, Comparable
from recoupe.records.comparisons import Comparison, Position, Relation, SourceChain
from recoupe.records.findings import Slot
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor
from recoupe.records.values import AGE, Interval, Label, Reason, Topic, Value, When
from recoupe.stages.crosscheck.alterations import alike, is_within, words_of
from recoupe.stages.crosscheck.later_figure import LIKELY, likelihood
from recoupe.stages.values.compare import Match, are_near, match_values
from recoupe.stages.values.days import published_instant
from recoupe.stages.values.independence import n_independent, voices_of

_SEVERITY: tuple[Relation, ...] = ("contradicts", "differs", "updates", "reworded", "refines", "agrees")
"""The relations a pair of positions can have, the one to show for the whole row first."""


@dataclass(frozen=True)
class Court:
    """What a row is judged with: the accounts of the story and the origins behind their comparables.

    document_of: document by comparable. root_of: origin by comparable; None for an unknown one. text_of,
    voice_of: by document; those that tell one text have one. outlet_of, published: by document, where known.
    """

    story_id: str
    document_ids: tuple[str, ...]
    document_of: Mapping[str, str]
    root_of: Mapping[str, str | None]
    text_of: Mapping[str, str]
    voice_of: Mapping[str, str]
    outlet_of: Mapping[str, str]
    published: Mapping[str, str]
    machine_translated: frozenset[str]


def court_of(accounts: Sequence[Account], chain: SourceChain | None) -> Court:
    """Return what the rows of a story are judged with; without a chain every origin is unknown."""
    unknown = {root.id for root in chain.roots if root.kind == "unknown"} if chain else set()
    behind = dict(chain.behind) if chain else {}
    texts = chain.texts if chain else ()
    return Court(
        accounts[0].story_id,
        tuple(sorted(a.document_id for a in accounts)),
        {c.id: a.document_id for a in accounts for c in a.comparables},
        {c: (None if root in unknown else root) for c, root in behind.items()},
        {d: text[0] for text in texts for d in text},
        voices_of(accounts, texts),
        {a.document_id: a.outlet for a in accounts if a.outlet},
        {a.document_id: a.published for a in accounts if a.published},
        frozenset(a.document_id for a in accounts if a.machine_translated),
    )


def make_row(
    court: Court,
    *,
    about: str,
    slot: Slot,
    groups: Sequence[Sequence[Comparable]],
    verdict: tuple[Relation, Reason],
) -> Comparison:
    """Return the row whose positions are `groups`, with a verdict reached elsewhere."""
    positions = sorted(
        (_position(court, group) for group in groups),
        key=lambda p: (-p.n_origins, -len(p.document_ids), p.comparable_ids),
    )
    first = min(c.id for group in groups for c in group)
    told_by = {d for p in positions for d in p.document_ids}
    return Comparison(
        make_id("row", court.story_id, about, slot, first),
        court.story_id,
        about,
        slot,
        verdict[0],
        tuple(positions),
        tuple(d for d in court.document_ids if d not in told_by),
        verdict[1],
    )


def compared_row(court: Court, *, about: str, slot: Slot, told: Iterable[Comparable]) -> Comparison | None:
    """Return the row of a slot that has one value: positions by value, and their relation.

    None when nothing was told. Values that cannot be compared stand apart and prove nothing.
    """
    groups = same_valued(told)
    if not groups:
        return None
    return make_row(court, about=about, slot=slot, groups=groups, verdict=judge(court, groups))


def same_valued(told: Iterable[Comparable]) -> list[list[Comparable]]:
    """Return the tellings by equal value and polarity, in order of the tellings' ids."""
    return by_value(sorted(told, key=lambda c: c.id))


def by_value(told: Iterable[Comparable]) -> list[list[Comparable]]:
    """Return the tellings by equal value and polarity, in the order given."""
    groups: list[list[Comparable]] = []
    for telling in told:
        for group in groups:
            if group[0].polarity == telling.polarity and _is_same(group[0], telling):
                group.append(telling)
                break
        else:
            groups.append([telling])
    return groups


def _is_same(left: Comparable, right: Comparable) -> bool:
    if left.value is None or right.value is None:
        return left.stated.casefold() == right.stated.casefold()
    match = match_values(left.value, right.value)
    if match in ("same", "apart") or words_of(left.stated) != words_of(right.stated):
        return match == "same"
    # "Yesterday" in two copies of one sentence is one day, whatever day is read where; and "Wednesday" in an
    # article without a date is that of the others, where it may be.
    return _is_shared(left, right) if match == "unknown" else left.slot == "time"


def judge(court: Court, groups: Sequence[Sequence[Comparable]]) -> tuple[Relation, Reason]:
    """Return how the positions of one row relate, and why: the gravest relation of any two of them."""
    if len(groups) == 1:
        return _single(court, groups[0])
    found: dict[Relation, Reason] = {"only one": Reason("not_comparable", (), _evidence(groups))}
    for i, left in enumerate(groups):
        for right in groups[i + 1 :]:
            relation, reason = _relate(court, left, right)
            if relation == "only one" or relation not in found:
                found[relation] = reason
    for relation in _SEVERITY:
        if relation in found:
            return relation, found[relation]
    return "only one", found["only one"]


def _single(court: Court, group: Sequence[Comparable]) -> tuple[Relation, Reason]:
    documents = {court.document_of[c.id] for c in group}
    if len(documents) == 1:
        return "only one", Reason("told_by_one", (), _evidence([group]))
    return "agrees", Reason("same_value", (("n_articles", str(len(documents))),), _evidence([group]))


def _relate(court: Court, left: Sequence[Comparable], right: Sequence[Comparable]) -> tuple[Relation, Reason]:
    """Return the relation of two positions, judged on their strongest tellings; in doubt the weaker one."""
    evidence = _evidence([left, right])
    if {left[0].polarity, right[0].polarity} == {"asserted", "denied"}:
        return _opposed(court, left, right)
    if "unknown" in (left[0].polarity, right[0].polarity):
        return "refines", Reason("said_to_be_unknown", (), evidence)
    if left[0].slot == "status":
        return _of_states(court, left, right)
    match = match_values(left[0].value, right[0].value)
    if match == "apart" and (is_one_telling(left, right) or _are_read_otherwise(court, left, right)):
        return "only one", Reason("not_comparable", (), evidence)
    if _may_follow(match, left[0].value, right[0].value) and _is_update(court, left, right):
        return "updates", Reason("later_figure", (), evidence)
    if match in ("finer", "wider"):
        return "refines", Reason("contains", (), evidence)
    if match == "same":
        return "agrees", Reason("same_value", (), evidence)
    if match == "unknown":
        return "only one", Reason("not_comparable", (), evidence)
    if _is_rounded(left[0], right[0]) or _is_rounded(right[0], left[0]):
        return "refines", Reason("rounded", (), evidence)
    return _apart(court, left, right)


ROUND = 0.12
"""Part of a number by which one written as a round word may miss it: of labelled figures of which one is the
other rounded so ("deux cents" of 180), 18 are told as refining it and 5 as another one."""

_LEAST_ROUND = 100
"""Fewer than so many of something are counted, even when the number is a round word."""


def _is_rounded(rough: Comparable, exact: Comparable) -> bool:
    """Tell whether one figure is the other in a round word: "cinq mille" of 5,200, "a third" of 35 %."""
    a, b = rough.value, exact.value
    if not isinstance(a, Interval) or not isinstance(b, Interval) or any(map(str.isdecimal, rough.stated)):
        return False
    if a.low != a.high or not a.low or not b.low or (rough.slot == "count" and a.low < _LEAST_ROUND):
        return False
    step: float = 10 ** math.floor(math.log10(abs(a.low)))
    is_round = a.low % step == 0 and b.low % step != 0
    return is_round and round(b.low / step) * step == a.low and abs(a.low - b.low) <= ROUND * abs(a.low)


_TO_COME = frozenset({"possible", "planned"})
_HELD = "held"


def _of_states(
    court: Court, left: Sequence[Comparable], right: Sequence[Comparable]
) -> tuple[Relation, Reason]:
    """Return how two states of one encounter relate: a plan and what became of it exclude nothing."""
    evidence = _evidence([left, right])
    states = [c.value.label for c in (left[0], right[0]) if isinstance(c.value, Label)]
    to_come = [state in _TO_COME for state in states]
    if is_one_telling(left, right) or all(to_come) or (any(to_come) and _HELD in states):
        return "only one", Reason("not_comparable", (), evidence)
    if not any(to_come):
        return _apart(court, left, right)
    plans, others = (left, right) if to_come[0] else (right, left)
    gaps = [hours_between(court, a, b) for a in plans for b in others]
    if all(gap is not None and gap > 0 for gap in gaps):
        return "updates", Reason("plan_changed", (), evidence)
    return "differs", Reason("not_both_certain", (), evidence)


COPIED_SENTENCE, MIN_COPIED_WORDS = 0.8, 8
"""Part of the words of the shorter sentence that comes back in the other one when both are one sentence, and
how many words it has at least when nothing else says so."""


def is_one_telling(left: Sequence[Comparable], right: Sequence[Comparable]) -> bool:
    """Tell whether two positions stand in one sentence that articles share word for word.

    It says one thing, however it was read here and there: "today" is another day in a copy of the day after.
    """
    return any(_is_shared(a, b) for a in left for b in right)


def _are_read_otherwise(court: Court, left: Sequence[Comparable], right: Sequence[Comparable]) -> bool:
    """Tell whether two articles of one day name a time in the same words: "jeudi" was read as two days."""
    days = [{court.published.get(court.document_of[c.id], "")[:10] for c in side} for side in (left, right)]
    told = [{tuple(words_of(c.stated)) for c in side if c.slot == "time"} for side in (left, right)]
    return bool(days[0] & days[1] - {""} and told[0] & told[1])


def _is_shared(left: Comparable, right: Comparable) -> bool:
    sentences = [words_of(c.sentence_text) for c in (left, right)]
    if sentences[0] == sentences[1]:
        return True
    if left.slot != "time":
        return False
    told = [words_of(c.stated) for c in (left, right)]
    hours = [[word for word in words if word.isdigit()] for words in told]
    is_same = is_within(told[0], told[1]) or is_within(told[1], told[0]) or hours[0] == hours[1] != []
    return is_same and alike(*sentences) >= COPIED_SENTENCE * min(map(len, sentences))


def _opposed(
    court: Court, left: Sequence[Comparable], right: Sequence[Comparable]
) -> tuple[Relation, Reason]:
    evidence = _evidence([left, right])
    certain = [[c for c in side if c.certainty == "certain"] for side in (left, right)]
    if not all(certain):
        return "differs", Reason("not_both_certain", (), evidence)
    if any(_all_translated(court, side) for side in certain):
        return "differs", Reason("machine_translated", (), evidence)
    return "contradicts", Reason("opposed", (), evidence)


def _apart(court: Court, left: Sequence[Comparable], right: Sequence[Comparable]) -> tuple[Relation, Reason]:
    """Two values that cannot both be exact: what still allows both to hold is looked for first."""
    evidence = _evidence([left, right])
    pairs = [(a, b) for a in left for b in right]
    outlets = {court.outlet_of.get(court.document_of[c.id]) for c in (*left, *right)}
    is_one_article = court.document_of[left[0].id] == court.document_of[right[0].id]
    if len(outlets) == 1 and None not in outlets and not is_one_article:
        # One outlet that gives two values in two articles speaks of two things, or has corrected the one.
        return "only one", Reason("not_comparable", (), evidence)
    if any(_scope(a) != _scope(b) for a, b in pairs):
        return "differs", Reason("other_scope", (), evidence)
    if _told_together(court, left, right):
        return "only one", Reason("told_together", (), evidence)
    if any(c.certainty != "certain" for c in (*left, *right)):
        return "differs", Reason("not_both_certain", (), evidence)
    shared = _authorities(left) & _authorities(right)
    if not shared and (_authorities(left) or _authorities(right)):
        return "differs", Reason("different_people_asked", (), evidence)
    if _all_translated(court, left) or _all_translated(court, right):
        return "differs", Reason("machine_translated", (), evidence)
    roots = {court.root_of.get(c.id) for c in (*left, *right)}
    if len(roots) == 1 and None not in roots:
        return "differs", Reason("one_origin_two_values", (), evidence)
    return "contradicts", Reason("disjoint", (), evidence)


def _may_follow(match: Match, left: Value | None, right: Value | None) -> bool:
    """Tell whether the later of two values may have taken the place of the other.

    "About 33" and "33", "more than 110" and "112" are one figure told roughly; "at least 20" and "74", two.
    """
    if match not in ("finer", "wider"):
        return match == "apart"
    if not isinstance(left, Interval) or not isinstance(right, Interval):
        return True
    if "between" in (left.hedge, right.hedge):
        return False
    return not are_near(left, right)


def _is_update(court: Court, left: Sequence[Comparable], right: Sequence[Comparable]) -> bool:
    """Tell whether one figure follows the other: each names its own moment, one origin spoke twice, or what
    is known of both makes it likely."""
    if not all(c.kind == "figure" for c in (*left, *right)) or are_ages((*left, *right)):
        return False
    pairs = [(a, b) for a in left for b in right]
    if all(_moments_differ(a, b) for a, b in pairs) or any(_later_word(court, a, b) for a, b in pairs):
        return True
    found = [_follows(court, a, b) for a, b in pairs]
    return sum(found) >= LIKELY * len(found)


def are_ages(figures: Iterable[Comparable]) -> bool:
    """Tell whether figures are ages, of which a later article of one story knows no newer one."""
    return all(isinstance(c.value, Interval) and c.value.unit == AGE for c in figures)


def _follows(court: Court, left: Comparable, right: Comparable) -> float:
    """Return how likely it is that the later of two articles gives a later figure; 0 if none is later."""
    hours = hours_between(court, left, right)
    if not hours:
        return 0.0
    early, late = (left, right) if hours > 0 else (right, left)
    return likelihood(early, late, abs(hours))


def hours_between(court: Court, left: Comparable, right: Comparable) -> float | None:
    """Return how much later the second article is; None when one of the two has no exact date."""
    told = (published_instant(court.published.get(court.document_of[c.id])) for c in (left, right))
    before, after = told
    return None if before is None or after is None else (after - before).total_seconds() / 3600


def _moments_differ(left: Comparable, right: Comparable) -> bool:
    a, b = left.as_of, right.as_of
    if a is None or b is None:
        return False
    if match_values(a, b) == "apart":
        return True
    # An hour whose day nothing tells is of the same day.
    clocks = [moment.edtf.partition("T")[2] for moment in (a, b)]
    undated = [moment.earliest is None for moment in (a, b)]
    if all(undated):
        return a.edtf != b.edtf
    return any(undated) and all(clocks) and clocks[0] != clocks[1]


def _later_word(court: Court, left: Comparable, right: Comparable) -> bool:
    """Tell whether one known origin gave both figures, in articles that did not appear together."""
    root = court.root_of.get(left.id)
    if root is None or root != court.root_of.get(right.id):
        return False
    times = [court.published.get(court.document_of[c.id]) for c in (left, right)]
    return None not in times and times[0] != times[1]


def _told_together(court: Court, left: Sequence[Comparable], right: Sequence[Comparable]) -> bool:
    """Tell whether one article gives both values where it must mean two things.

    Two figures, times or places on one authority are of two days, stops or parts; two durations of one
    meeting, told apart in an article, exclude each other and are shown so.
    """
    return any(
        court.document_of[a.id] == court.document_of[b.id]
        and (a.kind == "figure" or a.slot in ("time", "place"))
        and _authorities([a]) == _authorities([b])
        for a in left
        for b in right
    )


def _scope(telling: Comparable) -> str:
    """Return the place a figure is limited to; an age is limited to none."""
    return "" if are_ages((telling,)) else (telling.scope or "").casefold()


def _authorities(group: Sequence[Comparable]) -> frozenset[str]:
    return frozenset(c.authority[-1].name.casefold() for c in group if c.authority)


def _all_translated(court: Court, group: Sequence[Comparable]) -> bool:
    return all(court.document_of[c.id] in court.machine_translated for c in group)


def _evidence(groups: Iterable[Sequence[Comparable]]) -> tuple[Anchor, ...]:
    return tuple(min(group, key=lambda c: c.id).anchor for group in groups)


def _position(court: Court, group: Sequence[Comparable]) -> Position:
    ordered = sorted(
        group, key=lambda c: (court.document_of[c.id] in court.machine_translated, _rank(c), c.id)
    )
    best = ordered[0]
    known, unknown = _heard(court, group)
    sources = {(s.kind, s.name): s for c in _named_by(court, group) for s in c.authority}
    return Position(
        best.value,
        best.stated,
        best.polarity,
        best.certainty,
        tuple(sorted({court.document_of[c.id] for c in group})),
        tuple(sorted(c.id for c in group)),
        tuple(sorted({root for _, root in known})),
        n_independent(known),
        n_independent(unknown),
        tuple(sources[key] for key in sorted(sources)),
        tuple(c.anchor for c in ordered),
        tuple(c.sentence for c in ordered),
    )


def _named_by(court: Court, group: Sequence[Comparable]) -> list[Comparable]:
    """Return the tellings whose words for a source are shown: a machine's only where no author names one."""
    named = sorted((c for c in group if c.authority), key=lambda c: c.id)
    return [c for c in named if court.document_of[c.id] not in court.machine_translated] or named


def _heard(court: Court, group: Sequence[Comparable]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return whose voices tell from which known origins, and which texts of theirs have none that is known.

    Articles that tell one text count as one: a copy in other words may be read with "according to the police"
    in it, and the next one without. Of theirs the commonest known origin counts.
    """
    text_of = _texts_of(court, group)
    told: dict[str, dict[str, list[str | None]]] = {}
    for telling in group:
        document_id = court.document_of[telling.id]
        documents = told.setdefault(text_of[document_id], {})
        documents.setdefault(document_id, []).append(court.root_of.get(telling.id))
    known: set[tuple[str, str]] = set()
    unknown: set[tuple[str, str]] = set()
    for text, documents in told.items():
        voices = {court.voice_of[document_id] for document_id in documents}
        counts = Counter(root for roots in documents.values() for root in roots if root is not None)
        roots = sorted(counts, key=lambda root: (-counts[root], root))
        if len(documents) > 1:
            roots = roots[:1]
        known |= {(voice, root) for voice in voices for root in roots}
        if not roots or (len(documents) == 1 and None in next(iter(documents.values()))):
            unknown |= {(voice, text) for voice in voices}
    return known, unknown


def _texts_of(court: Court, group: Sequence[Comparable]) -> dict[str, str]:
    """Return by article which text of the story it tells a fact in: that of another one when it stands there
    in a copied sentence."""
    text_of = {d: court.text_of.get(d, d) for d in sorted({court.document_of[c.id] for c in group})}
    told_in: dict[tuple[str, ...], list[str]] = {}
    for telling in sorted(group, key=lambda c: c.id):
        told_in.setdefault(tuple(words_of(telling.sentence_text)), []).append(court.document_of[telling.id])
    long = [words for words in told_in if len(words) >= MIN_COPIED_WORDS]
    copies = [(told_in[a][0], d) for a in long for d in told_in[a][1:]]
    copies += [(told_in[a][0], told_in[b][0]) for a, b in combinations(long, 2) if _is_copied(a, b)]
    for documents in copies:
        texts = {text_of[d] for d in documents}
        if len(texts) > 1:
            text_of = {d: min(texts) if text in texts else text for d, text in text_of.items()}
    return text_of


def _is_copied(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether two sentences are one but for a few words; the words in common are counted first, as
    that costs little."""
    least = COPIED_SENTENCE * min(len(left), len(right))
    return (Counter(left) & Counter(right)).total() >= least and alike(left, right) >= least


def _rank(telling: Comparable) -> tuple[int, int]:
    """The clearest telling first: certain, then with a value, then short."""
    value = telling.value
    fine = isinstance(value, Interval | When | Topic)
    return (telling.certainty != "certain", 0 if fine else 1)
