"""The date that opens an article's text: "22 mai 2031. - La fusée…", "TARNAC, 22 mai 2031 (APV) - …"."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.packs import Pack
from recoupe.records.documents import ARTICLE_TEXT, Block, Stated
from recoupe.stages.clean.stated import date_in

_FIRST_BLOCKS = 4
"""How many blocks of text, title and lead among them, may stand before the one that a dateline opens."""


def dateline_of(text: str, blocks: Iterable[Block], pack: Pack | None) -> Stated | None:
    """Return the day that a dateline states, as EDTF and where it stands.

    None when no dateline has a full date, or when several paragraphs open with one, as in a list of dates.
    """
    if pack is None:
        return None
    found = []
    article = [block for block in blocks if block.kind in ARTICLE_TEXT]
    for i, block in enumerate(article):
        for rule in pack.rules("datelines"):
            match = rule.pattern.match(text, block.span.start, block.span.end)
            date = date_in(match["date"], pack) if match else None
            if match is not None and date is not None:
                found.append((i, date[0], date[1].moved(match.start("date"))))
                break
    if len(found) != 1 or found[0][0] >= _FIRST_BLOCKS:
        return None
    _, value, span = found[0]
    return Stated(value, f"text:{span.start}-{span.end}")
