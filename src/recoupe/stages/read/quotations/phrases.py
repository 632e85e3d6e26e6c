"""Where a noun phrase begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from recoupe.packs import MASKS, Pack
from recoupe.stages.read.quotations.speech import FINITE, INFINITIVE, QUOTE, Token, Words

_LONGEST_PHRASE = 28
_LONGEST_BRACKET = 10
_LONGEST_OFFICE = 8
_NUMBER_SIGN = "°"


@lru_cache(maxsize=8)
def contracted(pack: Pack) -> frozenset[str]:
    """Return the prepositions that hold an article ("du"): they stay with the words behind them."""
    return frozenset(row["form"] for row in pack.lexicon("contractions"))


def is_verb(token: Token) -> bool:
    """Tell whether the token is a masked verb of saying."""
    return FINITE <= token.word[0] <= INFINITIVE


def phrase_end(tokens: Sequence[Token], i: int, words: Words, *, bare: bool = False) -> int:
    """Return the index after the noun phrase that begins at token `i`; `i` itself when none begins there.

    bare: the phrase may begin with a plain noun, without an article (headlines, phrases in apposition).
    """
    if i >= len(tokens) or not (bare or opens_phrase(tokens, i, words)):
        return i
    if words.has(tokens[i], "pronoun") and not tokens[i].is_name:
        return _pronoun_end(tokens, i)
    if _is_object_of_verb(tokens, i, words):
        return i
    if pointed := one_of_them(tokens, i, words):
        return pointed
    j = i
    fresh = True  # an article may stand here
    while j < len(tokens) and j - i < _LONGEST_PHRASE:
        step = _step(tokens, j, words, fresh=fresh, first=j == i)
        if step == 0:
            break
        fresh = step == 1 and words.has(tokens[j], "link", "determiner") and not tokens[j].is_name
        j += step
    while j > i and words.has(tokens[j - 1], "link", "determiner") and not tokens[j - 1].is_name:
        j -= 1
    return j if j > i else i + _stands_alone(tokens, i, words)


def _stands_alone(tokens: Sequence[Token], i: int, words: Words) -> bool:
    """Tell whether an article of some stands for them: "Certains, parmi eux, ont dit"."""
    found = words.classes.get(tokens[i].word, frozenset())
    if not {"indefinite", "many", "determiner"} <= found or "link" in found:
        return False
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        behind is None or behind.word == "," or is_verb(behind) or words.has(behind, "auxiliary", "relative")
    )


def _is_object_of_verb(tokens: Sequence[Token], i: int, words: Words) -> bool:
    """Tell whether a verb stands behind token `i`, its subject behind that: "le montrent les chiffres"."""
    if i + 2 >= len(tokens) or not words.has(tokens[i], "clitic") or not words.has(tokens[i + 1], "finite"):
        return False
    return opens_phrase(tokens, i + 2, words) and not words.has(tokens[i + 2], "link")


def _pronoun_end(tokens: Sequence[Token], i: int) -> int:
    if i + 2 < len(tokens) and tokens[i + 1].word == "-" and len(tokens[i + 2].word) == 2:
        return i + 3
    return i + 1


def one_of_them(tokens: Sequence[Token], i: int, words: Words) -> int:
    """Return the index behind "one of them", with or without "among", that begins at token `i`; 0 without."""
    opens = ("definite", "indefinite", "link")
    lead = tokens[i : i + len(opens)]
    if len(lead) < len(opens) or not all(words.has(t, c) for t, c in zip(lead, opens, strict=True)):
        return 0
    j = i + len(opens)
    j += j < len(tokens) and words.has(tokens[j], "preposition")
    return j + 1 if j < len(tokens) and words.has(tokens[j], "pronoun") else 0


def _step(tokens: Sequence[Token], j: int, words: Words, *, fresh: bool, first: bool) -> int:
    """Return how many tokens the phrase goes on by at `j`; 0 when it ends there."""
    token = tokens[j]
    if token.is_name or (token.word[0] == QUOTE and not first):
        return 1
    if numbered := _number_sign(tokens, j) if not (first or fresh) else 0:
        return numbered
    if token.word == "-":
        return 1 if not first and is_glued(tokens, j) else 0
    if token.word[0].isalnum() and not first and (is_glued(tokens, j - 1) or is_glued(tokens, j + 1)):
        return 1
    if words.has(token, "address") or is_dotted_address(tokens, j, words):
        return 2 if is_dotted_address(tokens, j, words) else 1
    if token.word == "(" and not first:
        return _bracket(tokens, j)
    if token.word[0] == MASKS["TIME"] and not (first or fresh) and j + 1 < len(tokens):
        # "le bilan annuel de la mairie"
        return 1 if words.has(tokens[j + 1], "link") and not words.has(tokens[j + 1], "coordination") else 0
    if not (token.word[0].isalnum() or token.word[0] == MASKS["NUM"]):
        return 0
    if words.has(token, "link"):
        return _link_step(tokens, j, words, first=first, fresh=fresh)
    if words.has(token, "determiner"):
        return 1 if first or fresh else 0
    is_east = j > 0 and tokens[j - 1].word == "l'" and words.has(token, "auxiliary")
    if is_east or (fresh and not first and words.has(token, "adverb")):
        return 1  # "l'Est"; "the very first deputy"
    stops = ("preposition", "conjunction", "relative", "auxiliary", "clitic", "pronoun", "adverb")
    if not (first or fresh) and words.is_imperfect(token):
        return 0
    if words.has(token, "finite") and not (first or fresh):
        return 0  # "la route reste sûre", but "le reste du pays"
    if words.has(token, "issued") and not (first or fresh) and _goes_on_behind(tokens, j, words):
        return 0  # "le bilan des pompiers | établi à midi"
    return 0 if words.has(token, *stops) else 1


def _goes_on_behind(tokens: Sequence[Token], j: int, words: Words) -> bool:
    """Tell whether a time or a word that leads one, a place or an agent stands behind token `j`."""
    behind = tokens[j + 1] if j + 1 < len(tokens) else None
    return behind is not None and (
        behind.word[0] == MASKS["TIME"] or words.has(behind, "preposition", "agent", "place")
    )


def _number_sign(tokens: Sequence[Token], j: int) -> int:
    """Return how many tokens number a text from token `j` on ("n° 12/2031"); 0 without."""
    if j + 2 >= len(tokens) or tokens[j + 1].word != _NUMBER_SIGN or not _is_number(tokens[j + 2]):
        return 0
    slash = j + 4 < len(tokens) and tokens[j + 3].word == "/" and _is_number(tokens[j + 4])
    return 5 if slash else 3


def _is_number(token: Token) -> bool:
    return token.word.isdigit() or token.word[0] in (MASKS["NUM"], MASKS["TIME"])


def is_glued(tokens: Sequence[Token], j: int) -> bool:
    """Tell whether token `j` is a hyphen inside a word."""
    if not 0 < j < len(tokens) - 1 or tokens[j].word != "-":
        return False
    hyphen = tokens[j].span
    return tokens[j - 1].span.end == hyphen.start and hyphen.end == tokens[j + 1].span.start


def _link_step(tokens: Sequence[Token], j: int, words: Words, *, first: bool, fresh: bool) -> int:
    if first:
        return 1 if words.has(tokens[j], "determiner") or _is_of_many(tokens, j, words) else 0
    if words.has(tokens[j], "coordination"):
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        if following is None:
            return 0
        if not (following.is_name or opens_phrase(tokens, j + 1, words)):
            goes_on = _bears_name(tokens, j + 1, words) or _is_second_complement(tokens, j + 1, words)
            return 1 if goes_on else 0
        return 0 if words.has(following, "pronoun") else 1
    return 1


def _bears_name(tokens: Sequence[Token], j: int, words: Words) -> bool:
    """Tell whether bare nouns behind "and" end in a person's name: "the writer and former judge Morel"."""
    for token in tokens[j : j + _LONGEST_OFFICE]:
        if token.word[0] == MASKS["PER"]:
            return True
        is_linked = words.has(token, "link") and not words.has(token, "coordination")
        stops = ("preposition", "conjunction", "relative", "auxiliary", "clitic", "pronoun", "adverb")
        if not (is_linked or token.is_name) and (not token.word[0].isalpha() or words.has(token, *stops)):
            return False
    return False


