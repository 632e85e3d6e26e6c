"""Which stories a list shows: by date, by what they are about, by outlet, by place, by divergence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from recoupe.errors import UsageError
from recoupe.records.stories import Outline
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

    def keeps(self, outline: Outline) -> bool:
        """Tell whether a story has all that is asked for."""
        if self.diverging and not outline.n_divergences:
            return False
        since = self.since
        if since is not None and not any(date[: len(since)] >= since for date in outline.published):
            return False
        if self.outlet is not None and not any_holds(outline.outlets, self.outlet):
            return False
        if self.place is not None and not any_holds(outline.places, self.place):
            return False
        return self.about is None or any_holds((*outline.titles, *outline.names), self.about)


def any_holds(texts: Iterable[str], words: str) -> bool:
    """Tell whether one of the texts holds all the words, whatever their accents and case."""
    wanted = set(name_words(words))
    return bool(wanted) and any(wanted <= set(name_words(text)) for text in texts)
