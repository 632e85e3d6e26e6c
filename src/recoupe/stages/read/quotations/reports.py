"""Reported speech inside one sentence: which words, by which cue, and who is named as saying them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from recoupe.packs import Pack, Rule
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.clause_reports import (
    clause_after,
    clause_after_speaker,
    clause_around,
    clause_before,
    counted,
    figure,
)
from recoupe.stages.read.quotations.clauses import Context, report_rules
from recoupe.stages.read.quotations.marked_reports import inside, quote_after, quote_before
from recoupe.stages.read.quotations.marks import Marked
from recoupe.stages.read.quotations.report import Report, group_of
from recoupe.stages.read.quotations.speech import (
    BOTH,
    FINITE,
    INFINITIVE,
    PARTICIPLE,
    Unit,
    Words,
    tokens_of,
    words_of,
)

_MIN_CONTENT_CHARS = 3
_MOST_TO_CLAUSE = 3
"""Tokens from a verb of saying to the word that opens its clause."""
_MATCHES_PER_RULE = 60


@lru_cache(maxsize=512)
def find_reports(unit: Unit, pack: Pack) -> tuple[Report, ...]:
    """Return the reports of one unit in text order, none inside another."""
    return _outermost(_all_reports(unit, pack))


@lru_cache(maxsize=512)
def figure_reports(unit: Unit, pack: Pack) -> tuple[Report, ...]:
    """Return the reports of one unit that may say whose a figure is, the surest first, then the shortest.

    One may stand in another: "the firemen spoke of three injured, the prosecutor of four".
    """
    rules = report_rules(pack)
    inner = (report for report in _all_reports(unit, pack) if report.rule in rules.of_figures)
    found = (*inner, *_reports(unit, pack, rules.figures), *find_reports(unit, pack))
    named = {report for report in found if report.speaker is not None}
    return tuple(sorted(named, key=lambda r: (not r.is_exact, sum(map(len, r.content)), r.content, r.rule)))


@lru_cache(maxsize=512)
def _all_reports(unit: Unit, pack: Pack) -> tuple[Report, ...]:
    """Return all that the rules of reported speech find in one unit, some of it inside others."""
    return tuple(_reports(unit, pack, report_rules(pack).finding))


def _reports(unit: Unit, pack: Pack, rules: Iterable[Rule]) -> Iterator[Report]:
    """Yield what some rules find in one unit."""
    words = words_of(pack)
    written = inscribed(unit, pack)
    found = report_rules(pack).verbs if unit.verbs else ()
    verbs = [m.start() for rule in found for m in rule.finditer(unit.masked)]
    for rule in rules:
        if not _may_match(rule, unit):
            continue
        for match in _matches_at(rule, unit, verbs) if "at" in rule.options else _matches(rule, unit):
            report = _report(rule, match, unit, pack=pack, words=words)
            if report is not None and not (report.is_direct and report.marked[0] in written):
                yield report


@lru_cache(maxsize=512)
def inscribed(unit: Unit, pack: Pack) -> frozenset[Marked]:
    """Return the marked stretches of a unit that stand on a thing, such as a banner: nobody says them."""
    if not unit.marked:
        return frozenset()
    found: set[Marked] = set()
    for rule in report_rules(pack).inscriptions:
        for match in islice(rule.finditer(unit.masked), _MATCHES_PER_RULE):
            place = Span(match.start(), match.end() + 1).moved(unit.span.start)
            found.update(m for m in unit.marked if m.span.start == place.end - 1 or m.span.meets(place))
    return frozenset(found)


def _may_match(rule: Rule, unit: Unit) -> bool:
    """Tell whether the unit holds what the rule cannot do without: marked words, a verb of saying."""
    if "takes" in rule.options and not unit.verbs:
        return False
    place = str(rule.options["content"])
    return bool(unit.marked) or not (place == "inside" or place.startswith("quote-"))


def _matches(rule: Rule, unit: Unit) -> Iterator[re.Match[str]]:
    """Yield the rule's matches, each searched from just behind the start of the one before."""
    text = unit.open if rule.options.get("content") == "inside" else unit.masked
    position = 0
    for _ in range(_MATCHES_PER_RULE):
        match = rule.search(text, position)
        if match is None:
            return
        yield match
        position = max(
            match.start() + 1, match.end() if match.end() < match.start() + 2 else match.start() + 1
        )


