"""Names beyond those tagged one by one: the same names elsewhere, listed names, halves of pairs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from recoupe.packs import Rule
from recoupe.packs.model import NameModel
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.people import initials
from recoupe.stages.read.names.role_phrases import RolePhrase
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.read.names.tokens import Token, tokens_of
from recoupe.stages.text.name_forms import normal_name

_JOINED_BEFORE = re.compile(r"(?<![\w-])([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,20})-[ \u00a0]?$")
_DOMAIN = re.compile(r"\.(?:com|org|net|info|eu|tv|fr|be|ch|lu|dz|tn|uk|io)(?![\w.-]*\w)")
_COMMA = re.compile(r", (?:\w{1,3}(?: |['’]))?")
_AND = re.compile(r",? \w{1,3} ")
_MIN_ENUMERATED = 3
_JOINED_BEHIND = re.compile(r"-[ \u00a0]?([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,20})(?![\w-])")
_MIN_REPEATED = 3
_MAX_LISTED = 6
_ARTICLE_BEFORE = re.compile(r"([^\W\d_]{1,3})(?:['’]|[ \u00a0])$")
_LEAD_CHARS = 40
_INITIALS_BESIDE = re.compile(
    r"[ \u00a0](?![IVXLC]+[ \u00a0])((?=(?:[^\W\d_]*[A-ZÀ-ÖØ-Þ]){2})[A-ZÀ-ÖØ-Þ][^\W\d_]{1,6})[ \u00a0]"
)
_REGION_CODE = re.compile(r"[A-Z]{2}")
_SPACES = (" ", "\u00a0", "\u202f")

Tagged = tuple[Span, NameType]


def repeated(
    text: str, names: Sequence[Tagged], sentences: Iterable[Sequence[Token]], *, tables: NameTables
) -> list[Tagged]:
    """Return further places of the names found, of surnames and short names of towns, of their usual type."""
    kinds: dict[str, Counter[NameType]] = defaultdict(Counter)
    whole = {span.of(text) for span, _ in names}
    for span, kind in names:
        kinds[span.of(text)][kind] += 1
        surname = span.of(text).rpartition(" ")[2]
        if kind == "PER" and len(surname) > _MIN_REPEATED and surname not in tables.known:
            kinds[surname][kind] += 1
        town = span.of(text).split("-")
        if kind == "LOC" and len(town) > 2 and town[1] in tables.function_words:
            kinds[town[0]][kind] += 1  # "Marche" of "Marche-en-Famenne"
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    written: dict[tuple[str, ...], str] = {}
    for name in sorted(kinds):
        words = tuple(token.text for token in tokens_of(name, Span(0, len(name)), joined=tables.joined))
        if words and words[0][0].isupper() and len(name) >= _MIN_REPEATED:
            by_first[words[0]].append(words)
            written[words] = name
    taken = [span for span, _ in names]
    out: list[Tagged] = []
    for tokens, j, ahead in _walked(sentences, taken):
        token = tokens[j]
        for words in sorted(by_first.get(token.text, ()), key=len, reverse=True):
            if tuple(t.text for t in tokens[j : j + len(words)]) != words:
                continue
            span = Span(token.span.start, tokens[j + len(words) - 1].span.end)
            free = (ahead is None or span.end <= ahead.start) and (not out or out[-1][0].end <= span.start)
            # A surname alone stands free; what goes on behind it is another name.
            part = written[words] not in whole and _goes_on(text, tokens, j, j + len(words))
            if free and not part and span.of(text) == written[words]:
                kind = min(kinds[written[words]].items(), key=lambda item: (-item[1], item[0]))[0]
                out.append((span, kind))
                break
    return out


def surely(name: str, *, tables: NameTables, listed: Mapping[str, NameType]) -> NameType | None:
    """Return the type of a name that is listed or known to be nothing else; None for any other.

    A place known by one word may be a team or a person; a seat of power acts or is a place; a feast known
    by one word is a day as often.
    """
    known = tables.known.get(name)
    if known and known.sure and not known.seat and (" " in name or known.type in ("ORG", "MISC")):
        return known.type
    return listed.get(name)


def listed_places(
    text: str,
    names: Sequence[Tagged],
    sentences: Iterable[Sequence[Token]],
    *,
    tables: NameTables,
    listed: Mapping[str, NameType],
    model: NameModel,
) -> list[Tagged]:
    """Return the listed names that were not found and stand free: no capital right before or behind them.

    So do towns and first names that are no common word.
    """
    taken = [span for span, _ in names]
    out: list[Tagged] = []
    for tokens, j, ahead in _walked(sentences, taken):
        token = tokens[j]
        if not token.capital or (out and token.span.start < out[-1][0].end):
            continue
        for k in range(min(len(tokens), j + _MAX_LISTED), j, -1):
            span = Span(token.span.start, tokens[k - 1].span.end)
            if ahead is not None and ahead.start < span.end:
                continue
            kind = surely(normal_name(span.of(text)), tables=tables, listed=listed)
            if kind is None and k == j + 1:
                kind = _alone(token.text, tables=tables, model=model)
            if kind and not _goes_on(text, tokens, j, k):
                out.append((span, kind))
                break
    return out


def _alone(word: str, *, tables: NameTables, model: NameModel) -> NameType | None:
    """Return what a word is that the tables know for a large town or a first name, and for nothing else."""
    known = tables.known.get(word)
    if word.lower() in model.words:
        return None
    if known is None:
        return "PER" if word in tables.first_names else None
    is_person = word in tables.first_names or "l" in model.people.get(word, "")
    return known.type if known.sure and known.type == "LOC" and not is_person else None


def listed_wholes(
    text: str,
    names: Sequence[Tagged],
    sentences: Iterable[Sequence[Token]],
    *,
    tables: NameTables,
    listed: Mapping[str, NameType],
) -> list[Tagged]:
    """Return the names with known names of several words in place of parts of them ("France" of "France 24").

    A longer name around a known one stays. Of 306 listed names of several words in the training texts 289
    stand alone or in a longer name.
    """
    taken = [span for span, _ in names]
    wholes: list[Tagged] = []
    for tokens, j, ahead in _walked(sentences, taken):
        start = tokens[j].span.start
        if ahead is None or not tokens[j].capital or (wholes and start < wholes[-1][0].end):
            continue
        for k in range(min(len(tokens), j + _MAX_LISTED), j + 1, -1):
            span = Span(start, tokens[k - 1].span.end)
            if span.end <= ahead.start:
                break
            kind = surely(normal_name(span.of(text)), tables=tables, listed=listed)
            if kind and _has_room(span, taken):
                wholes.append((span, kind))
                break
    return sorted([name for name in names if not any(w.meets(name[0]) for w, _ in wholes)] + wholes)


def _has_room(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether all taken stretches that a stretch meets lie within it, and are not just it."""
    return all(span.holds(other) and span != other for other in taken if span.meets(other))


