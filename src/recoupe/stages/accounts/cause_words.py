"""What a sentence says brought something about: its words, the classes they name, and of what it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.alternatives import one_of
from recoupe.packs.pack import Rule
from recoupe.records.findings import Certainty, Polarity
from recoupe.records.spans import Span, stripped
from recoupe.records.values import Cause
from recoupe.stages.text.event_words import events_told

ANY = "any"
"""The row of the pack's list of mishaps for words that mean whatever an article is about."""

_MARKS = " «\"“'"
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_CHARS = 90
"""How long the words for a cause may be."""
_MOST_WORDS = 6
"""Words of the longest phrases of the pack."""
_SHORT = 8
"""A straight mark behind no more than an article opens a quotation."""
_BEFORE_CHARS = 60
"""How far before "is to blame" the words for a cause may end."""
_STANCE_CHARS = 60
"""How far from a line of inquiry the word may stand that says what becomes of it."""
_NEAR_CHARS = 28
"""The same where no word says that it is a line of inquiry."""
_NOT_CHARS = 30
"""How far before the words for a cause their negation may begin."""


@dataclass(frozen=True)
class ToldCause:
    """What a sentence says brought something about; offsets are those of the sentence.

    effect: key of what it brought about; "" for what the article is about. was_thought: it was thought of at
    first only.
    """

    span: Span
    value: Cause
    effect: str
    polarity: Polarity
    certainty: Certainty
    was_thought: bool


def causes_in(pack: Pack, plain: str) -> tuple[ToldCause, ...]:
    """Return the causes that a folded sentence tells, in order; of two that overlap the one found first."""
    if _any_needed(pack).search(plain) is None:
        return ()
    found = [
        told
        for rule, needed, find in _finders(pack)
        if any(one in plain for one in needed)
        for match in rule.finditer(plain)
        for told in find(pack, plain, rule, match)
    ]
    kept: list[ToldCause] = []
    for told in found:
        is_asked = "?" in _piece(pack, plain, told.span)
        if not is_asked and not any(told.span.meets(other.span) for other in kept):
            kept.append(told)
    return tuple(sorted(kept, key=lambda t: t.span))


def _behind(pack: Pack, plain: str, rule: Rule, match: re.Match[str]) -> Iterator[ToldCause]:
    """Yield the cause that stands behind the words of a rule."""
    span = _phrase_at(pack, plain, match.end())
    effect = _effect_words(match)
    if effect is None:
        effect = _piece_before(pack, plain, match.start())
    key = _effect_of(pack, effect, rule)
    value = value_of(pack, span.of(plain), in_lead=False)
    if key is None or value is None or not _is_wanted(rule, value):
        return
    denied = _denied(pack, plain[max(0, match.start() - _NOT_CHARS) : match.end()])
    yield from _with_denied(pack, plain, _told(pack, plain, rule, span, value, key, denied=denied))


def _before(pack: Pack, plain: str, rule: Rule, match: re.Match[str]) -> Iterator[ToldCause]:
    """Yield the cause that stands before the words of a rule."""
    start = _start_of(pack, plain, match.start())
    value = value_of(pack, plain[start : match.start()], in_lead=False)
    if value is None:
        # "L'orage, violent, explique seul la crue": what is put in stands between.
        start = max(start - _BEFORE_CHARS, max(plain.rfind(mark, 0, start) for mark in ".;:!?") + 1)
        value = value_of(pack, plain[start : match.start()], in_lead=False)
    key = _effect_of(pack, _effect_words(match) or "", rule)
    is_called = "unless" in rule.options and _is_at(
        pack, rule.options["unless"], plain[start : match.start()]
    )
    if value is None or key is None or is_called or not _is_wanted(rule, value):
        return
    first = _class_at(pack, plain[start : match.start()])
    span = stripped(plain, Span(_article(pack, plain, start, start + first.start), match.start()))
    if match.start() - (start + first.end) > _BEFORE_CHARS:
        return
    # "L'incendie à l'origine de la fermeture « ne semble pas suspect »" is its cause all the same.
    end = match.start("effect") if _effect_words(match) else match.end()
    denied = _denied(pack, plain[span.start : end])
    yield _told(pack, plain, rule, _cut(pack, plain, span), value, key, denied=denied)


