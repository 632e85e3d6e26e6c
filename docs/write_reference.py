"""Write the pages of `docs/reference` that are drawn from the code, so that they cannot lie.

    .venv/bin/python docs/write_reference.py

`tests/test_docs.py` fails when a page is not what this command would write. Pages in prose
(`commands.md`, `json.md`, `store.md`) are written by hand, and the same test looks for gaps in them.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import msgspec

from recoupe import errors, settings
from recoupe.cli import base
from recoupe.cli.add_command import FAILED_CODES
from recoupe.cli.main import exit_code
from recoupe.messages import Catalogue, load_catalogue
from recoupe.packs import Pack, load_packs
from recoupe.packs.pack import Rule
from recoupe.records import (
    RECORD_TYPES,
    accounts,
    comparisons,
    copies,
    documents,
    findings,
    ledger,
    spans,
    stories,
    values,
)
from recoupe.stages.line import STAGES

FOLDER = Path(__file__).parent / "reference"
NOTE = "*This page is drawn from the code by `docs/write_reference.py`; change it there.*"
RECORD_MODULES: tuple[ModuleType, ...] = (
    documents,
    findings,
    copies,
    stories,
    accounts,
    comparisons,
    values,
    spans,
    ledger,
)

COMMON_FIELDS = {
    "id": "Names this thing and no other; see [how ids are made](#ids-and-offsets).",
    "input": "The name under which the article was given: its id, or its path as written.",
    "language": "BCP 47 tag.",
    "document_id": "The document it is about.",
    "story_id": "The story it belongs to.",
    "span": "Where it stands in the text of its document.",
    "producer": 'The rule or model that found it, such as "fr/quotations/verb-colon".',
    "polarity": "Whether it is asserted, denied, or said to be unknown.",
    "certainty": "How firmly it is told.",
    "hedge": "How the value was worded.",
    "authority": "Who is named as standing behind it, outermost first; empty when the article itself speaks.",
    "evidence": "The places that show it.",
}
"""What a field of this name means wherever its own record does not say more."""

UNITS = {
    "clean": "one body of bytes (the same article given twice is one unit)",
    "read": "one document",
    "passages": "one document",
    "reuse": "one fingerprint of a passage",
    "profiles": "one document",
    "days": "one day of publication",
    "similar": "one day, with the ten days before it",
    "linked": "one week, with those around it",
    "copied": "one part of all pairs that share words",
    "voices": "the corpus, as columns of numbers",
    "grouped": "the corpus, as columns of numbers",
    "parts": "the groups of some weeks, by their first document",
    "stories": "one part of the groups, by their first document",
    "claims": "one document that a correction is about",
    "gathered": "all that corrections say of stories",
    "memberships": "one part of all stories",
    "accounts": "one document",
    "people": "one story",
    "origins": "one story",
    "crosscheck": "one story",
}

RELATIONS = {
    "agrees": "At least two articles give the same value.",
    "refines": "One value lies inside the other, or one side says that it is not known.",
    "differs": "The values exclude each other, but both tellings can hold.",
    "contradicts": "The same thing, both told as certain, and both cannot hold.",
    "updates": "The same figure, given for a later hour.",
    "reworded": "One remark in other words.",
    "edited copy": "A copied passage in which words were changed.",
    "only one": "One article tells it, or the tellings cannot be compared.",
    "silent": "An article of the story does not speak of it.",
}


INTRO = {
    "records": """A *record* states one thing about a document, or about other records. Records are
frozen. The store holds whole records; a *part* stands only inside one.""",
    "ids": """## Ids and offsets

An id is a prefix and 24 hex digits of BLAKE2b over what makes the thing the same thing (its kind, place,
producer), never its value: a better value keeps the id. An offset counts Unicode code points of the
document's text from zero; the end is excluded. `None` means: not stated or not found. An empty tuple
means: looked for, none there.""",
    "settings": """Each stage has its own frozen class in `src/recoupe/settings.py`. A change of a setting
makes the results that rest on it stale; the next run computes them again. The command line sets none of
them: they are for callers of `recoupe.run`.""",
    "environment": """## Environment

