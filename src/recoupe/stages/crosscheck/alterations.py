"""What was changed between two wordings of one remark: a number, a negation, a noun."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from rapidfuzz import fuzz

from recoupe.packs import Pack
from recoupe.records.accounts import contrary
from recoupe.stages.text.event_words import events_told
from recoupe.stages.text.folded import bare

COMMON_PER_THOUSAND = 60
"""Of a thousand articles, so many have a word by which no two remarks are alike."""

SAME_BUT_NEGATION = 0.75
"""Part of the words of the shorter remark that comes back when a negation is what was changed."""

SAME_BUT_NUMBER = 0.6
"""Part of them that comes back when a number is what was changed: other sentences give other numbers."""

FRAME_WORDS = 8
"""How many words before another wording may say no to it."""

OWN_REST = 3
"""Words at the end of a wording, from which on they are a rest of its own that the other one leaves out."""

ONE_WORD = 85.0
"""Likeness of two words, 0 to 100, from on which they are one, spelt otherwise: "information(s)"."""

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d]+")
_THOUSANDS = re.compile(r"(?<=\d)[ .\u00a0\u202f](?=\d{3}(?!\d))")
_COMPOUND = re.compile(r"\w+(?:-\w+)*")
_SHORT_RANGE = re.compile(r"(?<![\w.,])(\d{1,3}) (\w{1,3}) (\d{1,3})(000)(?![\w.,])")
"""A range of thousands of which only the second bound says so: "7 to 8,000"."""

_JOINT = re.compile(r"(?<=[^\W\d]) (?=[^\W\d])")
"""Between two words, which some write as one and some with a hyphen."""

Opcode = tuple[str, int, int, int, int]


class Turns(NamedTuple):
    """Words that turn a remark: negations, numbers, and those that stand before a noun.

    affirming: by negation, the words behind it with which it denies nothing ("sans doute"). small: words
    that are no nouns. that: conjunctions that make a sentence part of another. denying: forms of verbs
    that say no to what they tell. refusing: of all that say no, to a deed or a thing as well. common:
    stems that so many articles have that two remarks are not alike by them. titles: of persons; they turn
    nothing. units: one word for each by the ways to write it. read_number: the number that words say,
    None for none. told: the events that a text tells, with the sign of a contrary. alone: words that say
    that there is but one.
    """

    negations: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    before_nouns: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    affirming: Mapping[str, frozenset[str]] = {}
    units: Mapping[str, str] = {}
    read_number: Callable[[str], float | None] | None = None
    that: frozenset[str] = frozenset()
    denying: frozenset[str] = frozenset()
    refusing: frozenset[str] = frozenset()
    told: Callable[[str], frozenset[str]] | None = None
    alone: frozenset[str] = frozenset()


@cache
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
        frozenset(bare(row["word"]) for row in pack.lexicon("stop_words")) | frozenset(map(bare, kinds)),
        {
            bare(row["word"]): frozenset(filter(None, bare(row["affirming"]).split("|")))
            for row in pack.lexicon("negations")
        },
        {
            bare(form): bare(row["forms"].partition("|")[0])
            for lexicon in ("units", "time_units")
            for row in pack.lexicon(lexicon)
            for form in row["forms"].split("|")
        },
        pack.functions.read_number,
        _that(pack),
        _denying(pack, {"avoir", "noun"}),
        _denying(pack, {row["takes"] for row in pack.lexicon("denying_verbs")}),
        partial(events_told, pack, all_of=True),
        frozenset(bare(form) for row in pack.lexicon("alone") for form in row["forms"].split("|")),
    )


def _that(pack: Pack) -> frozenset[str]:
    """Return the conjunctions of which a shorter form stands before a vowel ("que", "qu'")."""
    own = {bare(row["word"]) for row in pack.lexicon("stop_words") if row["class"] == "conjunction"}
    return frozenset(word.rstrip("'") for word in own if f"{word[:-1]}'" in own)


def _denying(pack: Pack, takes: Collection[str]) -> frozenset[str]:
    """Return the forms of the verbs that say no to what stands behind them in one of some ways."""
    lemmas = [row["lemma"] for row in pack.lexicon("denying_verbs") if row["takes"] in takes]
    return frozenset(bare(form) for lemma in lemmas for form in pack.functions.verb_forms(lemma, "all"))


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text without accents, which capitals may lack.

    "4 600" is "4600", and "2,3" is one number, "2.3".
    """
    return [word.replace(",", ".") for word in _WORD.findall(_THOUSANDS.sub("", _plain(text)))]


