"""Which stories a list shows: by date, by what they are about, by outlet, by place, by divergence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from recoupe.dossier.as_json import line_text
from recoupe.dossier.dossier import Head
from recoupe.errors import UsageError
from recoupe.messages import Catalogue
from recoupe.records.relations import Entity
from recoupe.stages.text.name_forms import name_words

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Filters:
    """What a story has to have; None and False ask for nothing.

    since: a year, month or day in ISO 8601: an article was published then or later. about: words that a title
    or a name of the story holds. outlet, place: words of an outlet's or a place's name.
    """

    since: str | None = None
    about: str | None = None
    outlet: str | None = None
    place: str | None = None
    diverging: bool = False

    def __post_init__(self) -> None:
        if self.since is not None and not _DATE.fullmatch(self.since):
            raise UsageError(f"{self.since!r} is no date", code="bad_since", date=repr(self.since))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Filters()

    def keeps(self, head: Head, entities: Iterable[Entity], catalogue: Catalogue) -> bool:
        """Tell whether a story has all that is asked for."""
        if self.diverging and not head.n_divergences:
            return False
        if self.since is not None and not any(
            a.published is not None and a.published.value[: len(self.since)] >= self.since
            for a in head.articles
        ):
            return False
        outlets = (a.outlet.value for a in head.articles if a.outlet is not None)
        if self.outlet is not None and not any_holds(outlets, self.outlet):
            return False
        named = list(entities)
        if self.place is not None and not any_holds(
            (text for entity in named if entity.type == "LOC" for text in _called(entity)), self.place
        ):
            return False
        if self.about is None:
            return True
        titles = [a.title.value for a in head.articles if a.title is not None]
        if head.title is not None:
            titles.append(line_text(head.title, catalogue))
        return any_holds((*titles, *(text for entity in named for text in _called(entity))), self.about)


def _called(entity: Entity) -> Iterable[str]:
    yield entity.name
    yield from (spelling.text for spelling in entity.spellings if spelling.form != "pronoun")
    yield from entity.within


def any_holds(texts: Iterable[str], words: str) -> bool:
    """Tell whether one of the texts holds all the words, whatever their accents and case."""
    wanted = set(name_words(words))
    return bool(wanted) and any(wanted <= set(name_words(text)) for text in texts)
