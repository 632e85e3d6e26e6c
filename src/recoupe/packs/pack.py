"""Language packs: all that depends on a language, as files a native speaker can read.

A pack is a folder:

    lexicon/*.tsv    tables; comment lines (#) on top name the source; then a header line
    rules/*.toml     rules: id, pattern, example, counter_example; rules/macros.toml names parts of patterns
    cases/*.txt      cases in inline marks, at least two that match and two that do not for each rule
    functions.py     what a table cannot say (how verbs conjugate, how numbers are spelt out)
    README.md        what the pack covers, for its maintainers

Patterns are regular expressions over a *masked* text, as long as the document's text, in which
what was found before stands as a run of one private character per kind (see `MASKS`). Inside a
pattern `{PER}` is such a run and `{cue}` a macro of `rules/macros.toml`. Groups are named.
"""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Any

from recoupe.errors import PackError
from recoupe.packs.alternatives import one_of
from recoupe.packs.needed import Needs

MASKS: Mapping[str, str] = {
    "PER": "\ue000",
    "ROLE": "\ue001",  # a nominal mention of a person: "le chef de la diplomatie russe"
    "LOC": "\ue002",
    "ORG": "\ue003",
    "EVT": "\ue004",
    "MISC": "\ue005",
    "TIME": "\ue006",
    "NUM": "\ue007",
    "QUOTE": "\ue008",  # what stands between quotation marks
}
"""The character that stands for each code point of a finding in the masked text, by kind."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FOLDER = Path(__file__).parent
_PLACE = re.compile(r"\{([A-Za-z_]+)\}")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """One rule of a pack.

    id: permanent, "fr/quotations/verb-colon". source: the pattern, macros filled in. example: a text
    it must match; counter_example: one it must not. options: every further key of the rule's table.
    outline: the pattern with its macros as `needs` has them.
    """

    id: str
    source: str
    example: str
    counter_example: str
    options: Mapping[str, Any]
    outline: str
    needs: Needs

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first asked for: most articles need few of the rules."""
        return re.compile(self.source)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match between two offsets, as `pattern` does, but soon where there is none."""
        return self.pattern.search(text, start, end) if self._may_match(text, start, end) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return the matches between two offsets, as `pattern` does, but soon where there are none."""
        return self.pattern.finditer(text, start, end) if self._may_match(text, start, end) else iter(())

    @cached_property
    def _needed(self) -> tuple[tuple[str, ...], ...]:
        return self.needs.of(self.outline)

    def _may_match(self, text: str, start: int, end: int) -> bool:
        if not self._needed:
            return True
        seen = text[start:end]
        for ways in self._needed:
            for way in ways:
                if way in seen:
                    break
            else:
                return False
        return True


