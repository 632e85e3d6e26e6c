"""Judge whether a text was translated by a machine, by what a machine writes and a journalist does not.

A machine translation is evidence about meaning, not about wording: later stages never report its words
as an altered quotation. The judgement gives its reasons, so that a reader can weigh them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rapidfuzz.distance import DamerauLevenshtein

from recoupe.packs.pack import Rule
from recoupe.records.findings import Judgement
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.text.folded import folded

_MIN_WORDS = 60
"""Below this a text is too short to tell, unless it shows enough signs all the same."""
_ENOUGH = 2.5
_DOUBT = 1.9
_WORDS_PER_POINT = 700
"""From `_ENOUGH` on, and one point more for each further 700 words, a text is judged translated; between
`_DOUBT` and that it is unknown. On 1,600 French press articles (press-fr, 2026-11) no text is judged
translated; of 480 invented ones (authored-fr) two of the three translated are found, the third is unknown."""
_SPELLING_WEIGHT = 0.5
_MAX_PER_REASON = 2
"""How often one kind of sign counts: one writer's habit is not a machine."""
_MIN_SURNAME = 5


def judge_translation(draft: Draft) -> Judgement:
    """Return whether the article text was translated by a machine, with the words that say so.

    value: None when the text is too short, or the signs are too few for yes and too many for no. reasons:
    ids of the rules that found signs, and "mangled_names", sorted. spans: the signs, in text order.
    """
    signs = sorted((*_signs(draft), *_mangled(draft)))
    reasons = Counter(reason for _, reason in signs)
    weights = {rule.id: float(rule.options["weight"]) for rule in draft.pack.rules("translated")}
    score = sum(
        weights.get(reason, _SPELLING_WEIGHT) * min(n, _MAX_PER_REASON) for reason, n in reasons.items()
    )
    n_words = sum(len(span.of(draft.text).split()) for span in draft.sentences)
    value = _verdict(score, n_words)
    return Judgement(value, tuple(sorted(reasons)), tuple(dict.fromkeys(span for span, _ in signs)))


def _verdict(score: float, n_words: int) -> bool | None:
    long_text = max(0, n_words - _WORDS_PER_POINT) / _WORDS_PER_POINT
    if score >= _ENOUGH + long_text:
        return True
    if n_words < _MIN_WORDS or score >= _DOUBT + long_text:
        return None
    return False


def _signs(draft: Draft) -> list[tuple[Span, str]]:
    written = draft.masked(times=False, quantities=False)
    texts: Mapping[str, str] = {"written": written, "folded": folded(written)}
    found: list[tuple[Span, str]] = []
    for rule in draft.pack.rules("translated"):
        found += _of_rule(rule, texts[rule.options["on"]], draft)
    return found


def _of_rule(rule: Rule, text: str, draft: Draft) -> list[tuple[Span, str]]:
    found = []
    for sentence in draft.blocks():
        for match in rule.finditer(text, sentence.start, sentence.end):
            found.append((Span(*match.span()), rule.id))
    return found


def _mangled(draft: Draft) -> list[tuple[Span, str]]:
    """Find one surname in two spellings: the rarer spelling is the sign."""
    spans: dict[str, list[Span]] = {}
    for mention in draft.mentions:
        if mention.type == "PER" and mention.form == "name":
            surname = mention.normal.rsplit(" ", 1)[-1]
            if len(surname) >= _MIN_SURNAME:
                spans.setdefault(surname, []).append(mention.span)
    surnames = sorted(spans)
    found = []
    for i, left in enumerate(surnames):
        for right in surnames[i + 1 :]:
            if left[0] == right[0] and DamerauLevenshtein.distance(left, right) == 1:
                rarer = min((left, right), key=lambda name: (len(spans[name]), name))
                found.append((spans[rarer][0], "mangled_names"))
    return found
