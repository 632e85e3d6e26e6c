"""The sections of a dossier below its table: remarks, names, passages, origins, times, silences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rich.text import Text

from recoupe.cli.base import Interface
from recoupe.cli.screen import ALERT, LABEL, QUIET, STRONG, Screen, joined, words
from recoupe.dossier.as_json import issue_line, line_text
from recoupe.dossier.dossier import (
    Article,
    Change,
    Dossier,
    Encounter,
    Evidence,
    Moment,
    OriginLine,
    Person,
    Remark,
    SharedPassage,
    Wording,
)
from recoupe.dossier.timeline import told_on
from recoupe.messages import Catalogue

MAX_PASSAGE_CHARS = 400
"""A shared passage is cut here on the screen; the page and the JSON hold it whole."""


SECTIONS_OF: Mapping[str, tuple[str, ...]] = {
    "table": ("articles", "silences", "issues"),
    "timeline": ("timeline", "articles"),
    "who": ("remarks", "people"),
    "origins": ("origins", "articles", "shared"),
}
"""The sections below the head that each view of a dossier has."""


def show_lists(face: Interface, screen: Screen, dossier: Dossier, *, view: str | None = None) -> None:
    """Write every section that has something to show; of a view, only its own."""
    lists = _Lists(face, screen, dossier)
    sections: tuple[tuple[str, Iterable[object], Callable[[], None]], ...] = (
        ("remarks", dossier.remarks, lists.remarks),
        ("origins", dossier.origins, lists.origins),
        ("articles", dossier.story.articles, lists.articles),
        ("shared", dossier.shared, lists.shared),
        ("people", dossier.people, lists.people),
        ("timeline", dossier.timeline, lists.timeline),
        ("silences", lists.silent(), lists.silences),
        ("issues", dossier.issues, lists.issues),
    )
    shown = {key: (records, show) for key, records, show in sections}
    for key in SECTIONS_OF.get(view or "", tuple(shown)):
        records, show = shown[key]
        if records:
            screen.heading(face.text(f"dossier.{key}"))
            show()


class _Lists:
    def __init__(self, face: Interface, screen: Screen, dossier: Dossier) -> None:
        self.face = face
        self.term = face.catalogue.term
        self.screen = screen
        self.dossier = dossier
        self.label = {a.document_id: a.label for a in dossier.story.articles}

    def remarks(self) -> None:
        """Write who said what, remarks of one speaker together."""
        by_speaker: dict[str, list[Remark]] = {}
        for remark in self.dossier.remarks:
            name = "" if remark.speaker is None else remark.speaker.text
            by_speaker.setdefault(name, []).append(remark)
        for name in sorted(by_speaker, key=lambda name: (not name, -len(by_speaker[name]), name)):
            self.screen.line(words(name or self.face.text("dossier.no_speaker"), STRONG))
            for remark in by_speaker[name]:
                self.remark(remark)

    def remark(self, remark: Remark) -> None:
        first, *others = remark.wordings
        self.screen.line(self.wording(first), indent=2)
        for wording in others:
            sign = "≈" if remark.relation is None else self.term("sign", remark.relation)
            self.screen.line(f"{sign} ", self.wording(wording), indent=4)
        if remark.relation is not None and remark.why is not None:
            why = line_text(remark.why, self.face.catalogue)
            self.screen.note(f"{self.term('relation', remark.relation)} · {why}", indent=4)

    def wording(self, wording: Wording) -> Text:
        pieces = " […] ".join(piece.text for piece in wording.content)
        shown = self.face.quoted(pieces) if wording.type == "direct" else pieces
        asides = [] if wording.type == "direct" else [self.term("speech", wording.type)]
        if wording.certainty == "alleged":
            asides.append(self.term("certainty", wording.certainty))
        if wording.authority:
            names = ", ".join(source.text for source in wording.authority)
            asides.append(self.face.text("dossier.authority", names=names))
        return joined(
            [words(shown), words(_labels(wording.evidence), LABEL), words(" · ".join(asides), QUIET)], "  "
        )

    def origins(self) -> None:
        for origin in self.dossier.origins:
            self.screen.line(*self.origin(origin))
            if origin.why is not None:
                self.screen.note(line_text(origin.why, self.face.catalogue), indent=5)
        for copy in self.dossier.copies:
            values = {
                "left": self.label[copy.from_id],
                "right": self.label[copy.to_id],
                "copy": copy.kind,
                "kind": copy.kind,
                "share": copy.share,
            }
            key = "copy_directed" if copy.directed else "copy_undirected"
            self.screen.note(self.face.text(f"dossier.{key}", **values), indent=2)

    def origin(self, origin: OriginLine) -> list[Text | str]:
        name = "" if origin.name is None else line_text(origin.name, self.face.catalogue)
        kind = self.term("origin", origin_kind(origin))
        articles = ", ".join(self.label[d] for d in origin.document_ids)
        facts = self.face.text("count.tellings", n=origin.n_tellings)
        return [
            words(f"{origin.label:<4} ", LABEL),
            words(f"{kind} {name}".strip(), STRONG),
            f" — {articles} · {facts}  ",
            words(_labels(origin.evidence), LABEL),
        ]

    def articles(self) -> None:
        keys = ("article_column", "outlet_column", "date_column", "reused_column", "file_column")
        columns = tuple(self.face.text(f"dossier.{key}") for key in keys)
        rows = [self.article(article) for article in self.dossier.story.articles]
        self.screen.table(columns, rows, shares=(0, 0, 0, 0, 1))

    def article(self, article: Article) -> tuple[Text | str, ...]:
        outlet = self.face.text("dossier.no_outlet") if article.outlet is None else article.outlet.value
        date = article_date(self.face.catalogue, article)
        note = self.face.text("dossier.translated") if article.machine_translated else ""
        return (
            words(article.label, LABEL),
            joined([outlet, words(note, ALERT)], "\n"),
            date,
            "" if article.share_reused is None else self.face.catalogue.percent(article.share_reused),
            joined([words(article.handle, LABEL), article.input.value], "  "),
        )

    def shared(self) -> None:
        for passage in self.dossier.shared:
            labels = " ".join(f"[{line.label}]" for line in passage.passages)
            self.screen.line(words(self.term("shared", passage.kind), STRONG), "  ", words(labels, LABEL))
            self.screen.line(_cut(passage.passages[0].words.text), indent=2)
            self.changes(passage)

    def changes(self, passage: SharedPassage) -> None:
        for change in passage.edits:
            where = self.face.text("dossier.changed_in", article=self.label[change.document_id])
            self.screen.line(
                words("≠ ", ALERT),
                self.face.text("joined.named", what=where, text=change_text(self.face, change)),
                indent=2,
            )

    def people(self) -> None:
        columns = tuple(
            self.face.text(f"dossier.{key}") for key in ("name_column", "also_named", "articles_column")
        )
        for kind in dict.fromkeys(person.type for person in self.dossier.people):
            self.screen.line(words(self.term("entity", kind), STRONG))
            rows = [self.person(p) for p in self.dossier.people if p.type == kind]
            self.screen.table(columns, rows, shares=(2, 5, 2))

    def person(self, person: Person) -> tuple[Text | str, ...]:
        others = [name.text.text for name in person.names if name.text.text != person.name.text]
        also = " · ".join(self.face.quoted(other) for other in others)
        return (person.name.text, words(also, QUIET), ", ".join(self.label[d] for d in person.document_ids))

    def timeline(self) -> None:
        for moment in self.dossier.timeline:
            stated = self.face.quoted(moment.stated.text)
            asides = moment_asides(self.face.catalogue, self.dossier, moment)
            labels = words(_labels(moment.evidence), LABEL)
            self.screen.line(joined([words(stated, STRONG), labels, words(" · ".join(asides), QUIET)], "  "))
            sentence = moment.evidence[0].sentence
            if sentence is not None:
                self.screen.note(sentence.text, indent=4)

    def silences(self) -> None:
        """Write what some tellers of an encounter leave out; who does not tell it at all is no news."""
        for title, left_out in self.silent():
            self.screen.line(words(title, STRONG))
            self.screen.line(self.face.text("dossier.left_out"), " ", left_out, indent=2)

    def silent(self) -> list[tuple[str, str]]:
        """Return each encounter of which a teller leaves something out, and what who leaves out."""
        found = []
        for encounter in self.dossier.encounters:
            told = set(encounter.document_ids)
            lines = []
            for silence in self.dossier.silences:
                quiet = [d for d in silence.document_ids if d in told]
                if silence.about == encounter.id and quiet:
                    labels = ", ".join(self.label[d] for d in quiet)
                    lines.append(f"{self.term('slot', silence.slot)} ({labels})")
            if lines:
                found.append((encounter_name(self.face.catalogue, encounter), " · ".join(lines)))
        return found

    def issues(self) -> None:
        for issue in self.dossier.issues:
            label = self.label.get(issue.document_id or "", "")
            where = f"[{label}] " if label else ""
            self.screen.line(words(where, LABEL), issue_line(issue, self.face.catalogue))


def article_date(catalogue: Catalogue, article: Article) -> str:
    """Return the day of an article in words, and that it is the one of its last change where it is."""
    if article.published is None:
        return catalogue.text("dossier.no_date")
    date = catalogue.date(article.published.value)
    return catalogue.text("dossier.changed_on", {"date": date}) if article.tells_change else date


def moment_asides(catalogue: Catalogue, dossier: Dossier, moment: Moment) -> list[str]:
    """Return what a moment is about, and from which days the articles speak that tell it."""
    about = [encounter_name(catalogue, e) for e in dossier.encounters if e.id == moment.about]
    if moment.earliest is None:
        about.append(catalogue.text("dossier.undated"))
    for labels, day in told_on(moment, dossier.story.articles):
        told = {"articles": ", ".join(labels), "date": day}
        about.append(catalogue.text("dossier.told_on", told))
    return about


def encounter_name(catalogue: Catalogue, encounter: Encounter) -> str:
    """Return an encounter's kind and participants."""
    names = " – ".join(side.name.text for side in encounter.participants)
    return f"{catalogue.term('encounter', encounter.kind)} {names}".strip()