@dataclass(frozen=True)
class Pack:
    """The knowledge of one language.

    language: BCP 47 tag, the folder's name. name: of the language, in itself. digest: changes with
    any file of the pack, so that results computed with an older pack are seen to be stale.
    """

    language: str
    name: str
    folder: Path
    digest: str
    covers: tuple[str, ...]

    def __getstate__(self) -> dict[str, Any]:
        # Between processes a pack travels without what it has cached: modules cannot be pickled.
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def lexicon(self, name: str) -> tuple[Row, ...]:
        """Return the rows of `lexicon/<name>.tsv`, in file order. Raises PackError when it is missing."""
        if name not in self._lexicons:
            raise PackError(
                f"the pack {self.language!r} has no lexicon {name!r}; it has {sorted(self._lexicons)}"
            )
        return self._lexicons[name]

    def rules(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of `rules/<name>.toml`, in file order. Raises PackError when it is missing."""
        if name not in self._rules:
            raise PackError(f"the pack {self.language!r} has no rules {name!r}; it has {sorted(self._rules)}")
        return self._rules[name]

    def rules_with(self, name: str, **options: str) -> tuple[Rule, ...]:
        """Return those of `rules(name)` that have these options, in file order."""
        return tuple(
            rule
            for rule in self.rules(name)
            if all(rule.options.get(option) == value for option, value in options.items())
        )

    @cached_property
    def functions(self) -> ModuleType:
        """The pack's own functions."""
        return importlib.import_module(f"recoupe.packs.{self.language}.functions")

    @cached_property
    def macros(self) -> Mapping[str, str]:
        """The named parts of patterns, each a regular expression without outer groups of its own."""
        return _macros(self)

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Return `pattern` with its macros filled in, each made once; PackError when a macro is unknown."""
        return _compiled(self, pattern)

    @cached_property
    def _needs(self) -> Needs:
        return Needs(self.macros)

    @cached_property
    def _lexicons(self) -> dict[str, tuple[Row, ...]]:
        return {path.stem: _read_tsv(path) for path in sorted((self.folder / "lexicon").glob("*.tsv"))}

    @cached_property
    def _rules(self) -> dict[str, tuple[Rule, ...]]:
        paths = sorted((self.folder / "rules").glob("*.toml"))
        return {path.stem: _read_rules(self, path, self._needs) for path in paths if path.stem != "macros"}


def load_pack(language: str) -> Pack:
    """Return the pack of a language. Raises PackError when there is none."""
    folder = _FOLDER / language
    about = folder / "pack.toml"
    if not about.is_file():
        raise PackError(f"there is no pack for {language!r}; there are {list(pack_languages())}")
    facts = tomllib.loads(about.read_text("utf-8"))
    return Pack(language, facts["name"], folder, _digest(folder), tuple(facts["covers"]))


def load_packs() -> dict[str, Pack]:
    """Return every pack there is, by language."""
    return {language: load_pack(language) for language in pack_languages()}


def pack_languages() -> tuple[str, ...]:
    """Return the languages that have a pack, sorted."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob("*/pack.toml")))


def mask(text: str, kinds: Iterable[tuple[str, int, int]]) -> str:
    """Return `text` with each (kind, start, end) replaced by the kind's character; the length stays.

    Private-use characters of the text itself become spaces first, so that no text can pose as a mask.

    >>> mask("Lavrov part", [("PER", 0, 6)]).endswith(" part")
    True
    """
    characters = list(_PRIVATE.sub(" ", text))
    for kind, start, end in kinds:
        characters[start:end] = MASKS[kind] * (end - start)
    return "".join(characters)


def _digest(folder: Path) -> str:
    digest = blake2b(digest_size=12)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".tsv", ".toml", ".py"}:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _read_tsv(path: Path) -> tuple[Row, ...]:
    lines = [
        line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise PackError(f"lexicon {path.name!r} has no header line")
    header = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise PackError(
                f"lexicon {path.name!r}: {line!r} has {len(cells)} cells, the header {len(header)}"
            )
        cells += [""] * (len(header) - len(cells))
        rows.append(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    return tuple(rows)


def _read_rules(pack: Pack, path: Path, needs: Needs) -> tuple[Rule, ...]:
    rules = []
    for key, table in tomllib.loads(path.read_text("utf-8")).items():
        wanting = {"pattern", "example", "counter_example"} - table.keys()
        if wanting:
            raise PackError(f"rule {key!r} of {path.name!r} lacks {sorted(wanting)}")
        options = {k: v for k, v in table.items() if k not in {"pattern", "example", "counter_example"}}
        rule_id = f"{pack.language}/{path.stem}/{key}"
        source = _filled(table["pattern"], pack.macros, pack.language)
        outline = _filled(table["pattern"], needs.places, pack.language)
        example, counter_example = table["example"], table["counter_example"]
        rules.append(Rule(rule_id, source, example, counter_example, options, outline, needs))
    return tuple(rules)


@cache
def _compiled(pack: Pack, pattern: str) -> re.Pattern[str]:
    return re.compile(_filled(pattern, pack.macros, pack.language))


def _macros(pack: Pack) -> dict[str, str]:
    macros = {kind: f"{character}+" for kind, character in MASKS.items()}
    path = pack.folder / "rules" / "macros.toml"
    tables = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    for name, value in tables.items():
        if isinstance(value, str):
            macros[name] = f"(?:{_filled(value, macros, pack.language)})"
            continue
        rows = [
            row
            for row in pack.lexicon(value["lexicon"])
            if all(row.get(column) == wanted for column, wanted in value.get("where", {}).items())
        ]
        words = {word for row in rows for word in row[value["column"]].split("|") if word}
        if "forms" in value:
            words = {form for word in words for form in pack.functions.verb_forms(word, value["forms"])}
        macros[name] = one_of(words)
    return macros


def _filled(pattern: str, macros: Mapping[str, str], language: str) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[1] not in macros:
            raise PackError(
                f"pattern {pattern!r} of the pack {language!r} uses the unknown macro {match[1]!r}"
            )
        return macros[match[1]]

    return _PLACE.sub(fill, pattern)