def _plain(text: str) -> str:
    return bare(text).replace("œ", "oe").replace("æ", "ae")


def numbers_of(words: Sequence[str], turns: Turns) -> list[str]:
    """Return the numbers of a remark, in digits where they can be read; the noughts of an hour are none."""
    return [w for w in _written_one_way(words, turns) if w[0].isdigit() or w in turns.numbers]


def written_alike(left: str, right: str, turns: Turns) -> bool:
    """Tell whether two stretches of text are the same words, written otherwise: "09H00" and "9 heures"."""
    told = [_JOINT.sub("", " ".join(_written_one_way(words_of(text), turns))) for text in (left, right)]
    return told[0] == told[1]


def _written_one_way(words: Sequence[str], turns: Turns) -> list[str]:
    """Return the words with numbers in digits, hours without needless noughts, and units in one form."""
    out: list[str] = []
    for word in _in_digits(words, turns):
        before = out[-1] if out else ""
        if word == "00" and before in turns.units.values():
            continue
        is_hour = len(word) == 2 and word[0] == "0"
        out.append(word[1:] if is_hour else turns.units.get(word, word))
    return out


def alteration(texts: tuple[str, str], turns: Turns) -> str | None:
    """Return what was changed between two quotations, as the code of a reason; None when only words were.

    What one of them has before or behind the other was left out there, and changes nothing, unless it says
    no to the rest: "rien ne permet de dire que …".
    """
    left, right = (_in_digits(words_of(text), turns) for text in texts)
    if is_within(left, right) or is_within(right, left):
        inner, outer = sorted((left, right), key=len)
        return "negation_altered" if _is_denied(inner, outer, turns) else None
    if _other_number(left, right, turns):
        return "number_altered"
    denials = [
        frozenset(i for i in _denials(own, turns) if i < _end_of(own, other))
        for own, other in ((left, right), (right, left))
    ]
    plain = [
        [w for i, w in enumerate(words) if i not in at]
        for words, at in zip((left, right), denials, strict=True)
    ]
    shorter, longer = sorted(plain, key=len)
    if bool(denials[0]) != bool(denials[1]) and alike(shorter, longer) >= SAME_BUT_NEGATION * len(shorter):
        return "negation_altered"
    compounds = [_COMPOUND.findall(_plain(text)) for text in texts]
    return "noun_altered" if _other_noun(compounds[0], compounds[1], turns) else None


def _end_of(words: Sequence[str], other: Sequence[str]) -> int:
    """Return where those words end that may turn what another wording says: a rest of its own does not."""
    blocks = SequenceMatcher(None, words, other, autojunk=False).get_matching_blocks()
    end = max((block.a + block.size for block in blocks if block.size), default=len(words))
    return end if len(words) - end >= OWN_REST else len(words)


def is_denied_by(frame: str, turns: Turns) -> bool:
    """Tell whether the words right before a quotation say no to it: "il se refuse à « y participer »"."""
    return _says_no(words_of(frame)[-FRAME_WORDS:], turns, turns.refusing)


def is_spelt_otherwise(left: str, right: str, turns: Turns) -> bool:
    """Tell whether two remarks are the same words but for their spelling, a plural, or half of a negation.

    >>> is_spelt_otherwise("des information sûres", "des informations sûres", Turns())
    True
    """
    ours, theirs = (_written_one_way(words_of(text), turns) for text in (left, right))
    if denies(left, turns) != denies(right, turns):
        return False
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal" or set(ours[a:b]) | set(theirs[c:d]) <= turns.negations:
            continue
        if _JOINT.sub("", " ".join(ours[a:b])) == _JOINT.sub("", " ".join(theirs[c:d])):
            continue
        pairs = list(zip(ours[a:b], theirs[c:d], strict=False))
        if b - a != d - c or not all(_is_misspelt(x, y, turns) for x, y in pairs):
            return False
    return True


def _is_misspelt(left: str, right: str, turns: Turns) -> bool:
    """Tell whether two words are one, of which a letter or its ending was changed."""
    if {left, right} & (turns.numbers | turns.negations) or left[0].isdigit() or right[0].isdigit():
        return False
    return fuzz.ratio(left, right) >= ONE_WORD and left[0] == right[0]


def denies(text: str, turns: Turns) -> bool:
    """Tell whether a remark has a negation."""
    return bool(_denials(words_of(text), turns))


