"""A stretch of text made ready for the rules of reported speech: names, marked words and verbs masked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, TypeVar

import msgspec

from recoupe.packs import MASKS, Pack, mask
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.marks import Marked, find_marked
from recoupe.stages.text.folded import rewritten

FINITE, PARTICIPLE, BOTH, GERUND, INFINITIVE = "\ue010", "\ue011", "\ue012", "\ue013", "\ue014"
"""Stand for the letters of a verb of saying, by its form; rules/macros.toml names them."""

QUOTE = MASKS["QUOTE"]
TOKEN = re.compile(r"([\ue000-\uf8ff])\1*|\w+['’]?|\S")
_PLAIN = (("’", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\n", " "))
_OPENING = frozenset('«“"')
_MAX_VERB_WORDS = 3
_PARTED_WITHIN = 6
_SENTENCE_ENDS = ".!?…:»”"
_TOKENS_AHEAD = 60
_TOKENS_BACK = 150
_T = TypeVar("_T")
_NameMask = tuple[Span, int, str]
Gender = Literal["m", "f", ""]


@dataclass(frozen=True)
class Verb:
    """A verb of saying as the lexicon has it; reflexive: it needs its pronoun (se, s')."""

    lemma: str
    takes: frozenset[str]
    before: tuple[str, ...]
    reflexive: bool


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, a mark or a run of one mask character. word: in lower case, straight apostrophe."""

    span: Span
    word: str

    @property
    def is_name(self) -> bool:
        """Tell whether the token is a masked name or nominal."""
        return "\ue000" <= self.word[0] <= "\ue005"


@dataclass(frozen=True)
class Words:
    """The pack's knowledge of reported speech, compiled."""

    forms: Mapping[str, tuple[tuple[str, Verb], ...]]
    first_words: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    nouns: Mapping[str, str]
    plain_nouns: frozenset[str]
    genders: Mapping[str, str]
    definite: frozenset[str]
    latest: frozenset[str]
    indefinite: frozenset[str]
    nouns_too: frozenset[str]
    manner_endings: frozenset[str]
    gerund_endings: frozenset[str]
    deed_endings: frozenset[str]
    verb_endings: frozenset[str]

    def has(self, token: Token, *classes: str) -> bool:
        """Tell whether the token's word belongs to one of the classes of `quote_words`."""
        found = self.classes.get(token.word)
        return found is not None and not found.isdisjoint(classes)

    def is_manner(self, token: Token) -> bool:
        """Tell whether the word looks like an adverb of manner by its ending."""
        return any(token.word.endswith(e) and len(token.word) > len(e) + 2 for e in self.manner_endings)

    def is_imperfect(self, token: Token) -> bool:
        """Tell whether the word is a verb by an ending that no noun has ("arboraient")."""
        return any(token.word.endswith(e) and len(token.word) > len(e) + 1 for e in self.verb_endings)

    def is_gerund(self, token: Token) -> bool:
        """Tell whether the word is a present participle: masked as a verb of saying, or by its ending."""
        return token.word[0] == GERUND or any(
            token.word.endswith(e) and len(token.word) > len(e) + 2 for e in self.gerund_endings
        )

    def opens_clause(self, text: str) -> bool:
        """Tell whether a text goes on, behind a comma, with a word that opens a reported clause."""
        found = tokens_of(text[:12], 0)
        return len(found) > 1 and found[0].word == "," and self.has(found[1], "complement")

    def is_nobody(self, text: str) -> bool:
        """Tell whether a pronoun names nobody in particular ("on")."""
        return "nobody" in self.classes.get(text.lower(), ())


@dataclass(frozen=True)
class Unit:
    """What one sentence says, together with the marked words it holds or stands beside.

    span: of the document. text: its words. masked: those words with names, marked words and verbs of
    saying as mask characters; open: the same with the marked words readable. Offsets in all three are from
    the span's start.
    """

    span: Span
    text: str
    masked: str
    open: str
    marked: tuple[Marked, ...]
    verbs: tuple[tuple[Span, str, tuple[Verb, ...]], ...]
    is_title: bool

    def __hash__(self) -> int:
        # Caches look a unit up often: its place and words are enough to tell two apart.
        return hash((self.span, self.masked))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of `masked`, with spans of the document."""
        return tuple(tokens_of(self.masked, self.span.start))

    def tokens_from(self, offset: int) -> tuple[Token, ...]:
        """Return the next tokens that begin at or behind an offset of the document."""
        i = bisect_left(self.tokens, offset, key=_start)
        return self.tokens[i : i + _TOKENS_AHEAD]

    def tokens_until(self, offset: int) -> tuple[Token, ...]:
        """Return the last tokens that end at or before an offset of the document."""
        i = bisect_left(self.tokens, offset, key=_start)
        while i and self.tokens[i - 1].span.end > offset:
            i -= 1
        return self.tokens[max(0, i - _TOKENS_BACK) : i]

    def readable(self, span: Span) -> str:
        """Return the unit's words at a span of the document, its names and verbs still masked."""
        return self.open[span.start - self.span.start : span.end - self.span.start]

    def opens_with(self, marked: Marked) -> bool:
        """Tell whether no part of a sentence stands before marked words."""
        before = self.open[: marked.span.start - self.span.start].rstrip()
        return not before or before[-1] in _SENTENCE_ENDS

    def verbs_in(self, span: Span) -> tuple[Verb, ...]:
        """Return the verbs of saying that the last masked verb inside a span of the document can be."""
        for place, _, verbs in reversed(self.verbs):
            if span.holds(place):
                return verbs
        return ()


def _itself(span: Span) -> Span:
    return span


def _unit_start(unit: Unit) -> int:
    return unit.span.start


def _start(token: Token) -> int:
    return token.span.start


def plain(text: str) -> str:
    """Return a text as the rules see it: straight apostrophes, plain spaces."""
    return rewritten(text, _PLAIN)


def tokens_of(text: str, start: int) -> list[Token]:
    """Return the tokens of a text whose first character has the offset `start`."""
    return [
        Token(Span(start + m.start(), start + m.end()), m[0].lower().replace("’", "'"))
        for m in TOKEN.finditer(text)
    ]


def personal_gender(noun: str, words: Words, pack: Pack) -> Gender | None:
    """Return the gender that a noun for a person shows, "" when it shows none; None: no noun for a person."""
    if "thing" in words.classes.get(noun, ()):
        return None
    found = pack.functions.personal_gender(noun)
    return None if found is None else "m" if found == "m" else "f" if found == "f" else ""


@lru_cache(maxsize=8)
def words_of(pack: Pack) -> Words:
    """Return what the pack knows of reported speech."""
    forms: dict[str, set[tuple[str, Verb]]] = {}
    for row in pack.lexicon("speech_verbs"):
        lemma = row["lemma"]
        verb = Verb(
            lemma,
            frozenset(row["takes"].split("|")),
            tuple(row["before"].split("|")) if row["before"] else (),
            lemma.startswith(("se ", "s'")),
        )
        for group in ("finite", "participle", "gerund", "infinitive"):
            for form in pack.functions.verb_forms(lemma, group):
                forms.setdefault(form, set()).add((group, verb))
    ordered = {
        form: tuple(sorted(found, key=lambda f: (f[0], f[1].lemma))) for form, found in sorted(forms.items())
    }
    classes: dict[str, set[str]] = {}
    for row in pack.lexicon("quote_words"):
        classes.setdefault(row["word"], set()).add(row["class"])
    nouns = {row["noun"]: row["kind"] for row in pack.lexicon("announcement_nouns")}
    plain_nouns = frozenset(
        row["noun"] for row in pack.lexicon("announcement_nouns") if row["plain"] == "yes"
    )
    genders = {row["word"]: row["gender"] for row in pack.lexicon("quote_words") if row["gender"]}
    definite = frozenset(word for word, found in classes.items() if "definite" in found)
    latest = frozenset(word for word, found in classes.items() if "latest" in found)
    indefinite = frozenset(word for word, found in classes.items() if "indefinite" in found)
    nouns_too = frozenset(word for word, found in classes.items() if "noun" in found)
    manner = frozenset(word for word, found in classes.items() if "manner ending" in found)
    gerund = frozenset(word for word, found in classes.items() if "gerund ending" in found)
    deed = frozenset(word for word, found in classes.items() if "deed ending" in found)
    imperfect = frozenset(word for word, found in classes.items() if "verb ending" in found)
    kinds = {word: frozenset(found) for word, found in classes.items()}
    first_words = frozenset(form.split(" ")[0] for form in ordered)
    return Words(
        ordered,
        first_words,
        kinds,
        nouns,
        plain_nouns,
        genders,
        definite,
        latest,
        indefinite,
        nouns_too,
        manner,
        gerund,
        deed,
        imperfect,
    )


@lru_cache(maxsize=4)
def spoken_of(draft: Draft) -> Draft:
    """Return the part of a draft that reported speech rests on: the same one while it is filled further."""
    return replace(draft, quantities=(), credits=(), quotations=())


def units_of(draft: Draft) -> tuple[Unit, ...]:
    """Return the units of the document's article text, in order."""
    return _units(spoken_of(draft))


@lru_cache(maxsize=4)
def _units(draft: Draft) -> tuple[Unit, ...]:
    marked = marked_of(draft)
    names = _name_masks(draft)
    headings = {b.span for b in draft.document.blocks if b.kind in {"title", "heading"}}
    spans: list[Span] = []
    is_announced = False
    for block in draft.blocks():
        own = _spans_of_block(draft, block, marked)
        if is_announced and draft.text[block.start] in _OPENING and own[0].start == block.start:
            # "Anne Morel écrit dans son journal :", and the words in a paragraph of their own.
            own[0] = Span(spans.pop().start, own[0].end)
        spans += own
        is_announced = block not in headings and draft.text[block.end - 1] == ":"
    return tuple(unit_at(draft, span, marked=marked, names=names) for span in spans)


def marked_of(draft: Draft) -> tuple[Marked, ...]:
    """Return the marked stretches of the article text."""
    return find_marked(draft.text, draft.blocks())


def unit_around(draft: Draft, span: Span) -> Unit | None:
    """Return the unit that holds the start of `span`; None when it lies outside article text."""
    units = units_of(draft)
    i = bisect_left(units, span.start + 1, key=_unit_start) - 1
    return units[i] if i >= 0 and span.start < units[i].span.end else None


def _spans_of_block(draft: Draft, block: Span, marked: tuple[Marked, ...]) -> list[Span]:
    """Return the block's sentences, those joined that a marked stretch runs over or a small letter opens."""
    sentences = _inside(draft.sentences, block, place=_itself) or [block]
    inside = [m.span for m in _inside(marked, block, place=lambda m: m.span)]
    spans: list[Span] = []
    i = 0
    for sentence in sentences:
        while i < len(inside) and inside[i].end <= sentence.start:
            i += 1
        cut = i < len(inside) and inside[i].start < sentence.start
        first = draft.text[sentence.start]
        if spans and (cut or first.islower() or first in ",;:»”)"):
            spans[-1] = Span(spans[-1].start, sentence.end)
        else:
            spans.append(sentence)
    return spans


def unit_at(draft: Draft, span: Span, *, marked: Sequence[Marked], names: Sequence[_NameMask]) -> Unit:
    """Return the unit of a span of the document."""
    start = span.start
    inside = tuple(_inside(marked, span, place=lambda m: m.span))
    masks = [
        (order, kind, place.moved(-start))
        for place, order, kind in _inside(names, span, place=lambda n: n[0])
        if place.end <= span.end
    ]
    laid = ((kind, place.start, place.end) for _, kind, place in sorted(masks))
    text = plain(span.of(draft.text))
    named = mask(text, laid)
    verbs = _find_verbs(named, words_of(draft.pack), start)
    opened = list(named)
    for place, form, _ in verbs:
        opened[place.start - start : place.end - start] = form * len(place)
    hidden = list(opened)
    for stretch in inside:
        low, high = max(stretch.span.start, start) - start, min(stretch.span.end, span.end) - start
        hidden[low:high] = QUOTE * (high - low)
    title = any(b.kind in {"title", "heading"} and b.span.holds(span) for b in draft.document.blocks)
    return Unit(span, text, "".join(hidden), "".join(opened), inside, verbs, title)


def _name_masks(draft: Draft) -> list[_NameMask]:
    """Return what stands masked in the whole document, by place; a name over the nominal that holds it."""
    masks = [(t.span, 0, "TIME") for t in draft.times]
    for mention in draft.mentions:
        if mention.form == "name":
            masks.append((mention.span, 2, mention.type))
        elif mention.form == "nominal":
            masks.append((mention.span, 1, "ROLE"))
    return sorted(masks)


def _inside(items: Sequence[_T], span: Span, *, place: Callable[[_T], Span]) -> Sequence[_T]:
    """Return the items, sorted by place, that begin inside a span."""
    low = bisect_left(items, span.start, key=lambda item: place(item).start)
    return items[low : bisect_left(items, span.end, key=lambda item: place(item).start)]


def _find_verbs(text: str, words: Words, start: int) -> tuple[tuple[Span, str, tuple[Verb, ...]], ...]:
    """Return the verbs of saying: place in the document, mask of the form, and which verbs it can be."""
    tokens = tokens_of(text, start)
    found: list[tuple[Span, str, tuple[Verb, ...]]] = []
    i = 0
    while i < len(tokens):
        match = _verb_at(tokens, i, words) if tokens[i].word in words.first_words else None
        if match is None:
            i += 1
            continue
        length, forms = match
        groups = {group for group, _ in forms}
        place = Span(tokens[i].span.start, tokens[i + length - 1].span.end)
        found.append((place, _form_mask(groups), tuple(verb for _, verb in forms)))
        i += length
    return tuple(found)


def _verb_at(tokens: list[Token], i: int, words: Words) -> tuple[int, tuple[tuple[str, Verb], ...]] | None:
    before = tokens[i - 1] if i else None
    earlier = tokens[i - 2] if i > 1 else None
    reflexive = _is_reflexive(tokens, i, words)
    if parted := _parted_forms(tokens, i, words):
        return 1, parted
    # "fait également valoir": an adverb may stand behind the first word of a verb of several.
    is_parted = i + 2 < len(tokens) and words.has(tokens[i + 1], "adverb")
    lengths = range(min(_MAX_VERB_WORDS + is_parted, len(tokens) - i), 0, -1)
    for length, skip in ((length, skip) for length in lengths for skip in (1, 0)[not is_parted :]):
        if skip and length < 3:
            continue
        told = [tokens[i], *tokens[i + 1 + skip : i + length]]
        forms = words.forms.get(" ".join(t.word for t in told), ())
        kept = tuple(f for f in forms if not f[1].reflexive or reflexive)
        if reflexive and any(f[1].reflexive for f in kept):
            kept = tuple(f for f in kept if f[1].reflexive)
        after = tokens[i + length].word if i + length < len(tokens) else ""
        judges = after in _OPENING and before is not None and words.has(before, "clitic")
        if kept and (judges or not _is_noun(tokens[i].word, kept, before, earlier, words=words)):
            return length, kept
    return None


def _parted_forms(tokens: list[Token], i: int, words: Words) -> tuple[tuple[str, Verb], ...]:
    """Return what a verb of two words is that its pronoun parts: "fait-il valoir"; empty without one."""
    near = tokens[i + 1 : i + _PARTED_WITHIN]
    pronoun = next((k for k, t in enumerate(near) if words.has(t, "pronoun")), 0)
    if not pronoun or pronoun + 1 >= len(near) or near[pronoun - 1].word != "-":
        return ()
    forms = words.forms.get(f"{tokens[i].word} {near[pronoun + 1].word}", ())
    return forms if near[0].word == "-" else ()


def _is_reflexive(tokens: list[Token], i: int, words: Words) -> bool:
    """Tell whether a reflexive pronoun stands before the verb at `i`, its auxiliary and subject between."""
    for k in range(i - 1, max(-1, i - 7), -1):
        if words.has(tokens[k], "reflexive"):
            return True
        if not (tokens[k].word == "-" or words.has(tokens[k], "auxiliary", "pronoun", "adverb")):
            return False
    return False


def _is_noun(
    form: str,
    forms: tuple[tuple[str, Verb], ...],
    before: Token | None,
    earlier: Token | None,
    *,
    words: Words,
) -> bool:
    """Tell whether the form stands behind a word that makes it a noun ("une annonce")."""
    if before is None or not words.has(before, "determiner", "link", "preposition"):
        return False
    if all(group == "infinitive" for group, _ in forms) and not words.has(before, "determiner"):
        return False
    if any(group == "gerund" for group, _ in forms) and words.has(before, "preposition"):
        return False
    if all(group == "participle" for group, _ in forms) and words.has(before, "determiner"):
        return True  # "le prévenu": no pronoun stands right before a participle
    if words.has(before, "clitic") and earlier is not None:
        # "la police la juge « sage »": a name stands right before the pronoun, no comma between.
        free = earlier.is_name or words.has(earlier, "pronoun", "conjunction", "clitic")
        return form in words.nouns_too and not free
    return not words.has(before, "coordination")


def _form_mask(groups: set[str]) -> str:
    if "finite" in groups:
        return BOTH if "participle" in groups else FINITE
    if "participle" in groups:
        return PARTICIPLE
    return GERUND if "gerund" in groups else INFINITIVE
