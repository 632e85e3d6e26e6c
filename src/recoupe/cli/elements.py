"""HTML from nested elements: text is escaped, and no name of an element or attribute comes from data."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_VOID = frozenset({"br", "hr", "meta"})


@dataclass(frozen=True)
class Element:
    """An element with its attributes and children, as HTML that is already escaped."""

    html: str


Child = Element | str | None


def element(name: str, /, *children: Child, **attributes: str | bool | None) -> Element:
    """Return an element. A text child is escaped; None is left out.

    attributes: an underscore at the end is dropped (`class_`), others become hyphens; True gives a
    bare attribute, None and False none. Their values are escaped.

    >>> element("p", "a < b", class_="why").html
    '<p class="why">a &lt; b</p>'
    """
    stated = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Element(f"<{name}{stated}>")
    return Element(f"<{name}{stated}>{inner(children)}</{name}>")


def inner(children: tuple[Child, ...] | list[Child] | list[Element]) -> str:
    """Return children as HTML, one after the other."""
    return "".join(_html(child) for child in children)


def group(children: list[Element] | list[Child]) -> Element:
    """Return several children as one."""
    return Element(inner(children))


def _html(child: Child) -> str:
    if child is None:
        return ""
    return child.html if isinstance(child, Element) else escape(_visible(child))


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(_visible(value))}"'


def _visible(text: str) -> str:
    """Return text without the characters that HTML forbids or that turn the direction of writing."""
    return text.translate(_FORBIDDEN)


_FORBIDDEN = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)}
    - {0x09, 0x0A},
    "\ufffd",
)
