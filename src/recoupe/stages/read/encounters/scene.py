"""Who can take part in encounters, sentence by sentence: the ground encounters are found on.

The text is masked anew for the rules of encounters: whoever can take part, with title and role, is a run
of one character, so that "le ministre des Affaires étrangères Igor Valkine" reads as one word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Literal

from recoupe.packs import Pack, mask
from recoupe.packs.pack import Rule
from recoupe.packs.places import is_country
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.encounters.parties import Party, Side
from recoupe.stages.read.encounters.strangers import capital_keys, joined_names, strangers
from recoupe.stages.read.encounters.words import find_triggers
from recoupe.stages.read.names.agreement import is_behind_article
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.text.folded import rewritten

TRIGGER, PERSON, BODY, COUNTRY = "\ue010", "\ue011", "\ue012", "\ue013"
_SIDES: dict[str, str] = {"person": PERSON, "group": PERSON, "body": BODY, "country": COUNTRY}
_PLAIN = (("’", "'"), ("\u00a0", " "), ("\u202f", " "), ("\n", " "), ("\t", " "))
MAX_NAME_CHARS = 400
"""Longer stretches are no names; mentions are looked up by their starts."""
MAX_NOTICE_CHARS = 2500
"""Longer texts are articles, which may mention a programme without being the notice of one; the longest
notice in a sample of 370 headlines with summaries (headlines-fr) has 1,400 characters."""
MAX_HEAD = 40
"""Characters before a party in which words that belong to it are looked for."""
_OPENED = re.compile(r"[«“] ?$")
_CLOSED = re.compile(r" ?[»”]")
_OPENS = re.compile(r"[«“][^«»“”.;:]{1,30}$")
_QUOTES = re.compile(r"[«“\"] ?$")
_UNQUOTES = re.compile(r" ?[»”\"]")
_CLOSES = re.compile(r"[^«»“”.;:]{0,30}[»”]")
_APPOSED = re.compile(r"(?: [\w-]{4,20})?,? ")
"""What stands between "his counterpart" and his name: "his Valdonian counterpart, X"."""
_LISTED = re.compile(r",? \w{2} |, [A-ZÀ-Ý]")
"""What stands behind a name that is one of a list ("his rival, X and Y")."""
MAX_BETWEEN = 3
"""Characters that may stand between a name and its own role ("X, le chef …"): a comma and a space."""


class Scene:
    """A draft seen for its encounters: its parties and its masked text."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.entities: dict[str, DocumentEntity] = {e.id: e for e in draft.entities}
        self.plain = rewritten(draft.text, _PLAIN)
        told = tuple(s for s in draft.sentences if any(find_triggers(self.plain, s, draft.pack)))
        joined = tuple(joined_names(draft, self.plain, self.rules, sentences=told))
        self._joined = tuple(side.span for side in joined)
        apart = (p for p in self._named() if not any(p.span.meets(side.span) for side in joined))
        named = _outermost((*apart, *joined))
        self._base = self._masked(named)
        groups = tuple(sorted(self._groups(named), key=lambda g: g.span))
        named = tuple(p for p in named if not _is_inside(p, groups))
        unknown = tuple(strangers(draft, self.plain, self.rules, known=(*named, *groups), sentences=told))
        self.parties = tuple(
            _joined(sorted((*named, *groups, *unknown), key=lambda p: p.span), self._with_name)
        )
        masked = self._masked(self.parties)
        self.parties = self._whole(masked, frozenset(told))
        self.masked = self._masked(self.parties) if told else masked

    def rules(self, step: str) -> tuple[Rule, ...]:
        """Return the pack's encounter rules of one step, in file order."""
        return rules_by_step(self.draft.pack).get(step, ())

    @cached_property
    def programme_words(self) -> tuple[str, ...]:
        """Parts of words that only receive guests here: the text announces a programme; empty otherwise."""
        if len(self.plain) > MAX_NOTICE_CHARS:
            return ()
        rules = (r for r in self.rules("programme") if r.search(self.plain))
        return tuple(part for rule in rules for part in rule.options["words"].split("|"))

    def within(self, span: Span) -> tuple[Party, ...]:
        """Return the parties that stand inside a span, in order."""
        return tuple(p for p in self._in_sentence(span) if span.holds(p.span))

    def touching(self, span: Span) -> tuple[Party, ...]:
        """Return the parties that share text with a span, in order."""
        return tuple(p for p in self._in_sentence(span) if span.meets(p.span))

    def mentions_at(self, span: Span) -> Iterator[Mention]:
        """Yield the mentions that share text with a span; all of them start within a name's length of it."""
        low = bisect_left(self._starts, span.start - MAX_NAME_CHARS)
        for mention in self._ordered[low:]:
            if mention.span.start >= span.end:
                return
            if mention.span.meets(span):
                yield mention

    @cached_property
    def _ordered(self) -> tuple[Mention, ...]:
        return tuple(sorted(self.draft.mentions, key=lambda m: m.span))

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self._ordered]

    def with_trigger(self, sentence: Span, trigger: Span) -> str:
        """Return the masked sentence with the trigger overlaid, and with it the quotes of few words."""
        words = self.masked[sentence.start : sentence.end]
        start, end = trigger.start - sentence.start, trigger.end - sentence.start
        opened, closed = _OPENED.search(words[:start]), _CLOSED.match(words, end)
        if opened and _CLOSES.match(words, end):
            start = opened.start()
        elif closed and _OPENS.search(words[:start]):
            end = closed.end()
        return words[:start] + TRIGGER * (end - start) + words[end:]

    def plain_with_trigger(self, sentence: Span, trigger: Span) -> str:
        """Return the words of the sentence, nobody masked, with the trigger overlaid."""
        before, after = Span(sentence.start, trigger.start), Span(trigger.end, sentence.end)
        return before.of(self.plain) + TRIGGER * len(trigger) + after.of(self.plain)

    def has_role(self, party: Party) -> bool:
        """Tell whether the article says what office or role the party holds."""
        entity = self.entities.get(party.entity_id or "")
        return party.role is not None or bool(entity and entity.roles)

    def party_of(self, entity_id: str, span: Span) -> Party:
        """Return the entity as a party that is referred to by the words of `span`."""
        entity = self.entities[entity_id]
        role = entity.roles[0].stated if entity.roles else None
        kind: Literal["person", "body"] = "person" if entity.type == "PER" else "body"
        return Party(span, span, entity_id, entity.name, role, kind)

    def party_in_words(self, span: Span, *, kind: Literal["group", "body"]) -> Party:
        """Return people or a body that no finder knows, by the words of the article alone."""
        return Party(span, span, None, span.of(self.draft.text), None, kind)

    def _in_sentence(self, span: Span) -> Iterator[Party]:
        for i in range(self._first_at(span.start), len(self.parties)):
            if self.parties[i].span.start >= span.end:
                return
            yield self.parties[i]

    def _first_at(self, offset: int) -> int:
        low, high = 0, len(self.parties)
        while low < high:
            middle = (low + high) // 2
            if self.parties[middle].span.end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _whole(self, masked: str, sentences: frozenset[Span]) -> tuple[Party, ...]:
        """Return the parties, in some sentences with words that belong to them ("the new X")."""
        found: list[Party] = []
        for party in self.parties:
            if found and found[-1].span.holds(party.span):
                continue
            sentence = self.draft.sentence_at(party.span.start)
            if sentence is not None and sentence in sentences:
                party = self._stretched(party, masked, sentence)
            is_vague = party.kind == "group" and any(r.search(party.name) for r in self.rules("spokesmen"))
            is_house = party.kind != "person" and any(r.search(party.name) for r in self.rules("house"))
            is_of_told = is_vague and any(r.search(party.name) for r in self.rules("of the told"))
            found.append(replace(party, is_vague=is_vague, is_house=is_house, is_of_told=is_of_told))
        return tuple(found)

    def _stretched(self, party: Party, masked: str, sentence: Span) -> Party:
        """Return the party with the words before and behind it that belong to it."""
        start, end = party.span.start, party.span.end
        before = self.plain[max(sentence.start, start - MAX_HEAD) : start]
        after = masked[end : min(sentence.end, end + MAX_NAME_CHARS)]
        for rule in self.rules("party head"):
            match = rule.search(before) if party.kind in rule.options["kinds"] else None
            head = Span(start - (len(before) - match.start("head")), start) if match else None
            if head is not None and not self._is_time(head):
                start, before = head.start, before[: len(before) - len(head)]
        for rule in self.rules("party tail"):
            match = rule.search(after) if party.kind in rule.options["kinds"] else None
            if match:
                end += match.end()
                break
        if (start, end) == (party.span.start, party.span.end):
            return party
        is_quoted = start < party.span.start and _QUOTES.search(self.plain[start : party.span.start])
        closing = _UNQUOTES.match(masked, end) if is_quoted else None
        span = Span(start, closing.end() if closing else end)
        if party.is_name or party.kind != "group":
            return replace(party, span=span)
        return replace(party, span=span, name_span=span, name=span.of(self.draft.text))

    def _masked(self, parties: Iterable[Party]) -> str:
        kinds = [("TIME", t.span.start, t.span.end) for t in self.draft.times]
        kinds += [
            ("LOC" if m.span in self._wheres else m.type, m.span.start, m.span.end)
            for m in self.draft.mentions
            if m.form == "name" and m.type != "PER" and not any(m.span.meets(side) for side in self._joined)
        ]
        characters = list(mask(self.plain, kinds))
        for party in parties:
            start, end = party.span.start, party.span.end
            characters[start:end] = _SIDES[party.kind] * (end - start)
        return "".join(characters)

    def _named(self) -> Iterator[Party]:
        """Yield the parties that mentions name, with title and role; a name and its own nominal joined."""
        mentions = sorted(self.draft.mentions, key=lambda m: (m.span.start, -m.span.end))
        parties = (party for mention in mentions if (party := self._party(mention)) is not None)
        return _joined(parties, self._with_own_nominal)

    def _with_own_nominal(self, last: Party, party: Party) -> Party | None:
        if last.span.holds(party.span):
            return last
        if not self._is_one(last, party):
            return None
        name_of = last if last.is_name else party
        return replace(name_of, span=Span(last.span.start, party.span.end), role=last.role or party.role)

    def _with_name(self, last: Party, party: Party) -> Party | None:
        """Return "his counterpart, X" as one party: the name tells who that is; None for two parties.

        So does the first name of "the ministers of A, X, and of B, Y".
        """
        between = self.plain[last.span.end : party.span.start]
        if not (party.kind == "person" and party.is_name and _APPOSED.fullmatch(between)):
            return None
        words = self.plain[last.span.start : party.span.end + MAX_HEAD]
        is_named_behind = last.kind == "person" and not last.is_name and last.entity_id is None
        is_list = bool(_LISTED.match(self.plain, party.span.end))
        if is_named_behind and between == ", " and not is_list:
            return replace(party, span=Span(last.span.start, party.span.end))
        if last.stands_for != "counterpart" and not (
            last.kind == "group" and any(rule.pattern.match(words) for rule in self.rules("in turn"))
        ):
            return None
        return replace(party, span=Span(last.span.start, party.span.end))

    def _is_one(self, left: Party, right: Party) -> bool:
        if left.kind != "person" or right.kind != "person" or right.span.start < left.span.end:
            return left.kind == right.kind == "person" and left.span.meets(right.span)
        if left.entity_id != right.entity_id or left.entity_id is None:
            return False
        between = self.plain[left.span.end : right.span.start]
        if not between.strip(" ,"):
            return len(between) <= MAX_BETWEEN
        is_title = not left.is_name and right.is_name and len(between) <= MAX_NAME_CHARS
        return is_title and any(rule.pattern.fullmatch(between) for rule in self.rules("beside"))

    def _party(self, mention: Mention) -> Party | None:
        if mention.form == "pronoun" or mention.type in ("EVT", "MISC") or self._is_counterpart(mention):
            return None
        entity_id = self._meant.get(mention.entity_id or "", mention.entity_id)
        entity = self.entities.get(entity_id or "")
        is_named = entity is not None and (entity.type != "PER" or bool(entity.names))
        words = mention.normal or mention.span.of(self.draft.text)
        name = entity.name if entity is not None and is_named else words
        role = mention.role.stated if mention.role else None
        if mention.type == "PER":
            return Party(
                self._with_title(mention),
                mention.span,
                entity_id,
                name,
                role,
                "person",
                is_name=mention.form == "name",
            )
        if mention.type == "ORG":
            if mention.span.of(self.draft.text) in outlets(self.draft.pack) or self._is_aside(mention.span):
                return None
            if mention.span in self._wheres:
                return None
            kind: Side = "person" if self._is_last_name(mention) else "body"
            return Party(mention.span, mention.span, entity_id, name, role, kind, is_name=kind == "person")
        if entity is not None and self._is_country(entity):
            land = name_tables(self.draft.pack).country_of(entity.key)
            return Party(mention.span, mention.span, entity_id, name, role, "country", land=land)
        return None

    def _is_last_name(self, mention: Mention) -> bool:
        """Tell whether a lone word that no table knows was taken for a body: whom people meet is a person.

        No person's name has an article before it: "the president of the Veldonia".
        """
        words, tables = mention.span.of(self.plain), name_tables(self.draft.pack)
        is_lone = mention.form == "name" and words[0].isupper() and words[1:].islower() and words.isalpha()
        if not is_lone or is_behind_article(self.plain, mention.span, tables=tables):
            return False
        return tables.known_as(words) is None

    def _is_aside(self, span: Span) -> bool:
        """Tell whether a name stands alone in brackets behind another: a party, or a body's letters."""
        text = self.draft.text
        if text[span.start - 2 : span.start] != " (" or text[span.end : span.end + 1] != ")":
            return False
        return any(m.type in ("PER", "ORG") for m in self.mentions_at(Span(span.start - 3, span.start - 2)))

    @cached_property
    def _wheres(self) -> frozenset[Span]:
        """Names of things that say where something took place ("in the Oval Office")."""
        names = [m.span for m in self.draft.mentions if m.type != "PER"]
        before = {span: self.plain[max(0, span.start - MAX_HEAD) : span.start] for span in names}
        rules = self.rules("inside")
        return frozenset(span for span, words in before.items() if any(rule.search(words) for rule in rules))

    def _is_counterpart(self, mention: Mention) -> bool:
        """Tell whether "his counterpart" stands there for one whom no name tells, or that of another side."""
        entity = self.entities.get(mention.entity_id or "")
        if mention.form != "nominal" or entity is None:
            return False
        words = mention.span.of(self.plain)
        stands_alone = any(
            rule.options.get("stands_for") == "counterpart" and rule.pattern.match(words)
            for rule in self.rules("group")
        )
        sentence = self.draft.sentence_at(mention.span.start) or mention.span
        before = Span(sentence.start, mention.span.start)
        return stands_alone and (
            not entity.names or any(other.entity_id == entity.id for other in self.mentions_at(before))
        )

    @cached_property
    def _meant(self) -> dict[str, str]:
        """Entities known by an office alone, with the one named person of the document that holds it."""
        named = [e for e in self.draft.entities if e.type == "PER" and e.names]
        found = {}
        for entity in self.draft.entities:
            if entity.type != "PER" or entity.names or not entity.roles:
                continue
            beside = self._beside(entity)
            holders = beside or {n.id for n in named if self._share_office(entity, n)}
            if len(holders) == 1:
                found[entity.id] = min(holders)
        return found

    def _share_office(self, left: DocumentEntity, right: DocumentEntity) -> bool:
        """Tell whether the two hold one office; who speaks for one country holds none of another."""
        lands = [{role.of for role in entity.roles if role.of is not None} for entity in (left, right)]
        if all(lands) and not lands[0] & lands[1]:
            return False
        return any(
            a.office is not None and a.office == b.office and (a.of is None or b.of is None or a.of == b.of)
            for a in left.roles
            for b in right.roles
        )

    def _beside(self, entity: DocumentEntity) -> set[str]:
        """The people whose names stand beside a mention of the office: "the minister of X, Y"."""
        spans = [m.span for m in self.draft.mentions if m.entity_id == entity.id]
        names = [m for m in self._ordered if m.type == "PER" and m.form == "name" and m.entity_id]
        starts = [m.span.start for m in names]
        holders = set()
        for span in spans:
            i = bisect_left(starts, span.end)
            if i == len(names) or starts[i] - span.end > MAX_NAME_CHARS:
                continue
            between = self.plain[span.end : starts[i]]
            if any(rule.pattern.fullmatch(between) for rule in self.rules("beside")):
                holders.add(names[i].entity_id or "")
        return holders

    def _is_country(self, entity: DocumentEntity) -> bool:
        """A country, or a capital or seat of power that stands for one."""
        key = entity.key or ""
        return is_country(key) or key in capital_keys(self.draft.pack)

    def _with_title(self, mention: Mention) -> Span:
        start, end = mention.span.start, mention.span.end
        for words in (mention.honorific, mention.role.stated if mention.role else None, mention.honorific):
            low = max(0, start - MAX_NAME_CHARS)
            if words and self.draft.text[low:start].rstrip(" \u00a0,").endswith(words):
                start = self.draft.text.rindex(words, low, start)
        if mention.role:
            after = re.compile(r"\s*,?\s*" + re.escape(mention.role.stated))
            match = after.match(self.draft.text, end)
            if match:
                end = match.end()
        block = self.draft.sentence_at(mention.span.start)
        if block is not None:
            start, end = max(start, block.start), min(end, block.end)
        if start == mention.span.start:
            start = self._title_start(start)
        return Span(start, end)

    def _title_start(self, start: int) -> int:
        """Return where a description right before a name begins, which no known role explains."""
        sentence = self.draft.sentence_at(start)
        if sentence is None:
            return start
        before = self.plain[max(sentence.start, start - 80) : start]
        for rule in self.rules("title"):
            match = rule.search(before)
            if match:
                title = Span(start - (len(before) - match.start("title")), start)
                return start if self._is_time(title) else title.start
        return start

    def _is_time(self, words: Span) -> bool:
        """Tell whether words say a time: "pendant une heure Ana Roux" describes nobody."""
        return any(time.span.meets(words) for time in self.draft.times)

    def _groups(self, named: tuple[Party, ...]) -> Iterator[Party]:
        """Yield people who take part without a name: "des représentants des pêcheurs"."""
        taken = [p.span for p in named if p.kind == "person"]
        for rule in self.rules("group"):
            for sentence in self.draft.sentences:
                words = self._base[sentence.start : sentence.end]
                for match in rule.finditer(words):
                    span = Span(match.start("group") + sentence.start, match.end("group") + sentence.start)
                    # "The mother of X" is somebody else than X, whose name stands inside.
                    is_of_person = bool(rule.options.get("of_person"))
                    if not any(span.meets(o) and not (is_of_person and span.holds(o)) for o in taken):
                        taken.append(span)
                        words = span.of(self.draft.text)
                        kind: Side = rule.options.get("kind", "group")
                        yield Party(span, span, None, words, None, kind, rule.options.get("stands_for"))


