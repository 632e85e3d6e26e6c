"""Write the list of words and names that are common in any article, from marked texts that may be shipped.

    PYTHONPATH=. python training/common_words.py --data FOLDER

FOLDER holds `authored-fr` and `wikinews-fr`. A word stands in the list when one in a hundred articles has it;
of the words of one stem, which count together, the most frequent one is written. Of names only places
and bodies are written, never persons.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from eval.gold import GoldArticle, authored, wikinews

from recoupe.packs import Pack, load_packs
from recoupe.records.spans import Span
from recoupe.stages.text.folded import bare
from recoupe.stages.text.name_forms import folded_name
from recoupe.stages.text.words import word_classes, words_in

LEAST_PER_THOUSAND = 10
LIST = Path("src/recoupe/packs/fr/lexicon/common_words.tsv")
HEAD = """\
# source: written by training/common_words.py: words, places and bodies that one in a hundred articles has, of
# authored-fr (written for Recoupe, Apache-2.0) and of the French Wikinews (CC BY 2.5). per_thousand: how many
# of a thousand articles have the word or another one of its stem.
word\tkind\tper_thousand
"""


def main() -> int:
    """Write the list; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the list of common words of the French pack.")
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    articles = [*authored(data / "authored-fr"), *wikinews(data / "wikinews-fr")]
    rows = sorted([*common_words(articles, load_packs()["fr"]), *common_names(articles)])
    lines = "".join(f"{word}\t{kind}\t{share}\n" for word, kind, share in rows)
    LIST.write_text(HEAD + lines, "utf-8")
    sys.stderr.write(f"{len(rows):,} words and names of {len(articles)} articles in {LIST}\n")
    return 0


Row = tuple[str, str, int]


def common_words(articles: Iterable[GoldArticle], pack: Pack) -> list[Row]:
    """Return the common words, small words and numbers left out."""
    small = word_classes(pack)
    n_with: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    articles = list(articles)
    for article in articles:
        text = article.text.lower()
        plain = bare(text)
        stems = set()
        for word, start, end in words_in(plain, Span(0, len(plain))):
            if len(word) > 1 and word not in small and not word[0].isdigit():
                stem = pack.functions.stem(word)
                stems.add(stem)
                spelled[stem][text[start:end]] += 1
        n_with.update(stems)
    return [
        (min(spelled[stem], key=lambda w: (-spelled[stem][w], w)), "word", share)
        for stem, n in n_with.items()
        if (share := n * 1000 // len(articles)) >= LEAST_PER_THOUSAND
    ]


def common_names(articles: Iterable[GoldArticle]) -> list[Row]:
    """Return the common names of places and bodies."""
    n_with: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    articles = list(articles)
    for article in articles:
        keys = set()
        for span, kind in article.names:
            if kind in ("LOC", "ORG"):
                name = span.of(article.text)
                key = folded_name(name).replace(" ", "")
                keys.add(key)
                spelled[key][name] += 1
        n_with.update(keys)
    return [
        (min(spelled[key], key=lambda w: (-spelled[key][w], w)), "name", share)
        for key, n in n_with.items()
        if (share := n * 1000 // len(articles)) >= LEAST_PER_THOUSAND
    ]


if __name__ == "__main__":
    sys.exit(main())
