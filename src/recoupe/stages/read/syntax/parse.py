"""The parse of a sentence as values: what depends on what, by which relation (Universal Dependencies)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from recoupe.records.spans import Span

SUBJECTS = frozenset({"nsubj", "csubj"})
"""Relations of a subject to its verb, without their subtypes."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a parsed sentence.

    head: index of the word it depends on, its own index for the root. label: the relation to it, with its
    subtype ("nsubj:pass"). tag: universal class ("VERB"), lemma: as in a dictionary; both empty when the
    pipeline does not give them.
    """

    span: Span
    head: int
    label: str
    tag: str
    lemma: str

    @property
    def relation(self) -> str:
        """The relation to the head without its subtype; "root" for the root."""
        return self.label.partition(":")[0].lower()


@dataclass(frozen=True)
class Parse:
    """A parsed sentence: its place in the document and its words in order."""

    span: Span
    words: tuple[Word, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The indices of the words that depend on each word, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for i, word in enumerate(self.words):
            if word.head != i:
                found[word.head].append(i)
        return tuple(map(tuple, found))

    def index_at(self, offset: int) -> int | None:
        """Return the index of the word that holds an offset of the document; None for a gap."""
        i = bisect_right(self.words, offset, key=lambda word: word.span.start) - 1
        return i if i >= 0 and offset < self.words[i].span.end else None

    def indices_in(self, span: Span) -> range:
        """Return the indices of the words that begin inside a span of the document."""
        low = bisect_right(self.words, span.start - 1, key=lambda word: word.span.start)
        high = bisect_right(self.words, span.end - 1, key=lambda word: word.span.start)
        return range(low, high)

    def subtree(self, index: int) -> tuple[int, ...]:
        """Return the indices of a word and of all that depends on it, sorted."""
        found = {index}
        open_ = [index]
        while open_:
            for child in self.children[open_.pop()]:
                # A pipeline of the user's may give a cycle; none is followed twice.
                if child not in found:
                    found.add(child)
                    open_.append(child)
        return tuple(sorted(found))

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the words that a word depends on, the nearest first."""
        seen = {index}
        while (head := self.words[index].head) not in seen:
            seen.add(head)
            index = head
            yield index

    def phrase(self, index: int) -> Span:
        """Return the words around `index` that belong to its phrase without a gap."""
        members = set(self.subtree(index))
        low = high = index
        while low - 1 in members:
            low -= 1
        while high + 1 in members:
            high += 1
        return Span(self.words[low].span.start, self.words[high].span.end)

    def subject(self, verb: int) -> int | None:
        """Return the index of the subject of a verb; None when the sentence gives none.

        An infinitive, and a verb that is joined to another by "and", take the subject of that one.
        """
        own = self._own_subject(verb)
        if own is not None:
            return own
        word = self.words[verb]
        if word.head != verb and word.relation in {"conj", "xcomp", "aux", "cop"}:
            return self._own_subject(word.head)
        return None

    def agent(self, verb: int) -> int | None:
        """Return the index of who does what a passive verb says; None when the sentence gives nobody."""
        return next((i for i in self.children[verb] if self.words[i].label == "obl:agent"), None)

    def _own_subject(self, verb: int) -> int | None:
        return next((i for i in self.children[verb] if self.words[i].relation in SUBJECTS), None)
