"""The trained name model: only pinned bytes are loaded, and its labels make sound spans."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reading_names import PACK, ruled
from recoupe.errors import PackError
from recoupe.packs import Pack
from recoupe.packs.model import NAME_FILES, has_model, model_bytes, name_model
from recoupe.records.spans import Span
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.names.tagger import featurizer, labels_of, listed_of, spans_of
from recoupe.stages.read.names.words import joining_names, split_joined, words_of


@pytest.fixture
def copied(tmp_path: Path) -> Pack:
    folder = tmp_path / "fr"
    shutil.copytree(PACK.folder / "model", folder / "model")
    return replace(PACK, folder=folder, digest="copy-" + tmp_path.name)


def test_the_model_is_loaded_once_per_process() -> None:
    assert name_model(PACK) is name_model(PACK)


@pytest.mark.parametrize("name", NAME_FILES)
def test_a_changed_model_file_is_refused(copied: Pack, name: str) -> None:
    path = copied.folder / "model" / name
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(PackError, match="digest"):
        model_bytes(copied, name)


def test_a_missing_model_file_is_named(copied: Pack) -> None:
    (copied.folder / "model" / "names.crf.gz").unlink()
    with pytest.raises(PackError, match=r"names\.crf\.gz"):
        name_model(copied)


def test_a_pack_without_pinned_files_has_no_model(copied: Pack) -> None:
    (copied.folder / "model" / "digests.toml").unlink()
    assert not has_model(copied)
    assert has_model(PACK)


def test_without_a_model_rules_find_names() -> None:
    assert [name.type for name in ruled("Mme Hélène Vial vit à Paris.")] == ["PER", "LOC"]


def test_labels_of_marked_names_give_the_names_back() -> None:
    text = "M. Ilan Vial, de l'Union des scieurs (Norvège), et Clara Kane-Olsen."
    names = [
        (Span(3, 12), "PER"),
        (Span(19, 36), "ORG"),
        (Span(38, 45), "LOC"),
        (Span(51, 67), "PER"),
    ]
    words = words_of(text, Span(0, len(text)))
    assert list(spans_of(words, labels_of(words, names))) == names


def test_a_name_across_a_bracket_is_given_in_parts() -> None:
    text = "Vial (Norvège)"
    words = words_of(text, Span(0, len(text)))
    labels = ["B-PER"] + ["I-PER"] * (len(words.forms) - 1)
    assert [span.of(text) for span, _ in spans_of(words, labels)] == ["Vial", "Norvège"]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Ottawa-Lima", ["Ottawa", "-", "Lima"]),
        ("RTL-Le Figaro-LCI", ["RTL", "-", "Le", "Figaro", "-", "LCI"]),
        ("OM-Saint-Étienne", ["OM", "-", "Saint-Étienne"]),
        ("PSG-Nantes", ["PSG", "-", "Nantes"]),
        ("Canada-OTAN", ["Canada", "-", "OTAN"]),
        ("Orvel-Morva", ["Orvel-Morva"]),
        ("Clermont-Ferrand", ["Clermont-Ferrand"]),
        ("Anne-France Orvel", ["Anne-France", "Orvel"]),
    ],
)
def test_a_hyphen_between_places_lands_teams_or_media_parts_names(text: str, forms: list[str]) -> None:
    tables = name_tables(PACK)
    words = words_of(text, Span(0, len(text)))
    (parts,) = split_joined([words], tables=tables, joining=joining_names(tables, listed_of(PACK)))
    assert list(parts.forms) == forms
    assert [text[s:e] for s, e in zip(parts.starts, parts.ends, strict=True)] == forms


def test_words_used_alike_have_a_trait_in_common_and_a_word_never_met_one_of_its_own() -> None:
    features = replace(
        featurizer(PACK), clusters={"Vierzon": "1/7", "Tours": "1/9", "tours": "2/3"}, _forms={}
    )

    def traits(text: str, kind: bytes) -> list[set[bytes]]:
        """Return for each word which clusters it is in (v), or the word before it (-v)."""
        _, (rows,) = features.features(text, [Span(0, len(text))], roles={})
        return [{feature for feature in row if feature.startswith(kind)} for row in rows]

    assert traits("Vierzon Tours tours Orvanne VIERZON", b"v") == [
        {b"v0=1", b"v1=7"},
        {b"v0=1", b"v1=9"},
        {b"v0=2", b"v1=3"},
        {b"v=?"},
        {b"v0=1", b"v1=7"},
    ]
    assert traits("Vierzon perd", b"-v") == [set(), {b"-v0=1", b"-v1=7"}]
