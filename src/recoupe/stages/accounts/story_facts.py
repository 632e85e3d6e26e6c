"""Facts of a story outside its encounters and figures: how long, when, and what is affirmed or denied.

A fact is about what its clause names: the events, by a key that noun, verb and synonyms share, and the stems
of the other words. Accounts are set side by side by these keys alone (see stages/crosscheck/story_rows.py).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from recoupe.records.accounts import CONTRARY, NAMED, Comparable
from recoupe.records.findings import Polarity, TimeExpression
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.records.values import Where, Words
from recoupe.stages.accounts.clause_facts import (
    AMID_CHARS,
    ClauseFact,
    comparable_of,
    nearest_event,
    setting_of,
)
from recoupe.stages.accounts.clauses import MIN_KEYS, Clause, clauses, saying
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.accounts.contrasts import contrasts_in
from recoupe.stages.accounts.main_hours import CLOCK, LIGHT
from recoupe.stages.accounts.missing import (
    brought_up_in,
    denied_in,
    insisted_in,
    missing_in,
    without_presence,
)
from recoupe.stages.accounts.tellings import tellings
from recoupe.stages.accounts.times_told import bound_of, is_not_before, is_of_another_time, timed
from recoupe.stages.read.amounts import by_form
from recoupe.stages.text.event_words import (
    WORD,
    articles_before,
    event_nouns,
    event_participles,
    event_verbs,
    finite_event_verbs,
    pattern,
)
from recoupe.stages.text.folded import bare_word, folded

_BEFORE_CHARS = 12
"""How far before a word its article is looked for."""
MAX_KEYS = 16
"""A clause with fewer than `MIN_KEYS` keys could be of anything; one with more of them is a list."""


def story_facts(teller: Teller) -> Iterator[Comparable]:
    """Yield the durations, times and yes-or-no facts of the article's clauses, in text order."""
    for clause in clauses(teller):
        for time in clause.hours:
            for fact in timed(teller, clause, time):
                yield _comparable(teller, clause, fact)
        yield from _placed(teller, clause)
        yield from _affirmed(teller, clause)


def _placed(teller: Teller, clause: Clause) -> Iterator[Comparable]:
    """Yield where a clause says that something is; nothing of a clause that names two places."""
    told = [one for one in clause.events if one[1] not in LIGHT] or list(clause.events)
    if clause.denies or clause.denial.unclear:
        return
    entities = {e.id: e for e in teller.reading.entities}
    inside = [m for m in teller.reading.mentions if m.type == "LOC" and clause.span.holds(m.span)]
    if len(inside) != 1 or inside[0].entity_id not in entities:
        return
    mention, entity = inside[0], entities[inside[0].entity_id or ""]
    opening = _place_words(teller, clause, mention.span)
    around = (clause.keys | clause.context) - {entity.key or ""}
    if opening is None or entity.key is None or not around:
        return
    value = Where(entity.name, entity.key, entity.within)
    span = Span(opening.start, mention.span.end)
    setting = setting_of(clause, nearest_event(mention.span, told, within=AMID_CHARS), around)
    yield _comparable(teller, clause, ClauseFact("place", span, value, "asserted", setting))


def _place_words(teller: Teller, clause: Clause, name: Span) -> Span | None:
    """Return the words right before a name that say that something is there; None when none do."""
    start = max(clause.span.start, name.start - _BEFORE_CHARS)
    opening = pattern(teller.pack, "place").search(folded(teller.document.text[start : name.start]))
    if opening is None or not clause.span.holds(name):
        return None
    return Span(start + opening.start(), name.start)


def _affirmed(teller: Teller, clause: Clause) -> Iterator[Comparable]:
    """Yield what a clause affirms or denies; nothing of a clause that says too little."""
    keys = clause.keys | set(clause.elided[:1])
    missing = missing_in(teller, clause)
    if len(keys) < MIN_KEYS and not clause.events and not missing:
        return
    if len(keys) > MAX_KEYS or clause.denial.unclear or clause.aims:
        return
    # "Aucune fuite depuis 2019" tells of today as well.
    since = [t for t in clause.hours if clause.denies and bound_of(teller, clause, t.span) == "start"]
    if is_of_another_time(teller, clause, but=since):
        return
    if missing:
        clause = without_presence(teller, clause, missing)
        keys = clause.keys | set(clause.elided[:1])
    denied = denied_in(teller, clause, missing)
    if clause.denies and any(_says_when(teller, clause, time) for time in clause.hours):
        return
    if clause.denies != bool(denied) or not (clause.elided or _has_verb(teller, clause)):
        return
    if clause.denial.refused:
        # "La mairie nie tout retard": who denies it is no part of what is denied.
        keys = frozenset(denied)
        clause = replace(
            clause, events=tuple(e for e in clause.events if e[1].removeprefix(CONTRARY) in keys)
        )
    plain = folded(clause.span.of(teller.document.text))
    if not clause.events and pattern(teller.pack, "said").match(plain):
        # "…, a affirmé lundi le ministre des Finances."
        return
    where = [
        m.span for m in teller.reading.mentions if m.type == "LOC" and _place_words(teller, clause, m.span)
    ]
    doers = [word for word, key in clause.events if _does(teller, word) and not key.startswith(CONTRARY)]
    named = [word for word, _ in clause.placed if word in doers or _is_only_named(teller, clause, word)]
    nouns = [word for word, _ in clause.events if _has_article(teller, word)]
    said = [word for word, _ in clause.events if _is_said(teller, clause, word, is_noun=word in nouns)]
    who = {key for word, key in clause.events if word in doers}
    events = tuple(sorted({NAMED + key if word in named else key for word, key in clause.events}))
    polarity: Polarity = "denied" if clause.denies else "asserted"
    beside = clause.keys - {key for word, key in clause.placed if word not in named}
    denies_any = clause.denies and pattern(teller.pack, "any").search(plain) is not None
    setting = changed(
        setting_of(clause, events, keys, bound="end" if clause.over else ""),
        # "Aucune donnée de patient n'a été volée" denies a theft, and no patients.
        happened=_focus(denied, who | beside, who) if denies_any else _focus(denied, who),
        denied=denied,
        missing=tuple(dict.fromkeys(key for _, key in missing)),
        insists=insisted_in(teller, clause),
        brings_up=brought_up_in(teller, clause),
        is_then=pattern(teller.pack, "then").search(plain) is not None,
        beside=tuple(sorted(beside)),
        places=tuple(sorted(clause.names & keys)),
        tellings=tuple(
            tellings(teller.pack, clause, but=[*named, *doers], nouns=nouns, where=where, said=said)
        ),
        towns=tuple(sorted(key for word, key in clause.placed if word in where)),
        is_part=pattern(teller.pack, "a part").search(plain) is not None,
        denies_any=denies_any,
        is_still=pattern(teller.pack, "still").search(plain) is not None,
        is_back=pattern(teller.pack, "back").search(plain) is not None,
        is_before=pattern(teller.pack, "had been").search(plain) is not None,
        contrasts=() if clause.denies else contrasts_in(teller, clause),
        ranks=teller.ranks_in(clause.sentence),
    )
    value = Words(tuple(sorted(keys)))
    yield _comparable(teller, clause, ClauseFact("decision", clause.span, value, polarity, setting))