The environment is read in `settings.py` and nowhere else.""",
    "errors": """Trouble with one article is no error but an [issue](issues.md). Wrong use or a broken
environment is an exception from one tree. The command line says it in one line on standard error, with
the next step; `--debug` shows the trace.""",
    "messages": """## Messages

Slots such as `{given:path}` are filled when the message is shown.""",
    "stages": """A stage is a pure function from the members of one *unit* to that unit's records. Stages
run in this order. A unit is computed again when its members, the version of the stage, a pack or a
setting changed.""",
    "issues": """An *issue* is trouble with one article, kept as a record and shown where the article
would be: by `add`, `read`, `doctor` and in the dossier. The other articles are not touched by it.

An article that was not read makes `add` and `read` leave with exit code 3, or 5 when none was read;
`doctor` with 3.""",
    "relations": """These lists are closed. What the words mean is argued in [what agreement means
here](../explanation/crosscheck.md).

## Relations

How the positions of one row stand to each other. A divergence is what a reader has to look at first.""",
    "slots": """## Slots

Which property of a thing a row is about.""",
    "reasons": """## Reasons

Each conclusion carries the code of the rule that drew it, and the places that show it. JSON gives the
code of a row as `why_code`.""",
    "rules": """The id of a rule is permanent: it is the `producer` of what the rule finds. The patterns
and options stand in `src/recoupe/packs/<language>/rules/`, the cases in `cases/`. In examples `{PER}`,
`{LOC}` and the like stand for a name found before.""",
    "lexicons": """Tables in `src/recoupe/packs/<language>/lexicon/`, cells separated by tabs. Lines with
`#` on top name the source.""",
}
"""What stands in prose on the pages."""


def pages() -> dict[str, str]:
    """Return the text of every page drawn from the code, by the name of its file."""
    return {
        "records.md": _records(),
        "settings.md": _settings(),
        "errors.md": _errors(),
        "stages.md": _stages(),
        "issues.md": _issues(),
        "relations.md": _relations(),
        "rules.md": _rules(),
        "lexicons.md": _lexicons(),
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; bars and line ends inside cells are made safe."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", NOTE, *(part.strip("\n") for part in parts if part)]) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# ── records


def structs() -> Iterator[type[msgspec.Struct]]:
    """Yield every record and every part of one, in the order of the code."""
    for module in RECORD_MODULES:
        for kind in vars(module).values():
            if (
                inspect.isclass(kind)
                and issubclass(kind, msgspec.Struct)
                and kind.__module__ == module.__name__
            ):
                yield kind


def closed_lists() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the members of every closed list of words that records use."""
    for module in RECORD_MODULES:
        source = inspect.getsource(module)
        for name, kind in vars(module).items():
            members = get_args(kind)
            if members and f"\n{name} = Literal[" in source:
                yield name, members


def summary_and_fields(kind: type[Any]) -> tuple[str, dict[str, str]]:
    """Return what the docstring of a class says of the whole, and what of each field it names.

    A field is described after its name and a colon, "low, high: bounds" describes two.
    """
    text = re.sub(r"\s*\n\s*(?!\n)", " ", inspect.cleandoc(kind.__doc__ or ""))
    text = " ".join(text.split())
    one = f"`?(?:{'|'.join(sorted(_field_names(kind), key=len, reverse=True))})`?"
    head = re.compile(rf"(?:^|(?<=[.;)] ))({one}(?:(?:, | and ){one})*)(?: \([^)]*\))?: ")
    found = list(head.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    fields: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        said = text[match.end() : end].strip().rstrip(";")
        for name in re.findall(r"\w+", re.sub(r" and ", " ", match[1])):
            fields[name] = _sentence(said)
    return (text[: found[0].start()] if found else text).strip(), fields


def _field_names(kind: type[Any]) -> tuple[str, ...]:
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return tuple(kind.__struct_fields__)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:] if not text.startswith(("json", "htmldate")) else text
    return text if text.endswith((".", ")")) else text + "."


