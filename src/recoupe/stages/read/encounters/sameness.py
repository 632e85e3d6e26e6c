"""Whether two mentions in one document are of one encounter: what joins them, and what sets them apart."""

from __future__ import annotations

from recoupe.records.findings import Fact, Slot
from recoupe.records.values import Value, When, Where
from recoupe.stages.read.encounters.likeness import (
    are_gathered,
    are_misspelt,
    described_alike,
    may_be_one_group,
    may_speak_for_one,
    names_of,
)
from recoupe.stages.read.encounters.told import NEAR_SENTENCES, Group, Telling
from recoupe.stages.values.compare import Match, match_places, match_times

_OVERLAP: dict[Slot, tuple[Match, ...]] = {"place": ("same",), "time": ("same", "finer", "wider")}
"""How two values have to lie to each other to be told of one encounter: a day holds its hours, but a country
holds many meetings."""


def is_same(group: Group, telling: Telling) -> bool:
    """Tell whether a telling that says who takes part is of the group's encounter.

    So it is when the company is the same, in other words too, and neither status nor channel, day or place
    sets the two apart.
    """
    if not telling.who or not _status_fits(group, telling):
        return False
    if _is_gathering_of(group, telling):
        return True
    if not _ways_fit(group, telling) or lie_apart(group, telling):
        return False
    if _is_same_company(group, telling) or are_misspelt(group.who, telling.who):
        return True
    is_done = _may_be_done(group, telling) and not telling.is_noun
    if telling.is_besides or is_done or {group.status, telling.status} == {"possible", "held"}:
        return False
    return _may_be_same_company(group, telling)


def can_be_again(group: Group, telling: Telling, *, may_be_call: bool) -> bool:
    """Tell whether words that say not who takes part ("the meeting") can be of the group's encounter."""
    if lie_apart(group, telling):
        return False
    if "visit" in (group.kind, telling.kind):
        return group.kind == telling.kind
    if telling.kind == "call" or telling.kind == "summit":
        return group.kind == telling.kind
    if group.kind == "call":
        is_one_word = group.has_word(telling)
        return telling.channel == "unknown" and (may_be_call or is_one_word)
    return True


def lie_apart(group: Group, telling: Telling) -> bool:
    """Tell whether place or time of the two cannot be the same: nothing said of them fits together.

    What is put off has two days: the one it was to be on, and the one it is put off to.
    """
    is_put_off = "postponed" in (group.status, telling.status)
    slots: tuple[Slot, ...] = ("place",) if is_put_off else ("place", "time")
    for slot in slots:
        pairs = _pairs(group, telling, slot)
        # A bare "on Friday" may be read as last or as next: the same words mean the same day.
        if pairs and all(a.stated != b.stated and _lie(a.value, b.value) == "apart" for a, b in pairs):
            return True
    return False


def tells_headline(group: Group, telling: Telling) -> bool:
    """Tell whether the text tells the headline's encounter by the same word, of people who may be the same.

    "Drach received in Paris", and below: "The Ukrainian president was received by Sonia Varenne".
    """
    first = min(group.tellings, key=lambda t: t.order, default=None)
    if first is None or first.order > 1 or not first.order < telling.order <= first.order + NEAR_SENTENCES:
        return False
    mine, theirs = names_of(group.who), names_of(telling.who)
    are_nested = mine <= theirs or theirs <= mine
    kinds = {group.kind, telling.kind}
    if first.stem != telling.stem and first.order > 0:
        return False
    if first.stem != telling.stem:
        is_gathering = kinds == {"summit", "meeting"} and all(
            p.kind != "person" for p in (*group.who, *telling.who)
        )
        is_way = group.kind == "meeting" and telling.kind in ("meeting", "visit")
        return is_gathering or (is_way and are_nested and bool(mine & theirs))
    if "call" in kinds and {group.channel, telling.channel} >= {"call", "in person"}:
        return False
    are_named = len(mine) == len(group.who) and len(theirs) == len(telling.who)
    if are_nested:
        return bool(mine & theirs) or not are_named
    return len(mine | theirs) <= max(2, len(group.who), len(telling.who)) and not are_named


def _is_gathering_of(group: Group, telling: Telling) -> bool:
    """Tell whether one sentence names an encounter twice: "the ministers of X gather for a summit"."""
    is_one_sentence = group.tellings[-1].sentence == telling.sentence
    holds = telling.keys <= group.keys or group.keys <= telling.keys
    return is_one_sentence and holds and {group.kind, telling.kind} == {"meeting", "summit"}


