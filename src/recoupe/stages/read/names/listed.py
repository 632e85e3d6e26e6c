"""The pack's list of known names, as the name tagger and what checks it look names up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recoupe.packs import Pack
from recoupe.records.findings import NameType
from recoupe.stages.read.names.tables import NameTables, name_type
from recoupe.stages.text.name_forms import bare_capitals

_MIN_SHOUTED = 4


@dataclass(frozen=True)
class ListedNames:
    """kinds: by name its types and kinds ("ORG", "ORG.bank"), sorted; names in capitals and
    with capitals without accents count, too.

    sure: the type of names that are nothing else: no common word, place, first name or surname, and listed
    under one type. Of the whole names of the training texts that are listed so, 97 % have this type.
    """

    kinds: Mapping[str, tuple[str, ...]]
    sure: Mapping[str, NameType]


def listed_names(
    pack: Pack,
    tables: NameTables,
    *,
    words: Mapping[str, str],
    places: Mapping[str, str],
    people: Mapping[str, str],
) -> ListedNames:
    """Return the list of a pack; words, places, people: see recoupe.packs.model.NameModel."""
    found: dict[str, set[str]] = {}
    types: dict[str, set[NameType]] = {}
    for row in pack.lexicon("known_names"):
        kind = name_type(row["type"])
        for name in row["names"].split("|"):
            shouted = (name.upper(),) if len(name) > _MIN_SHOUTED else ()
            for written in {form: None for way in (name, *shouted) for form in (way, bare_capitals(way))}:
                found.setdefault(written, set()).update({kind, f"{kind}.{row['kind']}"})
                types.setdefault(written, set()).add(kind)
    sure: dict[str, NameType] = {}
    for name, kinds in types.items():
        known = tables.known.get(name)
        taken = (
            name in tables.not_names
            or name in places
            or (" " not in name and name.lower() in words)
            or (" " not in name and name in people and kinds != {"PER"})
        )
        if len(kinds) == 1 and not taken and (known is None or known.type in kinds):
            sure[name] = min(kinds)
    return ListedNames({name: tuple(sorted(labels)) for name, labels in found.items()}, sure)
