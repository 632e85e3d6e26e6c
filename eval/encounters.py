"""Encounters: found, and with their participants, status and place."""

from __future__ import annotations

from collections.abc import Sequence

from eval.gold import GoldEncounter
from eval.reading import ReadArticle
from eval.same import is_same
from eval.score import Miss, Result, Score, named, pairs_by_likeness, prf, share
from recoupe.packs import Pack
from recoupe.records.findings import Encounter, Fact
from recoupe.records.spans import Span
from recoupe.records.values import Where

Found = tuple[tuple[Span, ...], Encounter]
"""Where the triggers stand, and the record."""


def score_encounters(
    set_name: str, articles: Sequence[ReadArticle], pack: Pack, *, task: str = "encounters"
) -> Result:
    """Return the scores of encounters: found when one of its triggers meets the marked trigger."""
    n_gold = n_ours = n_met = n_wanted = n_named = n_given = n_meant = n_status = n_placed = n_place = 0
    misses: list[Miss] = []
    for article in articles:
        gold, found = article.gold.encounters, _found_in(article)
        pairs = pairs_by_likeness(gold, found, likeness=_likeness)
        n_gold += len(gold)
        n_ours += len(found)
        n_met += len(pairs)
        for i, j in pairs:
            one, ours = gold[i], found[j][1]
            n_wanted += len(one.participants)
            n_named += _n_participants(one, ours, pack)
            n_given += len(ours.participants)
            n_meant += _n_meant(one, ours, pack)
            n_status += one.status == ours.status
            n_placed += one.place is not None
            n_place += _is_place_right(one, ours, pack)
        misses += _misses(article.gold.name, gold, found, pairs=pairs, pack=pack)
    score = named(task, set_name)
    scores: tuple[Score, ...] = (
        *prf(score, "found", n_right=n_met, n_found=n_ours, n_gold=n_gold),
        score("participants of found", share(n_named, n_wanted), n_wanted),
        score("participants of found F", _f(n_named, n_wanted, n_meant, n_given), n_wanted),
        score("right status of found", share(n_status, n_met), n_met),
        score("right place of found", share(n_place, n_placed), n_placed),
    )
    return Result(scores, tuple(misses))


def _found_in(article: ReadArticle) -> list[Found]:
    encounters = () if article.reading is None else article.reading.encounters
    return [(article.all_at(encounter.triggers), encounter) for encounter in encounters]


def _likeness(gold: GoldEncounter, found: Found) -> float:
    return 1.0 if any(span.meets(gold.trigger) for span in found[0]) else 0.0


def _n_participants(gold: GoldEncounter, found: Encounter, pack: Pack) -> int:
    names = [participant.name for participant in found.participants]
    return sum(any(is_same(wanted, name, pack) for name in names) for wanted in gold.participants)


def _n_meant(gold: GoldEncounter, found: Encounter, pack: Pack) -> int:
    names = [participant.name for participant in found.participants]
    return sum(any(is_same(wanted, name, pack) for wanted in gold.participants) for name in names)


def _f(n_named: int, n_wanted: int, n_meant: int, n_given: int) -> float:
    """F of participants: of those marked how many are named, of those named how many are marked."""
    recall, precision = share(n_named, n_wanted), share(n_meant, n_given)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _is_place_right(gold: GoldEncounter, found: Encounter, pack: Pack) -> bool:
    if gold.place is None:
        return False
    places = [fact for fact in found.facts if fact.slot == "place"]
    return any(is_same(gold.place, name, pack) for fact in places for name in _place_names(fact))


def _place_names(fact: Fact) -> list[str]:
    return [fact.stated] + ([fact.value.name] if isinstance(fact.value, Where) else [])


def _faults(name: str, gold: GoldEncounter, found: Encounter, pack: Pack) -> list[Miss]:
    """What is wrong with an encounter that was found."""
    out = []
    if gold.status != found.status:
        out.append(Miss("status wrong", name, gold.trigger, f"{found.status}, not {gold.status}"))
    if _n_participants(gold, found, pack) < len(gold.participants):
        out.append(Miss("a participant missing", name, gold.trigger))
    if _n_meant(gold, found, pack) < len(found.participants):
        out.append(Miss("a participant too many", name, gold.trigger))
    if gold.place is not None and not _is_place_right(gold, found, pack):
        out.append(Miss("place wrong or missing", name, gold.trigger))
    return out


def _misses(
    name: str,
    gold: Sequence[GoldEncounter],
    found: Sequence[Found],
    *,
    pairs: Sequence[tuple[int, int]],
    pack: Pack,
) -> list[Miss]:
    missed = set(range(len(gold))) - {i for i, _ in pairs}
    invented = set(range(len(found))) - {j for _, j in pairs}
    out = [Miss(f"{gold[i].status} encounter missed", name, gold[i].trigger) for i in missed]
    for j in invented:
        triggers, one = found[j]
        place = triggers[0] if triggers else Span(0, 0)
        out.append(Miss(f"no encounter, by {one.producer.rsplit('/', 1)[-1]}", name, place))
    for i, j in pairs:
        out += _faults(name, gold[i], found[j][1], pack)
    return sorted(out, key=lambda miss: (miss.span, miss.kind))
