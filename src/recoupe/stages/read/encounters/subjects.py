"""Who a sentence speaks of: the subject before a word, what a pronoun and a plural stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from recoupe.records.findings import Quotation
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.groups import Play
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import TRIGGER, Scene
from recoupe.stages.read.names.tables import name_tables

LAST_REACH = 600
"""How far back, in characters, "the latter" may look."""
LIST_REACH = 200
"""How far back, in characters, a list of coordinated names is followed."""
_OPENED = re.compile(r"[«“\"] ?$")
MAX_COORDINATION = 14
"""Characters that may stand between two coordinated names ("X ainsi que Y"); longer is another clause."""


def is_governed(scene: Scene, party: Party, sentence: Span) -> bool:
    """Tell whether a preposition stands before the party, so that it is not the subject."""
    if _has_preposition(scene, party, sentence):
        return True
    # In "between X and Y" the second is governed with the first.
    before = Span(max(sentence.start, party.span.start - LIST_REACH), party.span.start)
    for earlier in reversed(scene.within(before)):
        if not (_are_coordinated(scene, earlier, party) and _is_joined(scene, earlier, party)):
            return False
        if earlier.kind != party.kind and "," in scene.masked[earlier.span.end : party.span.start]:
            # "… a meeting at the town hall, and X receives Y": another clause begins.
            return False
        if _has_preposition(scene, earlier, sentence):
            return True
        party = earlier
    return False


def _has_preposition(scene: Scene, party: Party, sentence: Span) -> bool:
    before = scene.masked[max(sentence.start, party.span.start - 24) : party.span.start]
    # Quotation marks around a name ("the delegates of « the Guild »") govern nothing.
    before = _OPENED.sub("", before)
    # Whoever acts in "the makers, a delegation of whom has been received" is governed by nothing.
    clause = before + TRIGGER + scene.masked[party.span.end : min(sentence.end, party.span.end + 24)]
    if any(rule.search(clause) for rule in scene.rules("of whom")):
        return False
    return any(rule.search(before) for rule in scene.rules("governed"))


def _is_joined(scene: Scene, left: Party, right: Party) -> bool:
    """Tell whether more than a comma links the two."""
    between = scene.masked[left.span.end : right.span.start]
    return any(rule.search(between) for rule in scene.rules("joined"))


def subjects(
    scene: Scene, play: Play, sentence: Span, *, at: int, but: Iterable[Party] = ()
) -> tuple[Party, ...]:
    """Return who acts at offset `at`: the nearest subject before it, else the first one after it.

    but: parties that stand elsewhere in the clause. Empty when nobody is found.
    """
    taken = {party.span for party in but}
    ahead = _named_ahead(scene, sentence, at=at)
    if ahead and not any(party.span in taken for party in ahead):
        return ahead
    antecedent = _antecedent(scene, sentence, at=at)
    if antecedent and antecedent.span not in taken:
        return (antecedent,)
    free = [p for p in scene.within(sentence) if p.span not in taken and not is_governed(scene, p, sentence)]
    before = [p for p in free if p.span.end <= at]
    pronoun = _pronoun(scene, play, sentence, at=at)
    if pronoun and (not before or pronoun[0] > before[-1].span.start):
        return pronoun[1]
    if before:
        return _coordinated(scene, before, sentence)
    quoted = quotation_at(scene, at)
    after = [
        p
        for p in free
        if p.span.start >= at
        and not _only_says(scene, p, sentence, at=at)
        # Who is spoken of in words that are quoted behind does not act here.
        and (quoted or quotation_at(scene, p.span.start) is None)
    ]
    return _coordinated_after(scene, after) if after else ()


def _named_ahead(scene: Scene, sentence: Span, *, at: int) -> tuple[Party, ...]:
    """Return whom a pronoun means that comes before the name ("In X, where he is on a visit, Y said …")."""
    words = scene.masked[sentence.start : at] + TRIGGER + scene.masked[at + 1 : sentence.end]
    for rule in scene.rules("ahead"):
        match = rule.search(words)
        if match:
            found = Span(sentence.start + match.start("who"), sentence.start + match.end("who"))
            return tuple(p for p in scene.touching(found) if p.kind == "person")[:1]
    return ()


def _antecedent(scene: Scene, sentence: Span, *, at: int) -> Party | None:
    """Return the party whose relative clause the word opens ("according to X, who met Y"), or None."""
    before = [p for p in scene.within(sentence) if p.span.end <= at]
    # In "X, who put off a trip to Z and a meeting" Z stands in the clause on X.
    while before and not _is_relative(scene, before[-1], at=at):
        if at - before.pop().span.end > LIST_REACH:
            return None
    if not before:
        return None
    described = _described_by(scene, before)
    if described is not None:
        return described
    return None if _is_one_of_several(scene, before) else before[-1]


def _is_relative(scene: Scene, party: Party, *, at: int) -> bool:
    between = scene.masked[party.span.end : at]
    return len(between) <= LIST_REACH and any(
        rule.pattern.fullmatch(between) for rule in scene.rules("relative")
    )


def _described_by(scene: Scene, before: list[Party]) -> Party | None:
    """Return X where the last party only belongs to words on X ("X, the voice of Valdonia, who met Y")."""
    if len(before) < 2 or before[-1].kind == "person" or before[-2].kind != "person":
        return None
    between = scene.masked[before[-2].span.end : before[-1].span.start]
    return before[-2] if any(rule.pattern.fullmatch(between) for rule in scene.rules("apposed")) else None


def _is_one_of_several(scene: Scene, before: list[Party]) -> bool:
    """Tell whether an "and" joins the last party to the one before it: then both may be meant."""
    return len(before) > 1 and _are_coordinated(scene, before[-2], before[-1])


def _only_says(scene: Scene, party: Party, sentence: Span, *, at: int) -> bool:
    """Tell whether the party only reports it ("…, annonce X"), and not what it does itself."""
    before = scene.masked[max(sentence.start, party.span.start - 40) : party.span.start]
    is_sayer = any(rule.search(before) for rule in scene.rules("sayer"))
    quotation = quotation_at(scene, at)
    return is_sayer and (quotation is None or quotation.type == "indirect")


def main_subject(scene: Scene, sentence: Span) -> tuple[Party, ...]:
    """Return the first party of a sentence that no preposition governs, with those named beside it."""
    free = [p for p in scene.within(sentence) if not is_governed(scene, p, sentence)]
    return _coordinated_after(scene, free) if free else ()


def last_person(scene: Scene, sentence: Span) -> tuple[Party, ...]:
    """Return whom a pronoun behind the sentence means first: who acts in it, or the only one it names."""
    people = [p for p in scene.within(sentence) if p.kind == "person"]
    acting = [p for p in main_subject(scene, sentence) if p.kind == "person"]
    return tuple(acting[:1] or (people if len(people) == 1 else ()))


def _coordinated(scene: Scene, before: list[Party], sentence: Span) -> tuple[Party, ...]:
    """The last party with those before it that an "and" joins to it; a bare comma ends a list of one."""
    found = [before[-1]]
    for party in reversed(before[:-1]):
        if not _are_coordinated(scene, party, found[0]):
            break
        if len(found) == 1 and not _is_joined(scene, party, found[0]):
            named = _apposed(scene, before[: before.index(party) + 1], found[0], sentence)
            return named or tuple(found)
        found.insert(0, party)
    return tuple(found)


def _apposed(scene: Scene, before: list[Party], group: Party, sentence: Span) -> tuple[Party, ...]:
    """Return X and Y of "X and Y, ministers of Z, have met"; empty when the group says not who others are."""
    if group.kind != "group" or group.is_name or not before[-1].is_name:
        return ()
    named = _coordinated(scene, before, sentence)
    return named if len(named) > 1 else ()


def _coordinated_after(scene: Scene, after: list[Party]) -> tuple[Party, ...]:
    """The first party with those behind it, when an "and" closes the list."""
    found = [after[0]]
    for party in after[1:]:
        if not _are_coordinated(scene, found[-1], party):
            break
        found.append(party)
    closed = len(found) > 1 and _is_joined(scene, found[-2], found[-1])
    return tuple(found) if closed else (found[0],)


def _are_coordinated(scene: Scene, left: Party, right: Party) -> bool:
    between = scene.masked[left.span.end : right.span.start]
    return len(between) <= MAX_COORDINATION and any(
        rule.pattern.fullmatch(between) for rule in scene.rules("coordination")
    )


def _pronoun(scene: Scene, play: Play, sentence: Span, *, at: int) -> tuple[int, tuple[Party, ...]] | None:
    """Return where the last pronoun before `at` stands and whom it means; None when there is none."""
    found: tuple[int, tuple[Party, ...]] | None = None
    for rule in scene.rules("pronoun"):
        for match in rule.finditer(scene.masked[sentence.start : at]):
            span = Span(sentence.start + match.start(), sentence.start + match.end())
            found = (span.start, _meant(scene, play, span, group=match.lastgroup or ""))
    return found if found and found[1] else None


def _meant(scene: Scene, play: Play, span: Span, *, group: str) -> tuple[Party, ...]:
    if group.startswith("many"):
        return play.pair(span, is_pronoun=True)
    if group == "speaker":
        return speaker(scene, span)
    if group.startswith("last"):
        reach = Span(max(0, span.start - LAST_REACH), span.start)
        people = [p for p in scene.within(reach) if p.kind == "person"]
        return tuple(replace(p, span=span, name_span=span) for p in people[-1:])
    for mention in scene.mentions_at(span):
        if mention.form == "pronoun" and mention.entity_id in scene.entities:
            return (scene.party_of(mention.entity_id or "", mention.span),)
    here = _subject_here(scene, span)
    if here is not None:
        return (here,)
    acting = [p for p in play.last_subject if p.kind == "person"][:1]
    told = (acting, _only_person(scene, span), play.last_person, _named_just_before(scene, span))
    one = next((p for people in told for p in people if not _is_of_other_gender(scene, p, span)), None)
    return () if one is None else (replace(one, span=span, name_span=span),)


def _named_just_before(scene: Scene, span: Span) -> list[Party]:
    """Return the people named before a pronoun in its sentence and the one before, the last one first."""
    at = bisect_right(scene.draft.sentences, span) - 1
    start = scene.draft.sentences[max(0, at - 1)].start if at >= 0 else span.start
    before = scene.within(Span(start, max(start, span.start)))
    return [p for p in reversed(before) if p.kind == "person" and p.is_name]


def _subject_here(scene: Scene, span: Span) -> Party | None:
    """Return whoever the sentence of a pronoun spoke of before it ("X said that he …"), or None.

    A pronoun of the other gender means who is named in those words ("X's spokeswoman said that he").
    """
    sentence = scene.draft.sentence_at(span.start) or span
    subject = main_subject(scene, sentence)[:1]
    if not subject or subject[0].span.end > span.start:
        return None
    if subject[0].kind == "body":
        # "The guild has confirmed that it …"
        before = scene.masked[sentence.start : span.start]
        return subject[0] if any(rule.search(before) for rule in scene.rules("says that it")) else None
    if subject[0].kind != "person":
        return None
    if not _is_of_other_gender(scene, subject[0], span):
        return subject[0]
    named = (m for m in scene.mentions_at(subject[0].span) if m.form == "name" and m.type == "PER")
    inside = (scene.party_of(m.entity_id, m.span) for m in named if m.entity_id in scene.entities)
    return next((replace(party, is_name=True) for party in inside), None)


def _is_of_other_gender(scene: Scene, party: Party, pronoun: Span) -> bool:
    """Tell whether the words that name somebody, or the first name, are of another gender than a pronoun."""
    referring = pronoun.of(scene.plain).split("-")[-1]
    words = f"{party.span.of(scene.plain)} … {referring}"
    if any(rule.search(words) for rule in scene.rules("other gender")):
        return True
    tables = name_tables(scene.draft.pack)
    first, _, rest = party.name.partition(" ")
    mine = tables.first_names.get(first.split("-")[0], "") if rest else ""
    genders = {row["form"]: row["gender"] for row in scene.draft.pack.lexicon("pronouns")}
    return {mine, genders.get(referring.casefold(), "")} == {"m", "f"}


def _only_person(scene: Scene, span: Span) -> list[Party]:
    """Return the one person whom a sentence names before a pronoun; empty when there are more."""
    sentence = scene.draft.sentence_at(span.start) or span
    before = scene.within(Span(sentence.start, max(sentence.start, span.start)))
    people = [p for p in before if p.kind == "person"]
    return people if len(people) == 1 else []


def quotation_at(scene: Scene, offset: int) -> Quotation | None:
    """Return the quotation whose words hold `offset`; None outside of quotations."""
    for quotation in scene.draft.quotations:
        if any(part.start <= offset < part.end for part in quotation.content):
            return quotation
    return None


def speaker(scene: Scene, span: Span) -> tuple[Party, ...]:
    """Return whoever says the words at `span`, when that is an entity; empty outside of quotations."""
    quotation = quotation_at(scene, span.start)
    if quotation is None or quotation.speaker_entity_id not in scene.entities:
        return ()
    return (scene.party_of(quotation.speaker_entity_id or "", quotation.speaker_span or span),)


def expanded(scene: Scene, play: Play, parties: Iterable[Party]) -> tuple[Party, ...]:
    """Put the two that a plural means in its place, and the known other side for "his counterpart"."""
    out: list[Party] = []
    for party in parties:
        if party.stands_for == "pair":
            out.extend(play.pair(party.span) or (party,))
        elif party.stands_for == "counterpart":
            out.append(_counterpart(play, party))
        else:
            out.append(party)
    return tuple(out)


def _counterpart(play: Play, party: Party) -> Party:
    """The other side of the last encounter of two in which whoever acts took part."""
    for group in reversed(play.told):
        people = [p for p in group.who if p.kind == "person"]
        if len(people) == 2 and group.has(play.last_subject):
            others = [p for p in people if p.key not in {s.key for s in play.last_subject}]
            if len(others) == 1 and _share_office(play, others[0], play.last_subject):
                return (
                    play.scene.party_of(others[0].entity_id, party.span) if others[0].entity_id else others[0]
                )
    return party


def _share_office(play: Play, one: Party, others: Iterable[Party]) -> bool:
    """Tell whether nothing keeps them from being counterparts: a minister's is no president."""
    mine = _offices(play, one)
    theirs = {office for other in others for office in _offices(play, other)}
    return not mine or not theirs or bool(mine & theirs)


def _offices(play: Play, party: Party) -> frozenset[str]:
    entity = play.scene.entities.get(party.entity_id or "")
    return frozenset(role.office for role in entity.roles if role.office) if entity else frozenset()
