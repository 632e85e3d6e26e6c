"""Models of the user's own: named in recoupe.toml, loaded by name or path, told of when they cannot be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from recoupe.cli.main import run_command
from recoupe.errors import ModelMissing, SettingsError
from recoupe.packs import load_pack
from recoupe.packs.pipelines import NAMES, SYNTAX, pipeline_digest
from recoupe.records.documents import Block, Document
from recoupe.records.spans import Span
from recoupe.run import load_resources, stage_version
from recoupe.settings import ModelSettings, Settings, read_settings
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.read import READ
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.syntax.parser import parse_sentences

spacy = pytest.importorskip("spacy")
TEXT = "La brume tomba. Vermeg a parlé à Dravec."


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that knows one parse by heart, and two names by a list of entities."""
    from spacy.tokens import Doc
    from spacy.training import Example

    nlp = spacy.blank("xx")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    nlp.add_pipe("ner")
    words = ["Vermeg", "a", "parlé", "à", "Dravec", "."]
    labels = ["nsubj", "aux", "ROOT", "case", "obl", "punct"]
    names = ["B-PER", "O", "O", "O", "B-ORG", "O"]
    wanted = Doc(nlp.vocab, words=words, heads=[2, 2, 2, 4, 2, 2], deps=labels, ents=names)
    learnt = [Example(nlp.make_doc(wanted.text), wanted)]
    nlp.initialize(lambda: learnt)
    for _ in range(15):
        nlp.update(learnt)
    folder = tmp_path_factory.mktemp("models") / "small"
    nlp.to_disk(folder)
    return folder


def draft_of(text: str, models: ModelSettings) -> Draft:
    pack = load_pack("fr")
    blocks = (Block(Span(0, len(text)), "paragraph", "test"),)
    document = Document("doc", "doc", (), *(None,) * 6, "fr", None, (), text, (), blocks)
    draft = Draft(document, pack, models=models)
    return replace(draft, sentences=find_sentences(draft))


def test_a_named_pipeline_parses_and_its_words_stand_where_the_document_has_them(pipeline: Path) -> None:
    draft = draft_of(TEXT, ModelSettings(syntax=str(pipeline)))
    parses = parse_sentences(draft, draft.sentences)
    assert list(parses) == list(draft.sentences)
    parse = parses[draft.sentences[1]]
    verb = next(i for i, word in enumerate(parse.words) if word.span.of(TEXT) == "parlé")
    subject = parse.subject(verb)
    assert subject is not None and parse.words[subject].span.of(TEXT) == "Vermeg"


def test_a_named_pipeline_takes_the_place_of_the_name_tagger(pipeline: Path) -> None:
    own, _ = find_names(draft_of(TEXT, ModelSettings()))
    theirs, _ = find_names(draft_of(TEXT, ModelSettings(names=str(pipeline))))
    kinds = [{m.span.of(TEXT): m.type for m in found}["Dravec"] for found in (own, theirs)]
    assert kinds[0] != kinds[1] == "ORG", "as the pipeline was taught"


def test_naming_a_model_makes_older_results_stale(pipeline: Path) -> None:
    plain = load_resources()
    named = load_resources(Settings(models=ModelSettings(syntax=str(pipeline))))
    assert dict(named.settings.models.digests) == {SYNTAX: pipeline_digest(str(pipeline), SYNTAX)}
    assert stage_version(READ, plain) != stage_version(READ, named)


def test_another_model_in_the_same_folder_is_seen(pipeline: Path, tmp_path: Path) -> None:
    nlp = spacy.load(pipeline)
    nlp.to_disk(tmp_path / "copy")
    same = pipeline_digest(str(tmp_path / "copy"), NAMES)
    assert same == pipeline_digest(str(tmp_path / "copy"), NAMES)
    nlp.meta["version"] = "9.9.9"
    nlp.to_disk(tmp_path / "copy")
    assert pipeline_digest(str(tmp_path / "copy"), NAMES) != same


def test_a_model_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no spaCy pipeline 'fr_no_such_model'"):
        load_resources(Settings(models=ModelSettings(syntax="fr_no_such_model")))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelMissing, match="holds no spaCy pipeline"):
        pipeline_digest(str(tmp_path / "empty"), SYNTAX)


def test_a_pipeline_that_cannot_do_what_is_asked_is_told_with_what_it_can(tmp_path: Path) -> None:
    spacy.blank("xx").to_disk(tmp_path / "bare")
    with pytest.raises(ModelMissing, match="has no 'ner'; it has nothing"):
        pipeline_digest(str(tmp_path / "bare"), NAMES)


def test_settings_name_models_and_folders_are_seen_from_the_file(tmp_path: Path, pipeline: Path) -> None:
    file = tmp_path / "recoupe.toml"
    assert read_settings(file) == Settings()
    (tmp_path / "mine").symlink_to(pipeline)
    file.write_text('[models]\nsyntax = "mine"\nnames = "fr_core_news_lg"\n', "utf-8")
    models = read_settings(file).models
    assert models == ModelSettings(syntax=str(pipeline.resolve()), names="fr_core_news_lg")


@pytest.mark.parametrize(
    "words",
    ("[models", '[models]\nsyntaxe = "x"', "[models]\nsyntax = 3", "[stories]\nx = 1", "models = 3"),
)
def test_settings_that_cannot_be_followed_are_refused(tmp_path: Path, words: str) -> None:
    file = tmp_path / "recoupe.toml"
    file.write_text(words, "utf-8")
    with pytest.raises(SettingsError):
        read_settings(file)


@pytest.mark.parametrize("language", ("fr", "en"))
def test_the_command_names_the_model_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, "utf-8")
    (tmp_path / "recoupe.toml").write_text('[models]\nsyntax = "fr_no_such_model"\n', "utf-8")
    store = tmp_path / "s.sqlite"
    assert run_command(["add", str(article), "--store", str(store), "--lang", language]) == 2
    said = capsys.readouterr().err
    assert "fr_no_such_model" in said and "spacy download" in said
    assert not store.exists()