def _ways_fit(group: Group, telling: Telling) -> bool:
    """Tell whether one encounter can have been both: a call is no visit, a visit to people is a meeting."""
    if {group.channel, telling.channel} >= {"call", "in person"}:
        return False
    kinds = {group.kind, telling.kind}
    if len(kinds) == 1 or not kinds & {"call", "visit"} or tells_headline(group, telling):
        return True
    if kinds == {"call", "meeting"}:
        # "A call between X and Y. They talked for an hour.": the verb does not say how.
        return _is_near(group, telling) and "in person" not in (group.channel, telling.channel)
    # "X's visit to the delegates", and before: "X met the delegates".
    return kinds == {"visit", "meeting"} and len(telling.keys) > 1 and group.keys == telling.keys


def _is_same_company(group: Group, telling: Telling) -> bool:
    """Tell whether the same people take part, as far as each mention says."""
    keys, known = telling.keys, group.keys
    if keys == known or (keys < known and len(keys) > 1):
        return True
    if keys < known and telling.is_known and group.kind == telling.kind:
        # "X will receive Y and Z", and later: "X's talks begin on Monday".
        return True
    if keys <= known | group.aliases and telling.is_known and group.has_word(telling):
        # "X received the guild. The minister talked with its members", then: "the talks of X, the minister".
        return bool(keys & group.aliases)
    are_meetings = group.kind == telling.kind == "meeting"
    if group.tellings[-1].sentence == telling.sentence and are_meetings and keys < known:
        # "X gathers the makers in Lyon to talk of the port"
        return True
    if not _is_near(group, telling):
        return False
    if known < keys and group.kind == "meeting":
        # "X received at the palace", then "Y received X": the host is told later. What X asks for is not
        # what X then does.
        return len(known) == 1 and not _may_be_done(group, telling)
    return keys < known and group.kind == telling.kind == "visit"


def _may_be_done(group: Group, telling: Telling) -> bool:
    """Tell whether one tells of what somebody asks for, and the other of what may have been done."""
    return group.status == "possible" and telling.status in (None, "held")


def _may_be_same_company(group: Group, telling: Telling) -> bool:
    """Tell whether the people of one mention may be those whom the other describes in other words."""
    if tells_headline(group, telling) or _is_there_then(group, telling) or _is_told_anew(group, telling):
        return True
    if is_only_recalled(group, telling):
        return True
    if not _is_near(group, telling):
        return False
    is_one_sentence = group.tellings[-1].sentence == telling.sentence
    if (is_one_sentence or _meet_in(group, telling, "time")) and _stands_for(group, telling):
        return True
    may_be_described = len(telling.keys) > 1 or group.kind == telling.kind in ("visit", "summit")
    if may_be_described and described_alike(group.who, telling.who) is not None:
        return True
    if is_one_sentence and not group.has_word(telling):
        # "He wants the miners to be received, and has talks with the police": plurals of two encounters.
        return False
    return are_gathered(group.who, telling.who)


def is_only_recalled(group: Group, telling: Telling) -> bool:
    """Tell whether a bare participle says of people what was told ("the two received by X")."""
    is_one_word = group.has_word(telling)
    if not telling.is_lone or telling.order < NEAR_SENTENCES or not is_one_word:
        return False
    others = [p for p in telling.who if p.key not in group.keys]
    are_met = (p.kind == "person" or any(may_be_one_group(p, q) for q in group.who) for p in others)
    return len(others) < len(telling.who) and all(are_met) and not any(p.is_name for p in others)


def _is_there_then(group: Group, telling: Telling) -> bool:
    """Tell whether both take place at one place, at one time or by one word, and one side names nobody."""
    if group.kind != telling.kind or (names_of(group.who) and names_of(telling.who)):
        return False
    if not _meet_in(group, telling, "place"):
        return False
    return _meet_in(group, telling, "time") or group.has_word(telling)


def _is_told_anew(group: Group, telling: Telling) -> bool:
    """Tell whether a later passage tells of the same people, described in like words, by the same word."""
    if group.kind != telling.kind:
        return False
    is_one_word = group.has_word(telling)
    is_ahead = {group.status, telling.status} <= {"planned", "possible"}
    if (is_one_word or is_ahead) and _share_sides(group, telling, are_alike=is_one_word and is_ahead):
        return True
    if group.kind == "visit":
        if telling.status != group.tellings[0].status:
            return False
        are_placed = all(any(f.slot == "place" for f in facts) for facts in (group.facts, telling.facts))
        return (telling.keys <= group.keys or group.keys <= telling.keys) and not are_placed
    is_named = bool(names_of(group.who) & names_of(telling.who))
    return is_one_word and is_named and described_alike(group.who, telling.who) is not None


