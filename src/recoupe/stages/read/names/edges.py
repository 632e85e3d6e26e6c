"""Where names begin and end by what stands beside them: acronyms, cut surnames, bodies before persons."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from recoupe.packs import Pack, Rule
from recoupe.packs.model import name_model
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.further import Tagged, surely
from recoupe.stages.read.names.tables import NameTables, name_tables
from recoupe.stages.read.names.tagger import listed_of
from recoupe.stages.read.names.tokens import Token, tokens_of
from recoupe.stages.text.name_forms import bare_capitals, normal_name

_NO_BODIES = ("EVT", "MISC")
_CUT_SURNAME = re.compile(r"[A-ZÀ-ÖØ-Þ]\.(?!\w)")
_PARTICLE = re.compile(
    r"(?P<title>\b[A-Z]\w{0,3}\.?)[ \u00a0](?P<particle>[a-z]{1,3}(?: la)?['’]?)(?P<gap>[ \u00a0]?)$"
)
_PARTICLE_CHARS = 20
_NICKNAME = re.compile(
    r" (?:«[ \u00a0\u202f]?[^«»\n]{2,25}[ \u00a0\u202f]?»|“[^“”\n]{2,25}”|\"[^\"\n]{2,25}\") "
    r"(?P<surname>[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}(?<!['’]))"
)
_ACRONYM = re.compile(
    r"(?:[ \u00a0\u202f]?[»”\"])?[ \u00a0]{1,3}\((?P<acronym>[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÿ-]{1,9})\)"
)
_WORD = re.compile(r"[^\W\d_]+")
_MAX_SPELT = 120
"""Characters that the words have at most which an acronym stands for."""
_LONG = 3
"""Letters of the shortest word that gives an acronym one; it leaves out no two longer words in a row."""


def parted(text: str, name: Tagged, *, pack: Pack) -> Iterator[Tagged]:
    """Yield a name, or the names that it holds.

    A listed body parts from the person behind it ("AFP | Hélène Vial", "Parti bleu | de | Hélène Vial"),
    and a name ends where a rule says so. Works and events go on ("Vivre ou mourir").
    """
    span, kind = name
    if kind in _NO_BODIES:
        yield name
        return
    for rule in pack.rules("name_ends"):
        match = rule.search(text[span.start : span.end])
        if match:
            yield Span(span.start, span.start + match.start("end")), kind
            rest = Span(span.start + match.end("end"), span.end)
            if rule.options["opens"] and not rest.of(text).islower():
                yield from parted(text, (rest, kind), pack=pack)
            return
    person = _person_behind_body(text, span, pack=pack) if kind == "ORG" else None
    if person is None:
        yield from _listed_and_rest(text, name, pack=pack) if kind == "ORG" else (name,)
    else:
        yield Span(span.start, person[0]), kind
        yield Span(person[1], span.end), "PER"


def _person_behind_body(text: str, span: Span, *, pack: Pack) -> tuple[int, int] | None:
    """Return where a listed body ends in a name and where a person begins behind it; None for no person."""
    tables = name_tables(pack)
    tokens = tokens_of(text, span, joined=tables.joined)
    for k in range(1, len(tokens) - 1):
        first = k + (tables.function_words.get(tokens[k].text) == "preposition")
        called = tokens[first].text in tables.honorifics and len(tokens) > first + 1
        if called or _is_person(tokens[first:], pack=pack):
            end = tokens[k - 1].span.end
            written = normal_name(text[span.start : end])
            if surely(written, tables=tables, listed=listed_of(pack).sure) == "ORG":
                return end, tokens[first + called].span.start
    return None


def _listed_and_rest(text: str, name: Tagged, *, pack: Pack) -> Iterator[Tagged]:
    """Yield a body; one that is listed and behind it is no adjective or small word, and the name of the rest.

    "Cour des comptes | tape du poing", "Coordination rurale | bloque | Brumeval"; "Croix-Rouge malienne"
    and "Banque de France" are whole.
    """
    tables, model = name_tables(pack), name_model(pack)
    span, kind = name
    tokens = tokens_of(text, span, joined=tables.joined)
    for k in range(len(tokens) - 1, 0, -1):
        body = Span(span.start, tokens[k - 1].span.end)
        word = tokens[k].text
        if not word.islower() or word in tables.adjectives or _links(word, pack=pack):
            continue
        if (
            model.words.get(word) != "ADJ"
            and surely(normal_name(body.of(text)), tables=tables, listed=listed_of(pack).sure) == "ORG"
        ):
            yield body, kind
            rest = next((token for token in tokens[k:] if token.capital), None)
            if rest is not None:
                place = normal_name(text[rest.span.start : span.end]) in model.places
                yield Span(rest.span.start, span.end), "LOC" if place else kind
            return
    yield name


def _links(word: str, *, pack: Pack) -> bool:
    """Tell whether a small word may go on a name: all do but an article without a preposition in it."""
    kind = name_tables(pack).function_words.get(word)
    return kind is not None and (
        kind != "article" or any(row["form"] == word for row in pack.lexicon("contractions"))
    )


def _is_person(tokens: Sequence[Token], *, pack: Pack) -> bool:
    """Tell whether words are a first name and more with capitals."""
    if len(tokens) < 2 or not all(token.capital for token in tokens):
        return False
    first = re.split("[-‑]", tokens[0].text)[0]
    return first in name_tables(pack).first_names or "f" in name_model(pack).people.get(first, "")


def with_particles(text: str, names: Iterable[Tagged], *, tables: NameTables) -> Iterator[Tagged]:
    """Yield the names with the particle between "M." or the like and a surname ("M. de | Crem")."""
    for span, kind in names:
        before = (
            _PARTICLE.search(text[max(0, span.start - _PARTICLE_CHARS) : span.start])
            if kind == "PER"
            else None
        )
        if before and before["title"] in tables.honorifics and before["particle"] in tables.particles:
            span = Span(span.start - len(before["particle"]) - len(before["gap"]), span.end)
        yield span, kind


def with_cut_surnames(text: str, names: Iterable[Tagged]) -> Iterator[Tagged]:
    """Yield the names with the full stop of a surname that is cut to its first letter ("Milo V.")."""
    for span, kind in names:
        last = span.end - 1
        if kind == "PER" and last - span.start > 1 and text[last - 1] in " \u00a0":
            span = Span(span.start, span.end + (_CUT_SURNAME.match(text, last) is not None))
        yield span, kind


def with_nicknames(text: str, names: Iterable[Tagged], *, tables: NameTables) -> Iterator[Tagged]:
    """Yield the names with a first name, a nickname in marks and a surname as one person."""
    end = 0
    for span, kind in names:
        if span.start < end:
            continue
        match = _NICKNAME.match(text, span.end) if span.of(text) in tables.first_names else None
        if match and match["surname"] not in tables.first_names:
            span, kind = Span(span.start, match.end()), "PER"
        end = span.end
        yield span, kind


def whole_names(
    text: str, names: Sequence[Tagged], sentences: Iterable[Span], *, rules: Iterable[Rule]
) -> list[Tagged]:
    """Return the names with those that rules know as a whole in place of what was taken for their parts."""
    inside = _Inside(sentences)
    wholes: list[Tagged] = []
    for rule in rules:
        for match in rule.finditer(text):
            spans = [Span(*match.span(group)) for group, found in match.groupdict().items() if found]
            spans = [span for span in spans if inside.start_of(span) is not None]
            wholes += [(span, rule.options["type"]) for span in spans]
            if len(spans) > 1:  # what was taken for one name is two
                names = [name for name in names if not any(name[0].meets(span) for span in spans)]
    return _with(names, wholes)


def spelt_out(text: str, names: Sequence[Tagged], sentences: Iterable[Span], *, pack: Pack) -> list[Tagged]:
    """Return the names with those whole whose initials stand behind them in brackets, and their acronyms.

    An acronym of common words that are no body ("salaire minimum horaire (SMH)") is no name. Of 67 bodies
    spelt out in the training texts 66 begin and end where the initials say.
    """
    inside = _Inside(sentences)
    wholes: list[Tagged] = []
    kinds: dict[str, NameType | None] = {}
    for match in _ACRONYM.finditer(text):
        start = inside.start_of(Span(*match.span()))
        word = (
            None if start is None else _first_spelt(text, match, least=max(start, match.start() - _MAX_SPELT))
        )
        if word is None:
            continue
        if word[0][0].isupper():
            whole = Span(word.start(), match.start())
            kind = _kind_of_spelt(whole, names)
            if kind == "PER":
                continue  # "Paul Simon (PS)" is of a party
            wholes += [(whole, kind), (Span(*match.span("acronym")), kind)]
            kinds[match["acronym"]] = kind
        elif len(match["acronym"]) >= _LONG and not _is_body(word[0], match["acronym"], pack=pack):
            kinds[match["acronym"]] = None
    told = [(span, kinds.get(span.of(text), kind)) for span, kind in names]
    return _with([(span, kind) for span, kind in told if kind is not None], wholes)


def _with(names: Sequence[Tagged], wholes: Sequence[Tagged]) -> list[Tagged]:
    """Return the names with others in place of those that they meet; a longer name around one stays."""
    new = [(w, kind) for w, kind in wholes if not any(span.holds(w) and span != w for span, _ in names)]
    return sorted([name for name in names if not any(name[0].meets(w) for w, _ in new)] + new)


class _Inside:
    """The sentences of a document, asked which of them holds a stretch."""

    def __init__(self, sentences: Iterable[Span]) -> None:
        self._spans = tuple(sentences)
        self._starts = [span.start for span in self._spans]

    def start_of(self, span: Span) -> int | None:
        """Return where the sentence begins that holds a stretch; None when none does."""
        i = bisect_right(self._starts, span.start) - 1
        return self._starts[i] if i >= 0 and self._spans[i].holds(span) else None


def _is_body(head: str, acronym: str, *, pack: Pack) -> bool:
    """Tell whether common words with an acronym are a body's: they begin like one, or lists hold it."""
    tables = name_tables(pack)
    called = head in tables.head or head in tables.before or head.title() in tables.inside
    return called or acronym in listed_of(pack).kinds or tables.known_as(acronym) is not None


