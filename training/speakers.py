"""Train who says words whose sentence does not name him, on the marked articles.

    PYTHONPATH=. python training/speakers.py --data FOLDER

Writes src/recoupe/stages/read/quotations/voice_weights.py: for words in the text, for those of headlines, for
pronouns and for descriptions a choice among a document's voices (a softmax over what is true of each;
`voices.py`), trained on the training splits of authored-fr and wikinews-fr and on the articles of `speeches`.
Whom the subjects of the sentences before mean is asked of the weights themselves, so they are fitted several
times over. Prints how often they are right when each eighth of the articles is left out in turn. Needs SciPy.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from eval.gold import authored, authored_article, folder_of, wikinews
from eval.quotations import speakers_marked
from eval.reading import ReadArticle, read_articles
from eval.same import is_same
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from recoupe.engine.serial import SerialEngine
from recoupe.packs import Pack
from recoupe.records.findings import Quotation, Reading
from recoupe.run import load_resources
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations import voices as choosing
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker
from recoupe.stages.read.quotations.issuers import cast_of
from recoupe.stages.read.quotations.scene import Kind, Place
from recoupe.stages.read.quotations.speakers import told_outright
from recoupe.stages.read.quotations.voices import place_of, voices

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/read/quotations/voice_weights.py"
KINDS: tuple[Kind, ...] = ("uncued", "title", "pronoun", "description")
LEAST = {"description": 10}
"""Voices of which a trait has to be true before it weighs, by kind; 4 for the others."""
STRENGTH = {"description": 2.0}
"""Of the pull of all weights to zero, by kind; 1 for the others, of which .5 and 2 are as good on articles
left out. Of 896 descriptions 691 are right with 1, 702 with 2."""
N_PARTS = 8
ROUNDS = 3
"""Fittings; a fourth changes nothing."""
HEAD = '''"""How much each trait of a voice says for its saying words whose sentence does not name it.