def _records() -> str:
    whole = [kind for kind in structs() if kind.__name__ in RECORD_TYPES]
    parts = [kind for kind in structs() if kind.__name__ not in RECORD_TYPES]
    lists = table(
        ("list", "members"),
        ((_code(name), ", ".join(map(_code, members))) for name, members in closed_lists()),
    )
    return _page(
        "Records",
        INTRO["records"],
        INTRO["ids"],
        "## Whole records",
        *(_struct(kind) for kind in whole),
        "## Parts",
        *(_struct(kind) for kind in parts),
        "## Closed lists",
        lists,
    )


def _struct(kind: type[msgspec.Struct]) -> str:
    summary, described = summary_and_fields(kind)
    rows = []
    for name, stated in kind.__annotations__.items():
        annotation = " ".join(str(stated).split()).replace("[ ", "[").replace(", ]", "]")
        rows.append((_code(name), _code(annotation), described.get(name) or COMMON_FIELDS.get(name, "")))
    return f"### {kind.__name__}\n\n{summary}\n\n{table(('field', 'type', 'meaning'), rows)}"


# ── settings


def _settings() -> str:
    groups = {field.name: field for field in dataclasses.fields(settings.Settings)}
    whole = settings.Settings()
    parts = []
    for name in groups:
        group = getattr(whole, name)
        about, described = summary_and_fields(type(group))
        rows = (
            (_code(field.name), _code(str(getattr(group, field.name))), described.get(field.name, ""))
            for field in dataclasses.fields(group)
        )
        parts.append(f"## {name}\n\n{about}\n\n{table(('setting', 'default', 'meaning'), rows)}")
    return _page(
        "Settings",
        INTRO["settings"],
        *parts,
        INTRO["environment"],
        table(("what", "how"), ((_code(f.__name__), inspect.getdoc(f) or "") for f in _environment())),
    )


def _environment() -> Iterator[Any]:
    for thing in vars(settings).values():
        if inspect.isfunction(thing) and "os.environ" in inspect.getsource(thing):
            yield thing


# ── errors


def exceptions() -> tuple[type[errors.RecoupeError], ...]:
    """Return every exception of Recoupe, in the order of the code."""
    found = (kind for kind in vars(errors).values() if inspect.isclass(kind))
    return tuple(kind for kind in found if issubclass(kind, errors.RecoupeError))


def exit_codes() -> dict[int, str]:
    """Return the exit codes and what each says."""
    return {
        0: "done",
        base.EXIT_FAILED: "failed",
        base.EXIT_USAGE: "the command was used wrongly",
        base.EXIT_PARTLY: "done in part: some articles could not be read, the others are",
        base.EXIT_STORE: "the store cannot be used",
        base.EXIT_NOTHING: "nothing found",
        base.EXIT_INTERRUPTED: "interrupted by the user",
    }


def _errors() -> str:
    codes = table(("exit code", "meaning"), ((str(code), said) for code, said in exit_codes().items()))
    rows = []
    for kind in exceptions():
        parent = "" if kind is errors.RecoupeError else _code(kind.__bases__[0].__name__)
        code = exit_code(kind.__new__(kind))
        rows.append((_code(kind.__name__), parent, str(code), _code(f"error.{kind.code}")))
    said = ((_code(code), english, french) for code, english, french in _said("error."))
    tree = inspect.getdoc(errors) or ""
    return _page(
        "Errors and exit codes",
        INTRO["errors"],
        codes,
        "## The tree\n\n```text\n" + tree[tree.index("RecoupeError") :].split("\n\n")[0] + "\n```",
        table(("exception", "is a", "exit code", "message"), rows),
        INTRO["messages"],
        table(("code", "English", "French"), said),
    )


# ── stages