def how_held(catalogue: Catalogue, encounter: Encounter) -> list[str]:
    """Return whether an encounter is told to have taken place, and how when its kind does not tell."""
    about = [catalogue.term("status", encounter.status)]
    if encounter.channel in ("call", "video") and encounter.kind != "call":
        about.append(catalogue.term("channel", encounter.channel))
    return about


def origin_kind(origin: OriginLine) -> str:
    """Return the kind to show: what several articles share without a name is no outlet's account."""
    if origin.kind == "outlet" and origin.name is None and len(origin.document_ids) > 1:
        return "passage"
    return origin.kind


def change_text(face: Interface, change: Change) -> str:
    """Return what was changed in a copied passage, in words."""
    before = "" if change.before is None else change.before.text
    after = "" if change.after is None else change.after.text
    if not before:
        return face.text("dossier.added", after=after)
    if not after:
        return face.text("dossier.cut", before=before)
    return face.text("dossier.replaced", before=before, after=after)


def _labels(evidence: Iterable[Evidence]) -> str:
    return " ".join(f"[{label}]" for label in dict.fromkeys(line.label for line in evidence))


def _cut(text: str) -> str:
    if len(text) <= MAX_PASSAGE_CHARS:
        return text
    return text[:MAX_PASSAGE_CHARS].rsplit(" ", 1)[0] + " …"
