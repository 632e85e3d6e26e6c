"""Tutorials, guides and the page on JSON do what they show: their commands are run, their files made."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from recoupe.cli.main import run_command

ROOT = Path(__file__).resolve().parents[1]
JSON_PAGE = ROOT / "docs" / "reference" / "json.md"
PAGES = sorted([*ROOT.glob("docs/tutorial/*.md"), *ROOT.glob("docs/how-to/*.md"), JSON_PAGE])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@dataclass(frozen=True)
class Step:
    """A file that a page shows, to be written; or a command, with the lines that it must say."""

    file: str | None
    command: str
    lines: tuple[str, ...]


def steps_of(path: Path) -> Iterator[Step]:
    """Yield what a page does, in order.

    A block that opens with "```text file=NAME" is a file. In a block "```console" a line "$ recoupe …" is a
    command, with its exit code behind "#" when it is not 0, and the lines below it are what it says: "…"
    stands for anything, on a line of its own or inside one.
    """
    for head, body in re.findall(r"^```(.*?)\n(.*?)^```", path.read_text("utf-8"), re.M | re.S):
        name = re.search(r"file=(\S+)", head)
        if name:
            yield Step(name[1], "", tuple(body.splitlines()))
        elif head == "console":
            for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
                command, *lines = part.splitlines()
                yield Step(None, command, tuple(lines))


def says(output: str, line: str) -> bool:
    """Tell whether a line of the output holds the parts of a shown line, between its "…"."""
    parts = [re.escape(part) for part in (" ".join(p.split()) for p in line.split("…")) if part]
    pattern = re.compile(".*".join(parts))
    return any(pattern.search(" ".join(said.split())) for said in output.splitlines())


def missing(actual: object, shown: object, at: str = "answer") -> list[str]:
    """Return where a JSON value shown, shortened, is no part of the actual one."""
    if isinstance(shown, dict) and isinstance(actual, dict):
        return [
            gap
            for key, value in shown.items()
            for gap in missing(actual.get(key, "absent"), value, f"{at}.{key}")
        ]
    if isinstance(shown, list) and isinstance(actual, list):
        gaps = [[missing(item, value, f"{at}[{i}]") for item in actual] for i, value in enumerate(shown)]
        nearest = [min(found, key=len, default=[f"{at}[{i}]"]) for i, found in enumerate(gaps)]
        return [gap for found in nearest for gap in found]
    same = type(actual) is type(shown) and actual == shown
    return [] if same else [f"{at}: {str(actual)[:80]!r}, not {shown!r}"]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds the examples, added from the root of the project."""
    folder = tmp_path_factory.mktemp("stocked")
    (folder / "src").symlink_to(ROOT / "src")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "excepthook", sys.excepthook)
        assert run_command(["add", "src/recoupe/examples", "--store", "store.sqlite"]) == 0
    return folder


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run commands in, with the sources linked in, and a store of its own."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECOUPE_STORE", str(tmp_path / "store.sqlite"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_what_a_page_shows_is_what_happens(
    path: Path,
    workplace: Path,
    stocked: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = path.read_text("utf-8")
    if "recoupe add src/recoupe/examples" in text and "15 new" not in text and "15 nouveaux" not in text:
        shutil.copy(stocked / "store.sqlite", workplace)  # the page does not show the adding
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8" if re.search(r"\b(?:vous|Vous)\b", text) else "en_GB.UTF-8")
    for step in steps_of(path):
        if step.file:
            (workplace / step.file).parent.mkdir(parents=True, exist_ok=True)
            (workplace / step.file).write_text("\n".join(step.lines) + "\n", "utf-8")
            continue
        wanted = re.search(r"# exit code (\d+)", step.command)
        program, *words = shlex.split(step.command, comments=True)
        assert program == "recoupe", step.command
        assert run_command(words) == (int(wanted[1]) if wanted else 0), step.command
        said = capsys.readouterr()
        if "--json" in words:
            answer = said.out.splitlines()[0] if words[0] == "read" else said.out
            shown = "\n".join(step.lines).strip()
            assert not shown or missing(json.loads(answer), json.loads(shown)) == [], step.command
            continue
        unsaid = [line for line in step.lines if not says(said.out + said.err, line)]
        assert unsaid == [], step.command


@pytest.mark.parametrize("path", [p for p in PAGES if "```python" in p.read_text("utf-8")], ids=name_of)
def test_the_python_of_a_page_runs(path: Path, workplace: Path, stocked: Path) -> None:
    shutil.copy(stocked / "store.sqlite", workplace)
    blocks = re.findall(r"^```python\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-"], input="".join(blocks), text=True, capture_output=True, check=False,
        env={**os.environ, "PATH": search, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "une heure et demie" in done.stdout


def keys_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_in(inner)}
    return {key for inner in value for key in keys_in(inner)} if isinstance(value, list) else set()


def test_every_key_of_the_json_is_in_the_reference(
    workplace: Path, stocked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(stocked / "store.sqlite", workplace)
    page = JSON_PAGE.read_text("utf-8")
    (workplace / "empty.txt").touch()
    found: set[str] = set()
    for line in (
        "add src/recoupe/examples empty.txt",
        "read src/recoupe/examples",
        "stories",
        "search prisonniers",
        "doctor",
    ):
        run_command([*line.split(), "--json"])
        out = capsys.readouterr().out
        answers = [json.loads(part) for part in (out.splitlines() if line.startswith("read") else [out])]
        found |= {key for answer in answers for key in keys_in(answer)}
        if line == "stories":
            for story in answers[0]["stories"]:
                run_command(["dossier", story["id"], "--json"])
                found |= keys_in(json.loads(capsys.readouterr().out))
    said = set(re.findall(r'[`"](\w+)[`"]', page))
    assert sorted(key for key in found - said if not key[0].isupper()) == []
