"""One remark followed across accounts: the same words, shortened, reported, or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

from recoupe.records.accounts import Comparable
from recoupe.records.comparisons import Comparison, Relation
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Words
from recoupe.settings import CrosscheckSettings
from recoupe.stages.crosscheck.alterations import (
    Turns,
    alike,
    alteration,
    denies,
    is_denied_by,
    is_spelt_otherwise,
    is_within,
    numbers_of,
    tell_contraries,
    words_of,
)
from recoupe.stages.crosscheck.rows import Court, hours_between, make_row

MIN_SHARED_KEYS = 3
"""Remarks that share fewer content words are alike by chance too often: on the example coverage two
shared words joined different remarks of one minister."""

REPORTED = 0.5
"""Part of the shorter remark that has to come back when one of the two is told in other words, by an author
and no machine."""

ONE_NAME = 75
"""How alike two full names are at least, in hundredths, that are taken for one in two spellings."""

CLOSE_WORDING = 80.0
"""Token-sort ratio, 0 to 100, above which two short remarks of one speaker are one remark."""

NEARLY_WHOLE = 0.6
"""Share of the shorter remark that has to come back where less speaks for one remark."""

FEW_WORDS = 5
"""Remarks of at least so many words that are the same word for word are one remark, whoever is named."""

COMMON_START = 3
"""Two quotations of one speaker that begin (or end) with so many of the same words, half of the shorter, are
one: what follows may have been changed."""

LIKE_A_SAYING = 0.7
"""Part of the words of the shorter quotation that comes back in order when one or two words are changed, or
at one end when it is not told who speaks."""

OTHER_DAY_HOURS = 240.0
"""A speaker who says the contrary this much later has changed his mind, and nobody his words."""


class Remark(NamedTuple):
    """A remark with the entity that made it (None: unknown), its content keys, and the entities it names."""

    told: Comparable
    speaker: str | None
    keys: frozenset[str]
    entities: frozenset[str] = frozenset()


def remark_rows(
    court: Court, remarks: Sequence[Remark], *, settings: CrosscheckSettings, turns: Turns
) -> list[Comparison]:
    """Return one row for each remark that at least two accounts give, in order of the rows' ids."""
    rows = []
    for group in _same_remarks(court, remarks, settings, turns):
        two_people = _are_two_people(group)
        wordings = _by_wording(group, by_speaker=two_people)
        verdict = _verdict(court, wordings, two_people=two_people, turns=turns)
        about = _main_speaker(court, group) or "story"
        rows.append(make_row(court, about=about, slot="wording", groups=wordings, verdict=verdict))
    return sorted(rows, key=lambda row: row.id)


def _same_remarks(
    court: Court, remarks: Sequence[Remark], settings: CrosscheckSettings, turns: Turns
) -> list[list[Remark]]:
    """Gather the tellings of one remark, the likeliest pairs first; never two of one article."""
    ordered = sorted(remarks, key=lambda r: r.told.id)
    pairs = []
    for i, left in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            right = ordered[j]
            if court.document_of[left.told.id] != court.document_of[right.told.id]:
                # A machine put the words of a translation: what they have in common says more.
                free = _is_translated(court, left, right)
                likeness = _likeness(court, left, right, common=frozenset() if free else turns.common)
                is_quoted = left.told.quoted and right.told.quoted
                least = settings.same_remark if is_quoted or free else REPORTED
                if likeness >= least and not (
                    _may_be_two(left, right, turns)
                    or _count_otherwise(left, right, turns)
                    or (not is_quoted and tell_contraries(left.told.stated, right.told.stated, turns))
                ):
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


def _may_be_two(left: Remark, right: Remark, turns: Turns) -> bool:
    """Tell whether one of two quotations denies and it is not known that one and the same person spoke."""
    if not (left.told.quoted and right.told.quoted) or (left.speaker == right.speaker is not None):
        return False
    return denies(left.told.stated, turns) != denies(right.told.stated, turns)


def _count_otherwise(left: Remark, right: Remark, turns: Turns) -> bool:
    """Tell whether two statements, not both quoted, give numbers and have none in common.

    Reports of one wording about two things ("eight arrested for …") are told apart by these; one figure that
    was changed is seen in the row of the figure.
    """
    if left.told.quoted and right.told.quoted:
        return False
    told = [words_of(r.told.stated) for r in (left, right)]
    # "Un seul maître-nageur surveillait" is no other wording of "deux maîtres-nageurs surveillaient".
    numbers = [{*numbers_of(words, turns), *turns.alone.intersection(words)} for words in told]
    return all(numbers) and not numbers[0] & numbers[1]


def _is_translated(court: Court, left: Remark, right: Remark) -> bool:
    return not {court.document_of[r.told.id] for r in (left, right)}.isdisjoint(court.machine_translated)


def _may_join(court: Court, left: Sequence[Remark], right: Sequence[Remark]) -> bool:
    documents = [court.document_of[r.told.id] for r in (*left, *right)]
    return len(set(documents)) == len(documents)


