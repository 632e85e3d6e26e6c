"""What the parts of a page share: words in the reader's language, labels, sentences with their links."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.cli.elements import Child, Element, element
from recoupe.cli.show_lists import encounter_name
from recoupe.cli.show_stories import published_text
from recoupe.dossier.as_json import line_text
from recoupe.dossier.dossier import Dossier, Encounter, Evidence, PositionLine, counts_least
from recoupe.dossier.statements import Verbatim
from recoupe.messages import Catalogue
from recoupe.records.findings import Slot
from recoupe.records.values import Label


class PageWords:
    """The dossier of a page, and how its parts are worded."""

    def __init__(self, catalogue: Catalogue, dossier: Dossier) -> None:
        self.catalogue = catalogue
        self.dossier = dossier
        self.term = catalogue.term
        self.label = {a.document_id: a.label for a in dossier.story.articles}
        self._language = {a.document_id: a.language for a in dossier.story.articles}
        self.cited: dict[str, Evidence] = {}
        """The first evidence of each sentence that the page links to, by label."""

    def text(self, key: str, **values: object) -> str:
        """Return a message with its slots filled."""
        return self.catalogue.text(key, values)

    @property
    def title(self) -> str:
        """What the story is called."""
        title = self.dossier.story.title
        return self.text("dossier.no_title") if title is None else line_text(title, self.catalogue)

    def counts(self) -> list[str]:
        """Return the figures of the header."""
        head = self.dossier.story
        counts = [self.text("count.origins", n=head.n_origins)]
        if head.n_unknown:
            counts.append(self.text("count.unknown", n=head.n_unknown))
        counts.append(self.text("count.articles", n=len(head.articles)))
        if head.n_outlets:
            counts.append(self.text("count.outlets", n=head.n_outlets))
        published = published_text(self.catalogue, head)
        return [*counts, published] if published else counts

    def lang(self, line: Verbatim) -> str | None:
        """Return the language of an article's words, where it is not the page's."""
        language = self._language.get(line.anchor.document_id)
        return None if language in (self.catalogue.language, "und") else language

    def articles(self, document_ids: Iterable[str]) -> str:
        """Return the labels of articles."""
        return ", ".join(self.label[document_id] for document_id in document_ids)

    def encounter(self, encounter: Encounter) -> str:
        """Return an encounter's kind and participants."""
        return encounter_name(self.catalogue, encounter)

    def quoted(self, words: str) -> str:
        """Return an article's words between quotation marks."""
        return self.catalogue.quoted(words)

    def asides(self, slot: Slot, position: PositionLine) -> list[str]:
        """Return how a value is told: held or planned, denied, in the conditional, on whose authority."""
        asides = []
        if isinstance(position.value, Label) and slot == "status":
            asides.append(self.term("status", position.value.label))
        if position.polarity != "asserted":
            asides.append(self.term("polarity", position.polarity))
        if position.certainty in ("probable", "alleged"):
            asides.append(self.term("certainty", position.certainty))
        return asides + self.authority(position.authority)

    def authority(self, sources: tuple[Verbatim, ...]) -> list[str]:
        """Return who the articles say it from, in one line or none."""
        if not sources:
            return []
        return [self.text("dossier.authority", names=", ".join(source.text for source in sources))]

    def origins(self, position: PositionLine) -> list[Child]:
        """Return "2 origines (O1, O3) + 1 d'origine inconnue · A1, A3", with links to the origins.

        Of more that are named than count, as some may be one, it says that they are so many at least.
        """
        parts: list[Child] = []
        known = [o.label for o in self.dossier.origins if o.id in position.root_ids]
        if position.n_origins or not position.n_unknown:
            origins = self.text("count.origins", n=position.n_origins)
            is_least = counts_least(position, known)
            parts.append(self.text("dossier.at_least", origins=origins) if is_least else origins)
        for i, label in enumerate(known):
            parts += [" (" if i == 0 else ", ", element("a", label, href=f"#{label}", class_="label")]
        if known:
            parts.append(")")
        if position.n_unknown:
            parts += [" + " if parts else None, self.text("count.unknown", n=position.n_unknown)]
        return [*parts, f" · {self.articles(position.document_ids)}"]

    def links(self, evidence: Iterable[Evidence]) -> list[Child]:
        """Return a link to each cited sentence in the list of sentences."""
        links: list[Child] = []
        for line in evidence:
            if line.sentence is None:
                continue
            self.cited.setdefault(line.label, line)
        for label in dict.fromkeys(line.label for line in evidence if line.sentence is not None):
            links += [element("a", f"[{label}]", href=f"#{label}", class_="label"), " "]
        return links

    def details(self, evidence: tuple[Evidence, ...]) -> Element | None:
        """Return the sentences behind a line, folded away until asked for."""
        shown = self.sentences(evidence)
        if shown is None:
            return None
        return element("details", element("summary", self.text("dossier.see_sentences")), shown)

    def sentences(self, evidence: tuple[Evidence, ...]) -> Element | None:
        """Return the sentences of some evidence, its words marked; None when there is none."""
        lines = [
            element(
                "li",
                element("span", line.label, class_="label soft"),
                " ",
                marked(line),
                lang=self.lang(line.words),
            )
            for line in dict.fromkeys(evidence)
        ]
        return element("ul", *lines, class_="sentences") if lines else None


def marked(line: Evidence) -> Element:
    """Return the sentence of an evidence with its words marked; the words alone when it has no sentence."""
    if line.sentence is None:
        return element("span", line.words.text)
    text = line.sentence.text
    start = line.words.anchor.span.start - line.sentence.anchor.span.start
    end = line.words.anchor.span.end - line.sentence.anchor.span.start
    if start < 0 or end > len(text) or line.words.text == text:
        return element("span", text)
    return element("span", text[:start], element("mark", text[start:end]), text[end:])
