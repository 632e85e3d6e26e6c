"""Word vectors: near in use, loaded only as pinned."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from recoupe.errors import PackError
from recoupe.packs import Pack, load_pack
from recoupe.packs.word_vectors import (
    WordVectors,
    commonest_words,
    word_clusters,
    word_vectors,
)


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    found = word_vectors(load_pack("fr"))
    assert found is not None
    return found


def likeness(vectors: WordVectors, left: str, right: str) -> float:
    rows = [vectors.row(word) for word in (left, right)]
    assert None not in rows
    return vectors.likeness(*rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("pompiers", "gendarmes", "fromage"),
        ("voté", "adopté", "noyé"),
        ("usine", "entrepôt", "sénateur"),
        ("Casablanca", "Rabat", "dentiste"),
    ],
)
def test_words_used_alike_are_nearer_than_others(
    vectors: WordVectors, word: str, near: str, far: str
) -> None:
    assert likeness(vectors, word, near) > 0.5 > 0.3 > likeness(vectors, word, far)


def test_a_word_unknown_in_capitals_is_looked_up_in_small_letters(vectors: WordVectors) -> None:
    assert vectors.row("ÉBOULEMENTS") == vectors.row("éboulements")
    assert vectors.row("éboulements") is not None
    assert "ÉBOULEMENTS" not in vectors.rows


def test_an_unknown_word_has_no_vector(vectors: WordVectors) -> None:
    assert vectors.row("zzyzzx") is None


def test_every_row_has_three_clusters(vectors: WordVectors) -> None:
    assert vectors.clusters.shape == (len(vectors.vectors), 3)
    assert max(vectors.rows.values()) == len(vectors.vectors) - 1


def test_clusters_are_read_without_numpy_as_with_it(vectors: WordVectors) -> None:
    clusters = word_clusters(load_pack("fr"))
    assert clusters is not None
    assert clusters.clusters == [tuple(row) for row in vectors.clusters.tolist()]
    row = vectors.row("Rabat")
    assert row is not None
    assert clusters.of("RABAT") == clusters.of("Rabat") == tuple(vectors.clusters[row].tolist())
    assert clusters.of("zzyzzx") is None


def test_vectors_with_another_digest_are_refused(tmp_path: Path) -> None:
    pack = load_pack("fr")
    copied = replace(pack, folder=tmp_path / "fr")
    shutil.copytree(pack.folder, copied.folder)
    path = copied.folder / "model" / "word_vectors.npy"
    path.write_bytes(path.read_bytes() + b"0")
    with pytest.raises(PackError, match="word_vectors"):
        word_vectors(copied)


def test_a_pack_without_vectors_has_none(tmp_path: Path) -> None:
    bare = Pack("fr", "français", tmp_path, "0", ())
    assert word_vectors(bare) is None


def test_the_commonest_words_come_first() -> None:
    words = commonest_words(load_pack("fr"), 2000)
    assert len(words) == 2000
    assert "le" in words[:50]
    assert words.index("pays") < words.index("ministre")


def test_a_pack_without_vectors_knows_no_commonest_words(tmp_path: Path) -> None:
    assert commonest_words(replace(load_pack("fr"), folder=tmp_path), 10) == ()