def _lead(pack: Pack, plain: str, rule: Rule, match: re.Match[str]) -> Iterator[ToldCause]:
    """Yield the cause that a line of inquiry is about, where something is said of it."""
    span = Span(*match.span("cause"))
    if "whole" not in rule.options:
        span = _phrase_at(pack, plain, span.start, lead=True)
    value = value_of(pack, span.of(plain), in_lead=True)
    if value is None:
        return
    reach = _NEAR_CHARS if "near" in rule.options else _STANCE_CHARS
    stance = _stance(pack, plain, Span(match.start(), span.end), reach)
    is_charge = "near" in rule.options and _is_at(pack, "charge", plain[: match.start()])
    if stance is None or is_charge:
        return
    certainty = stance.certainty
    if _is_at(pack, "perhaps", plain[span.end : span.end + _STANCE_CHARS]):
        certainty = "alleged"
    # "La piste criminelle" alone says nothing: what becomes of it is shown with it.
    whole = Span(min(match.start(), stance.span.start), max(span.end, stance.span.end))
    whole = _with_article(pack, plain, _with_mark(plain, whole))
    yield ToldCause(whole, value, "", stance.polarity, certainty, _was_thought(pack, plain, whole))


def _kind(pack: Pack, plain: str, rule: Rule, match: re.Match[str]) -> Iterator[ToldCause]:
    """Yield the cause that an adjective gives to what happened: "un incendie criminel"."""
    value = value_of(pack, match["cause"], in_lead=True)
    key = _effect_of(pack, match["effect"], rule)
    if value is None or key is None or _is_at(pack, "charge", plain[: match.start()]):
        return
    span = _with_article(pack, plain, Span(*match.span()))
    yield _told(pack, plain, rule, span, value, key, denied=_denied(pack, _near(plain, match)))


def _of_origin(pack: Pack, plain: str, rule: Rule, match: re.Match[str]) -> Iterator[ToldCause]:
    """Yield the cause in "d'origine électrique"."""
    value = value_of(pack, match["cause"], in_lead=True)
    key = _effect_of(pack, _piece_before(pack, plain, match.start()), rule)
    if value is None or key is None:
        return
    yield _told(pack, plain, rule, Span(*match.span()), value, key, denied=_denied(pack, _near(plain, match)))


def _unknown(pack: Pack, plain: str, rule: Rule, match: re.Match[str]) -> Iterator[ToldCause]:
    """Yield that nobody knows the cause yet."""
    span = stripped(plain, Span(*match.span("cause")))
    yield ToldCause(span, Cause(()), "", "unknown", "certain", was_thought=False)


_Finder = Callable[[Pack, str, Rule, re.Match[str]], Iterator[ToldCause]]
_FINDERS: Mapping[str, _Finder] = {
    "unknown": _unknown,
    "lead": _lead,
    "behind": _behind,
    "before": _before,
    "of origin": _of_origin,
    "kind": _kind,
}


def _told(
    pack: Pack, plain: str, rule: Rule, span: Span, value: Cause, effect: str, *, denied: bool
) -> ToldCause:
    denies = rule.options.get("polarity") == "denied" or denied
    part = _piece(pack, plain, span)
    alleged = rule.options.get("certainty") == "alleged" or _is_at(pack, "perhaps", part)
    return ToldCause(
        span,
        value,
        effect,
        "denied" if denies else "asserted",
        "alleged" if alleged else "certain",
        _was_thought(pack, plain, span),
    )


def _with_denied(pack: Pack, plain: str, told: ToldCause) -> Iterator[ToldCause]:
    """Yield a cause, and the one that is denied right behind it: "une fuite d'huile et non une batterie"."""
    yield told
    match = _role(pack, "and not").match(plain, told.span.end)
    value = value_of(pack, match["cause"], in_lead=False) if match else None
    if match and value is not None and told.polarity == "asserted":
        span = stripped(plain, Span(*match.span("cause")))
        yield ToldCause(span, value, told.effect, "denied", told.certainty, told.was_thought)


