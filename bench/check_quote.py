"""Ten thousand altered quotations asked of a store: none may be called exact that is not.

    python bench/check_quote.py FOLDER [FOLDER …] [--alterations N] [--limit N] [--seed N]

The folders are read as `recoupe add` reads them, into a store in a temporary folder. The direct quotations
found there are asked for untouched, with changes of typography alone (both have to be exact), and with one
change of letters, words, numbers, negations, order or speaker (never exact). Prints how often each kind was
called what, examples of what went wrong, and the time a question takes. Exit status 1: something went wrong.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from recoupe.cli.quote_places import Quotes
from recoupe.engine.serial import SerialEngine
from recoupe.messages import load_catalogue
from recoupe.records.documents import Document
from recoupe.records.findings import Reading
from recoupe.run import add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.store.contract import Store
from recoupe.store.sqlite import open_store

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d+")
SAME = ("untouched", "typography")
"""The kinds that change no meaning and have to be called exact."""


@dataclass(frozen=True)
class Asked:
    """A question: the words, of whom, and by which kind of change they came about."""

    kind: str
    words: str
    by: str | None


Alteration = Callable[[str, random.Random, Sequence[str]], str | None]


def letters(text: str, chance: random.Random, _: Sequence[str]) -> str | None:
    """Drop, double, change or swap a letter inside a word of four letters and more."""
    places = [m for m in WORD.finditer(text) if len(m[0]) >= 4]
    if not places:
        return None
    at = chance.choice(places)
    i = chance.randrange(at.start() + 1, at.end() - 1)
    old = text[i]
    new = chance.choice(["", old * 2, chance.choice("bcdfgmnprstv"), text[i + 1] + old])
    return text[:i] + new + text[i + (2 if len(new) == 2 and new[1] == old and new[0] != old else 1) :]


def words(text: str, chance: random.Random, others: Sequence[str]) -> str | None:
    """Change, drop or insert a word."""
    places = list(WORD.finditer(text))
    if len(places) < 4:
        return None
    at = chance.choice(places)
    what = chance.randrange(3)
    if what == 0:
        return text[: at.start()] + chance.choice(others) + text[at.end() :]
    if what == 1:
        return text[: at.start()] + text[at.end() :]
    return text[: at.start()] + chance.choice(others) + " " + text[at.start() :]


def numbers(text: str, chance: random.Random, _: Sequence[str]) -> str | None:
    """Change one figure."""
    places = list(NUMBER.finditer(text))
    if not places:
        return None
    at = chance.choice(places)
    i = chance.randrange(at.start(), at.end())
    return text[:i] + str((int(text[i]) + chance.randrange(1, 9)) % 10) + text[i + 1 :]


def negations(text: str, chance: random.Random, _: Sequence[str]) -> str | None:
    """Take a negation away, or put one in before a word."""
    places = list(re.finditer(r"\b(?:ne|pas|jamais|plus|rien)\b ?|\bn['’]", text, re.IGNORECASE))
    if places:
        at = chance.choice(places)
        return text[: at.start()] + text[at.end() :]
    spots = list(WORD.finditer(text))
    at = chance.choice(spots)
    return text[: at.end()] + " pas" + text[at.end() :]


def order(text: str, chance: random.Random, _: Sequence[str]) -> str | None:
    """Swap two words that follow each other and differ."""
    spots = list(WORD.finditer(text))
    pairs = [(a, b) for a, b in itertools.pairwise(spots) if a[0].lower() != b[0].lower()]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def typography(text: str, chance: random.Random, _: Sequence[str]) -> str | None:
    """Change what says nothing: apostrophes, spaces, dots, quotation marks, capitals' accents."""
    changes: list[Callable[[str], str]] = [
        lambda t: t.replace("’", "'"),
        lambda t: t.replace("'", "’"),
        lambda t: t.replace(" ", "\u00a0", 1),
        lambda t: t.replace(" ", "  "),
        lambda t: t.replace("…", "..."),
        lambda t: f"« {t} »",
        lambda t: f'"{t}"',
        lambda t: t.replace("É", "E").replace("À", "A").replace("Ê", "E"),
        lambda t: t.replace("œ", "oe"),
        lambda t: t[:1].swapcase() + t[1:],
        lambda t: t[: len(t) // 2] + "\u00ad" + t[len(t) // 2 :],
        lambda t: t.rstrip(" .,"),
    ]
    for change in chance.sample(changes, len(changes)):
        changed = change(text)
        if changed != text:
            return changed
    return None


ALTERATIONS: dict[str, Alteration] = {
    "letters": letters,
    "words": words,
    "numbers": numbers,
    "negations": negations,
    "order": order,
    "typography": typography,
}


def main(arguments: list[str] | None = None) -> int:
    """Ask, print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description="Altered quotations asked of a store.")
    parser.add_argument("paths", nargs="+", metavar="FOLDER", help="files or folders, as for `recoupe add`")
    parser.add_argument("--alterations", type=int, default=10_000, help="how many questions")
    parser.add_argument("--limit", type=int, default=None, help="read no more than so many articles")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.sqlite") as store:
        add(store, itertools.islice(read_inputs(options.paths, stdin=sys.stdin.buffer), options.limit))
        run(store, SerialEngine(), load_resources())
        asked = questions(store, n=options.alterations, seed=options.seed)
        return ask(store, asked)


def questions(store: Store, *, n: int, seed: int) -> list[Asked]:
    """Return the questions in a fixed order: each quotation untouched once, and altered in turn."""
    chance = random.Random(seed)  # a bench, not a secret
    texts, speakers, others = quotations(store)
    asked = [Asked("untouched", text, None) for text, _ in texts][: max(1, n // 5)]
    kinds = itertools.cycle((*ALTERATIONS, "speaker"))
    while len(asked) < n and texts:
        kind = next(kinds)
        text, speaker = chance.choice(texts)
        if kind == "speaker":
            names = [
                name
                for name in speakers
                if speaker is not None and not set(name.split()) & set(speaker.split())
            ]
            if names:
                asked.append(Asked(kind, text, chance.choice(names)))
            continue
        altered = ALTERATIONS[kind](text, chance, others)
        if altered is not None and (kind == "typography" or altered.split() != text.split()):
            asked.append(Asked(kind, altered, None))
    return asked


def quotations(store: Store) -> tuple[list[tuple[str, str | None]], list[str], list[str]]:
    """Return the direct quotations with their speakers, all speakers, and words to alter with."""
    texts: dict[str, str | None] = {}
    said_by: dict[str, set[str]] = {}
    words_seen: Counter[str] = Counter()
    for reading in store.scan(Reading):
        assert isinstance(reading, Reading)
        document = store.get(reading.document_id)
        assert isinstance(document, Document)
        words_seen.update(m[0] for m in WORD.finditer(document.text))
        for quotation in reading.quotations:
            text = " ".join(span.of(document.text) for span in quotation.content)
            if quotation.type == "direct" and len(text.split()) >= 4:
                texts.setdefault(text, quotation.speaker)
                said_by.setdefault(quotation.speaker or "", set()).add(text)
    names = sorted(name for name in said_by if len(name.split()) == 2 and name.istitle())
    others = [word for word, _ in words_seen.most_common(400) if len(word) > 2]
    return sorted(texts.items()), names, others


def ask(store: Store, asked: Sequence[Asked]) -> int:
    """Ask all questions, print what came back and return 1 when a bound was broken."""
    quotes = Quotes(store, load_catalogue("en"))
    outcomes: dict[str, Counter[str]] = {}
    wrong: list[tuple[Asked, str]] = []
    times = []
    for question in asked:
        start = time.perf_counter()
        outcome = quotes.find(question.words, by=question.by).outcome
        times.append(time.perf_counter() - start)
        outcomes.setdefault(question.kind, Counter())[outcome] += 1
        if (outcome == "exact") != (question.kind in SAME):
            wrong.append((question, outcome))
    for kind, counts in outcomes.items():
        shown = "  ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{kind:<12} {counts.total():>6}   {shown}")
    times.sort()
    middle, late = times[len(times) // 2], times[-1 - len(times) // 20]
    print(f"a question takes {1000 * middle:.1f} ms, {1000 * late:.1f} ms at the 95th percentile")
    for question, outcome in wrong[:20]:
        print(f"  {question.kind}: {question.words!r} by {question.by!r} -> {outcome}")
    false = sum(question.kind not in SAME for question, _ in wrong)
    same = [q for q in asked if q.kind in SAME]
    kept = 1 - sum(question.kind in SAME for question, _ in wrong) / max(1, len(same))
    print(f"called exact that is not: {false} of {len(asked) - len(same)}; exact of what is: {kept:.4f}")
    return 1 if false or kept < 0.98 else 0


if __name__ == "__main__":
    sys.exit(main())
