"""Towns that stand for their teams, in reports on sport."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from recoupe.packs import Rule
from recoupe.packs.model import NameModel
from recoupe.packs.places import cities
from recoupe.records.spans import Span
from recoupe.stages.read.names.further import Tagged, is_conjunction
from recoupe.stages.read.names.listed import ListedNames
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.read.names.tokens import Token
from recoupe.stages.text.name_forms import normal_name

_VERSUS = re.compile(r" ?[-–—] ?")
_RESULT = re.compile(r"[ \u00a0]?:?[ \u00a0]\d{1,3}[-–]\d{1,3}(?!\d)")
_POINTS_BEHIND = re.compile(r" \d{1,3}(?!\d)")
_POINTS = re.compile(r" \d{1,3} ?[-–—] ?")
_SCORE = re.compile(r"[ \u00a0]\d{1,3} ?[-–—] ?\d{1,3}[ \u00a0]")
_WORD_BEFORE = re.compile(r"(\w+)['’]?[ \u00a0]?$")
_NEXT = re.compile(r" (?:\w['’]|\w{1,2} )?([^\W\d_]{1,20})")
_VERBS = ("AUX", "VERB")
_NOMINAL = ("ADJ", "NOUN")
_WINDOW = 48
_MIN_WORDS = 2
"""Words of sport, or listed teams and contests, that a report on sport has at least."""
_SPORT = frozenset({"ORG.club", "EVT.sport"})


def teams_of_results(text: str, names: Sequence[Tagged]) -> list[Tagged]:
    """Return the names with those of a result as bodies ("Brumeval - Val-Perdu 2-1"), persons apart."""
    out = list(names)
    for i, ((first, kind), (second, other)) in enumerate(pairwise(names)):
        between = text[first.end : second.start]
        behind = text[second.end : second.end + 9]
        is_result = _VERSUS.fullmatch(between) and _RESULT.match(behind)
        is_result = is_result or _SCORE.fullmatch(between)
        if (is_result or (_POINTS.fullmatch(between) and _POINTS_BEHIND.match(behind))) and "PER" not in (
            kind,
            other,
        ):
            out[i], out[i + 1] = (first, "ORG"), (second, "ORG")
    return out


def towns_that_play(
    text: str,
    names: Sequence[Tagged],
    sentences: Iterable[Sequence[Token]],
    *,
    rules: Iterable[Rule],
    tables: NameTables,
    listed: ListedNames,
    model: NameModel,
) -> list[Tagged]:
    """Return the names of a report on sport with towns as bodies where they stand for their teams.

    One does that meets another ("Brumeval-Orvenne"), that does something itself ("Brumeval prend la tête"),
    beside which a rule says so, or that is listed with one that does; so do other places of its name with no
    small word before them ("à Brumeval" is the place). In any other report a known place taken for a body is
    the place, unless a noun stands right before it: 10 of 17 in the training texts are, and none is a body.
    """
    near = [text[first.end : second.start] for (first, _), (second, _) in pairwise(names)]
    clubs = [_is_listed(span.of(text), listed=listed) for span, _ in names]
    meets = any((clubs[i] or clubs[i + 1]) and _VERSUS.fullmatch(between) for i, between in enumerate(near))
    if not meets and not _is_sport(text, names, sentences, tables=tables, listed=listed):
        places = [
            kind == "ORG" and _is_just_place(text, span, tables=tables, listed=listed, words=model.words)
            for span, kind in names
        ]
        return [
            (span, "LOC" if is_place else kind) for (span, kind), is_place in zip(names, places, strict=True)
        ]
    towns = [_is_town(span.of(text), kind, tables=tables, places=model.places) for span, kind in names]
    bodies = [town or kind == "ORG" for town, (_, kind) in zip(towns, names, strict=True)]
    plays = [
        town and _plays(text, span, rules=rules, tables=tables, words=model.words)
        for town, (span, _) in zip(towns, names, strict=True)
    ]
    for i, between in enumerate(near):
        if bodies[i] and bodies[i + 1] and _VERSUS.fullmatch(between):
            plays[i] = plays[i + 1] = True
    for i, between in [*enumerate(near), *reversed([*enumerate(near)])]:
        if (plays[i] or plays[i + 1]) and (between == ", " or is_conjunction(between, tables=tables)):
            plays[i], plays[i + 1] = plays[i] or towns[i], plays[i + 1] or towns[i + 1]
    played = {span.of(text) for (span, _), does in zip(names, plays, strict=True) if does}
    return [
        (span, "ORG")
        if town and (does or (span.of(text) in played and _is_free(text, span, tables=tables)))
        else (span, kind)
        for (span, kind), town, does in zip(names, towns, plays, strict=True)
    ]


def _is_sport(
    text: str,
    names: Sequence[Tagged],
    sentences: Iterable[Sequence[Token]],
    *,
    tables: NameTables,
    listed: ListedNames,
) -> bool:
    said = {token.text for tokens in sentences for token in tokens} & tables.sport_words
    if len(said) < _MIN_WORDS:
        said |= {span.of(text) for span, _ in names if _is_listed(span.of(text), listed=listed)}
    return len(said) >= _MIN_WORDS


def _is_listed(name: str, *, listed: ListedNames) -> bool:
    """Tell whether a name is listed as a team or a contest."""
    return not _SPORT.isdisjoint(listed.kinds.get(name, ()))


def _is_just_place(
    text: str, span: Span, *, tables: NameTables, listed: ListedNames, words: Mapping[str, str]
) -> bool:
    """Tell whether a name is a known place and nothing listed, and no noun before it says what it is."""
    name = normal_name(span.of(text))
    known = tables.known.get(name)
    if known is None or known.type != "LOC" or " " in name or name in listed.kinds:
        return False
    before = _WORD_BEFORE.search(text[max(0, span.start - _WINDOW) : span.start])
    return before is None or words.get(before[1]) not in _NOMINAL  # "l'éditeur Brumeval"


def _is_town(name: str, kind: str, *, tables: NameTables, places: Mapping[str, str]) -> bool:
    if kind not in ("LOC", "PER"):
        return False
    known = tables.known_as(normal_name(name))
    if known is None:
        return all(part in places for part in (name.split("-") if name not in places else [name]))
    return known.type == "LOC" and (len(known.within) > 0 or name in cities())  # Monaco is both


def _plays(
    text: str, span: Span, *, rules: Iterable[Rule], tables: NameTables, words: Mapping[str, str]
) -> bool:
    before, after = text[max(0, span.start - _WINDOW) : span.start], text[span.end : span.end + _WINDOW]
    free = _is_free(text, span, tables=tables)
    for rule in rules:
        side = rule.options["side"]
        if side == "verb":
            if free and _is_verb(after, words=words) and rule.search(after):
                return True
        elif rule.search(before if side == "before" else after):
            return True
    return False


def _is_verb(after: str, *, words: Mapping[str, str]) -> bool:
    """Tell whether a word behind a name is a verb, or none that the list of words knows for anything else."""
    match = _NEXT.match(after)
    return match is not None and words.get(match[1], "VERB") in _VERBS


def _is_free(text: str, span: Span, *, tables: NameTables) -> bool:
    """Tell whether no preposition or article stands right before a name."""
    before = _WORD_BEFORE.search(text[max(0, span.start - 12) : span.start])
    return before is None or tables.function_words.get(before[1].lower()) not in ("preposition", "article")