def _stands_for(group: Group, telling: Telling) -> bool:
    """Tell whether, of one word and host, one mention names those for whom the other says "members of"."""
    keys = group.keys & telling.keys
    rest = [[p for p in who if p.key not in keys] for who in (group.who, telling.who)]
    is_one_word = group.has_word(telling)
    if not keys or not all(rest) or not is_one_word:
        return False
    return any(
        all(p.is_vague for p in some) and all(p.is_name and p.kind == "person" for p in others)
        for some, others in (rest, rest[::-1])
    )


def _share_sides(group: Group, telling: Telling, *, are_alike: bool) -> bool:
    """Tell whether one person and one plural are the same in both, however many others each tells of.

    are_alike: of two plurals that speak for others, by one word, it need not be said that these are the same
    ("spokesmen of the guild", "spokesmen of the fishers").
    """
    keys = group.keys & telling.keys
    mine = [p for p in group.who if p.key not in keys]
    theirs = [p for p in telling.who if p.key not in keys]
    are_many = all(p.kind == "group" for p in (*mine, *theirs))
    pairs = [(a, b) for a in mine for b in theirs]
    return (
        bool(keys)
        and are_many
        and any(may_be_one_group(a, b) or (are_alike and may_speak_for_one(a, b)) for a, b in pairs)
    )


def _status_fits(group: Group, telling: Telling) -> bool:
    status = telling.status or "held"
    if status == group.status:
        return True
    is_off = group.status in ("cancelled", "postponed", "refused")
    is_other = is_off and (telling.is_new or _is_elsewhere(group, telling))
    is_open = telling.is_noun and telling.status is None and not is_other
    if is_open and (telling.kind == "call") == (group.kind == "call"):
        # "They will meet on Monday. The meeting of the two …": the noun does not say that it took place.
        return True
    pair = {status, group.status}
    if pair == {"held", "planned"}:
        return (telling.is_present and telling.status is None) or group.is_present
    if pair & {"cancelled", "postponed", "refused"} and pair & {"planned", "possible"}:
        # "She will meet X, who refuses to talk with Y": two, by two words.
        is_beside = group.tellings[-1].sentence == telling.sentence and not group.has_word(telling)
        return not (is_beside and "refused" in pair)
    if pair == {"planned", "possible"}:
        return True
    near = telling.order - group.tellings[-1].order <= NEAR_SENTENCES
    # "Nobody knew whether they would meet. In the end they did.": one encounter.
    return near and group.status == "possible" and status == "held"


def _is_elsewhere(group: Group, telling: Telling) -> bool:
    """Tell whether one who has put off a journey is on another one: both name places, and none alike."""
    are_visits = group.kind == telling.kind == "visit"
    return are_visits and bool(_pairs(group, telling, "place")) and not _meet_in(group, telling, "place")


def _is_near(group: Group, telling: Telling) -> bool:
    """Tell whether the group was spoken of a sentence or two before, or on the same stated day."""
    return telling.order - group.last_order <= NEAR_SENTENCES or _meet_in(group, telling, "time")


def _meet_in(group: Group, telling: Telling, slot: Slot) -> bool:
    """Tell whether both say one place or one time."""
    return any(_lie(a.value, b.value) in _OVERLAP[slot] for a, b in _pairs(group, telling, slot))


def _pairs(group: Group, telling: Telling, slot: Slot) -> list[tuple[Fact, Fact]]:
    return [(a, b) for a in group.facts for b in telling.facts if a.slot == b.slot == slot]


def _lie(left: Value | None, right: Value | None) -> Match:
    """Return how two places or times lie to each other; "unknown" for all else."""
    if isinstance(left, When) and isinstance(right, When):
        return match_times(left, right)
    if not isinstance(left, Where) or not isinstance(right, Where):
        return "unknown"
    match = match_places(left, right)
    return "apart" if match == "unknown" and _lie_in_two_countries(left, right) else match


def _lie_in_two_countries(left: Where, right: Where) -> bool:
    countries = [{k for k in (p.key, *p.within) if len(k) == 2 and k.isupper()} for p in (left, right)]
    return all(countries) and not countries[0] & countries[1]