@cache
def rules_by_step(pack: Pack) -> dict[str, tuple[Rule, ...]]:
    """Return the encounter rules of a pack by what they are for, in file order."""
    steps: dict[str, list[Rule]] = {}
    for rule in pack.rules("encounters"):
        steps.setdefault(rule.options["step"], []).append(rule)
    return {step: tuple(rules) for step, rules in steps.items()}


@cache
def outlets(pack: Pack) -> frozenset[str]:
    """Return the names of newspapers, channels and agencies: whom they meet is an origin, no encounter."""
    rows = (row for row in pack.lexicon("known_names") if row["kind"] in ("media", "agency"))
    listed = {row["name"] for row in pack.lexicon("outlets")}
    return frozenset(listed | {name for row in rows for name in row["names"].split("|")})


def _joined(parties: Iterable[Party], together: Callable[[Party, Party], Party | None]) -> Iterator[Party]:
    """Yield the parties, each taken into the one before it where `together` makes one of the two."""
    last: Party | None = None
    for party in parties:
        one = together(last, party) if last is not None else None
        if last is not None and one is None:
            yield last
        last = one or party
    if last is not None:
        yield last


def _is_inside(party: Party, groups: Sequence[Party]) -> bool:
    """Tell whether the words that name it are a part of those that name a group ("the board of X")."""
    i = bisect_left(groups, party.span.end, key=lambda g: g.span.start)
    return any(g.span.holds(party.span) for g in groups[max(0, i - 3) : i])


def _outermost(parties: Iterable[Party]) -> tuple[Party, ...]:
    """The parties without those that stand inside the title of a person ("the president of X")."""
    found = tuple(parties)
    people = sorted((p.span for p in found if p.kind == "person"), key=lambda s: (s.start, -s.end))
    kept: list[Party] = []
    i = 0
    for party in sorted(found, key=lambda p: (p.span.start, -p.span.end)):
        while i < len(people) and people[i].end <= party.span.start:
            i += 1
        inside = i < len(people) and people[i].holds(party.span) and people[i] != party.span
        if not inside:
            kept.append(party)
    return tuple(kept)
