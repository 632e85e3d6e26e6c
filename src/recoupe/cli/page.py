"""A dossier as one self-contained page: no script, no network, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from recoupe.cli.elements import Child, Element, element, group
from recoupe.cli.page_lists import lists_of, sentences_of
from recoupe.cli.page_words import PageWords
from recoupe.cli.show_lists import how_held
from recoupe.dossier.as_json import by_hand_text, line_text
from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import Dossier, Encounter, PositionLine, Row, in_context
from recoupe.dossier.rows import told_together
from recoupe.messages import Catalogue

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Nothing may load and nothing may run, whatever slipped through; the page's own style is inline."""
CONTEXT_CHARS = 120
"""Of a sentence shown with a value."""
_GOOD = frozenset({"agrees", "refines", "updates"})


def page_of(checked: Checked[Dossier], catalogue: Catalogue) -> str:
    """Return the page, complete with its style, in the catalogue's language."""
    dossier = checked.shown
    words = PageWords(catalogue, dossier)
    style = (files("recoupe.cli") / "page.css").read_text("utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="generator", content="Recoupe"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{words.title} · Recoupe"),
        Element(f"<style>{style}</style>"),
    )
    body = element(
        "body",
        element("a", words.text("dossier.skip"), class_="skip ui", href="#facts"),
        element("div", _header(words), _main(words), class_="page"),
    )
    page = element("html", head, body, lang=catalogue.language)
    return f"<!doctype html>\n{page.html}\n"


def _header(words: PageWords) -> Element:
    head = words.dossier.story
    counts: list[Child] = [element("li", text) for text in words.counts()]
    if head.n_divergences:
        divergent = words.text("count.divergences", n=head.n_divergences)
        counts.append(element("li", f"≠ {divergent}", class_="alert"))
    by_hand = [element("p", by_hand_text(said, head, words.catalogue), class_="ui") for said in head.by_hand]
    note = None
    if head.n_origins + head.n_unknown < 2:
        note = element("p", words.text("dossier.one_origin"), class_="ui")
    elif not head.n_divergences:
        note = element("p", words.text("dossier.no_divergence"), class_="ui")
    return element(
        "header",
        element("p", f"Recoupe · {words.text('dossier.lang_note')} {head.handle}", class_="over ui"),
        element("h1", words.title),
        element("ul", *counts, class_="counts"),
        *by_hand,
        note,
        element("p", words.text("dossier.page_note"), class_="why ui"),
    )


def _main(words: PageWords) -> Element:
    dossier = words.dossier
    sections = lists_of(words)
    links = [element("a", words.text("dossier.encounters"), href="#facts")]
    links += [element("a", title, href=f"#{name}") for name, title, _ in sections]
    main = dossier.main_encounters()
    tables: list[Child] = [_encounter(words, encounter) for encounter in main]
    if dossier.rows:
        title = words.text("dossier.other_facts" if main else "dossier.facts")
        tables.append(element("section", element("h3", title), _table(words, dossier.rows)))
    tables += [_encounter(words, encounter) for encounter in dossier.other_encounters()]
    if not tables:
        tables.append(element("p", words.text("dossier.no_rows")))
    table = element(
        "section",
        element("h2", words.text("dossier.encounters")),
        element("p", words.text("dossier.legend"), class_="why ui"),
        *tables,
        id="facts",
    )
    shown = [element("section", element("h2", title), part, id=name) for name, title, part in sections]
    links.append(element("a", words.text("dossier.sentences"), href="#sentences"))
    beside = element(
        "aside",
        element("h2", words.text("dossier.sentences"), id="sentences"),
        group(sentences_of(words)),
        class_="source",
        tabindex="0",
        aria_label=words.text("dossier.sentences"),
    )
    nav = element("nav", *links, aria_label=words.text("dossier.contents"))
    return element("main", element("div", nav, table, *shown, class_="dossier"), beside)


def _encounter(words: PageWords, encounter: Encounter) -> Element:
    about = [*how_held(words.catalogue, encounter), words.articles(encounter.document_ids)]
    body = _table(words, encounter.rows) if encounter.rows else None
    return element(
        "section",
        element("h3", words.encounter(encounter), element("span", f" · {' · '.join(about)}", class_="soft")),
        body or words.sentences(encounter.evidence),
    )


def _table(words: PageWords, rows: Iterable[Row]) -> Element:
    titles = ("slot", "value", "origins_of", "sentences_of")
    header = [element("th", words.text(f"dossier.{key}"), scope="col") for key in titles]
    return element(
        "div",
        element("table", element("thead", element("tr", *header)), *_bodies(words, rows), class_="facts"),
        class_="scroll",
    )


def _bodies(words: PageWords, rows: Iterable[Row]) -> list[Element]:
    """Return a body for each row, those of one slot in which nothing is compared as one body."""
    return [_body(words, group) for group in told_together(rows)]


def _body(words: PageWords, rows: list[Row]) -> Element:
    first = rows[0]
    positions = [position for row in rows for position in row.positions]
    slot = words.term("slot", first.slot)
    head = element(
        "th", slot, _relation(words, first), _why(words, first), scope="rowgroup", rowspan=str(len(positions))
    )
    lines = [
        element("tr", head if i == 0 else None, *_position(words, row, position))
        for i, (row, position) in enumerate((row, position) for row in rows for position in row.positions)
    ]
    kind = "differs" if first.is_divergent else "agrees" if _is_good(first) else None
    return element("tbody", *lines, class_=kind)


def _is_good(row: Row) -> bool:
    return row.relation in _GOOD and not row.is_of_one_voice


def _relation(words: PageWords, row: Row) -> Element | None:
    if row.relation == "only one":
        return None
    if row.is_of_one_voice:
        return element("span", words.text("dossier.one_voice"), class_="relation")
    sign, term = words.term("sign", row.relation), words.term("relation", row.relation)
    return element("span", f"{sign} {term}", class_="relation")


def _why(words: PageWords, row: Row) -> Element | None:
    if row.relation == "only one":
        return None
    if row.is_of_one_voice:
        return element("p", words.text("dossier.one_voice_why"), class_="why")
    lines: list[Child] = []
    if row.why is not None:
        lines.append(element("p", line_text(row.why, words.catalogue), class_="why"))
    if row.silent:
        silent = words.text("dossier.says_nothing", articles=words.articles(row.silent))
        lines.append(element("p", silent, class_="why"))
    return group(lines)


def _position(words: PageWords, row: Row, position: PositionLine) -> tuple[Element, ...]:
    asides = words.asides(row.slot, position)
    context = in_context(position, CONTEXT_CHARS) if row.needs_context else ""
    return (
        element(
            "td",
            element(
                "span", words.quoted(position.stated.text), class_="value", lang=words.lang(position.stated)
            ),
            element("p", context, class_="why", lang=words.lang(position.stated)) if context else None,
            element("p", " · ".join(asides), class_="why") if asides else None,
            words.details(position.evidence),
        ),
        element("td", *words.origins(position), class_="origins"),
        element("td", group(words.links(position.evidence)), class_="places"),
    )