def _is_wanted(rule: Rule, value: Cause) -> bool:
    only = rule.options.get("only")
    return only is None or only in (*value.keys, *value.within)


def _effect_words(match: re.Match[str]) -> str | None:
    return match.groupdict().get("effect")


def _near(plain: str, match: re.Match[str]) -> str:
    return plain[max(0, match.start() - _NOT_CHARS) : match.end()]


def _denied(pack: Pack, words: str) -> bool:
    return _is_at(pack, "not", words)


def _was_thought(pack: Pack, plain: str, span: Span) -> bool:
    return _is_at(pack, "at first", _piece(pack, plain, span))


def _is_at(pack: Pack, role: str, words: str) -> bool:
    return _role(pack, role).search(words) is not None


@dataclass(frozen=True)
class _Stance:
    """What becomes of a line of inquiry, and the words that say so."""

    span: Span
    polarity: Polarity
    certainty: Certainty


def _stance(pack: Pack, plain: str, lead: Span, reach: int) -> _Stance | None:
    """Return what becomes of a line of inquiry; None when nothing is said of it."""
    behind = re.split(r"[,.;:!?…]", _without_comma(pack, plain[lead.end : lead.end + reach]))[0]
    before = re.split(r"[,.;:!?…]", plain[max(0, lead.start - reach) : lead.start])[-1]
    start = plain.index(behind, lead.end) if behind else lead.end
    for words, at in ((behind, start), (before, lead.start - len(before))):
        found = [
            (Span(*match.span()).moved(at), role)
            for role in ("for", "sure", "against")
            for match in _role(pack, role).finditer(words)
        ]
        if not found:
            continue
        span, role = min(found) if words is behind else max(found)
        denied = _denied(pack, words)
        if role == "against":
            return _Stance(span, "asserted" if denied else "denied", "alleged" if denied else "certain")
        if denied:
            return _Stance(span, "denied", "alleged")
        return _Stance(span, "asserted", "certain" if role == "sure" else "alleged")
    return None


def _without_comma(pack: Pack, words: str) -> str:
    """Return what stands behind a line of inquiry; none of it where a comma begins another clause."""
    if not words.startswith(","):
        return words
    first = _role(pack, "put in").match(words)
    return words[1:] if first is not None and _is_at(pack, "no subject", first["between"]) else ""


def _effect_of(pack: Pack, words: str, rule: Rule) -> str | None:
    """Return the key of what was brought about, "" for what the article is about; None when it is neither."""
    of = rule.options.get("of", "")
    key = effect_in(pack, words)
    if key is not None:
        return key
    if of == "story" or _is_at(pack, "it", words):
        return ""
    return None


def effect_in(pack: Pack, words: str) -> str | None:
    """Return the key of the mishap that some words name, "" for a word that means any; None for none."""
    named = _mishaps_named(pack, words)
    own = [key for key in named if key != ANY]
    if own:
        return own[-1]
    if named:
        return ""
    told = _mishaps_told(pack, words)
    return next(iter(told)) if len(told) == 1 else None


def mishaps_in(pack: Pack, words: str) -> frozenset[str]:
    """Return the keys of the mishaps that some words tell, without what may follow from any of them."""
    found = frozenset(_mishaps_named(pack, words)) | _mishaps_told(pack, words)
    return found - {ANY} - _mishaps(pack)[0]


def _mishaps_named(pack: Pack, words: str) -> list[str]:
    """Return the keys of the mishaps that nouns name, in order; several of what has no name are none."""
    phrases = _mishaps(pack)[1]
    raw = {match[0] for match in _TOKEN.finditer(words)}
    named = [(phrase, phrases[phrase]) for phrase in _phrases_in(pack, words, phrases)]
    return [key for phrase, key in named if key != ANY or phrase[-1] in raw]


def _mishaps_told(pack: Pack, words: str) -> frozenset[str]:
    same = _mishaps(pack)[2]
    return frozenset(same[key] for key in events_told(pack, words) if key in same)


def _piece(pack: Pack, plain: str, span: Span) -> str:
    """Return the part of a sentence around some words, between its stronger marks."""
    start = max((m.end() for m in re.finditer(r"[;:.!?»«]", plain[: span.start])), default=0)
    end = re.search(r"[;:.!?…«»]", plain[span.end :])
    return plain[start : len(plain) if end is None else span.end + end.start() + 1]


