"""The sections of a page below its table."""

from __future__ import annotations

from recoupe.cli.elements import Child, Element, element, group
from recoupe.cli.page_words import PageWords, marked
from recoupe.cli.show_lists import article_date, moment_asides, origin_kind
from recoupe.dossier.as_json import issue_line, line_text
from recoupe.dossier.dossier import (
    Article,
    Change,
    OriginLine,
    Person,
    Remark,
    SharedPassage,
    Wording,
    label_order,
)
from recoupe.dossier.statements import Verbatim

Section = tuple[str, str, Element]
"""The id of a section, its title, its content."""


def lists_of(words: PageWords) -> list[Section]:
    """Return the sections that have something to show, in order."""
    dossier = words.dossier
    shown: list[tuple[str, list[Element]]] = [
        ("remarks", _remarks(words)),
        ("origins", _origins(words)),
        ("articles", [_articles(words)] if dossier.story.articles else []),
        ("shared", [_shared(words, passage) for passage in dossier.shared]),
        ("people", _people(words)),
        ("timeline", _timeline(words)),
        ("silences", _silences(words)),
        ("issues", _issues(words)),
    ]
    return [(name, words.text(f"dossier.{name}"), group(parts)) for name, parts in shown if parts]


def _remarks(words: PageWords) -> list[Element]:
    by_speaker: dict[str, list[Remark]] = {}
    for remark in words.dossier.remarks:
        by_speaker.setdefault("" if remark.speaker is None else remark.speaker.text, []).append(remark)
    names = sorted(by_speaker, key=lambda name: (not name, -len(by_speaker[name]), name))
    return [
        element(
            "section",
            element("h3", name or words.text("dossier.no_speaker")),
            *(_remark(words, remark) for remark in by_speaker[name]),
        )
        for name in names
    ]


def _remark(words: PageWords, remark: Remark) -> Element:
    first, *others = remark.wordings
    relation = None
    if remark.relation is not None:
        term = f"{words.term('sign', remark.relation)} {words.term('relation', remark.relation)}"
        why = "" if remark.why is None else f" · {line_text(remark.why, words.catalogue)}"
        relation = element("p", term + why, class_="why ui")
    return element(
        "div",
        _wording(words, first),
        relation,
        *(element("div", _wording(words, other), class_="variant") for other in others),
        class_="said",
    )


def _wording(words: PageWords, wording: Wording) -> Element:
    pieces = " […] ".join(piece.text for piece in wording.content)
    shown = words.quoted(pieces) if wording.type == "direct" else pieces
    asides = [] if wording.type == "direct" else [words.term("speech", wording.type)]
    if wording.certainty == "alleged":
        asides.append(words.term("certainty", wording.certainty))
    asides += words.authority(wording.authority)
    return element(
        "blockquote",
        element("span", shown, lang=words.lang(wording.content[0])),
        " ",
        *words.links(wording.evidence),
        element("span", " · ".join(asides), class_="soft ui"),
    )


def _origins(words: PageWords) -> list[Element]:
    lines = [_origin(words, origin) for origin in words.dossier.origins]
    parts = [element("ul", *lines, class_="plain")] if lines else []
    copies = [
        element(
            "li",
            words.text(
                "dossier.copy_directed" if copy.directed else "dossier.copy_undirected",
                left=words.label[copy.from_id],
                right=words.label[copy.to_id],
                kind=copy.kind,
                share=copy.share,
            ),
        )
        for copy in words.dossier.copies
    ]
    return [*parts, element("ul", *copies, class_="plain why ui")] if copies else parts


def _origin(words: PageWords, origin: OriginLine) -> Element:
    name = "" if origin.name is None else line_text(origin.name, words.catalogue)
    kind = words.term("origin", origin_kind(origin))
    facts = words.text("count.tellings", n=origin.n_tellings)
    why = None if origin.why is None else line_text(origin.why, words.catalogue)
    return element(
        "li",
        element("span", origin.label, class_="label soft"),
        " ",
        element("strong", f"{kind} {name}".strip()),
        f" — {words.articles(origin.document_ids)} · {facts} ",
        *words.links(origin.evidence),
        None if why is None else element("p", why, class_="why ui"),
        id=origin.label,
    )


def _articles(words: PageWords) -> Element:
    keys = ("article_column", "outlet_column", "date_column", "reused_column", "file_column")
    header = [element("th", words.text(f"dossier.{key}"), scope="col") for key in keys]
    rows = [_article(words, article) for article in words.dossier.story.articles]
    table = element(
        "table", element("thead", element("tr", *header)), element("tbody", *rows), class_="facts list"
    )
    why = [element("li", line_text(line, words.catalogue)) for line in words.dossier.story.why]
    reasons = None
    if why:
        title = element("summary", words.text("dossier.why_together"))
        reasons = element("details", title, element("ul", *why, class_="plain"))
    return element("div", table, reasons, class_="scroll ui")


