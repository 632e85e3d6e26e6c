"""One remark followed across accounts: the same words, shortened, reported, or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

from recoupe.packs import Pack
from recoupe.records.accounts import Comparable
from recoupe.records.comparisons import Comparison, Relation
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Words
from recoupe.settings import CrosscheckSettings
from recoupe.stages.crosscheck.rows import Court, hours_between, make_row
from recoupe.stages.text.folded import bare

MIN_SHARED_KEYS = 3
"""Remarks that share fewer content words are alike by chance too often: on the example coverage two
shared words joined different remarks of one minister."""

COMMON_PER_THOUSAND = 60
"""Of a thousand articles, so many have a word by which no two remarks are alike."""

REPORTED = 0.5
"""Part of the shorter remark that has to come back when one of the two is told in other words, by an author
and no machine."""

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

_WORD = re.compile(r"\d+|[^\W\d]+")
_THOUSANDS = re.compile(r"(?<=\d)[ .\u00a0\u202f](?=\d{3}(?!\d))")
_COMPOUND = re.compile(r"\w+(?:-\w+)*")


class Remark(NamedTuple):
    """A remark with the entity that made it (None: unknown), its content keys, and the entities it names."""

    told: Comparable
    speaker: str | None
    keys: frozenset[str]
    entities: frozenset[str] = frozenset()


class Turns(NamedTuple):
    """Words that turn a remark: negations, numbers, and those that stand before a noun.

    common: stems that so many articles have that two remarks are not alike by them. titles: of persons; they
    turn nothing.
    """

    negations: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    before_nouns: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


def turns_of(pack: Pack | None) -> Turns:
    """Return the words that turn a remark in the language of a pack; none without a pack."""
    if pack is None:
        return Turns()
    numbers = {row["word"] for row in pack.lexicon("numbers")}
    numbers |= {word for row in pack.lexicon("collectives") for word in row["forms"].split("|")}
    kinds = {row["word"]: row["kind"] for row in pack.lexicon("function_words")}
    leading = {word for word, kind in kinds.items() if kind in ("article", "preposition")}
    return Turns(
        frozenset(bare(row["word"]) for row in pack.lexicon("negations")),
        frozenset(map(bare, numbers - leading)),
        frozenset(map(bare, leading)),
        frozenset(
            pack.functions.stem(bare(row["word"]))
            for row in pack.lexicon("common_words")
            if row["kind"] == "word" and int(row["per_thousand"]) >= COMMON_PER_THOUSAND
        ),
        frozenset(row["form"].rstrip(".") for row in pack.lexicon("honorifics")),
    )


def remark_rows(
    court: Court, remarks: Sequence[Remark], *, settings: CrosscheckSettings, turns: Turns
) -> list[Comparison]:
    """Return one row for each remark that at least two accounts give, in order of the rows' ids."""
    rows = []
    for group in _same_remarks(court, remarks, settings, turns):
        speakers = sorted({r.speaker for r in group if r.speaker is not None})
        wordings = _by_wording(group, by_speaker=_are_two_people(group))
        verdict = _verdict(court, wordings, speakers=speakers, turns=turns)
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
                    _may_be_two(left, right, turns) or _count_otherwise(left, right, turns)
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
    denied = [bool(turns.negations & set(_words(r.told.stated))) for r in (left, right)]
    return denied[0] != denied[1]


def _count_otherwise(left: Remark, right: Remark, turns: Turns) -> bool:
    """Tell whether two statements, not both quoted, give numbers and have none in common.

    Reports of one wording about two things ("eight arrested for …") are told apart by these; one figure that
    was changed is seen in the row of the figure.
    """
    if left.told.quoted and right.told.quoted:
        return False
    numbers = [set(_numbers(_words(r.told.stated), turns)) for r in (left, right)]
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
        if _words(left.told.stated) == _words(right.told.stated):
            return likeness
        # "X says that Y asks for it" puts nothing in another mouth.
        names_other = left.speaker in right.entities or right.speaker in left.entities
        enough = shared > MIN_SHARED_KEYS and not names_other and _are_in_order(left, right)
        enough = enough or _is_translated(court, left, right)
        return likeness if likeness >= NEARLY_WHOLE and enough else 0.0
    one_speaker = left.speaker == right.speaker is not None
    if not (left.told.quoted or right.told.quoted or one_speaker or likeness >= NEARLY_WHOLE):
        # Reports of two who may be anybody: on one event they have its words in common.
        return 0.0
    return likeness


def _are_in_order(left: Remark, right: Remark) -> bool:
    """Tell whether most words of the shorter remark come back in their order."""
    a, b = _words(left.told.stated), _words(right.told.stated)
    return _alike(a, b) >= NEARLY_WHOLE * min(len(a), len(b))


