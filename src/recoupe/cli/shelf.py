"""The records of each story, fetched from a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from recoupe.cli.forget_command import captures_of
from recoupe.dossier.build import handle
from recoupe.dossier.material import Material
from recoupe.errors import NothingFound, UsageError
from recoupe.messages import Catalogue
from recoupe.records.accounts import Account, Entity
from recoupe.records.comparisons import Comparison, Happening, SourceChain
from recoupe.records.copies import Reuse
from recoupe.records.documents import Document
from recoupe.records.findings import Reading
from recoupe.records.ids import make_id
from recoupe.records.ledger import Issue
from recoupe.records.spans import Anchor, is_true
from recoupe.records.stories import Outline, Story
from recoupe.store.contract import Store

HANDLE_MIN_DIGITS = 4


class Shelf:
    """Looks stories up in a store; what spans all stories is read once, when first asked for."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    @cached_property
    def stories(self) -> dict[str, Story]:
        """All stories by id."""
        return {record.id: record for record in self._store.scan(Story) if isinstance(record, Story)}

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """All issues, by input."""
        found = (record for record in self._store.scan(Issue) if isinstance(record, Issue))
        return tuple(sorted(found, key=lambda issue: (issue.input, issue.stage, issue.code, issue.id)))

    @cached_property
    def story_of(self) -> dict[str, Story]:
        """The story of each document, by the document's id."""
        return {document_id: story for story in self.stories.values() for document_id in story.document_ids}

    def outlines(self) -> list[Outline]:
        """Return the outlines of all stories in the order of the list: divergences, origins, articles, id.

        A story that was not crosschecked, because the program failed on it, stands at the end.
        """
        found = {o.story_id: o for o in self._store.scan(Outline) if isinstance(o, Outline)}
        for story_id, story in self.stories.items():
            if story_id not in found:
                n = len(story.document_ids)
                found[story_id] = Outline(story_id, story_id, n, 0, 0, 0, (), (), (), (), ())
        return sorted(
            (outline for story_id, outline in found.items() if story_id in self.stories),
            key=lambda o: (-o.n_divergences, -o.n_origins, -o.n_documents, o.story_id),
        )

    def material(self, story: Story) -> Material:
        """Return all records of one story."""
        readings, reuse = self._told(story)
        told = self._store.members("crosscheck", story.id)
        return replace(
            self.head_material(story),
            readings=readings,
            accounts=tuple(record for record in told if isinstance(record, Account)),
            reuse=reuse,
            issues=tuple(issue for issue in self.issues if issue.document_id in story.document_ids),
        )

    def head_material(self, story: Story) -> Material:
        """Return what one line about a story needs: no accounts, which are the bulk of a store."""
        compared = self._store.outputs("crosscheck", story.id)
        return Material(
            story,
            self.documents(story),
            self._told(story)[0],
            (),
            self.entities(story.id),
            next((r for r in self._store.outputs("origins", story.id) if isinstance(r, SourceChain)), None),
            tuple(record for record in compared if isinstance(record, Happening)),
            tuple(record for record in compared if isinstance(record, Comparison)),
            (),
            (),
            self._catalogue,
        )

    def documents(self, story: Story) -> tuple[Document, ...]:
        """Return the documents of a story, in its order."""
        found = (self._store.get(document_id) for document_id in story.document_ids)
        return tuple(record for record in found if isinstance(record, Document))

    def entities(self, story_id: str) -> tuple[Entity, ...]:
        """Return who and what a story names."""
        return tuple(r for r in self._store.outputs("people", story_id) if isinstance(r, Entity))

    def words_at(self, place: Anchor) -> str | None:
        """Return the words of a place; None when its document, or that text of it, is not there."""
        document = self._store.get(place.document_id)
        if not isinstance(document, Document) or not is_true(place, document.text):
            return None
        return place.span.of(document.text)

    def story(self, stated: str | None) -> Story:
        """Return the story that a handle or an id names; without one, the only story there is.

        A story keeps the id of the article it began with. When another one took it in, its handle leads to
        that one, and the handle of an article leads to the story the article is in.
        Raises NothingFound when there is none, UsageError when several answer.
        """
        if not self.stories:
            raise NothingFound("the store holds no story", code="empty_store")
        if stated is None:
            if len(self.stories) == 1:
                return next(iter(self.stories.values()))
            handles = self.handles(self.stories)
            raise UsageError(
                f"{len(handles)} stories", code="which_story", choices=few(handles), first=handles[0]
            )
        if stated in self.stories:
            return self.stories[stated]
        letter, digits = stated[:1].upper(), stated[1:].lower()
        if letter not in ("S", "A") or len(digits) < HANDLE_MIN_DIGITS or not _is_hex(digits):
            raise UsageError(f"{stated!r} is no story handle", code="bad_handle", handle=repr(stated))
        found = (
            self._of_article(digits) if letter == "A" else _answering(digits, {s: s for s in self.stories})
        )
        found = found or (self._of_former(digits) if letter == "S" else [])
        if not found:
            raise NothingFound(f"no story {stated!r}", code="no_story", handle=repr(stated))
        if len(found) > 1:
            choices = few(self.handles(found))
            raise UsageError(
                f"{stated!r} is ambiguous", code="ambiguous_story", handle=repr(stated), choices=choices
            )
        return self.stories[found[0]]

    def _of_article(self, digits: str) -> list[str]:
        """Return the stories of the articles whose handle these digits are."""
        return _answering(digits, {document_id: story.id for document_id, story in self.story_of.items()})

    def _of_former(self, digits: str) -> list[str]:
        """Return the stories that now hold the first article of one that was known by these digits."""
        former = {make_id("story", document_id): story.id for document_id, story in self.story_of.items()}
        return _answering(digits, former)

    def named(self, stated: str) -> tuple[str, ...]:
        """Return the documents that the handle or id of a story or an article, or an article's path, names.

        Raises NothingFound when there are none, UsageError when several stories or articles answer.
        """
        if stated in self.stories or (stated[:1] in "Ss" and _is_hex(stated[1:].lower())):
            return self.story(stated).document_ids
        captures = {*captures_of(self._store, stated)}
        documents = (record for record in self._store.scan(Document) if isinstance(record, Document))
        return tuple(d.id for d in documents if captures.intersection(d.capture_ids))

    def handles(self, ids: dict[str, Story] | list[str]) -> list[str]:
        """Return the shortest handles, of four digits or more, that tell these stories from all others."""
        return [unique_handle("S", story_id, list(self.stories)) for story_id in ids]

    def _told(self, story: Story) -> tuple[tuple[Reading, ...], tuple[Reuse, ...]]:
        """Return the readings and the shared passages that the accounts of the story were made from."""
        readings: list[Reading] = []
        reuse: dict[str, Reuse] = {}
        for document_id in story.document_ids:
            for record in self._store.members("accounts", document_id):
                if isinstance(record, Reading):
                    readings.append(record)
                elif isinstance(record, Reuse):
                    reuse[record.id] = record
        within = set(story.document_ids)
        pairs = (
            pair
            for pair in reuse.values()
            if pair.left.document_id in within and pair.right.document_id in within
        )
        return tuple(readings), tuple(sorted(pairs, key=lambda pair: pair.id))


def unique_handle(letter: str, record_id: str, all_ids: list[str]) -> str:
    """Return the shortest handle, of four digits or more, that only one of the ids answers to."""
    digits = HANDLE_MIN_DIGITS
    short = handle(letter, record_id, digits)
    while sum(handle(letter, other, digits) == short for other in all_ids) > 1:
        digits += 1
        short = handle(letter, record_id, digits)
    return short


def _answering(digits: str, story_of: Mapping[str, str]) -> list[str]:
    """Return the stories, each once, of the records whose handle these digits are."""
    found = (story for record_id, story in story_of.items() if handle("", record_id, len(digits)) == digits)
    return sorted(set(found))


def _is_hex(digits: str) -> bool:
    return all(digit in "0123456789abcdef" for digit in digits)


def few(words: list[str], n: int = 8) -> str:
    """Return the first of many words, and a mark when there are more."""
    return ", ".join(words[:n]) + (" …" if len(words) > n else "")
