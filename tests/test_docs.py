"""The documentation is whole: drawn pages are up to date, nothing is left out, links lead on."""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.util
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from recoupe.cli.base import EXIT_FAILED, EXIT_INTERRUPTED
from recoupe.cli.main import COMMANDS, make_group
from recoupe.messages import load_catalogue
from recoupe.packs import load_packs

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "recoupe"
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted(path for pattern in ("*.md", "docs/**/*.md", "src/**/*.md") for path in ROOT.glob(pattern))

_spec = importlib.util.spec_from_file_location("write_reference", ROOT / "docs" / "write_reference.py")
assert _spec is not None and _spec.loader is not None
write_reference = importlib.util.module_from_spec(_spec)
sys.modules["write_reference"] = write_reference
_spec.loader.exec_module(write_reference)
DRAWN = write_reference.pages()


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


# ── pages drawn from the code


@pytest.mark.parametrize("name", DRAWN)
def test_a_page_drawn_from_the_code_is_up_to_date(name: str) -> None:
    """When this fails, run `.venv/bin/python docs/write_reference.py` and read the difference."""
    assert (REFERENCE / name).read_text("utf-8") == DRAWN[name]


@pytest.mark.parametrize("kind", list(write_reference.structs()), ids=lambda kind: kind.__name__)
def test_each_field_of_a_record_has_words_of_its_own(kind: type) -> None:
    _, described = write_reference.summary_and_fields(kind)
    known = described.keys() | write_reference.COMMON_FIELDS.keys()
    assert kind.__annotations__.keys() <= known


def test_each_setting_has_a_meaning() -> None:
    rows = re.findall(
        r"^\| `\w+` \| `[^`]+` \| (.*) \|$", (REFERENCE / "settings.md").read_text("utf-8"), re.M
    )
    assert rows and all(rows)


# ── the command line


