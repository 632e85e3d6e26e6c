"""The parser of the French pack: learns from treebanks, writes its weights in half precision, scores."""

from __future__ import annotations

import gzip
import random
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from eval.syntax import pipeline_scores
from eval.treebank import Node, nodes_of, read_treebank
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed
from training.digests import digest_of, pin

from recoupe.packs import load_pack
from recoupe.packs.syntax import FILE, packed, unpacked
from recoupe.stages.read.syntax.division import shown_to_parser

HERE = Path(__file__).resolve().parent
TREEBANKS = "treebanks-fr"
_MIN_CUT = 4
"""Shorter sentences are not shown without their full stop."""

Sentence = tuple[Node, ...]


def train_part(data: Path, out: Path, *, held_out: bool) -> Iterator[str]:
    """Write the syntax model to a folder; yield how it learns, then its scores on the test treebanks.

    held_out: leave the test treebanks alone; the treebank that chooses the epoch scores it, too.
    """
    recipe = tomllib.loads((HERE / "syntax.toml").read_text("utf-8"))
    folder = data / TREEBANKS
    train = [nodes_of(s) for name in recipe["data"]["train"] for s in read_treebank(folder, name)]
    choose = [nodes_of(s) for s in read_treebank(folder, recipe["data"]["choose"])]
    fix_random_seed(recipe["seed"])
    nlp = blank(recipe["network"])
    nlp.initialize(lambda: [example(nlp, nodes, [node.form for node in nodes]) for nodes in train])
    yield from learn(nlp, train, choose, recipe=recipe, file=out / FILE)
    made_from = {TREEBANKS: digest_of(folder.parent / TREEBANKS, "*.conllu.gz")}
    pin(out, (FILE,), made_from={**made_from, "syntax.toml": digest_of(HERE, "syntax.toml")})
    if held_out:
        return
    yield "| treebank | measure | value | words |"
    yield "|---|---|---|---|"
    pipeline = unpacked(gzip.decompress((out / FILE).read_bytes()))
    for score in pipeline_scores(folder, load_pack("fr"), pipeline):
        yield f"| {score.set} | {score.measure} | {score.value:.3f} | {score.n} |"


def blank(network: dict[str, Any]) -> Language:
    """Return the pipeline before it has learnt; it is given words, so it needs no language's tokenizer."""
    nlp = spacy.blank("xx")
    width = network["width"]
    nlp.add_pipe(
        "tok2vec",
        config={
            "model": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": width,
                    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": network["rows"],
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": width,
                    "depth": network["depth"],
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            }
        },
    )
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "tok2vec"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": listener}
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": True,
        "hidden_width": network["hidden_width"],
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": listener,
    }
    nlp.add_pipe("morphologizer", config={"overwrite": True, "model": tagger})
    nlp.add_pipe("parser", config={"min_action_freq": network["least_actions"], "model": parser})
    lemmatizer = {"backoff": "orth", "min_tree_freq": network["least_trees"], "overwrite": True, "top_k": 1}
    nlp.add_pipe("trainable_lemmatizer", name="lemmatizer", config={**lemmatizer, "model": tagger})
    return nlp


def example(nlp: Language, nodes: Sentence, forms: Sequence[str]) -> Example:
    """Return a sentence, in the forms given, with what is to be found in it."""
    words = shown_to_parser(forms)
    wanted = Doc(
        nlp.vocab,
        words=words,
        heads=[node.head for node in nodes],
        deps=["ROOT" if node.head == i else node.label for i, node in enumerate(nodes)],
        pos=[node.tag for node in nodes],
        morphs=[node.features for node in nodes],
        lemmas=[node.lemma for node in nodes],
        sent_starts=[i == 0 for i in range(len(nodes))],
    )
    return Example(Doc(nlp.vocab, words=words), wanted)


def learn(
    nlp: Language,
    train: Sequence[Sentence],
    choose: Sequence[Sentence],
    *,
    recipe: dict[str, Any],
    file: Path,
) -> Iterator[str]:
    """Write the weights of the best epoch to `file`; yield a line an epoch."""
    schedule = recipe["schedule"]
    chance = random.Random(recipe["seed"])
    optimizer = Adam(schedule["learn_rate"], L2=0.01, grad_clip=1.0, use_averages=True)
    n_words = sum(map(len, train)) * schedule["epochs"]
    n_seen = step = best_epoch = 0
    best = -1.0
    for epoch in range(1, schedule["epochs"] + 1):
        for batch in batches(train, chance, schedule, first_step=step):
            step += 1
            n_seen += sum(len(forms) for _, forms in batch)
            optimizer.learn_rate = rate_at(step, n_seen / n_words, schedule)
            nlp.update([example(nlp, *one) for one in batch], drop=schedule["dropout"], sgd=optimizer)
        # Averages over all steps stand the test better than the last step's weights.
        with nlp.use_params(optimizer.averages):
            found = nlp.evaluate([example(nlp, nodes, [node.form for node in nodes]) for nodes in choose])
            score = found["dep_las"] + 0.1 * found["pos_acc"] + 0.1 * found["lemma_acc"]
            if score > best:
                best, best_epoch = score, epoch
                file.write_bytes(packed(nlp))
        measures = ("dep_uas", "dep_las", "pos_acc", "morph_acc", "lemma_acc")
        shown = "  ".join(f"{name} {found[name]:.4f}" for name in measures)
        yield f"epoch {epoch:>2}  {shown}{'  *' if epoch == best_epoch else ''}"
        if epoch - best_epoch >= schedule["patience"]:
            return


def rate_at(step: int, share: float, schedule: dict[str, Any]) -> float:
    """Return the learning rate of a step, when `share` of all words have been seen.

    >>> plan = {"learn_rate": 1.0, "warm_up": 10, "steady": 0.5, "last_rate": 0.1}
    >>> [rate_at(*at, plan) for at in ((1, 0.0), (10, 0.2), (20, 0.75), (40, 1.0))]
    [0.1, 1.0, 0.5, 0.1]
    """
    steady = schedule["steady"]
    falling = 1.0 if share < steady else max(schedule["last_rate"], (1 - share) / (1 - steady))
    return float(schedule["learn_rate"] * min(step / schedule["warm_up"], 1.0) * falling)


def batches(
    train: Sequence[Sentence], chance: random.Random, schedule: dict[str, Any], *, first_step: int
) -> Iterator[list[tuple[Sentence, list[str]]]]:
    """Yield the sentences of one epoch in steps, shuffled, with the forms they are shown in."""
    first, growth, most = schedule["batch"]
    order = list(train)
    chance.shuffle(order)
    batch: list[tuple[Sentence, list[str]]] = []
    n_words = 0
    size = min(first * growth**first_step, most)
    for nodes in order:
        batch.append(as_shown(nodes, chance, schedule))
        n_words += len(nodes)
        if n_words >= size:
            yield batch
            batch, n_words, size = [], 0, min(size * growth, most)
    if batch:
        yield batch


def as_shown(nodes: Sentence, chance: random.Random, schedule: dict[str, Any]) -> tuple[Sentence, list[str]]:
    """Return a sentence in the forms it is learnt in: now and then in capitals, or without its full stop."""
    if chance.random() < schedule["no_full_stop"] and len(nodes) >= _MIN_CUT and nodes[-1].form == ".":
        last = len(nodes) - 1
        if all(node.head != last for node in nodes):
            nodes = nodes[:-1]
    is_capital = chance.random() < schedule["capitals"]
    return nodes, [node.form.upper() if is_capital else node.form for node in nodes]
