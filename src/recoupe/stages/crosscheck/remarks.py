"""One remark followed across accounts: the same words, shortened, reported, or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

from recoupe.records.relations import Comparable, Comparison, Relation
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Words
from recoupe.settings import CrosscheckSettings
from recoupe.stages.crosscheck.rows import Court, make_row

MIN_SHARED_KEYS = 3
"""Remarks that share fewer content words are alike by chance too often: on the example coverage two
shared words joined different remarks of one minister."""

CLOSE_WORDING = 80.0
"""Token-sort ratio, 0 to 100, above which two short remarks of one speaker are one remark."""

NEARLY_WHOLE = 0.6
"""Share of the shorter remark that has to come back where less speaks for one remark."""

_WORD = re.compile(r"\w+")


class Remark(NamedTuple):
    """A remark with the entity that made it (None: unknown), its content keys, and the entities it names."""

    told: Comparable
    speaker: str | None
    keys: frozenset[str]
    entities: frozenset[str] = frozenset()


def remark_rows(
    court: Court, remarks: Sequence[Remark], *, settings: CrosscheckSettings, negations: frozenset[str]
) -> list[Comparison]:
    """Return one row for each remark that at least two accounts give, in order of the rows' ids."""
    rows = []
    for group in _same_remarks(court, remarks, settings):
        speakers = sorted({r.speaker for r in group if r.speaker is not None})
        wordings = _by_wording([r.told for r in group])
        verdict = _verdict(court, wordings, speakers=speakers, negations=negations)
        about = _main_speaker(court, group) or "story"
        rows.append(make_row(court, about=about, slot="wording", groups=wordings, verdict=verdict))
    return sorted(rows, key=lambda row: row.id)


def _same_remarks(
    court: Court, remarks: Sequence[Remark], settings: CrosscheckSettings
) -> list[list[Remark]]:
    """Gather the tellings of one remark, the likeliest pairs first; never two of one article."""
    ordered = sorted(remarks, key=lambda r: r.told.id)
    pairs = []
    for i, left in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            right = ordered[j]
            if court.document_of[left.told.id] != court.document_of[right.told.id]:
                likeness = _likeness(court, left, right)
                if likeness >= settings.same_remark:
                    pairs.append((-likeness, i, j))
    group_of: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    likely = {(i, j) for _, i, j in pairs}
    for _, i, j in sorted(pairs):
        a, b = groups.get(group_of.get(i, -1), [i]), groups.get(group_of.get(j, -1), [j])
        if a is b or not _may_join(court, [ordered[k] for k in a], [ordered[k] for k in b]):
            continue
        known = sum((min(x, y), max(x, y)) in likely for x in a for y in b)
        if 2 * known < len(a) * len(b):
            continue
        joined = sorted(a + b)
        for k in joined:
            groups.pop(group_of.get(k, -1), None)
        for k in joined:
            group_of[k] = joined[0]
        groups[joined[0]] = joined
    return [[ordered[k] for k in group] for _, group in sorted(groups.items())]


def _may_join(court: Court, left: Sequence[Remark], right: Sequence[Remark]) -> bool:
    documents = [court.document_of[r.told.id] for r in (*left, *right)]
    return len(set(documents)) == len(documents)


def _likeness(court: Court, left: Remark, right: Remark) -> float:
    """Return the share of the shorter remark's words and names that the longer one has too, 0 to 1.

    Names alone make no remark the same; with few common words, two common names and most of the remark
    have to agree. Remarks of two known speakers have to be nearly the same to be seen as one put in
    another mouth; who speaks in a machine translation is known less well.
    """
    words = sum(any(_akin(a, b) for b in right.keys) for a in left.keys)
    names = len(left.entities & right.entities)
    shared = words + names
    shorter = min(len(left.keys) + len(left.entities), len(right.keys) + len(right.entities))
    likeness = shared / shorter if shorter and words and shared >= MIN_SHARED_KEYS else 0.0
    if words < MIN_SHARED_KEYS and (names < 2 or likeness < NEARLY_WHOLE):
        likeness = 0.0
    closeness = fuzz.token_sort_ratio(left.told.stated, right.told.stated)
    if closeness >= CLOSE_WORDING and min(len(left.keys), len(right.keys)) >= 2:
        likeness = max(likeness, closeness / 100)
    if left.speaker is not None and right.speaker is not None and left.speaker != right.speaker:
        documents = {court.document_of[r.told.id] for r in (left, right)}
        enough = shared > MIN_SHARED_KEYS or documents & court.machine_translated
        return likeness if likeness >= NEARLY_WHOLE and enough else 0.0
    return likeness


