"""What the views show of the invented story, as text beside this file.

    RECOUPE_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_cli_views.py

writes the expected texts anew; they are reviewed like code.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from pathlib import Path

import msgspec
import pytest

from dossier_records import TEXTS, document, material
from recoupe.cli.base import Interface
from recoupe.cli.page import page_of
from recoupe.cli.show_dossier import show_dossier
from recoupe.cli.show_stories import show_stories
from recoupe.dossier.as_json import dossier_object, stories_object
from recoupe.dossier.build import build, build_head
from recoupe.dossier.check import Checked, checked, checked_head
from recoupe.dossier.dossier import Dossier
from recoupe.messages import load_catalogue
from recoupe.records.documents import Stated
from recoupe.records.spans import Span, anchor
from ways_out import Page

HERE = Path(__file__).parent
DOCUMENTS = {document_id: document(document_id) for document_id in TEXTS}
INTERCHANGE = {
    "story": {"id", "title", "earliest", "latest", "articles", "n_articles", "n_outlets", "n_origins",
              "n_divergences", "thread", "why"},
    "articles": {"document", "input", "outlet", "published", "share_reused"},
    "people": {"entity", "name", "names", "role"},
    "encounters": {"id", "participants", "status", "place", "time", "documents"},
    "comparisons": {"about", "slot", "relation", "positions", "why"},
    "quotations": {"speaker", "text", "type", "variants", "evidence"},
    "reuse": {"passages", "edits", "kind"},
    "origins": {"id", "kind", "name", "documents", "evidence"},
    "timeline": {"earliest", "latest", "what", "evidence"},
    "silences": {"slot", "documents"},
}  # fmt: skip
"""The names that other programs build on: they may not disappear."""


def dossier() -> Checked[Dossier]:
    return checked(build(material()), DOCUMENTS)


def face(language: str) -> Interface:
    return Interface(load_catalogue(language), Path("s.sqlite"), True, False, False)


def compare(name: str, shown: str) -> None:
    path = HERE / name
    if os.environ.get("RECOUPE_UPDATE_GOLDEN"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_terminal_shows_the_table_first(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_stories(face(language), [checked_head(build_head(material()), DOCUMENTS)])
    show_dossier(face(language), dossier())
    compare(f"cli_dossier_{language}.txt", capsys.readouterr().out)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_holds_what_the_terminal_shows(language: str) -> None:
    page = Page(page_of(dossier(), load_catalogue(language)))
    compare(f"cli_page_{language}.txt", "\n".join(text.strip() for text in page.texts) + "\n")


def test_the_json_bears_the_names_of_the_schema() -> None:
    catalogue = load_catalogue("fr")
    shown = json.loads(json.dumps(dossier_object(dossier(), catalogue)))
    assert (shown["schema"], shown["kind"]) == ("recoupe/1", "dossier")
    for section, names in INTERCHANGE.items():
        part = shown[section] if section == "story" else shown[section][0]
        assert names <= part.keys(), section
    position = shown["comparisons"][0]["positions"][0]
    assert {
        "value",
        "stated",
        "polarity",
        "documents",
        "n_origins",
        "authority",
        "evidence",
    } <= position.keys()
    stories = stories_object([checked_head(build_head(material()), DOCUMENTS)], catalogue)
    assert INTERCHANGE["story"] <= stories["stories"][0].keys()


HOSTILE = (
    '<script>alert(1)</script> « <img src=x onerror="alert(2)"> » & "><svg/onload=alert(3)> '
    "\x1b[31mrouge\u202e'--></style><style>*{display:none}"
)


def hostile() -> Checked[Dossier]:
    """Return the story with hostile text for a headline, an outlet, an input name and a value."""
    whole = material()
    text = whole.documents[0].text + "\n\n" + HOSTILE
    first = msgspec.structs.replace(
        whole.documents[0],
        text=text,
        title=Stated(HOSTILE, "given"),
        outlet=Stated(HOSTILE, "given"),
        input=HOSTILE,
    )
    words = anchor(first.id, text, Span(len(text) - len(HOSTILE), len(text)))
    row = whole.comparisons[0]
    position = msgspec.structs.replace(row.positions[0], stated=HOSTILE, anchors=(words,), sentences=(words,))
    changed = msgspec.structs.replace(row, positions=(position,))
    documents = (first, *whole.documents[1:])
    whole = dataclasses.replace(whole, documents=documents, comparisons=(changed, *whole.comparisons[1:]))
    return checked(build(whole), whole.document)


def test_hostile_text_is_shown_and_does_nothing_in_a_page() -> None:
    html = page_of(hostile(), load_catalogue("fr"))
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "a", "div", "header", "p", "h1", "h2", "h3"),
        *("ul", "li", "main", "nav", "section", "table", "thead", "tbody", "tr", "th", "td", "span", "mark"),
        *("details", "summary", "aside", "blockquote", "strong", "ins", "del"),
    }
    assert sum(tag == "style" for tag, _ in page.elements) == 1
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "<script>alert(1)</script>" in "".join(page.texts)
    assert "\x1b" not in html and "\u202e" not in html


def test_hostile_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_dossier(face("fr"), hostile())
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "\u202e" not in shown and "<script>" in shown


def test_a_page_stands_alone() -> None:
    html = page_of(dossier(), load_catalogue("en"))
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert "default-src &#x27;none&#x27;" in html
    assert not re.search(r"(?:https?:)?//|url\(|@import", html)
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    targets = {(a["href"] or "")[1:] for tag, a in page.elements if tag == "a"}
    assert len(ids) == len(set(ids)) and targets <= set(ids)


def test_words_of_another_language_than_the_page_are_marked_as_such() -> None:
    page = Page(page_of(dossier(), load_catalogue("en")))
    assert any(attributes.get("lang") == "fr" for _, attributes in page.elements)
    french = Page(page_of(dossier(), load_catalogue("fr")))
    assert not any(attributes.get("lang") == "fr" for tag, attributes in french.elements if tag != "html")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio)."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_stands_out_in_light_and_dark() -> None:
    style = page_of(dossier(), load_catalogue("fr")).split("<style>")[1]
    palettes = [
        dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", part))
        for part in re.findall(r":root\{([^}]*)", style)
    ]
    assert len(palettes) == 2
    for palette in palettes:
        for ground in ("ground", "panel", "chip"):
            for ink in ("ink", "soft", "link", "alert", "good"):
                assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
        assert contrast(palette["alert"], palette["alert-ground"]) >= 4.5
        assert contrast(palette["ink"], palette["mark"]) >= 4.5