def _likeness(court: Court, left: Remark, right: Remark, *, common: frozenset[str]) -> float:
    """Return the share of the shorter remark's words and names that the longer one has too, 0 to 1.

    Names make no remark the same, nor do words that any article has; with few words in common, two names and
    most of the remark have to agree. Remarks of two known speakers have to be nearly the same to be seen as
    one put in another mouth; who speaks in a machine translation is known less well.
    """
    met = [a for a in left.keys if any(_akin(a, b) for b in right.keys)]
    words, names = len(set(met) - common), len(left.entities & right.entities)
    shared = len(met) + names
    shorter = min(len(left.keys) + len(left.entities), len(right.keys) + len(right.entities))
    likeness = shared / shorter if shorter and words and words + names >= MIN_SHARED_KEYS else 0.0
    if words < MIN_SHARED_KEYS and (words < 2 or names < 2 or likeness < NEARLY_WHOLE):
        likeness = 0.0
    closeness = fuzz.token_sort_ratio(left.told.stated, right.told.stated)
    if closeness >= CLOSE_WORDING and min(len(left.keys), len(right.keys)) >= 2:
        likeness = max(likeness, closeness / 100)
    likeness = max(likeness, _same_words(left, right))
    if left.speaker is not None and right.speaker is not None and left.speaker != right.speaker:
        if words_of(left.told.stated) == words_of(right.told.stated):
            return likeness
        # "X says that Y asks for it" puts nothing in another mouth.
        names_other = left.speaker in right.entities or right.speaker in left.entities
        enough = shared > MIN_SHARED_KEYS and not names_other and _are_in_order(left, right)
        enough = enough or _is_translated(court, left, right)
        return likeness if likeness >= NEARLY_WHOLE and enough else 0.0
    if left.speaker == right.speaker is not None or (left.told.quoted and right.told.quoted):
        return likeness
    # Reports of two who may be anybody: on one event they have its words in common.
    return likeness if likeness >= NEARLY_WHOLE or _are_in_order(left, right) else 0.0


def _are_in_order(left: Remark, right: Remark) -> bool:
    """Tell whether most words of the shorter remark come back in their order."""
    a, b = words_of(left.told.stated), words_of(right.told.stated)
    return alike(a, b) >= NEARLY_WHOLE * min(len(a), len(b))