def _piece_before(pack: Pack, plain: str, at: int) -> str:
    """Return the words before a place that name what was brought about: those from the last mark on.

    Where these name nothing ("L'incendie, qui a fait deux morts, a été"), the first ones that do.
    """
    part = re.split(r"[;:.!?()»]|(?<=\s)- ", plain[:at])[-1]
    *others, last = part.split(",")
    if not others or not _is_at(pack, "no subject", last):
        return last
    if not last.strip():
        return others[-1]
    return next((piece for piece in others if effect_in(pack, piece) is not None), last)


def _phrase_at(pack: Pack, plain: str, at: int, *, lead: bool = False) -> Span:
    """Return the words for a cause that begin at a place."""
    while at < len(plain) and plain[at] in _MARKS:
        at += 1
    end = _role(pack, "ends").search(plain, at + 1, at + _MOST_CHARS)
    until = min(len(plain), at + _MOST_CHARS) if end is None else end.start()
    if lead:
        stops = [
            match.start()
            for role in ("for", "sure", "against", "not", "and")
            if (match := _role(pack, role).search(plain, at + 1, until)) is not None
        ]
        until = min([until, *stops])
    quotes = [i for i in range(at, until) if plain[i] == '"']
    if quotes and quotes[0] - at <= _SHORT and plain[at - 1] != '"':
        quotes = quotes[1:]
    # «Causé par "un phénomène de surtensions" sur le réseau»: the words end where the quotation does.
    until = min([until, *quotes])
    span = stripped(plain, Span(at, max(at, until)))
    while span.end > span.start and plain[span.end - 1] in _MARKS:
        span = stripped(plain, Span(span.start, span.end - 1))
    return _with_mark(plain, span)


def _with_mark(plain: str, span: Span) -> Span:
    """Return some words with the closing mark behind them where they hold the opening one."""
    words = span.of(plain)
    behind = re.match(r" ?[»”\"]", plain[span.end :])
    is_open = (
        words.count("«") > words.count("»") or words.count("“") > words.count("”") or words.count('"') % 2
    )
    return Span(span.start, span.end + behind.end()) if behind and is_open else span


def _cut(pack: Pack, plain: str, span: Span) -> Span:
    """Return the words for a cause without what follows them before the verb."""
    end = _role(pack, "ends").search(plain, span.start + 1, span.end)
    return span if end is None else stripped(plain, Span(span.start, end.start()))


def _start_of(pack: Pack, plain: str, at: int) -> int:
    floor = max(0, at - _MOST_CHARS)
    return max((m.end() for m in _role(pack, "begins").finditer(plain, floor, at)), default=floor)


def _article(pack: Pack, plain: str, start: int, at: int) -> int:
    """Return where the article stands that the words for a cause begin with."""
    return max((m.start() for m in _role(pack, "article").finditer(plain, start, at + 1)), default=at)


def _with_article(pack: Pack, plain: str, span: Span) -> Span:
    """Return some words with the article right before them."""
    near = _role(pack, "article").finditer(plain, max(0, span.start - _SHORT), span.start)
    return Span(next((m.start() for m in near if m.end() == span.start), span.start), span.end)


def value_of(pack: Pack, words: str, *, in_lead: bool) -> Cause | None:
    """Return the classes that some words name; None when they name none.

    in_lead: whether they stand behind "piste" or "origine", where adjectives count, and "accident" is one.
    """
    classes, phrases, of_adjectives = _classes(pack)
    named = _phrases_in(pack, words, phrases)
    # "Un déclenchement intentionnel de l'incendie": the fire is what was brought about.
    mishaps = _mishaps(pack)[1]
    if not in_lead:
        named = [phrase for phrase in named if mishaps.get(phrase) != ANY]
    causes = [phrase for phrase in named if mishaps.get(phrase, ANY) == ANY]
    found = {phrases[phrase] for phrase in causes or named}
    if in_lead:
        found |= {of_adjectives[word] for word in _tokens(pack, words) if word in of_adjectives}
    wider = {wide for key in found for wide in classes[key].within}
    keys = found - wider
    if not keys:
        return None
    beside = {other for key in keys for other in classes[key].beside}
    return Cause(tuple(sorted(keys)), tuple(sorted(wider - keys)), tuple(sorted(beside)))


