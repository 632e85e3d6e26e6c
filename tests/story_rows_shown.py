"""What the table shows between articles of one story: the whole of it, or the story's own facts."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.packs import load_pack
from recoupe.records.accounts import Account, Entity
from recoupe.records.comparisons import Comparison, Happening
from recoupe.records.documents import Block, Document, Stated
from recoupe.records.findings import Reading
from recoupe.records.spans import Span
from recoupe.records.stories import Membership
from recoupe.settings import Settings
from recoupe.stages.accounts.accounts import account
from recoupe.stages.crosscheck.crosscheck import CROSSCHECK
from recoupe.stages.crosscheck.rows import court_of
from recoupe.stages.crosscheck.story_rows import story_rows
from recoupe.stages.people.people import PEOPLE
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources

PACK = load_pack("fr")
RESOURCES = Resources({"fr": PACK}, Settings())
DAYS = ("2031-05-12T09:00:00+02:00", "2031-05-12T19:00:00+02:00")


def told(*texts: str, days: tuple[str, ...] = ()) -> list[Account]:
    """Return the accounts of one story that several articles of the same day tell."""
    names = [f"doc_{i}" for i in range(len(texts))]
    story = Membership("mem_1", "story_1", tuple(names))
    accounts = []
    for i, (name, text) in enumerate(zip(names, texts, strict=True)):
        day = days[i] if days else "2031-05-14T18:00:00+02:00"
        document = Document(
            name, f"{name}.txt", (), None, Stated(f"Journal {i}", "given"), None, None, Stated(day, "given"),
            None, "fr", None, (), text, (), (Block(Span(0, len(text)), "paragraph", "test"),),
        )  # fmt: skip
        (reading,) = (r for r in READ.run(name, (document,), RESOURCES) if isinstance(r, Reading))
        accounts.append(account(document, reading, story=story, reuses=(), pack=PACK))
    return accounts


def crosschecked(accounts: Sequence[Account]) -> tuple[list[Happening], list[Comparison]]:
    """Return the happenings of a story and all rows of its table."""
    entities = [e for e in PEOPLE.run("story_1", tuple(accounts), RESOURCES) if isinstance(e, Entity)]
    found = list(CROSSCHECK.run("story_1", (*accounts, *entities), RESOURCES))
    happenings = [record for record in found if isinstance(record, Happening)]
    return happenings, [record for record in found if isinstance(record, Comparison)]


def rows(*texts: str, days: tuple[str, ...] = ()) -> list[Comparison]:
    """Return the rows of the story's own facts."""
    accounts = told(*texts, days=days)
    events = [c for a in accounts for c in a.comparables if c.kind in ("event", "figure")]
    return list(story_rows(court_of(accounts, None), events, ()))


def shown(*texts: str, days: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """Return slot and relation of each row."""
    return {(row.slot, row.relation) for row in rows(*texts, days=days)}


def in_table(*texts: str, days: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """Return slot and relation of each row of the whole table."""
    _, rows = crosschecked(told(*texts, days=days))
    return {(row.slot, row.relation) for row in rows}


def apart(left: str, right: str, *, days: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """Return slot and relation of each row of the whole table that sets two articles apart."""
    found = in_table(left, right, days=days)
    return {(slot, relation) for slot, relation in found if relation in ("contradicts", "differs")}
