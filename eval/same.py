"""When two namings of somebody or something count as the same."""

from __future__ import annotations

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.text.folded import bare
from recoupe.stages.text.words import word_classes, words_in


def telling_words(naming: str, pack: Pack) -> list[str]:
    """Return the words of a naming without case, accents, articles, prepositions and honorifics, in order."""
    text = bare(naming)
    silent = word_classes(pack)
    titles = {bare(row["form"]).strip(".") for row in pack.lexicon("honorifics")}
    return [
        word for word, _, _ in words_in(text, Span(0, len(text))) if word not in silent and word not in titles
    ]


def is_same(gold: str, found: str | None, pack: Pack) -> bool:
    """Tell whether two namings ("Ana Leroux", "Mme Leroux"; "le parquet", "parquet de Sens") are of the same.

    They are when all telling words of one stand in the other; when the last word of one is written with a
    capital (a last name) and stands in the other; when more than half of the words of the longer one are
    shared; or when one is the initials of the other.
    """
    ours, theirs = telling_words(gold, pack), telling_words(found or "", pack)
    if not ours or not theirs:
        # A name that looks like a title and nothing else ("le MR") is the same when it is written so.
        return bool(found) and bool(gold) and gold.split()[-1] == (found or "").split()[-1]
    shared = set(ours) & set(theirs)
    if shared in (set(ours), set(theirs)) or 2 * len(shared) > max(len(set(ours)), len(set(theirs))):
        return True
    if any(
        words[-1] in shared and _ends_in_capitals(naming)
        for naming, words in ((gold, ours), (found or "", theirs))
    ):
        return True
    return "".join(theirs) in _initials(gold, ours) or "".join(ours) in _initials(found or "", theirs)


def _ends_in_capitals(naming: str) -> bool:
    words = naming.split()
    return words[-1][:1].isupper()


def _initials(naming: str, telling: list[str]) -> set[str]:
    """Return the initials of all words and those of the telling words; none of a single word."""
    every = bare(naming).replace("-", " ").split()
    return {"".join(word[0] for word in words) for words in (every, telling) if len(words) > 1}