def commands() -> dict[str, click.Command]:
    group = make_group(load_catalogue("en"))
    context = click.Context(group, obj=load_catalogue("en"))
    found = {name: group.get_command(context, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command is not None}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_all_its_options_are_in_the_reference(name: str) -> None:
    page = (REFERENCE / "commands.md").read_text("utf-8")
    common = page[: page.index("\n## Exit codes")]
    (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert f"`recoupe {name}" in section
    for param in commands()[name].params:
        words = param.opts if isinstance(param, click.Option) else [param.make_metavar(None)]  # type: ignore[arg-type]
        assert any(word in section or f"`{word}" in common for word in words), words


def test_no_option_is_described_that_does_not_exist() -> None:
    known = {word for command in commands().values() for param in command.params for word in param.opts}
    page = (REFERENCE / "commands.md").read_text("utf-8")
    assert set(re.findall(r"--[a-z][a-z-]+", page)) <= known | {"--version", "--help"}


def test_each_exit_code_is_in_the_reference() -> None:
    page = (REFERENCE / "commands.md").read_text("utf-8")
    codes = set(map(int, re.findall(r"^\| (\d+) \|", page, re.M)))
    assert codes == set(write_reference.exit_codes())
    assert {EXIT_FAILED, EXIT_INTERRUPTED} < codes


# ── codes that stand in the source


@cache
def calls_in_sources() -> list[tuple[Path, list[ast.Call]]]:
    trees = ((path, ast.parse(path.read_text("utf-8"))) for path in sorted(SRC.rglob("*.py")))
    return [(path, [node for node in ast.walk(tree) if isinstance(node, ast.Call)]) for path, tree in trees]


def called_with(name: str, *, position: int, keyword: str) -> Iterator[tuple[Path, str]]:
    """Yield the constant texts that calls of a name pass at a position, or by keyword."""
    for path, calls in calls_in_sources():
        for node in calls:
            if not (isinstance(node.func, ast.Name) and node.func.id == name):
                continue
            passed = [
                *node.args[position : position + 1],
                *(k.value for k in node.keywords if k.arg == keyword),
            ]
            for value in passed:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield path, value.value


def test_each_reason_given_in_the_code_is_in_the_reference() -> None:
    page = (REFERENCE / "relations.md").read_text("utf-8")
    codes = {code for _, code in called_with("Reason", position=0, keyword="code")}
    assert len(codes) > 20
    assert [code for code in sorted(codes) if f"| `{code}` |" not in page] == []


def test_each_issue_raised_in_the_code_is_in_the_reference() -> None:
    page = (REFERENCE / "issues.md").read_text("utf-8")
    codes = {code for _, code in called_with("Issue", position=4, keyword="code")}
    codes |= {code for _, code in called_with("_issue", position=2, keyword="code")}
    codes |= {code for _, code in called_with("refused", position=1, keyword="code")}
    assert len(codes) > 5
    assert [code for code in sorted(codes) if f"| `{code}` |" not in page] == []


def test_no_reason_or_issue_is_described_that_the_code_never_gives() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in SRC.rglob("*.py"))
    built = re.compile(r"^origin_|^other$")
    for page in ("relations.md", "issues.md"):
        rows = (REFERENCE / page).read_text("utf-8").split("## Reasons")[-1]
        codes = re.findall(r"^\| `([a-z_]+)` \|", rows, re.M)
        assert [code for code in codes if f'"{code}"' not in texts and not built.match(code)] == []


# ── examples in the code

WITH_EXAMPLES = [path for path in sorted(SRC.rglob("*.py")) if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=name_of)
def test_the_examples_of_a_module_give_what_they_show(path: Path) -> None:
    name = ".".join(path.relative_to(SRC.parent).with_suffix("").parts)
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried and not failed


# ── language packs


@pytest.mark.parametrize(
    "path", sorted(SRC.glob("packs/*/lexicon/*.tsv")), ids=lambda path: f"{path.parts[-3]}/{path.stem}"
)
def test_a_lexicon_names_its_source_on_top(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# source: ")


@pytest.mark.parametrize("language", load_packs())
def test_the_guide_of_a_pack_names_each_of_its_files(language: str) -> None:
    folder = SRC / "packs" / language
    guide = (folder / "README.md").read_text("utf-8")
    for pattern in ("lexicon/*.tsv", "rules/*.toml", "cases/*.txt", "*.py"):
        names = {path.name if pattern == "*.py" else path.stem for path in folder.glob(pattern)}
        assert [name for name in sorted(names - {"__init__.py"}) if f"`{name}`" not in guide] == []


# ── pages as a whole


def links_of(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`", "", text)
    yield from (link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link)


def anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_of_a_page_lead_somewhere(path: Path) -> None:
    for link in links_of(path):
        target, _, anchor = link.partition("#")
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), link
        assert not anchor or anchor in anchors_of(there), link


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links_of(index)}
    assert set(ROOT.glob("docs/**/*.md")) - linked == {index}


def test_every_page_is_in_prose_without_open_ends() -> None:
    for path in PAGES:
        assert not re.search(r"\b(?:TODO|FIXME|TBD|XXX)\b", path.read_text("utf-8")), path


# ── the two front pages


def commands_in(path: Path) -> list[list[str]]:
    """Return the words of every `recoupe …` line in the code blocks of a page, comments left out."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)
    lines = (line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines())
    found = (re.search(r"(?:^|/|&& )(recoupe [a-z].*)", line) for line in lines)
    return [shlex.split(match[1], comments=True) for match in found if match]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_commands_shown_exist_with_their_options(path: Path) -> None:
    known = commands()
    for _, name, *words in commands_in(path):
        assert name in known, name
        options = {word for param in known[name].params for word in param.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options | {"--help"}


def outline(path: Path) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", path.read_text("utf-8"), re.M)]


def test_the_french_front_page_has_the_sections_of_the_english_one() -> None:
    english, french = ROOT / "README.md", ROOT / "README.fr.md"
    assert outline(english) == outline(french)
    assert commands_in(english)[0] == commands_in(french)[0]


@pytest.mark.parametrize(
    ("english", "french"), [("docs/tutorial/first-dossier.md", "docs/tutorial/premier-dossier.md")]
)
def test_a_translated_page_keeps_the_outline(english: str, french: str) -> None:
    assert outline(ROOT / english) == outline(ROOT / french)


def test_the_command_that_runs_every_test_is_the_one_that_is_advertised() -> None:
    for path in (ROOT / "README.md", ROOT / "README.fr.md", ROOT / "CONTRIBUTING.md"):
        assert "python3 check" in path.read_text("utf-8")
    assert "check" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_version_is_one_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    from recoupe import __version__

    assert project["version"] == __version__
    assert __version__ in (ROOT / "CHANGELOG.md").read_text("utf-8")
