"""The commonest words of a language."""

from dataclasses import replace
from pathlib import Path

from recoupe.packs import load_pack
from recoupe.packs.model import commonest_words


def test_the_commonest_words_come_first() -> None:
    words = commonest_words(load_pack("fr"), 2000)
    assert len(words) == 2000
    assert "le" in words[:50]
    assert words.index("pays") < words.index("ministre")


def test_a_pack_without_a_list_knows_no_commonest_words(tmp_path: Path) -> None:
    assert commonest_words(replace(load_pack("fr"), folder=tmp_path), 10) == ()
