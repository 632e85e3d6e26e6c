"""Treebanks in CoNLL-U, and how the parser sees them: surface tokens with head, label, tag and lemma."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Word:
    """A syntactic word. number, head: 1-based in its sentence, head 0 for the root."""

    number: int
    form: str
    lemma: str
    tag: str
    features: str
    head: int
    label: str


@dataclass(frozen=True)
class Token:
    """A surface token and the words in it: two or more for a contraction such as "du" or "auquel"."""

    form: str
    space: bool
    words: tuple[Word, ...]


Sentence = tuple[Token, ...]


def read_treebank(folder: Path, name: str) -> tuple[Sentence, ...]:
    """Return the sentences of `folder`/`name`.conllu.gz, in file order."""
    with gzip.open(folder / f"{name}.conllu.gz", "rt", encoding="utf-8") as file:
        return tuple(sentences_of(file.read()))


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of CoNLL-U text; empty nodes are left out."""
    for part in text.split("\n\n"):
        rows = [line.split("\t") for line in part.splitlines() if line[:1].isdigit()]
        if rows:
            yield tuple(_tokens(rows))


def _tokens(rows: list[list[str]]) -> Iterator[Token]:
    words = {int(row[0]): _word(row) for row in rows if row[0].isdigit()}
    covered = 0
    for row in rows:
        space = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            first, last = (int(part) for part in row[0].split("-"))
            yield Token(row[1], space, tuple(words[i] for i in range(first, last + 1)))
            covered = last
        elif row[0].isdigit() and int(row[0]) > covered:
            yield Token(row[1], space, (words[int(row[0])],))


def _word(row: list[str]) -> Word:
    features = "" if row[5] == "_" else row[5]
    return Word(int(row[0]), row[1], row[2], row[3], features, int(row[6]), row[7])


@dataclass(frozen=True)
class Node:
    """A surface token as the parser is taught it. head: index in the sentence, its own for the root."""

    form: str
    lemma: str
    tag: str
    features: str
    head: int
    label: str


def nodes_of(sentence: Sentence) -> tuple[Node, ...]:
    """Return one node a surface token.

    A contraction takes head, label, tag and lemma from its first word whose head lies outside it ("de" in
    "du", "lequel" in "auquel") and the features from its last word, so that it can be written as two again.
    """
    place = {word.number: index for index, token in enumerate(sentence) for word in token.words}
    nodes = []
    for index, token in enumerate(sentence):
        inside = {word.number for word in token.words}
        word = next(word for word in token.words if word.head not in inside)
        head = place[word.head] if word.head else index
        nodes.append(Node(token.form, word.lemma, word.tag, token.words[-1].features, head, word.label))
    return tuple(nodes)
