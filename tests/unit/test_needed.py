"""What a text must hold for a rule to match: a look for it spares searches and changes no result."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.packs import load_packs
from recoupe.packs.cases import read_cases
from recoupe.packs.needed import Needs

MACROS = {"PER": "\ue000+", "says": "(?:" + "|".join(f"{stem}ait" for stem in "bcdfglmnprstv") + ")"}

ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "«",
        " ",
        "[ab]",
        "[^a]",
        "[0-3]",
        r"\d",
        ".",
        "(?=b)",
        "(?!b)",
        "(?<=a)",
        "(?i:b)",
        "(?>ab)",
        "^",
    ]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "{1,3}?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("[Ss]elon \\w+", (("Selon ", "selon "),)),
        ("(?:maire|préfet)s? «", (("maire «", "maires «", "préfet «", "préfets «"),)),
        ("\ue000+ (?:et \ue000+ )?parlent", (("parlent",), ("\ue000 ",))),
        ("(?i:selon) \ue000+", ((" \ue000",),)),
        ("(?<=; )\\w+ a", ()),
    ],
)
def test_what_every_match_holds_is_read_off_the_pattern(pattern: str, sets: object) -> None:
    assert Needs({}).of(pattern) == sets


def test_a_long_macro_is_read_as_if_it_were_written_out() -> None:
    needs = Needs(MACROS)
    assert len(needs.places["says"]) == 1
    outline = f"{needs.places['PER']} (?:{needs.places['says']}|dit) que"
    written = f"{MACROS['PER']} (?:{MACROS['says']}|dit) que"
    assert needs.of(outline) == Needs({}).of(written) == ((" que",), ("\ue000 ",))


@given(PATTERNS, st.text("abB«01 ", max_size=12))
def test_every_text_in_which_a_pattern_matches_holds_what_it_needs(pattern: str, text: str) -> None:
    if re.search(pattern, text):
        assert all(any(way in text for way in ways) for ways in Needs({}).of(pattern))


@pytest.mark.parametrize("language", sorted(load_packs()))
def test_rules_find_in_all_cases_what_their_patterns_find(language: str) -> None:
    pack = load_packs()[language]
    for cases in sorted((pack.folder / "cases").glob("*.txt")):
        if not (pack.folder / "rules" / f"{cases.stem}.toml").is_file():
            continue
        texts = [case.text for case in read_cases(cases)][::7]
        for rule in pack.rules(cases.stem):
            for text in texts:
                found = [match.span() for match in rule.finditer(text)]
                assert found == [match.span() for match in rule.pattern.finditer(text)], rule.id