def _matches_at(rule: Rule, unit: Unit, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the rule's matches at some places of the unit, where alone it can match."""
    found = (rule.pattern.match(unit.masked, place) for place in places)
    return islice((match for match in found if match is not None), _MATCHES_PER_RULE)


def _report(rule: Rule, match: re.Match[str], unit: Unit, *, pack: Pack, words: Words) -> Report | None:
    """Return what a match of a rule reports; None when its verb, its speaker or its words do not fit."""
    cue = group_of(match, "cue", unit)
    takes = set(str(rule.options["takes"]).split("|")) if "takes" in rule.options else None
    if cue is not None and not _fits(unit, cue, match, rule, takes=takes, words=words):
        return None
    if cue is not None and takes and not rule.options.get("by_agent") and _is_passive(unit, cue, words):
        return None
    if rule.options.get("in_title") and not unit.is_title:
        return None
    place = str(rule.options["content"])
    builders = {
        "quote-before": quote_before,
        "quote-after": quote_after,
        "inside": inside,
        "clause-after": clause_after,
        "clause-after-speaker": clause_after_speaker,
        "clause-before": clause_before,
        "clause-around": clause_around,
        "figure": figure,
        "counted": counted,
    }
    firm, exact = bool(rule.options.get("firm")), bool(rule.options.get("exact"))
    empty = Report(rule.id, (), cue, None, (), False, firm, exact, bool(rule.options.get("strict")))
    report = builders[place](empty, match, unit, Context(rule, pack, words))
    if report is None:
        return None
    report = replace(report, is_near=_is_told_right_there(report, rule, unit, words))
    return report if exact or sum(len(s) for s in report.content) >= _MIN_CONTENT_CHARS else None


def _is_passive(unit: Unit, cue: Span, words: Words) -> bool:
    """Tell whether the cue is said of its subject ("was considered"), not said by it."""
    tokens = tokens_of(unit.readable(cue), cue.start)
    before = unit.tokens_until(cue.start)[-1:]
    if before and len(tokens) == 1 and words.has(before[-1], "being"):
        return True
    if (
        before
        and tokens
        and words.has(before[-1], "coordination", "joining")
        and _is_joined_passive(unit, cue, words)
    ):
        return True
    return any(words.has(t, "being") for t in tokens) and not any(words.has(t, "reflexive") for t in tokens)


def _is_joined_passive(unit: Unit, cue: Span, words: Words) -> bool:
    """Tell whether a participle is joined to one that is said of the subject ("was tried and condemned")."""
    form = unit.masked[cue.start - unit.span.start]
    if form not in (PARTICIPLE, BOTH):
        return False
    before = unit.tokens_until(cue.start)
    reports = next((i for i, t in enumerate(before) if t.word[0] in (FINITE, BOTH)), len(before))
    if form == BOTH and any(words.has(t, "complement") for t in before[reports : reports + _MOST_TO_CLAUSE]):
        return False  # "she explains that it was late and says no": the verb goes on with the first
    last = next((t for t in reversed(before) if words.has(t, "auxiliary", "being", "been")), None)
    return last is not None and words.has(last, "being", "been")


def _fits(
    unit: Unit, cue: Span, match: re.Match[str], rule: Rule, *, takes: set[str] | None, words: Words
) -> bool:
    """Tell whether a verb of the cue can introduce what the rule looks for."""
    verbs = unit.verbs_in(cue)
    if takes is None:
        return True
    fitting = [v for v in verbs if takes & v.takes]
    cue_tokens = tokens_of(unit.readable(cue), 0)
    is_modal = bool(cue_tokens) and len(cue_tokens) > 1 and cue_tokens[-1].word[0] == INFINITIVE
    if not (is_modal or takes & {"words", "person", "self"}) and any(
        words.has(t, "reflexive") for t in (*unit.tokens_until(cue.start)[-1:], *cue_tokens)
    ):
        fitting = [v for v in fitting if v.reflexive]  # what "finds itself" somewhere finds nothing
    if not fitting:
        return False
    if "before" not in match.re.groupindex:
        return True
    before = (match["before"] or "").strip()
    bare = not before or "partitive" in words.classes.get(before, ())
    for verb in fitting:
        if (not verb.before and bare) or before in verb.before or (bare and "" in verb.before):
            return True
    return False


def _outermost(found: Iterable[Report]) -> tuple[Report, ...]:
    """Return the reports without those whose words stand in a better one, in text order."""
    kept: list[Report] = []
    for report in sorted(found, key=_rank):
        if not any(_covers(other, report) for other in kept):
            kept.append(report)
    return tuple(sorted(kept, key=lambda r: (r.content[0], r.rule)))


def _rank(report: Report) -> tuple[bool, bool, bool, bool, int, int, bool, int, str]:
    """Marked speech with its own cue first, then reports with a speaker, then the longest."""
    length = sum(len(s) for s in report.content)
    certain = report.is_exact or (report.is_direct and report.is_firm)
    return (
        not certain,
        report.speaker is None and not report.is_firm,
        report.cue is None,
        report.is_strict,
        -report.cue.start if report.is_near and report.cue is not None else 0,
        -length,
        not report.is_firm,
        report.content[0].start,
        report.rule,
    )


def _is_told_right_there(report: Report, rule: Rule, unit: Unit, words: Words) -> bool:
    """Tell whether marked words stand behind a verb right behind who says them ("asked why, he said: …")."""
    if rule.options.get("speaker") == "told" or rule.options.get("near"):
        return True
    if not (report.is_direct and report.is_firm) or report.speaker is None or report.cue is None:
        return False
    if not report.speaker.end + 1 == report.cue.start < report.content[0].start:
        return False
    return not words.has(unit.tokens_until(report.speaker.end)[-1], "clitic")


def _uses(report: Report, cue: Span) -> bool:
    """Tell whether a report has the cue for its own, or in its words."""
    return any(s.meets(cue) for s in (report.cue, *report.content) if s is not None)


def _covers(other: Report, report: Report) -> bool:
    """Tell whether two reports cannot both hold: one's words are the other's words or its speaker."""
    for one, two in ((other, report), (report, other)):
        named = one.speaker
        if one.is_exact and one.cue is not None and _uses(two, one.cue):
            return True
        if named is not None and one.cue == two.cue and two.content[0].start == named.start:
            return True
        if named is not None and any(
            s.holds(named) and len(named) * 2 > len(s) for s in two.content if not two.is_firm
        ):
            return True
    shared = sum(a.n_shared(b) for a in other.content for b in report.content)
    return shared * 2 > min(sum(len(s) for s in report.content), sum(len(s) for s in other.content))
