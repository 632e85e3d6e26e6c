"""What the lines of an article are: title, lead, paragraphs, headings, lists, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from recoupe.stages.clean.furniture import Judged, is_paragraph, is_title
from recoupe.stages.clean.source_text import Line, joined

_WRAP_SLACK = 3
# Wrapped text has 60 to 80 characters a line; narrower lines that touch are lists and results.
_MIN_WRAP = 45
_MAX_WRAP = 120
_MIN_WRAPPED_LINES = 4
_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"(?:[•▪■●◦‣*]|[-–—](?=\s))\s*\w")
_HYPHEN = re.compile(r"\w[-\u2010]\Z")
_TWO_SENTENCES = re.compile(r"\w{3}[.!?…][\"'’”»)]* \W*[^\W\d_]")
_LONG_CAPTION = 250
_MAX_LEAD = 500
_MAX_HEADING = 130
_MAX_TITLE_LINES = 8


def unwrapped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with hard-wrapped paragraphs made whole; others as they are.

    A paste is hard-wrapped when at nearly every break between two touching lines the next word would
    not have fitted. Lists of titles fail that test, so they stay lists.
    """
    touching = [i for i in range(1, len(lines)) if lines[i].n_before == 1]
    if len(touching) < _MIN_WRAPPED_LINES:
        return tuple(lines)
    width = max(len(line.text) for line in lines)
    full = {i for i in touching if _is_full(lines[i - 1].text, lines[i].text, width=width)}
    if not _MIN_WRAP <= width <= _MAX_WRAP or len(full) < 0.8 * len(touching):
        return tuple(lines)
    out: list[Line] = []
    group: list[Line] = []
    for i, line in enumerate(lines):
        if group and i not in full:
            out.append(_whole(group))
            group = []
        group.append(line)
    if group:
        out.append(_whole(group))
    return tuple(out)


def _is_full(line: str, following: str, *, width: int) -> bool:
    word = _WORD.match(following)
    return word is not None and len(line) + 1 + len(word[0]) > width - _WRAP_SLACK


def _whole(group: list[Line]) -> Line:
    if len(group) == 1:
        return group[0]
    # After a hyphen no space: "Maison-" and "Blanche" are one word; a syllable break stays visible.
    glue = ["" if _HYPHEN.search(line.text) else " " for line in group[:-1]]
    return joined(group, glue)


def laid_out(items: Sequence[Judged], *, title: str | None) -> tuple[Judged, ...]:
    """Return the lines with a kind each. `title`: as given from outside; None when nobody gave one."""
    items = [_listed(item) for item in items]
    texts = [i for i, item in enumerate(items) if item.kind is None]
    body = next((i for i in texts if is_paragraph(items[i].text)), None)
    head = [i for i in texts if (body is None or i < body) and items[i].kind is None]
    chosen = _title_of(items, head, title=title)
    has_credit = any(_is_photo_credit(item) for item in items[: body if body is not None else len(items)])
    if chosen is not None:
        items[chosen] = replace(items[chosen], kind="title", producer="clean/title")
    for i in head:
        if i == chosen:
            continue
        items[i] = _head_line(items[i], i, chosen=chosen, has_credit=has_credit)
    last = max((i for i in texts if is_paragraph(items[i].text)), default=-1)
    for i in texts:
        if items[i].kind is None:
            items[i] = _body_line(items, i, last=last)
    return tuple(_with_captions(_with_lead(items, chosen)))


def _is_photo_credit(item: Judged) -> bool:
    return item.kind == "credit" and not any(name == "byline" for name, _ in item.groups)


def _listed(item: Judged) -> Judged:
    if item.kind is None and _BULLET.match(item.text) and not is_paragraph(item.text):
        return replace(item, kind="list", producer="clean/bullet")
    return item


def _title_of(items: Sequence[Judged], head: Sequence[int], *, title: str | None) -> int | None:
    """Return the place of the title line; None when no line is one."""
    if title is not None:
        wanted = _folded(title)
        texts = [i for i, item in enumerate(items[:40]) if item.kind in (None, "heading", "paragraph")]
        return next((i for i in texts if _folded(items[i].text) == wanted), None)
    shaped = [i for i in head[:_MAX_TITLE_LINES] if is_title(items[i].text)]
    full = [i for i in shaped if items[i].text.count(" ") >= 3 and not is_list_of_names(items[i].text)]
    if full:
        return full[0]
    return shaped[0] if len(shaped) == 1 and " " in items[shaped[0]].text else None


def with_outlet_marked(items: Sequence[Judged], outlet: str) -> tuple[Judged, ...]:
    """Mark lines of article text that hold nothing but the outlet's name: the banner of its page."""
    wanted = _folded(outlet)
    return tuple(
        replace(item, kind="furniture", producer="clean/outlet-name")
        if item.kind in ("heading", "paragraph", "caption") and _folded(item.text) == wanted
        else item
        for item in items
    )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_list_of_names(text: str) -> bool:
    """Tell whether every longer word has a capital, as in a caption that only says who is seen.

    A line in capitals alone is none: it may be a title.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words) and not text.isupper()


def _head_line(item: Judged, i: int, *, chosen: int | None, has_credit: bool) -> Judged:
    above = chosen is not None and i < chosen
    if has_credit and (above or is_list_of_names(item.text)):
        return replace(item, kind="caption", producer="clean/by-a-picture")
    if chosen is not None and i > chosen and item.text.count(" ") >= 7:
        return replace(item, kind="lead", producer="clean/below-the-title")
    return replace(item, kind="heading", producer="clean/short-line")


def _body_line(items: Sequence[Judged], i: int, *, last: int) -> Judged:
    item = items[i]
    if is_paragraph(item.text) or not is_title(item.text):
        return replace(item, kind="paragraph", producer="clean/paragraph")
    if i < last:
        short = len(item.text) <= _MAX_HEADING and not item.text.endswith(("»", '"', "”"))
        kind = "heading" if short else "paragraph"
        return replace(item, kind=kind, producer=f"clean/{kind}")  # type: ignore[arg-type]  # both are kinds
    if any(other.kind == "furniture" for other in items[last + 1 : i]) and not re.search(r"\d", item.text):
        return replace(item, kind="furniture", producer="clean/below-the-end")
    return replace(item, kind="paragraph", producer="clean/paragraph")


def _with_lead(items: list[Judged], title: int | None) -> list[Judged]:
    """Mark the first paragraph below the title as the lead when it is short and more follow."""
    if title is None or any(item.kind == "lead" for item in items):
        return items
    bodies = [i for i, item in enumerate(items) if item.kind == "paragraph" and i > title]
    if len(bodies) >= 3 and len(items[bodies[0]].text) <= _MAX_LEAD:
        items[bodies[0]] = replace(items[bodies[0]], kind="lead", producer="clean/first-below-the-title")
    return items


def _with_captions(items: list[Judged]) -> list[Judged]:
    """Mark as captions the short lines that touch a photo credit where paragraphs stand apart."""
    texts = [item for item in items if item.kind in ("paragraph", "lead")]
    if len(texts) < 3 or sum(item.line.n_before > 1 for item in texts) < 0.7 * len(texts):
        return items
    for above, credit in zip(range(len(items) - 1), items[1:], strict=False):
        item = items[above]
        touches = _is_photo_credit(credit) and credit.line.n_before == 1 and item.line.n_before != 1
        is_one = len(item.text) <= _LONG_CAPTION and not _TWO_SENTENCES.search(item.text)
        if touches and is_one and item.kind in ("paragraph", "heading"):
            items[above] = replace(item, kind="caption", producer="clean/above-a-credit")
    return items
