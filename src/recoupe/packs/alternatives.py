"""Many words as one regular expression that is short to compile and quick to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

Node = dict[str, Any]
"""What may follow in a word: the node behind each character; "" where a word ends."""


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words; a longer one is tried before one that begins it.

    Words that begin alike are written together, and so are endings that several beginnings share. The
    3,800 finite forms of the speech verbs take 40,000 characters as a flat list, and 40 ms to compile in
    each of eight rules.

    >>> one_of(["dit", "dite", "disait"])
    '(?:di(?:sait|t(?:e)?))'
    """
    distinct = sorted(set(words), key=lambda word: (-len(word), word))
    if _clash_without_case(distinct):
        return "(?:" + "|".join(map(re.escape, distinct)) + ")"
    return f"(?:{_pattern(_tree(distinct))})"


def _clash_without_case(words: Sequence[str]) -> bool:
    """Tell whether only a flat list keeps the order where letter case does not count ("or", "Orne")."""
    written: dict[str, list[str]] = {}
    for word in words:
        written.setdefault(word.lower(), []).append(word)
    return any(
        not word.startswith(shorter)
        for word in words
        for end in range(1, len(word))
        for shorter in written.get(word.lower()[:end], ())
    )


def _tree(words: Iterable[str]) -> Node:
    root: Node = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _pattern(node: Node) -> str:
    beginnings: dict[str, list[str]] = {}
    for character in sorted(node.keys() - {""}):
        label, child = character, node[character]
        while len(child) == 1 and "" not in child:
            ((following, child),) = child.items()
            label += following
        beginnings.setdefault(_pattern(child), []).append(label)
    parts = [_any(labels) + rest for rest, labels in beginnings.items()]
    if not parts:
        return ""
    if "" not in node and len(parts) == 1:
        return parts[0]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in node else "")


def _any(labels: list[str]) -> str:
    """Return a pattern for one of some beginnings, no two of which have the first character in common."""
    written = [re.escape(label) for label in labels]
    if len(written) == 1:
        return written[0]
    if all(len(label) == 1 for label in labels):
        return f"[{''.join(written)}]"
    return f"(?:{'|'.join(written)})"