def _same_words(left: Remark, right: Remark) -> float:
    """Return how surely two quotations are one by their words in order, however few they are, 0 to 1.

    Two speakers are known to be one, or the same words are many; whoever is not named may be anybody.
    """
    if not (left.told.quoted and right.told.quoted):
        return 0.0
    a, b = _words(left.told.stated), _words(right.told.stated)
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
        if _is_within(a, b) or _is_within(b, a):
            return 0.8 if shorter > COMMON_START else 0.0
        return 0.5 if ends > COMMON_START and ends >= LIKE_A_SAYING * shorter else 0.0
    alike = _alike(a, b)
    if ends == shorter or alike == shorter:
        return 0.9
    if ends >= COMMON_START and 2 * ends >= shorter:
        return 0.6
    return 0.5 if alike > COMMON_START and alike >= LIKE_A_SAYING * shorter else 0.0


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words two word lists begin with in common."""
    return next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def _akin(left: str, right: str) -> bool:
    return left == right or (len(left) >= 6 and len(right) >= 6 and left[:6] == right[:6])


def _are_two_people(group: Sequence[Remark]) -> bool:
    """Tell whether the same words are put in the mouths of two people, each named in full beside them."""
    named = [r for r in group if r.speaker is not None and r.told.authority]
    people = {
        r.speaker
        for r in named
        if (source := r.told.authority[-1]).kind == "person" and len(source.anchor.span) >= len(source.name)
    }
    return len(people) > 1


def _by_wording(remarks: Sequence[Remark], *, by_speaker: bool) -> list[list[Comparable]]:
    groups: dict[tuple[str, bool, str], list[Comparable]] = {}
    for remark in sorted(remarks, key=lambda r: r.told.id):
        told = remark.told
        speaker = (remark.speaker or "") if by_speaker else ""
        groups.setdefault((" ".join(_words(told.stated)), told.quoted, speaker), []).append(told)
    return list(groups.values())


def _words(text: str) -> list[str]:
    """Return the words and numbers of a text without accents, which capitals may lack; "4 600" is "4600"."""
    return _WORD.findall(_THOUSANDS.sub("", bare(text)))


def _numbers(words: Iterable[str], turns: Turns) -> list[str]:
    return [word for word in words if word[0].isdigit() or word in turns.numbers]


def _verdict(
    court: Court, groups: list[list[Comparable]], *, speakers: Sequence[str], turns: Turns
) -> tuple[Relation, Reason]:
    evidence = tuple(group[0].anchor for group in groups)
    by_speaker = len(groups) > len({(" ".join(_words(g[0].stated)), g[0].quoted) for g in groups})
    if len({" ".join(_words(g[0].stated)) for g in groups}) == 1 and not by_speaker:
        n_articles = len({court.document_of[c.id] for g in groups for c in g})
        return "agrees", Reason("same_words", (("n_articles", str(n_articles)),), evidence)
    if any(court.document_of[c.id] in court.machine_translated for g in groups for c in g):
        return "reworded", Reason("translated_words", (), evidence)
    if len(speakers) > 1:
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
    return "reworded", Reason("reported", (), evidence)


def _altered(direct: Sequence[Comparable], turns: Turns) -> tuple[str, Comparable, Comparable] | None:
    """Return what was changed between two direct quotations, as a code; None when only words were."""
    for i, left in enumerate(direct):
        for right in direct[i + 1 :]:
            code = _alteration((left.stated, right.stated), turns)
            if code is not None:
                return code, left, right
    return None


def _alteration(texts: tuple[str, str], turns: Turns) -> str | None:
    left, right = map(_words, texts)
    if _is_within(left, right) or _is_within(right, left):
        return None
    # "8H00" is "8 heures".
    numbers = [[w for w in _numbers(words, turns) if w != "00"] for words in (left, right)]
    if all(numbers) and sorted(numbers[0]) != sorted(numbers[1]):
        return "number_altered"
    plain = [[w for w in words if w not in turns.negations] for words in (left, right)]
    denied = [len(p) < len(words) for p, words in zip(plain, (left, right), strict=True)]
    shorter, longer = sorted(plain, key=len)
    if denied[0] != denied[1] and _alike(shorter, longer) >= SAME_BUT_NEGATION * len(shorter):
        return "negation_altered"
    compounds = [_COMPOUND.findall(bare(text)) for text in texts]
    return "noun_altered" if _other_noun(compounds[0], compounds[1], turns) else None


SAME_BUT_NEGATION = 0.75
"""Part of the words of the shorter remark that comes back when a negation is what was changed."""


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    return sum(m.size for m in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())


def _is_within(left: Sequence[str], right: Sequence[str]) -> bool:
    return f" {' '.join(left)} " in f" {' '.join(right)} "


def _other_noun(left: list[str], right: list[str], turns: Turns) -> bool:
    """Tell whether one noun, with its article, is all that two quotations part by."""
    changes = [o for o in SequenceMatcher(None, left, right, autojunk=False).get_opcodes() if o[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return False
    _, a, b, c, d = changes[0]
    sides = (left[a:b], right[c:d])
    if max(map(len, sides)) > 2 or not any(w not in turns.before_nouns for w in sides[0]):
        return False
    before = left[a - 1] if a else ""
    starts = [
        before in turns.before_nouns or (len(side) > 1 and side[0] in turns.before_nouns) for side in sides
    ]
    return a > 0 and all(starts) and sides[0][-1][:3] != sides[1][-1][:3]


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