def _same_words(left: Remark, right: Remark) -> float:
    """Return how surely two quotations are one by their words in order, however few they are, 0 to 1.

    Two speakers are known to be one, or the same words are many; whoever is not named may be anybody.
    """
    if not (left.told.quoted and right.told.quoted):
        return 0.0
    a, b = words_of(left.told.stated), words_of(right.told.stated)
    shorter = min(len(a), len(b))
    if a == b and (shorter >= FEW_WORDS or left.speaker == right.speaker is not None):
        return 1.0
    known = [r.speaker for r in (left, right)]
    if shorter < COMMON_START or (None not in known and known[0] != known[1]):
        return 0.0
    if a == b:
        return 1.0
    ends = max(_common(a, b), _common(a[::-1], b[::-1]))
    if None in known:
        if is_within(a, b) or is_within(b, a):
            return 0.8 if shorter > COMMON_START else 0.0
        return 0.5 if ends > COMMON_START and ends >= LIKE_A_SAYING * shorter else 0.0
    n_alike = alike(a, b)
    if ends == shorter or n_alike == shorter:
        return 0.9
    if ends >= COMMON_START and 2 * ends >= shorter:
        return 0.6
    return 0.5 if n_alike > COMMON_START and n_alike >= LIKE_A_SAYING * shorter else 0.0


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words two word lists begin with in common."""
    return next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def _akin(left: str, right: str) -> bool:
    return left == right or (len(left) >= 6 and len(right) >= 6 and left[:6] == right[:6])


def _are_two_people(group: Sequence[Remark]) -> bool:
    """Tell whether the same words are put in the mouths of two people.

    Each is named in full beside the words: whom "he" or "the minister" means is not read surely enough to
    say that somebody else was given the words, nor who speaks where both are named beside them ("X appelle Y
    à « … »"). What is only reported has to be the same word for word.
    """
    named = [(name, r) for r in group if (name := _full_name(r))]
    return any(
        not a & b
        and left.speaker != right.speaker
        and not _are_spelt_alike(a, b)
        and not (b <= _words_beside(left) or a <= _words_beside(right))
        and _are_quoted_or_alike(left.told, right.told)
        for (a, left), (b, right) in combinations(named, 2)
    )


def _words_beside(remark: Remark) -> frozenset[str]:
    return frozenset(words_of(remark.told.sentence_text))


def _are_spelt_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two full names are one in two spellings: "Benjamin Kessler", "Benyamin Kesslère"."""
    return fuzz.token_sort_ratio(" ".join(left), " ".join(right)) >= ONE_NAME


def _are_quoted_or_alike(left: Comparable, right: Comparable) -> bool:
    return (left.quoted and right.quoted) or words_of(left.stated) == words_of(right.stated)


def _full_name(remark: Remark) -> frozenset[str]:
    """Return the words of the name of the person who is named in full in the sentence of a remark, folded.

    Empty when its speaker is named elsewhere, by one name, or by what he is.
    """
    told = remark.told
    source = told.authority[-1] if told.authority else None
    if source is None or remark.speaker is None or source.kind != "person":
        return frozenset()
    at = source.anchor.span.moved(-told.sentence.span.start)
    beside = told.sentence_text[max(0, at.start) : max(0, at.end)]
    names = [word for word in beside.split() if word[:1].isupper() and word.isalpha() and len(word) > 1]
    return frozenset(words_of(" ".join(names))) if len(names) > 1 else frozenset()


def _by_wording(remarks: Sequence[Remark], *, by_speaker: bool) -> list[list[Comparable]]:
    groups: dict[tuple[str, bool, str], list[Comparable]] = {}
    for remark in sorted(remarks, key=lambda r: r.told.id):
        told = remark.told
        speaker = (remark.speaker or "") if by_speaker else ""
        groups.setdefault((" ".join(words_of(told.stated)), told.quoted, speaker), []).append(told)
    return list(groups.values())


def _verdict(
    court: Court, groups: list[list[Comparable]], *, two_people: bool, turns: Turns
) -> tuple[Relation, Reason]:
    evidence = tuple(group[0].anchor for group in groups)
    by_speaker = len(groups) > len({(" ".join(words_of(g[0].stated)), g[0].quoted) for g in groups})
    n_articles = len({court.document_of[c.id] for g in groups for c in g})
    if len({" ".join(words_of(g[0].stated)) for g in groups}) == 1 and not by_speaker:
        return "agrees", Reason("same_words", (("n_articles", str(n_articles)),), evidence)
    told = [g[0].stated for g in groups]
    if not by_speaker and all(is_spelt_otherwise(a, b, turns) for a, b in combinations(told, 2)):
        return "agrees", Reason("same_but_spelling", (("n_articles", str(n_articles)),), evidence)
    if any(court.document_of[c.id] in court.machine_translated for g in groups for c in g):
        return "reworded", Reason("translated_words", (), evidence)
    if two_people:
        return "differs", Reason("another_mouth", (), evidence)
    direct = [g[0] for g in groups if g[0].quoted]
    altered = _altered(direct, turns)
    if altered is not None:
        code, left, right = altered
        hours = hours_between(court, left, right)
        if hours is not None and abs(hours) >= OTHER_DAY_HOURS:
            return "updates", Reason("said_later", (), (left.anchor, right.anchor))
        return "differs", Reason(code, (), tuple(c.anchor for c in direct))
    if len(direct) > 1 and not _shortened(direct):
        return "reworded", Reason("quoted_differently", (), tuple(c.anchor for c in direct))
    if len(direct) > 1:
        return "refines", Reason("shortened", (), tuple(c.anchor for c in direct))
    told_otherwise = _altered([g[0] for g in groups], turns)
    if told_otherwise is not None and _differ_by_a_negation(*told_otherwise, turns=turns):
        # "Il roulait trop vite", "il ne roulait pas trop vite": reported or quoted, the one denies the other.
        return "differs", Reason(_NEGATION, (), tuple(c.anchor for c in told_otherwise[1:]))
    return "reworded", Reason("reported" if direct else "reported_differently", (), evidence)


_NEGATION = "negation_altered"


def _altered(told: Sequence[Comparable], turns: Turns) -> tuple[str, Comparable, Comparable] | None:
    """Return what was changed between two wordings, as a code; None when only words were."""
    for i, left in enumerate(told):
        for right in told[i + 1 :]:
            code = alteration((left.stated, right.stated), turns)
            if code == _NEGATION and _is_denied_outside(left, right, turns):
                continue
            if code is not None:
                return code, left, right
    return None


def _is_denied_outside(left: Comparable, right: Comparable, turns: Turns) -> bool:
    """Tell whether the one that denies nothing is denied by the words before its quotation marks."""
    if denies(left.stated, turns) == denies(right.stated, turns):
        return False
    plain = right if denies(left.stated, turns) else left
    at = plain.anchor.span.start - plain.sentence.span.start
    return at > 0 and is_denied_by(plain.sentence_text[:at], turns)


def _differ_by_a_negation(code: str, left: Comparable, right: Comparable, *, turns: Turns) -> bool:
    """Tell whether two wordings are the same words, but that one denies them."""
    told = [[w for w in words_of(c.stated) if w not in turns.negations] for c in (left, right)]
    return code == _NEGATION and told[0] == told[1]


def _shortened(direct: Sequence[Comparable]) -> bool:
    """Tell whether every wording stands whole inside the longest one."""
    texts = sorted((" ".join(words_of(c.stated)) for c in direct), key=len)
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
    words = {word for _, _, text in inside for word in words_of(anyascii(text))}
    speaker = entity_of.get(told.about) if told.about is not None else None
    content = {key for key in told.value.keys if not set(words_of(anyascii(key))) <= words}
    return Remark(told, speaker, frozenset(content), frozenset(entity_id for _, entity_id, _ in inside))
