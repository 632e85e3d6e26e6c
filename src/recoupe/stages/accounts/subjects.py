"""Whom or what a clause is about that names no subject: what the clause or sentence before it is about."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.text.event_words import PRONOUNS, WORD, Keys, articles_before, event_verbs, pattern
from recoupe.stages.text.folded import bare_word, folded

Placed = Sequence[tuple[Span, str]]
"""Words that say something, with their keys, in order."""

_MOST_KEYS = 4
"""Keys of a subject with what is put behind it: "La maire de Valmont, Anne Roche, …"."""


class Subjects:
    """The subjects of an article's clauses, given one after the other."""

    def __init__(self, pack: Pack, text: str) -> None:
        self._pack = pack
        self._text = text
        self._of_sentence: Keys = ()
        self._pronouns: Keys = ()
        self.begin()

    def begin(self) -> None:
        """Begin a sentence."""
        self._opens = True
        self._first: Keys = ()
        self._last: Keys = ()
        self._outer: Keys = ()
        self._tells = False
        self._is_inside = False

    def of(self, span: Span, plain: str, placed: Placed, *, tells: bool, resumes: bool) -> Keys:
        """Return the keys of the subject of the next clause where it has none of its own; none if unknown.

        tells: whether the clause tells an event; "a ajouté le maire" has a subject. resumes: it goes on
        behind a relative clause.
        """
        relative = pattern(self._pack, "relative").match(plain + " ") is not None
        if self._opens:
            found = self._meant(plain)
            if not found:
                self._of_sentence, self._pronouns = self._subject(span, placed)
        elif resumes or (relative and tells) or (self._is_inside and self._is_resumed(plain)):
            found = self._outer
        else:
            found = self._elided(plain, tells=tells)
        self._note(span, plain, placed, is_inner=relative or resumes)
        self._is_inside = relative
        self._tells = self._tells or tells
        return found

    def _note(self, span: Span, plain: str, placed: Placed, *, is_inner: bool) -> None:
        if not placed:
            return
        keys = tuple(key for _, key in placed)
        self._opens = False
        self._last = keys
        if not is_inner:
            self._outer = (self._antecedent(span, plain, placed),)
        if not self._tells and self._first:
            # "La maire, Anne Roche, a signé": what is put in belongs to the subject.
            self._first = (*self._first, *keys)[:_MOST_KEYS]
        elif pattern(self._pack, "of the last").search(plain) is None:
            self._first = keys[:1] if is_inner or self._tells else keys[:_MOST_KEYS]

    def _meant(self, plain: str) -> Keys:
        """Return what the pronoun means that a sentence begins with."""
        if any(pattern(self._pack, pronoun).match(plain) for pronoun in self._pronouns):
            return self._of_sentence
        return ()

    def _subject(self, span: Span, placed: Placed) -> tuple[Keys, Keys]:
        """Return what a sentence begins with, and the pronouns that may mean it."""
        if not placed:
            return (), ()
        word, key = placed[0]
        before = folded(self._text[span.start : word.start])
        pronouns = articles_before(self._pack, before)
        # A name stands without an article.
        is_name = not before and word.of(self._text)[:1].isupper()
        return (key,), pronouns or (PRONOUNS[:2] if is_name else ())

    def _antecedent(self, span: Span, plain: str, placed: Placed) -> str:
        """Return the head of what a relative clause is joined to: "le maire" in "le maire de Valmont qui"."""
        inner = pattern(self._pack, "relative").search(plain)
        at = span.end if inner is None else span.start + inner.start()
        before = [one for one in placed if one[0].end <= at] or list(placed[:1])
        i = len(before) - 1
        while i and self._belongs(before[i - 1][0], before[i][0]):
            i -= 1
        return before[i][1]

    def _belongs(self, head: Span, word: Span) -> bool:
        """Tell whether a word is put behind its head by "of", or is part of its name."""
        between = folded(self._text[head.end : word.start])
        return head.meets(word) or pattern(self._pack, "of").fullmatch(between) is not None

    def _is_resumed(self, plain: str) -> bool:
        """Tell whether a clause begins with the verb of what a relative clause was put behind."""
        first = bare_word(next(iter(WORD.findall(plain)), ""))
        return pattern(self._pack, "verb").match(plain) is not None or first in event_verbs(self._pack)

    def _elided(self, plain: str, *, tells: bool) -> Keys:
        if pattern(self._pack, "of the last").search(plain):
            return self._last[-1:]
        if not tells or pattern(self._pack, "of the first").search(plain) is None:
            return ()
        # "…, a lancé le maire": who says something stands behind.
        if pattern(self._pack, "said").match(plain):
            return ()
        return self._first if not self._tells else self._first[:1]