def _article(words: PageWords, article: Article) -> Element:
    date = article_date(words.catalogue, article)
    outlet = words.text("dossier.no_outlet") if article.outlet is None else article.outlet.value
    translated = words.text("dossier.translated") if article.machine_translated else None
    share = "" if article.share_reused is None else words.catalogue.percent(article.share_reused)
    title = None if article.title is None else element("strong", article.title.value)
    return element(
        "tr",
        element("th", article.label, scope="row"),
        element("td", outlet, None if translated is None else element("p", translated, class_="alert why")),
        element("td", date),
        element("td", share),
        element("td", title, element("p", f"{article.handle} · {article.input.value}", class_="why")),
    )


def _shared(words: PageWords, passage: SharedPassage) -> Element:
    first = passage.passages[0]
    labels = " ".join(f"[{line.label}]" for line in passage.passages)
    changes = [_change(words, change) for change in passage.edits]
    return element(
        "div",
        element("p", element("strong", words.term("shared", passage.kind)), f" {labels}", class_="ui"),
        element("blockquote", first.words.text, lang=words.lang(first.words)),
        element("ul", *changes, class_="plain ui") if changes else None,
        class_="said",
    )


def _change(words: PageWords, change: Change) -> Element:
    where = words.text("dossier.changed_in", article=words.label[change.document_id])
    before = None if change.before is None else element("del", change.before.text)
    after = None if change.after is None else element("ins", change.after.text)
    between = " → " if before is not None and after is not None else ""
    kind = words.term("change", change.kind)
    return element("li", f"≠ {where}, {kind} : ", before, between, after)


def _people(words: PageWords) -> list[Element]:
    kinds = dict.fromkeys(person.type for person in words.dossier.people)
    return [
        element(
            "section",
            element("h3", words.term("entity", kind)),
            element(
                "ul", *(_person(words, p) for p in words.dossier.people if p.type == kind), class_="plain"
            ),
        )
        for kind in kinds
    ]


def _person(words: PageWords, person: Person) -> Element:
    others = [name.text.text for name in person.names if name.text.text != person.name.text]
    also = " · ".join(words.quoted(other) for other in others)
    why = None
    reasons = (*person.merges, *person.kept_apart)
    if reasons:
        lines = [element("li", line_text(line, words.catalogue)) for line in reasons]
        title = element("summary", words.text("dossier.why_merged"))
        why = element("details", title, element("ul", *lines, class_="plain"))
    return element(
        "li",
        element("strong", person.name.text),
        f" — {words.articles(person.document_ids)}",
        element("p", f"{words.text('dossier.also_named')} {also}", class_="why") if also else None,
        why,
    )


def _timeline(words: PageWords) -> list[Element]:
    lines = []
    for moment in words.dossier.timeline:
        aside = " · ".join(moment_asides(words.catalogue, words.dossier, moment))
        lines.append(
            element(
                "li",
                element("strong", words.quoted(moment.stated.text)),
                " ",
                *words.links(moment.evidence),
                element("span", aside, class_="soft ui"),
                element("p", marked(moment.evidence[0]), class_="why"),
            )
        )
    return [element("ul", *lines, class_="plain")] if lines else []


def _silences(words: PageWords) -> list[Element]:
    """Return what some tellers of an encounter leave out, an encounter a line."""
    lines = []
    for encounter in words.dossier.encounters:
        told = set(encounter.document_ids)
        parts = [
            f"{words.term('slot', silence.slot)} ({words.articles(quiet)})"
            for silence in words.dossier.silences
            if silence.about == encounter.id and (quiet := [d for d in silence.document_ids if d in told])
        ]
        if parts:
            left_out = f" — {words.text('dossier.left_out')} {' · '.join(parts)}"
            lines.append(element("li", element("strong", words.encounter(encounter)), left_out))
    return [element("ul", *lines, class_="plain ui")] if lines else []


def _issues(words: PageWords) -> list[Element]:
    lines = [
        element("li", f"{words.label.get(i.document_id or '', '')} {issue_line(i, words.catalogue)}")
        for i in words.dossier.issues
    ]
    return [element("ul", *lines, class_="plain ui")] if lines else []


def sentences_of(words: PageWords) -> list[Element]:
    """Return every sentence that the page cites, in order, each the target of the links to it.

    To be called when all else is made: it is the links that say which sentences are cited.
    """
    by_article: dict[str, list[Child]] = {}
    for label in sorted(words.cited, key=label_order):
        sentence: Verbatim | None = words.cited[label].sentence
        if sentence is not None:
            shown = element(
                "p",
                element("span", label, class_="label"),
                sentence.text,
                id=label,
                lang=words.lang(sentence),
            )
            by_article.setdefault(sentence.anchor.document_id, []).append(shown)
    return [
        element("div", element("h3", _article_name(words, document_id)), *lines)
        for document_id, lines in by_article.items()
    ]


def _article_name(words: PageWords, document_id: str) -> str:
    article = next(a for a in words.dossier.story.articles if a.document_id == document_id)
    outlet = words.text("dossier.no_outlet") if article.outlet is None else article.outlet.value
    return f"{article.label} · {outlet}"