Written by training/speakers.py from the training splits of authored-fr and wikinews-fr and training/speeches
({counts}).
Logarithms of odds; see `voices` in voices.py.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, Mapping[str, float]] = {{
{weights}
}}
'''


@dataclass(frozen=True)
class Choice:
    """A place in an article, what is true of each voice there, and which ones are marked as the speaker."""

    kind: Kind
    article: str
    traits: tuple[tuple[str, ...], ...]
    is_right: tuple[bool, ...]

    @property
    def teaches(self) -> bool:
        """Tell whether there is anything to choose: the speaker is among several voices."""
        return any(self.is_right) and not all(self.is_right)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    parser = argparse.ArgumentParser(description="Trains who says words that name no speaker.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the marked sets")
    data = parser.parse_args(arguments).data
    resources = load_resources()
    written = sorted((ROOT / "training/speeches").glob("*.xml"))
    given = [*authored(folder_of(data, "authored-fr")), *wikinews(folder_of(data, "wikinews-fr"))]
    train = [article for article in given if article.split == "train"]
    train += [authored_article(path.read_text("utf-8"), beat="v", number=path.stem) for path in written]
    read = read_articles(train, with_stories=False, engine=SerialEngine(), resources=resources)
    choosing.WEIGHTS = {kind: {} for kind in KINDS}
    for _ in range(ROUNDS):
        choices = [c for article in read for c in choices_of(article, resources.packs["fr"])]
        by_kind = {kind: [choice for choice in choices if choice.kind == kind] for kind in KINDS}
        choosing.WEIGHTS = {kind: fitted(own) for kind, own in by_kind.items()}
    blocks, counts = [], []
    for kind, own in by_kind.items():
        n_right = sum(n_right_of(own, part) for part in range(N_PARTS))
        sys.stdout.write(f"{kind}: {n_right} of {len(own)} right in articles left out\n")
        counts.append(f"{len(own)} of {kind}")
        weights = sorted(choosing.WEIGHTS[kind].items())
        lines = [f'        "{trait}": {weight:.2f},' for trait, weight in weights]
        blocks.append("\n".join([f'    "{kind}": {{', *lines, "    },"]))
    OUT.write_text(HEAD.format(counts=", ".join(counts), weights="\n".join(blocks)), "utf-8")
    return 0


def choices_of(article: ReadArticle, pack: Pack) -> Iterator[Choice]:
    """Yield the places of an article where a speaker is marked whom no word names."""
    reading, document = article.reading, article.document
    if reading is None or document is None:
        return
    cast = cast_of(
        Draft(
            document,
            pack,
            sentences=reading.sentences,
            mentions=reading.mentions,
            entities=reading.entities,
            times=reading.times,
        )
    )
    marked = speakers_marked(article)
    names = {quotation.id: _marked(cast, speaker, pack) for speaker, quotation in marked}
    for speaker, quotation in marked:
        place = _open_place(cast, quotation)
        if place is None or quotation.producer.endswith("/interview"):
            continue
        memory = _memory(cast, reading, quotation, names, is_title=place.kind == "title")
        found = list(voices(cast, memory, place))
        right = tuple(is_same(speaker, voice.name, pack) for voice, _ in found)
        yield Choice(place.kind, article.gold.name, tuple(traits for _, traits in found), right)


def _open_place(cast: Cast, quotation: Quotation) -> Place | None:
    """Return the place of a quotation; None where its words for the speaker tell who he is."""
    span = quotation.speaker_span
    if span is not None and told_outright(cast, span, Memory()) is not None:
        return None
    return place_of(cast, quotation.content, span, quotation.cue)


def _marked(cast: Cast, name: str, pack: Pack) -> Speaker:
    """Return who is marked as a speaker."""
    entity = next(
        (e for e in cast.entities.values() if e.type != "LOC" and is_same(name, e.name, pack)), None
    )
    return Speaker(None, None, name) if entity is None else Speaker(None, entity.id, entity.name)


def _memory(
    cast: Cast, reading: Reading, quotation: Quotation, marked: Mapping[str, Speaker], *, is_title: bool
) -> Memory:
    """Return who has spoken when the quotation is read: before it, for a headline in the whole text.

    marked: the right speakers, by quotation, so that weights do not learn from what earlier ones said.
    """
    memory = Memory()
    for other in reading.quotations:
        if other.content < quotation.content:
            memory.said += other.content
        is_named = other.speaker_span is not None
        if not (is_named or other.type == "direct") or other == quotation:
            continue
        if not is_named or _open_place(cast, other) is not None:
            speaker = marked.get(other.id)
            speaker = None if speaker is None else replace(speaker, span=other.speaker_span)
        else:
            speaker = Speaker(other.speaker_span, other.speaker_entity_id, other.speaker)
        if speaker is None or speaker.name is None:
            continue
        if (is_named or other.content > quotation.content) if is_title else other.content < quotation.content:
            gender = cast.genders.get(speaker.entity_id or "", "")
            memory.spoken.append((other.content[-1].end, speaker, gender))
    return memory


def n_right_of(choices: Sequence[Choice], part: int) -> int:
    """Return how many choices of a part of the articles the other parts teach to make rightly."""
    articles = sorted({choice.article for choice in choices})
    own = set(articles[part::N_PARTS])
    weights = fitted([choice for choice in choices if choice.article not in own])
    n_right = 0
    for choice in choices:
        if choice.article in own and choice.traits:
            scores = [sum(weights.get(trait, 0.0) for trait in traits) for traits in choice.traits]
            n_right += choice.is_right[scores.index(max(scores))]
    return n_right


def fitted(choices: Sequence[Choice]) -> dict[str, float]:
    """Return the weights under which the right voices of the choices are likeliest."""
    taught = [choice for choice in choices if choice.teaches]
    counts = Counter(trait for choice in taught for traits in choice.traits for trait in traits)
    names = sorted(trait for trait, count in counts.items() if count >= LEAST.get(taught[0].kind, 4))
    place = {trait: i for i, trait in enumerate(names)}
    rows = [traits for choice in taught for traits in choice.traits]
    cells = [(i, place[trait]) for i, traits in enumerate(rows) for trait in traits if trait in place]
    at = tuple(np.array(cells).T)
    table = csr_matrix((np.ones(len(cells)), at), shape=(len(rows), len(names)))
    right = np.array([float(is_right) for choice in taught for is_right in choice.is_right])
    sizes = [len(choice.traits) for choice in taught]
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(taught)), sizes)

    strength = STRENGTH.get(taught[0].kind, 1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        parts = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        whole, good = np.add.reduceat(parts, starts), np.add.reduceat(parts * right, starts)
        slope = table.T @ (parts / whole[group] - parts * right / good[group])
        return -np.log(good / whole).sum() + strength * weights @ weights, slope + 2 * strength * weights

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {trait: round(float(weight), 2) for trait, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    sys.exit(main())