def _class_at(pack: Pack, words: str) -> Span:
    """Return where the first words stand that name a class."""
    phrases = _classes(pack)[1]
    tokens = list(_TOKEN.finditer(words))
    plain = [_singular(pack, match[0]) for match in tokens]
    for i, first in enumerate(tokens):
        n = _longest(plain, i, phrases)
        if n:
            return Span(first.start(), tokens[i + n - 1].end())
    return Span(0, 0)


def _phrases_in(pack: Pack, words: str, phrases: Mapping[tuple[str, ...], str]) -> list[tuple[str, ...]]:
    """Return the phrases of a table that some words hold, in order, the longer one where two overlap."""
    tokens = _tokens(pack, words)
    found, i = [], 0
    while i < len(tokens):
        n = _longest(tokens, i, phrases)
        if n:
            found.append(tuple(tokens[i : i + n]))
        i += n or 1
    return found


def _longest(tokens: Sequence[str], i: int, phrases: Mapping[tuple[str, ...], str]) -> int:
    return next(
        (n for n in range(min(_MOST_WORDS, len(tokens) - i), 0, -1) if tuple(tokens[i : i + n]) in phrases), 0
    )


def _tokens(pack: Pack, words: str) -> list[str]:
    return [_singular(pack, match[0]) for match in _TOKEN.finditer(words)]


@cache
def _singular(pack: Pack, word: str) -> str:
    return str(pack.functions.singular(word))


def _entered(pack: Pack, words: str) -> Iterator[tuple[str, ...]]:
    for phrase in filter(None, words.split("|")):
        yield tuple(_tokens(pack, phrase))


@cache
def _classes(pack: Pack) -> tuple[dict[str, Cause], dict[tuple[str, ...], str], dict[str, str]]:
    """Return the classes with those they lie within, and their keys by words and by adjectives."""
    rows = {row["key"]: row for row in pack.lexicon("causes")}
    classes: dict[str, Cause] = {}
    for key in rows:
        within: list[str] = []
        queue = [key]
        while queue:
            wide = [one for one in rows[queue.pop()]["broader"].split("|") if one and one not in within]
            within += wide
            queue += wide
        beside = {one for own in (key, *within) for one in rows[own]["beside"].split("|") if one}
        classes[key] = Cause((key,), tuple(within), tuple(beside))
    phrases = {phrase: key for key, row in rows.items() for phrase in _entered(pack, row["words"])}
    adjectives = {phrase[0]: key for key, row in rows.items() for phrase in _entered(pack, row["adjectives"])}
    return classes, phrases, adjectives


@cache
def _mishaps(pack: Pack) -> tuple[frozenset[str], dict[tuple[str, ...], str], dict[str, str]]:
    """Return the keys of what may follow from a mishap, all keys by words, and keys by those of events."""
    rows = pack.lexicon("mishaps")
    following = frozenset(row["key"] for row in rows if row["kind"])
    phrases = {phrase: row["key"] for row in rows for phrase in _entered(pack, row["words"])}
    return following, phrases, {row["key"]: row["as"] or row["key"] for row in rows}


@cache
def _finders(pack: Pack) -> tuple[tuple[Rule, tuple[str, ...], _Finder], ...]:
    """Return the rules that find causes, the strings of which each needs one, and what reads them."""
    return tuple(
        (rule, tuple(rule.options["holds"].split("|")), find)
        for role, find in _FINDERS.items()
        for rule in pack.rules_with("causes", role=role)
    )


@cache
def _any_needed(pack: Pack) -> re.Pattern[str]:
    """Return a pattern that most sentences do not match, and none of these tells a cause."""
    return re.compile(one_of({one for _, needed, _ in _finders(pack) for one in needed}))


@cache
def _role(pack: Pack, name: str) -> re.Pattern[str]:
    """Return the pattern of the rule for causes that has a role."""
    (rule,) = pack.rules_with("causes", role=name)
    return rule.pattern