def _stages() -> str:
    english, french = load_catalogue("en"), load_catalogue("fr")
    rows = [
        (
            _code(stage.name),
            UNITS[stage.name]
            + (f", of {stage.min_members} members or more" if stage.min_members > 1 else ""),
            ", ".join(_code(kind.__name__) for kind in stage.needs),
            ", ".join(_code(kind.__name__) for kind in stage.gives),
            stage.version,
        )
        for stage in STAGES
    ]
    parts = []
    for module, group in groupby(STAGES, key=lambda stage: inspect.getmodule(stage.run)):
        stages = tuple(group)
        names = ", ".join(stage.name for stage in stages)
        shown = ", ".join(
            f"{english.term('stage', stage.name)} / {french.term('stage', stage.name)}" for stage in stages
        )
        parts.append(f"## {names}\n\n{inspect.getdoc(module) or ''}\n\nShown to users as: {shown}.")
    return _page(
        "Stages",
        INTRO["stages"],
        table(("stage", "unit", "needs", "gives", "version"), rows),
        *parts,
    )


# ── messages of issues and reasons


def _forms(catalogue: Catalogue, key: str) -> str:
    message = catalogue.messages[key]
    return message if isinstance(message, str) else message["other"]


def _said(prefix: str) -> Iterator[tuple[str, str, str]]:
    english, french = load_catalogue("en"), load_catalogue("fr")
    for key in english.messages:
        if key.startswith(prefix):
            yield key.removeprefix(prefix), _forms(english, key), _forms(french, key)


def _issues() -> str:
    rows = (
        (_code(code), "no" if code in FAILED_CODES else "yes", english, french)
        for code, english, french in _said("issue.")
    )
    return _page(
        "Issues",
        INTRO["issues"],
        table(("code", "article is read", "English", "French"), rows),
    )


def _relations() -> str:
    english, french = load_catalogue("en"), load_catalogue("fr")
    rows = (
        (
            _code(name),
            english.term("sign", name),
            english.term("relation", name),
            french.term("relation", name),
            "yes" if name in comparisons.DIVERGENT else "",
            RELATIONS[name],
        )
        for name in get_args(comparisons.Relation)
    )
    slots = ((_code(s), english.term("slot", s), french.term("slot", s)) for s in get_args(findings.Slot))
    return _page(
        "Relations, slots and reasons",
        INTRO["relations"],
        table(("relation", "sign", "English", "French", "divergence", "when"), rows),
        INTRO["slots"],
        table(("slot", "English", "French"), slots),
        INTRO["reasons"],
        table(("code", "English", "French"), ((_code(c), e, f) for c, e, f in _said("why."))),
    )


# ── language packs


def _first_comment(path: Path) -> str:
    lines = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    return " ".join(lines)


def rule_files(pack: Pack) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """Yield the name and the rules of every file of rules of a pack."""
    for path in sorted((pack.folder / "rules").glob("*.toml")):
        if path.stem != "macros":
            yield path.stem, pack.rules(path.stem)


def _rules() -> str:
    parts = []
    for pack in load_packs().values():
        for topic, rules in rule_files(pack):
            about = _first_comment(pack.folder / "rules" / f"{topic}.toml")
            rows = ((_code(rule.id), rule.example, rule.counter_example) for rule in rules)
            parts.append(
                f"## {pack.language}/{topic}\n\n{about}\n\n{table(('rule', 'matches', 'not'), rows)}"
            )
    macros = [
        f"## Macros of {pack.language}\n\nNamed parts of patterns, from `rules/macros.toml`: "
        + ", ".join(
            _code(name) for name in tomllib.loads((pack.folder / "rules" / "macros.toml").read_text("utf-8"))
        )
        + "."
        for pack in load_packs().values()
    ]
    return _page(
        "Rules of the language packs",
        INTRO["rules"],
        *parts,
        *macros,
    )


def _lexicons() -> str:
    parts = []
    for pack in load_packs().values():
        rows = (
            (
                _code(path.stem),
                ", ".join(_code(column) for column in _columns(pack, path)),
                _first_comment(path),
            )
            for path in sorted((pack.folder / "lexicon").glob("*.tsv"))
        )
        head = ("lexicon", "columns", "source, and what the columns mean")
        parts.append(f"## {pack.language}: {pack.name}\n\n{table(head, rows)}")
    return _page(
        "Lexicons of the language packs",
        INTRO["lexicons"],
        *parts,
    )


def _columns(pack: Pack, path: Path) -> tuple[str, ...]:
    rows = pack.lexicon(path.stem)
    return tuple(rows[0]) if rows else ()


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
