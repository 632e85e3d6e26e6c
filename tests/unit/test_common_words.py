"""Common words: how many articles and notices are expected to have a word, whatever they tell."""

from __future__ import annotations

import numpy as np
import pytest

from recoupe.packs import load_pack
from recoupe.stages.stories.columns import NAME_WORD, TERM, TITLE, hashed
from recoupe.stages.stories.common_words import expected_in_articles, expected_in_notices

PACK = load_pack("fr")


def in_notices(stem: str, *, kind: int = TERM, n: int = 10_000) -> int:
    hashes = np.array([hashed(stem, kind)], dtype=np.uint64)
    return int(expected_in_notices(hashes, [PACK], n=n)[0])


def stem(word: str) -> str:
    return PACK.functions.stem(word)


@pytest.mark.parametrize(("common", "rare"), [("pays", "seisme"), ("homme", "otage"), ("ville", "digue")])
def test_a_word_of_the_language_is_expected_more_often_than_one_of_an_event(common: str, rare: str) -> None:
    assert in_notices(stem(common)) > 3 * in_notices(stem(rare))


def test_a_word_is_expected_in_titles_as_in_texts() -> None:
    assert in_notices(stem("pays"), kind=TITLE) == in_notices(stem("pays")) > 0


@pytest.mark.parametrize("word", ["zzyzzx", "avec", "dans"])
def test_unknown_and_small_words_are_not_expected(word: str) -> None:
    assert in_notices(stem(word)) == 0


def test_words_of_names_are_not_expected() -> None:
    assert in_notices("paris", kind=NAME_WORD) == 0


def test_twice_as_many_others_have_a_word_twice_as_often() -> None:
    assert in_notices(stem("pays"), n=20_000) == 2 * in_notices(stem("pays"))


def test_no_pack_expects_nothing() -> None:
    hashes = np.array([hashed(stem("pays"), TERM)], dtype=np.uint64)
    assert expected_in_notices(hashes, [], n=1000).tolist() == [0]
    assert expected_in_articles(hashes, [], n=1000).tolist() == [0]


def test_a_word_is_expected_the_same_among_others_as_alone() -> None:
    words = [stem(word) for word in ("pays", "homme", "zzyzzx", "ville", "avec")]
    hashes = np.unique(np.array([hashed(word, TERM) for word in words], dtype=np.uint64))
    for expect in (expected_in_notices, expected_in_articles):
        alone = [int(expect(one.reshape(1), [PACK], n=10_000)[0]) for one in hashes]
        assert expect(hashes, [PACK], n=10_000).tolist() == alone
        assert len(expect(hashes[:0], [PACK], n=10_000)) == 0
