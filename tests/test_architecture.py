"""The architecture as tests: who may import whom, and what a stage may not touch."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "recoupe"
MODULES = sorted(SRC.rglob("*.py"))

# Each package, and the packages of Recoupe it may import besides itself.
MAY_IMPORT = {
    "__main__": {"cli"},
    "errors": set(),
    "settings": {"errors"},
    "records": {"errors"},
    "packs": {"errors", "records"},
    "stages": {"errors", "settings", "records", "packs"},
    "sources": {"errors", "settings", "records"},
    "store": {"errors", "records"},
    "engine": {"errors", "records"},
    "run": {"errors", "settings", "records", "packs", "stages", "store", "engine"},
    "wording": {"errors", "records", "packs", "stages"},
    "dossier": {"errors", "records", "messages"},
    "messages": {"errors"},
    "cli": {
        "errors",
        "settings",
        "records",
        "packs",
        "sources",
        "store",
        "engine",
        "run",
        "wording",
        "dossier",
        "messages",
        "examples",
        "stages",
    },
    "examples": set(),
}
IMPURE = {
    "time", "random", "secrets", "uuid", "os", "sys", "logging", "socket", "urllib.request", "http",
    "subprocess", "tempfile", "pathlib", "shutil", "threading", "multiprocessing",
}  # fmt: skip


def package_of(path: Path) -> str:
    relative = path.relative_to(SRC)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_follow_the_one_direction(path: Path) -> None:
    package = package_of(path)
    if package == "__init__":
        return
    allowed = MAY_IMPORT[package] | {package, "__version__"}
    found = {
        name.split(".")[1]
        for name in imports_of(path)
        if name.startswith("recoupe.") and name.count(".") >= 1
    }
    assert found <= allowed, f"{package} may not import {sorted(found - allowed)}"


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if package_of(p) in ("stages", "dossier")],
    ids=lambda p: str(p.relative_to(SRC)),
)
def test_stages_touch_no_clock_chance_disk_network_or_environment(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)} | imports_of(path)
    assert not roots & IMPURE
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input", "eval", "exec"}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"now", "utcnow", "today"}, "a stage has no clock"


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if package_of(p) not in ("packs", "messages", "examples")],
    ids=lambda p: str(p.relative_to(SRC)),
)
def test_no_language_is_named_outside_its_pack(path: Path) -> None:
    """A language may be a choice of the interface (cli, settings), never a condition in general code."""
    if package_of(path) in ("cli", "settings"):
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Compare):
            values = [n for n in ast.walk(node) if isinstance(n, ast.Constant)]
            assert not {v.value for v in values} & {"fr", "en", "french", "français", "fr-FR"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_broad_excepts_re_raise_outside_the_runner_and_the_engines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ExceptHandler):
            continue
        broad = node.type is None or (
            isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
        )
        last = node.body[-1]
        re_raises = isinstance(last, ast.Raise) and last.exc is None
        assert not broad or re_raises or package_of(path) in ("run", "engine")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_nothing_is_evaluated_unpickled_or_left_open(path: Path) -> None:
    text = path.read_text("utf-8")
    # The processes engine hands its own resources to its own workers; nothing else may unpickle.
    if path != SRC / "engine" / "processes.py":
        assert not re.search(r"\bimport pickle\b|\bpickle\.", text)
    assert not re.search(r"\byaml\.load|\bTODO\b|\bFIXME\b|\bXXX\b", text)
    assert "NotImplementedError" not in text


def test_sql_stands_in_the_store_only() -> None:
    sql = re.compile(r"\b(SELECT|INSERT INTO|DELETE FROM|CREATE TABLE)\b")
    offenders = [
        str(p.relative_to(SRC)) for p in MODULES if package_of(p) != "store" and sql.search(p.read_text())
    ]
    assert offenders == []


def test_no_module_is_a_drawer_for_everything() -> None:
    forbidden = {"util", "utils", "helper", "helpers", "common", "misc", "manager"}
    assert not {p.stem for p in MODULES} & forbidden


def test_no_module_grows_without_end() -> None:
    """About 500 non-blank lines are the limit; whoever needs more says why here."""
    allowed_to_be_longer = {"stages/read/quotations/voice_weights.py": "a table that training writes"}
    for path in MODULES:
        n_lines = sum(1 for line in path.read_text("utf-8").splitlines() if line.strip())
        assert n_lines <= 500 or str(path.relative_to(SRC)) in allowed_to_be_longer, path


ROOMS = (
    "text",
    "values",
    "clean",
    "read",
    "reuse",
    "stories",
    "accounts",
    "people",
    "origins",
    "crosscheck",
)
"""The rooms of the stages: one imports from those before it, never from a later one."""

READING_ROOMS = ("syntax", "names", "times", "quotations", "quantities", "encounters")
"""The rooms of the reading, in the same sense."""


def room_of(name: str, package: str, rooms: tuple[str, ...]) -> str | None:
    """Return the room a dotted name lies in; None when it lies in none of them."""
    inside = name.removeprefix(f"recoupe.{package}.") if name.startswith(f"recoupe.{package}.") else ""
    room = inside.split(".")[0]
    return room if room in rooms else None


@pytest.mark.parametrize(
    ("package", "rooms"), [("stages", ROOMS), ("stages.read", READING_ROOMS)], ids=("stages", "read")
)
def test_a_room_imports_from_those_before_it_only(package: str, rooms: tuple[str, ...]) -> None:
    folder = SRC.joinpath(*package.split("."))
    assert {p.name for p in folder.iterdir() if (p / "__init__.py").is_file()} == set(rooms)
    for room in rooms:
        later = set(rooms[rooms.index(room) + 1 :])
        for path in sorted((folder / room).rglob("*.py")):
            found = {room_of(name, package, rooms) for name in imports_of(path)}
            assert not found & later, f"{path.relative_to(SRC)} imports from a later room"


def test_every_stage_stands_in_its_room() -> None:
    assert {p.name for p in (SRC / "stages").glob("*.py")} == {"__init__.py", "line.py", "stage.py"}
