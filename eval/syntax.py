"""Syntax: heads and labels against treebanks that the model was not trained on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gold import GoldArticle
from eval.score import Result, Score, named, share
from eval.treebank import Sentence, read_treebank
from recoupe.packs import Pack
from recoupe.packs.syntax import syntax_pipeline
from recoupe.records.spans import Span
from recoupe.stages.read.syntax.division import words_at
from recoupe.stages.read.syntax.parse import Parse
from recoupe.stages.read.syntax.parser import parse_divided
from recoupe.stages.stage import Resources

if TYPE_CHECKING:  # slow to import, and most tasks need none of it
    from spacy.language import Language

LANGUAGE = "fr"
TREEBANKS = "treebanks-fr"
PARTS: Mapping[str, str] = {"Sequoia test": "fr_sequoia-ud-test", "PUD": "fr_pud-ud-test"}
_DETERMINER = "DET"

Place = tuple[int, int, int]
"""Start and end of a surface token, and which of its words is meant: 0, or 1 for the second in "du"."""


@dataclass(frozen=True)
class Arc:
    """A word as it is compared. head: the place of what it depends on; None for the root."""

    head: Place | None
    label: str
    tag: str
    lemma: str


def score_syntax(set_name: str, folder: Path, resources: Resources) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores of the French pack's parser on the treebanks of `folder`.

    As in the CoNLL shared task of 2018: punctuation counts, subtypes of labels do not, contractions are
    two words. "UAS" and "LAS" are on the treebank's own words; "own words" on those that Recoupe divides
    the sentences into, as F1. Sentences are the treebank's.
    """
    pack = resources.packs[LANGUAGE]
    return Result(tuple(pipeline_scores(folder, pack, syntax_pipeline(pack))), ()), ()


def pipeline_scores(folder: Path, pack: Pack, pipeline: Language) -> Iterator[Score]:
    """Yield the scores of a pipeline that takes the words of the pack's division."""
    for name, file in PARTS.items():
        yield from _scores_of(name, read_treebank(folder, file), pack, pipeline)


def _scores_of(name: str, sentences: Sequence[Sentence], pack: Pack, pipeline: Language) -> Iterator[Score]:
    text, placed = _laid_out(sentences)
    gold = {place: arc for sentence in placed for place, arc in _gold_arcs(sentence)}
    contracted = _contractions(pack)
    spans = [Span(places[0].start, places[-1].end) for places, _ in placed]
    score = named("syntax", name)
    given = zip(spans, (places for places, _ in placed), strict=True)
    in_two = {Span(*place[:2]) for place in gold if place[2]}
    parses = [parse for _, parse in parse_divided(text, given, pipeline)]
    ours = {p: a for parse in parses for p, a in _arcs(text, parse, contracted, in_two=in_two)}
    n = len(gold)
    heads = {place for place, arc in gold.items() if place in ours and ours[place].head == arc.head}
    labels = {place for place in heads if _main(ours[place].label) == _main(gold[place].label)}
    yield score("UAS", share(len(heads), n), n, is_goal=True)
    yield score("LAS", share(len(labels), n), n, is_goal=True)
    whole = sum(ours[place].label == gold[place].label for place in labels)
    yield score("LAS with subtypes", share(whole, n), n)
    spoken = {place for place, arc in gold.items() if arc.label != "punct"}
    yield score("LAS without punctuation", share(len(labels & spoken), len(spoken)), len(spoken))
    yield score("class", share(sum(p in ours and ours[p].tag == a.tag for p, a in gold.items()), n), n)
    yield score("lemma", share(sum(p in ours and ours[p].lemma == a.lemma for p, a in gold.items()), n), n)
    divided = [(span, words_at(text, span, pack)) for span in spans]
    parses = [parse for _, parse in parse_divided(text, divided, pipeline)]
    ours = {p: a for parse in parses for p, a in _arcs(text, parse, contracted, in_two=None)}
    right = sum(
        p in gold and gold[p].head == a.head and _main(gold[p].label) == _main(a.label)
        for p, a in ours.items()
    )
    yield score("own words", share(2 * len(ours.keys() & gold.keys()), n + len(ours)), n)
    yield score("LAS, own words", share(2 * right, n + len(ours)), n)


def _main(label: str) -> str:
    return label.partition(":")[0].lower()


_Placed = tuple[list[Span], Sentence]


def _laid_out(sentences: Sequence[Sentence]) -> tuple[str, list[_Placed]]:
    """Return the sentences as one text, a line each, and the place of each surface token."""
    text = ""
    pieces: list[str] = []
    length = 0
    placed: list[_Placed] = []
    for sentence in sentences:
        places = []
        for token in sentence:
            places.append(Span(length, length + len(token.form)))
            piece = token.form + (" " if token.space else "")
            pieces.append(piece)
            length += len(piece)
        pieces.append("\n")
        length += 1
        placed.append((places, sentence))
    text = "".join(pieces)
    return text, placed


def _gold_arcs(placed: _Placed) -> Iterator[tuple[Place, Arc]]:
    places, sentence = placed
    by_number: dict[int, Place] = {
        word.number: (place.start, place.end, k)
        for place, token in zip(places, sentence, strict=True)
        for k, word in enumerate(token.words)
    }
    for token in sentence:
        for word in token.words:
            yield (
                by_number[word.number],
                Arc(by_number.get(word.head), word.label, word.tag, word.lemma),
            )


def compared_arcs(text: str, parse: Parse, pack: Pack) -> dict[Place, Arc]:
    """Return the words of a parse as they are compared: what the parser takes for a contraction is two."""
    return dict(_arcs(text, parse, _contractions(pack), in_two=None))


def _contractions(pack: Pack) -> dict[str, tuple[str, str]]:
    return {row["form"]: (row["first"], row["second"]) for row in pack.lexicon("contractions")}


def _arcs(
    text: str, parse: Parse, contracted: Mapping[str, tuple[str, str]], *, in_two: set[Span] | None
) -> Iterator[tuple[Place, Arc]]:
    """Yield the words of a parse, contractions as two.

    in_two: the tokens that the treebank gives as two words; None: those that the parser takes for such
    ("des" is also a plain determiner).
    """
    splits: dict[int, tuple[str, str]] = {}
    for i, word in enumerate(parse.words):
        parts = contracted.get(word.span.of(text).lower())
        is_two = word.span in in_two if in_two is not None else parts is not None and word.tag != _DETERMINER
        if is_two:
            splits[i] = parts or ("", "")
    places: list[Place] = []
    for i, word in enumerate(parse.words):
        of_noun = i in splits and splits[i][1].startswith(("lequel", "lesquel", "laquel"))
        places.append((word.span.start, word.span.end, int(of_noun)))
    for i, word in enumerate(parse.words):
        head = places[word.head] if word.head != i else None
        arc = Arc(head, word.label, word.tag, word.lemma)
        if i not in splits:
            yield places[i], arc
            continue
        low, high = (word.span.start, word.span.end, 0), (word.span.start, word.span.end, 1)
        if places[i] == high:
            yield low, Arc(high, "case", "ADP", splits[i][0])
            yield high, arc
            continue
        yield low, Arc(head, word.label, "ADP", splits[i][0])
        above = parse.words[word.head]
        if word.label == "fixed" and above.head != word.head:
            head = places[above.head]
        if _main(word.label) == "advmod":
            yield high, Arc(low, "fixed", _DETERMINER, "le")
        else:
            yield high, Arc(head, "det", _DETERMINER, "le")