def _kind_of_spelt(whole: Span, names: Iterable[Tagged]) -> NameType:
    """Return what words with an acronym name: what they were taken for, an event they meet, or a body."""
    for span, kind in names:
        if span == whole or (kind in _NO_BODIES and span.meets(whole)):
            return kind
    return "ORG"


def _first_spelt(text: str, match: re.Match[str], *, least: int) -> re.Match[str] | None:
    """Return the first of the words before a bracket that its acronym is made of; None when it is of none."""
    words = list(_WORD.finditer(text, least, match.start()))
    acronym = match["acronym"]
    letters = [bare_capitals(letter) for letter in acronym if letter.isupper()]
    if acronym[1:].islower():
        letters = [bare_capitals(letter.upper()) for letter in acronym]
    found = _spelt_from(words, letters, shortest=_LONG)
    return found if found or acronym.isupper() else _spelt_from(words, letters, shortest=1)


def _spelt_from(
    words: Sequence[re.Match[str]], letters: Sequence[str], *, shortest: int
) -> re.Match[str] | None:
    """Return the word that gives the first letter when the last words give all of them, in their order."""
    left, skipped = list(letters), 0
    for word in reversed(words):
        if len(word[0]) >= shortest and bare_capitals(word[0][0].upper()) == left[-1]:
            skipped = 0
            left.pop()
            if not left:
                return word
        elif len(word[0]) > _LONG:
            skipped += 1
            if skipped > 1:
                return None
    return None