def _is_second_complement(tokens: Sequence[Token], j: int, words: Words) -> bool:
    """Tell whether "and" joins one more complement, a name behind it: "of roads and of ports Rivage"."""
    if j + 2 >= len(tokens) or not words.has(tokens[j], "link") or words.has(tokens[j], "coordination"):
        return False
    return tokens[j + 1].word.isalpha() and tokens[j + 2].is_name


def _bracket(tokens: Sequence[Token], j: int) -> int:
    for k in range(j + 1, min(j + _LONGEST_BRACKET, len(tokens))):
        if tokens[k].word == ")":
            return k + 1 - j
    return 0


def is_dotted_address(tokens: Sequence[Token], j: int, words: Words) -> bool:
    """Tell whether an address with its full stop ("M.") stands at token `j`."""
    return (
        j + 1 < len(tokens)
        and tokens[j + 1].word == "."
        and tokens[j].word + "." in words.classes
        and tokens[j].span.end == tokens[j + 1].span.start
    )


def opens_phrase(tokens: Sequence[Token], i: int, words: Words) -> bool:
    """Tell whether a noun phrase can begin at token `i`: an article, a title, a name or a pronoun."""
    token = tokens[i]
    return (
        token.is_name
        or words.has(token, "determiner", "address", "pronoun")
        or is_dotted_address(tokens, i, words)
        or _is_of_many(tokens, i, words)
    )


def _is_of_many(tokens: Sequence[Token], i: int, words: Words) -> bool:
    """Tell whether "de" stands for the article of many at token `i`: "de nombreux élus"."""
    return i + 1 < len(tokens) and words.has(tokens[i], "link") and words.has(tokens[i + 1], "numerous")