def tell_contraries(left: str, right: str, turns: Turns) -> bool:
    """Tell whether one of two remarks tells the contrary of what the other tells, and neither denies it."""
    if turns.told is None or denies(left, turns) or denies(right, turns):
        return False
    ours, theirs = turns.told(left), turns.told(right)
    return any(contrary(key) in theirs and contrary(key) not in ours and key not in theirs for key in ours)


def alike(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words of two remarks come back in their order."""
    return sum(m.size for m in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())


def is_within(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether one wording stands whole in another one."""
    return f" {' '.join(left)} " in f" {' '.join(right)} "


def _is_denied(inner: Sequence[str], outer: Sequence[str], turns: Turns) -> bool:
    """Tell whether one wording stands in another one as what that says no to."""
    at = next((i for i in range(len(outer)) if list(outer[i : i + len(inner)]) == list(inner)), 0)
    frame = outer[max(0, at - FRAME_WORDS) : at]
    if not frame or frame[-1] not in turns.that or _denials(inner, turns):
        return False
    return _says_no(frame, turns, turns.denying)


def _says_no(frame: Sequence[str], turns: Turns, verbs: Collection[str]) -> bool:
    """Tell whether words say no to what stands behind them; a denial of a denial does not."""
    return bool(_denials(frame, turns)) != any(word in verbs for word in frame)


def _denials(words: Sequence[str], turns: Turns) -> frozenset[int]:
    """Return the positions of the negations."""
    return frozenset(
        i
        for i, word in enumerate(words)
        if word in turns.negations and "".join(words[i + 1 : i + 2]) not in turns.affirming.get(word, ())
    )


def _in_digits(words: Sequence[str], turns: Turns) -> list[str]:
    """Return the words with the numbers that are written out in digits; "7 to 8000" is "7000 to 8000"."""
    out: list[str] = []
    for is_number, run in groupby(words, key=lambda word: word in turns.numbers):
        told = list(run)
        value = turns.read_number(" ".join(told)) if is_number and turns.read_number else None
        out += told if value is None else [f"{value:.12g}"]
    return _SHORT_RANGE.sub(_whole_range, " ".join(out)).split()


def _whole_range(match: re.Match[str]) -> str:
    low, between, high, noughts = match.groups()
    return f"{low}{noughts} {between} {high}{noughts}" if int(low) < int(high) else match[0]


def _changes(left: Sequence[str], right: Sequence[str]) -> list[Opcode]:
    """Return what was changed between two wordings, without what one has before or behind the other."""
    found = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    while found and found[0][0] in ("insert", "delete"):
        found = found[1:]
    while found and found[-1][0] in ("insert", "delete"):
        found = found[:-1]
    return [one for one in found if one[0] != "equal"]


def _other_number(left: Sequence[str], right: Sequence[str], turns: Turns) -> bool:
    """Tell whether a number stands in place of another one in what is otherwise one wording."""
    if alike(left, right) < SAME_BUT_NUMBER * min(len(left), len(right)):
        return False
    everywhere = set(numbers_of(left, turns)), set(numbers_of(right, turns))
    for _, a, b, c, d in _changes(left, right):
        ours, theirs = set(numbers_of(left[a:b], turns)), set(numbers_of(right[c:d], turns))
        if ours - everywhere[1] and theirs - everywhere[0]:
            return True
    return False


def _other_noun(left: Sequence[str], right: Sequence[str], turns: Turns) -> bool:
    """Tell whether one noun, with its article, is all that two quotations part by."""
    changes = _changes(left, right)
    if len(changes) != 1 or changes[0][0] != "replace":
        return False
    _, a, b, c, d = changes[0]
    sides = (left[a:b], right[c:d])
    if max(map(len, sides)) > 2 or any(not _is_noun(side[-1], turns) for side in sides):
        return False
    before = left[a - 1] if a else ""
    starts = (
        before in turns.before_nouns or (len(side) > 1 and side[0] in turns.before_nouns) for side in sides
    )
    ours, theirs = (side[-1][:3] for side in sides)
    # "P....." is a word of which only the first letter is printed.
    return a > 0 and all(starts) and not (ours.startswith(theirs) or theirs.startswith(ours))


def _is_noun(word: str, turns: Turns) -> bool:
    """Tell whether a word behind an article may be a noun: no small word, and no number or hour."""
    return not (word[0].isdigit() or word in turns.before_nouns or word in turns.small)