def _akin(left: str, right: str) -> bool:
    return left == right or (len(left) >= 6 and len(right) >= 6 and left[:6] == right[:6])


def _by_wording(told: Sequence[Comparable]) -> list[list[Comparable]]:
    groups: dict[tuple[str, bool], list[Comparable]] = {}
    for comparable in sorted(told, key=lambda c: c.id):
        groups.setdefault((" ".join(_words(comparable.stated)), comparable.quoted), []).append(comparable)
    return list(groups.values())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _verdict(
    court: Court, groups: list[list[Comparable]], *, speakers: Sequence[str], negations: frozenset[str]
) -> tuple[Relation, Reason]:
    evidence = tuple(group[0].anchor for group in groups)
    if len({" ".join(_words(g[0].stated)) for g in groups}) == 1:
        n_articles = len({court.document_of[c.id] for g in groups for c in g})
        return "agrees", Reason("same_words", (("n_articles", str(n_articles)),), evidence)
    if any(court.document_of[c.id] in court.machine_translated for g in groups for c in g):
        return "reworded", Reason("translated_words", (), evidence)
    if len(speakers) > 1:
        return "differs", Reason("another_mouth", (), evidence)
    direct = [g[0] for g in groups if g[0].quoted]
    altered = _altered(direct, negations)
    if altered is not None:
        return "differs", Reason(altered, (), tuple(c.anchor for c in direct))
    if len(direct) > 1 and not _shortened(direct):
        return "reworded", Reason("quoted_differently", (), tuple(c.anchor for c in direct))
    if len(direct) > 1:
        return "refines", Reason("shortened", (), tuple(c.anchor for c in direct))
    return "reworded", Reason("reported", (), evidence)


def _altered(direct: Sequence[Comparable], negations: frozenset[str]) -> str | None:
    """Return the code of what was changed between direct quotations; None when only words were."""
    if len(direct) < 2:
        return None
    words = [_words(c.stated) for c in direct]
    numbers = {tuple(w for w in ws if w[0].isdigit()) for ws in words}
    if len({n for n in numbers if n}) > 1:
        return "number_altered"
    if len({sum(w in negations for w in ws) > 0 for ws in words}) > 1 and _same_but_negation(
        words, negations
    ):
        return "negation_altered"
    return None


def _same_but_negation(words: Sequence[list[str]], negations: frozenset[str]) -> bool:
    return len({tuple(w for w in ws if w not in negations) for ws in words}) == 1


def _shortened(direct: Sequence[Comparable]) -> bool:
    """Tell whether every wording stands whole inside the longest one."""
    texts = sorted((" ".join(_words(c.stated)) for c in direct), key=len)
    return all(f" {text} " in f" {texts[-1]} " for text in texts)


def _main_speaker(court: Court, group: Sequence[Remark]) -> str | None:
    """The speaker most articles name; those that were written in the language count before translations."""
    counts: dict[str, tuple[int, int]] = {}
    for remark in group:
        if remark.speaker is None:
            continue
        own, translated = counts.get(remark.speaker, (0, 0))
        if court.document_of[remark.told.id] in court.machine_translated:
            counts[remark.speaker] = (own, translated + 1)
        else:
            counts[remark.speaker] = (own + 1, translated)
    return max(sorted(counts), key=lambda s: counts[s], default=None)


def remark_of(
    told: Comparable, entity_of: Mapping[str, str], named: Mapping[str, Sequence[tuple[Anchor, str, str]]]
) -> Remark:
    """Return a remark with its speaker as an entity of the story and the names in it as entities.

    named: by document, (anchor, entity id, text) of every name, so that two spellings of a name are one
    key and the words of a name do not count as words of the remark.
    """
    assert isinstance(told.value, Words)
    inside = [n for n in named.get(told.anchor.document_id, ()) if told.anchor.span.holds(n[0].span)]
    words = {word for _, _, text in inside for word in _words(anyascii(text))}
    speaker = entity_of.get(told.about) if told.about is not None else None
    content = {key for key in told.value.keys if not set(_words(anyascii(key))) <= words}
    return Remark(told, speaker, frozenset(content), frozenset(entity_id for _, entity_id, _ in inside))