def _says_when(teller: Teller, clause: Clause, time: TimeExpression) -> bool:
    """Tell whether a denial is one of an hour, or of any time before one: it may be so at another."""
    is_hour = time.when is not None and time.when.granularity in CLOCK
    return is_hour or is_not_before(teller, clause, time)


def _focus(denied: Sequence[str], *but: Container[str]) -> str | None:
    """Return the key that a denial turns round, rather none of what only does it or stands beside it."""
    return next((key for left_out in but for key in denied if key not in left_out), next(iter(denied), None))


def _does(teller: Teller, word: Span) -> bool:
    """Tell whether the word of an event names who does it ("manifestants"); "ne bloquant" names nobody."""
    plain = folded(Span(max(0, word.start - _BEFORE_CHARS), word.end).of(teller.document.text))
    return pattern(teller.pack, "doer").search(plain) is not None


def _has_article(teller: Teller, word: Span) -> bool:
    before = folded(teller.document.text[max(0, word.start - _BEFORE_CHARS) : word.start])
    # "Le nouveau livre" is no "le maire livre …".
    head, _, last = before.rstrip().rpartition(" ")
    if last in by_form(teller.pack, "before_counted"):
        before = f"{head} "
    return bool(articles_before(teller.pack, before))


def _is_only_named(teller: Teller, clause: Clause, word: Span) -> bool:
    """Tell whether a clause names an event without saying that it is so ("parler de la réouverture")."""
    before = folded(teller.document.text[max(clause.span.start, word.start - 24) : word.start])
    return pattern(teller.pack, "named").search(before) is not None


def _is_said(teller: Teller, clause: Clause, word: Span, *, is_noun: bool) -> bool:
    """Tell whether a clause says of an event that it is so, by its own verb or another.

    "Les otages ont été libérés", "libère les otages" and "confirme la libération" say so,
    "les otages libérés" does not.
    """
    told = folded(word.of(teller.document.text))
    before = folded(teller.document.text[clause.span.start : word.start])
    if is_noun:
        behind = folded(teller.document.text[word.end : clause.span.end])
        return any(
            pattern(teller.pack, role).search(words) is not None
            for role, words in (("brings about", before), ("is certain", behind))
        )
    first, _, more = told.partition(" ")
    # "Incendie à Nice" is no verb, "le maire ferme la halle" is.
    has_subject = any(placed.end <= word.start for placed, _ in clause.placed)
    return (
        (first in finite_event_verbs(teller.pack) and (first not in event_nouns(teller.pack) or has_subject))
        or (bool(more) and first not in event_participles(teller.pack))
        or pattern(teller.pack, "verb").search(told) is not None
        or pattern(teller.pack, "says of").search(before) is not None
    )


def _has_verb(teller: Teller, clause: Clause) -> bool:
    """Tell whether a clause says something of what it names: a bare noun is neither so nor not so."""
    text = clause.span.of(teller.document.text)
    # A sentence of one clause is hardly without a verb, even if it is none of those known.
    if text.endswith(".") and clause.span.start <= clause.sentence.start:
        return True
    telling = (event_verbs(teller.pack), saying(teller.pack))
    return pattern(teller.pack, "verb").search(folded(text)) is not None or any(
        bare_word(word) in words for word in WORD.findall(text) for words in telling
    )


def _comparable(teller: Teller, clause: Clause, fact: ClauseFact) -> Comparable:
    where = f"{fact.span.start}:{fact.span.end}"
    return comparable_of(
        teller,
        clause.sentence,
        fact,
        id_=make_id("cmp", teller.document.id, "event", fact.slot, where),
        certainty="probable" if clause.unsure else "certain",
    )
