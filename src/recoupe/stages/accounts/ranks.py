"""Which one of several a sentence is about: "la deuxième étape" is not "la première étape"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.read.amounts import by_form
from recoupe.stages.text.event_words import WORD
from recoupe.stages.text.folded import bare_word, folded

RANK_HOLDS = 2
"""Sentences behind the one that ranks a thing of which it may be told still."""

_LETTERS = 4
"""Letters of a noun at least that may be ranked; "fois" and "an" are."""

_REMEMBERED = 256
"""Sentences whose ranks are kept: each is asked for by every figure in it, and by the sentences behind it."""


def ranks_at(pack: Pack, text: str, sentences: Sequence[Span], number: int) -> tuple[str, ...]:
    """Return what a sentence ranks, as "noun:rank"; else what the nearest of those before it does.

    number: of the sentence. Empty when none of them ranks anything.
    """
    for i in range(number, max(-1, number - RANK_HOLDS - 1), -1):
        found = _ranks(pack, sentences[i].of(text)) if i < len(sentences) else ()
        if found:
            return found
    return ()


@lru_cache(maxsize=_REMEMBERED)
def _ranks(pack: Pack, sentence: str) -> tuple[str, ...]:
    ordinals = by_form(pack, "ordinals")
    words = [folded(word) for word in WORD.findall(sentence)]
    found = {
        f"{bare_word(str(pack.functions.singular(noun)))}:{ordinals[rank]['number']}"
        for rank, noun in pairwise(words)
        if rank in ordinals and noun not in ordinals and len(noun) >= _LETTERS
    }
    return tuple(sorted(found))