def _walked(
    sentences: Iterable[Sequence[Token]], taken: Sequence[Span]
) -> Iterator[tuple[Sequence[Token], int, Span | None]]:
    """Yield each word of each sentence by its index, with the first taken stretch that ends behind it."""
    i = 0
    for tokens in sentences:
        for j, token in enumerate(tokens):
            while i < len(taken) and taken[i].end <= token.span.start:
                i += 1
            yield tokens, j, taken[i] if i < len(taken) else None


def _goes_on(text: str, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a capital stands right before or behind a stretch of words."""
    before = start > 0 and tokens[start - 1].capital and not tokens[start - 1].first
    behind = end < len(tokens) and tokens[end].capital
    return (before and text[tokens[start - 1].span.end : tokens[start].span.start] in _SPACES) or (
        behind and text[tokens[end - 1].span.end : tokens[end].span.start] in _SPACES
    )


def enumerated(
    text: str,
    names: Sequence[Tagged],
    *,
    tables: NameTables,
    listed: Mapping[str, NameType],
    rules: Iterable[Rule] = (),
) -> list[Tagged]:
    """Return the names with those of an enumeration of three or more of the type that most of them have.

    A known name keeps its type; so do all when no type is that of half of them. What a rule that `lists`
    says of the first is true of all ("the villages of …").
    """
    heads = [rule for rule in rules if rule.options.get("lists")]
    out = list(names)
    i = 0
    while i < len(out):
        end = i + 1
        while end < len(out) and _COMMA.fullmatch(text[out[end - 1][0].end : out[end][0].start]):
            end += 1
        if i + 1 < end < len(out) and _AND.fullmatch(text[out[end - 1][0].end : out[end][0].start]):
            end += 1
        if end - i >= _MIN_ENUMERATED:
            counts = Counter(kind for _, kind in out[i:end])
            kind, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
            lead = text[max(0, out[i][0].start - _LEAD_CHARS) : out[i][0].start]
            told = next((rule for rule in heads if rule.search(lead)), None)
            if told is not None:
                kind, n = next(iter(told.options["settles"].values())), end - i
            for j in range(i, end):
                written = normal_name(out[j][0].of(text))
                known = tables.known_as(written)
                # "À l'aéroport d'Orve, Ana et …"
                is_headed = kind == "PER" and written.split(" ")[0] in tables.head
                if is_headed or n * 2 < end - i or n < 2:
                    continue
                if not (known and known.sure) and written not in listed:
                    out[j] = (out[j][0], kind)
        i = end
    return out


def coupled(
    text: str,
    names: Sequence[Tagged],
    *,
    tables: NameTables,
    listed: Mapping[str, NameType],
    places: Mapping[str, str],
) -> list[Tagged]:
    """Return the names with a place that no table knows as a person beside one ("Vial et Dorvak")."""
    out = list(names)
    for i, ((first, kind), (second, other)) in enumerate(pairwise(names)):
        between = text[first.end : second.start]
        if {kind, other} != {"LOC", "PER"} or not is_conjunction(between, tables=tables):
            continue
        at, span = (i, first) if kind == "LOC" else (i + 1, second)
        written = normal_name(span.of(text))
        if written not in places and written not in listed and tables.known_as(written) is None:
            out[at] = (span, "PER")
    return out


def behind_bodies(text: str, names: Sequence[Tagged], *, tables: NameTables) -> list[Tagged]:
    """Return the names with a body that the document names elsewhere parted from the person behind it.

    "… a raconté à Orvex Ilan Dorvak": the agency Orvex and whom it asked.
    """
    bodies = {span.of(text) for span, kind in names if kind == "ORG"}
    out: list[Tagged] = []
    for span, kind in names:
        first, *rest = tokens_of(text, span, joined=tables.joined)
        is_joined = kind == "PER" and len(rest) > 1 and first.text in bodies
        if is_joined and first.text not in tables.first_names and all(token.capital for token in rest):
            out += [(first.span, "ORG"), (Span(rest[0].span.start, span.end), "PER")]
        else:
            out.append((span, kind))
    return out


def with_parties(
    text: str,
    names: Sequence[Tagged],
    roles: Mapping[Span, Sequence[RolePhrase]],
    *,
    tables: NameTables,
) -> list[Tagged]:
    """Return the names with the initials of a party or union between somebody's office and his name.

    "Le député LR Ilan Dorvak": so many capitals name no person, and no place that the tables know. They are
    cut off a name of two words behind them.
    """
    ends = {span.start: (span, kind) for span, kind in names}
    out = dict(ends)
    for role in (role for inside in roles.values() for role in inside):
        match = _INITIALS_BESIDE.match(text, role.core.end)
        if match is None or match[1] in tables.honorifics | tables.not_names:
            continue
        known = tables.known_as(match[1])
        if known is not None and known.type != "ORG":
            continue
        whole, behind = ends.get(match.start(1)), ends.get(match.end())
        is_glued = whole is not None and whole[1] == "PER" and " " in text[match.end() : whole[0].end]
        if is_glued and whole is not None:
            out[match.end()] = Span(match.end(), whole[0].end), "PER"
        if is_glued or (whole is None and behind is not None and behind[1] == "PER"):
            out[match.start(1)] = Span(*match.span(1)), "ORG"
    return [out[start] for start in sorted(out)]


def with_rests(text: str, names: Sequence[Tagged]) -> list[Tagged]:
    """Return the names with persons whole that are named in full elsewhere ("Ilse Van | de keere")."""
    full = sorted({s.of(text) for s, kind in names if kind == "PER" and " " in s.of(text)}, key=len)
    starts = [span.start for span, _ in names]
    out: list[Tagged] = []
    for i, (span, kind) in enumerate(names):
        following = starts[i + 1] if i + 1 < len(names) else len(text)
        for name in full if kind == "PER" and " " in span.of(text) else ():
            end = span.start + len(name)
            if end > span.end and text.startswith(name, span.start) and end <= following:
                span = Span(span.start, end) if not text[end : end + 1].isalnum() else span
        out.append((span, kind))
    return out


def by_initials(text: str, names: Sequence[Tagged], *, tables: NameTables) -> list[Tagged]:
    """Return the names with the initials of the one person named in full who has them ("AM", "Ana Morel").

    What the tables know, what an article stands before and what stands in brackets is no person so.
    """
    full = {span.of(text) for span, kind in names if kind == "PER" and " " in span.of(text)}
    letters = Counter(initials(name) for name in full)
    apart: set[str] = set()
    for span, _ in names:
        lead = _ARTICLE_BEFORE.search(text[max(0, span.start - 6) : span.start])
        is_told = lead is not None and tables.function_words.get(lead[1].lower()) == "article"
        if is_told or text[span.start - 1 : span.start] == "(":
            apart.add(span.of(text))
    out: list[Tagged] = []
    for span, kind in names:
        written = span.of(text)
        is_person = letters.get(written) == 1 and len(written) > 1 and written not in apart
        out.append((span, "PER" if is_person and tables.known_as(written) is None else kind))
    return out


def with_datelines(text: str, names: Sequence[Tagged], *, pattern: re.Pattern[str]) -> list[Tagged]:
    """Return the names with the town that opens a report ("ALMORA (Orvex) – …"), where nothing was found."""
    places = (Span(*match.span("place")) for match in pattern.finditer(text))
    more: list[Tagged] = [(place, "LOC") for place in places if not any(s.meets(place) for s, _ in names)]
    return sorted([*names, *more])


def is_conjunction(between: str, *, tables: NameTables) -> bool:
    """Tell whether nothing but a conjunction stands between two names."""
    return tables.function_words.get(between.strip(" \u00a0")) == "conjunction"


def of_one_type(text: str, names: Sequence[Tagged], *, tables: NameTables) -> list[Tagged]:
    """Return the names with each of the type it has most often, when it stands thrice or more.

    What the tables know keeps the type of its place: a town may stand for its team.
    """
    kinds: dict[str, Counter[NameType]] = defaultdict(Counter)
    for span, kind in names:
        kinds[span.of(text)][kind] += 1
    usual: dict[str, NameType] = {}
    for written, counts in kinds.items():
        (kind, n), *_ = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if len(counts) > 1 and 2 * n >= counts.total() > 2 and tables.known_as(normal_name(written)) is None:
            usual[written] = kind
    return [(span, usual.get(span.of(text), kind)) for span, kind in names]


def joined_halves(text: str, names: Sequence[Tagged]) -> list[Tagged]:
    """Return the names with the other halves of pairs of persons of which one was found ("Vial- Dorvak").

    What else the first half was taken for gives way. A second half is one when a person named in full
    bears it.
    """
    full = {
        span.of(text).rpartition(" ")[2] for span, kind in names if kind == "PER" and " " in span.of(text)
    }
    starts = {span.start for span, _ in names}
    out: list[Tagged] = []
    for span, kind in names:
        before = _JOINED_BEFORE.search(text[max(0, span.start - 30) : span.start])
        if kind == "PER" and before and " " not in span.of(text):
            start = span.start - len(before[0])
            half = Span(start, start + len(before[1]))
            if out and out[-1][0] == half:
                del out[-1]
            if not out or out[-1][0].end <= start:
                out.append((half, "PER"))
        out.append((span, kind))
        behind = _JOINED_BEHIND.match(text, span.end)
        if kind == "PER" and behind and behind[1] in full and behind.start(1) not in starts:
            out.append((Span(*behind.span(1)), "PER"))
    return out


def places_in_brackets(
    text: str, names: Sequence[Tagged], *, tables: NameTables, places: Mapping[str, str]
) -> list[Tagged]:
    """Return the names with a region's code or a known place behind a place as a place: "Brumeval (VD)"."""
    out = list(names)
    for i, ((first, kind), (second, _)) in enumerate(pairwise(names)):
        if (
            kind == "LOC"
            and text[first.end : second.start] == " ("
            and text[second.end : second.end + 1] == ")"
            and (
                _REGION_CODE.fullmatch(second.of(text))
                or _is_place(second.of(text), tables=tables, places=places)
            )
        ):
            out[i + 1] = (second, "LOC")
    return out


def _is_place(name: str, *, tables: NameTables, places: Mapping[str, str]) -> bool:
    known = tables.known_as(normal_name(name))
    return name in places if known is None else known.type == "LOC"


def with_domains(text: str, names: Sequence[Tagged]) -> list[Tagged]:
    """Return the names with the end of an address that a name is part of: "Brumeval.fr" is a body."""
    out: list[Tagged] = []
    for span, kind in names:
        end = _DOMAIN.match(text, span.end)
        out.append((span, kind) if end is None else (Span(span.start, end.end()), "ORG"))
    return out


def without_no_names(text: str, names: Sequence[Tagged], rules: Iterable[Rule]) -> list[Tagged]:
    """Return the names without those that lie in what a rule knows to be no name alone.

    A longer name around such words stays ("Diables rouges", "Ve République").
    """
    alone = [Span(*match.span("name")) for rule in rules for match in rule.finditer(text)]
    return [(span, kind) for span, kind in names if not any(words.holds(span) for words in alone)]
