"""What the document and the tables know, set against what a tagger took each name for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from recoupe.packs import Pack, Rule
from recoupe.packs.model import name_model
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.candidates import Candidate
from recoupe.stages.read.names.decisions import TypedName
from recoupe.stages.read.names.edges import (
    parted,
    spelt_out,
    whole_names,
    with_cut_surnames,
    with_nicknames,
    with_particles,
)
from recoupe.stages.read.names.further import (
    Tagged,
    behind_bodies,
    by_initials,
    coupled,
    enumerated,
    joined_halves,
    listed_places,
    listed_wholes,
    of_one_type,
    places_in_brackets,
    repeated,
    surely,
    with_datelines,
    with_domains,
    with_parties,
    with_rests,
    without_no_names,
)
from recoupe.stages.read.names.people import honorific_before
from recoupe.stages.read.names.role_phrases import RolePhrase
from recoupe.stages.read.names.tables import NameTables, name_tables
from recoupe.stages.read.names.tagger import listed_of
from recoupe.stages.read.names.teams import teams_of_results, towns_that_play
from recoupe.stages.read.names.tokens import Token, tokens_of
from recoupe.stages.read.names.types import evidence_for
from recoupe.stages.text.name_forms import folded_name, name_words, normal_name

_BY_TAGGER = 4.0
"""Points of the tagger's own choice, beside those of name_types."""
_BRIDGE = re.compile(r" |['’]| (?:\w{1,3} |\w['’])")
_OWNED = re.compile(r"([\w-]{2,30})(?: ([^\W\d]{3,20}))? (?:(\w)['’]|(\w{2,3})[ \u00a0])$")
_OWNER = 5.0
_IN_PLACE = 2.0
_TELLING, _TELLING_BEHIND = 40, 500
"""Characters before and behind a name that may settle its type."""
_ENDS = frozenset(".!?…\n")
_ARTICLE = re.compile(r"([^\W\d_]{1,3})(?:['’]|[ \u00a0])$")
_WORD_BEHIND = re.compile(r"[ \u00a0]([^\W\d_]+)")
_NOMINAL = ("ADJ", "NOUN")
_SMALL = frozenset({"adverb", "article", "conjunction", "preposition", "pronoun"})
_SPACES = (" ", "\u00a0", "\u202f")


def agree(
    text: str, tagged: Iterable[Tagged], *, roles: Mapping[Span, Sequence[RolePhrase]], pack: Pack
) -> tuple[TypedName, ...]:
    """Return the names of a document in text order.

    Words that call a person by office are cut off, names the tables know are kept whole, common
    abbreviations go; a lone surname is the person named in full elsewhere; what speaks for a person
    beside a name outweighs the tagger where the tables do not know the name; and a name found in one
    place is one in all. roles: by sentence, in text order. pack: one with a trained model.
    """
    tables, model, listed = name_tables(pack), name_model(pack), listed_of(pack).sure
    names = [
        name
        for sentence, inside in _by_sentence(tagged, roles)
        for whole in _whole(text, inside, tables=tables)
        for piece in parted(text, whole, pack=pack)
        for part in _parts(text, piece, roles[sentence], tables=tables, listed=listed)
        for name in _trimmed(text, part, roles[sentence], tables=tables, listed=listed, words=model.words)
    ]
    rules = pack.rules("name_evidence")
    typed = _typed(text, names, roles=roles, tables=tables, rules=rules, places=model.places)
    surnames = _surnames(text, typed)
    typed = [(span, _settled(text, span, kind, surnames=surnames, pack=pack)) for span, kind in typed]
    sentences = [tokens_of(text, sentence, joined=tables.joined) for sentence in roles]
    typed = _told(text, typed, rules=pack.rules("name_types"), tables=tables, places=model.places)
    typed = list(with_particles(text, with_cut_surnames(text, typed), tables=tables))
    typed = list(with_nicknames(text, typed, tables=tables))
    typed = whole_names(text, typed, roles, rules=pack.rules("whole_names"))
    typed = spelt_out(text, typed, roles, pack=pack)
    typed = enumerated(text, typed, tables=tables, listed=listed, rules=pack.rules("name_types"))
    typed = behind_bodies(text, typed, tables=tables)
    typed = with_parties(text, typed, roles, tables=tables)
    typed = with_datelines(text, typed, pattern=pack.compiled(pack.macros["dateline_place"]))
    typed = coupled(text, typed, tables=tables, listed=listed, places=model.places)
    typed = listed_wholes(text, typed, sentences, tables=tables, listed=listed)
    typed = sorted(typed + listed_places(text, typed, sentences, tables=tables, listed=listed, model=model))
    typed = sorted(typed + repeated(text, typed, sentences, tables=tables))
    typed = sorted(joined_halves(text, typed))
    typed = by_initials(text, of_one_type(text, with_rests(text, typed), tables=tables), tables=tables)
    typed = places_in_brackets(text, teams_of_results(text, typed), tables=tables, places=model.places)
    typed = towns_that_play(
        text,
        typed,
        sentences,
        rules=pack.rules("teams"),
        tables=tables,
        listed=listed_of(pack),
        model=model,
    )
    typed = with_domains(text, typed)
    typed = without_no_names(text, typed, pack.rules("no_names"))
    return tuple(TypedName(span, kind, normal_name(span.of(text)), "model") for span, kind in sorted(typed))


def _by_sentence(
    tagged: Iterable[Tagged], roles: Mapping[Span, Sequence[RolePhrase]]
) -> list[tuple[Span, list[Tagged]]]:
    """Return the names of each sentence; sentences and names come in text order."""
    rest = list(tagged)
    out = []
    i = 0
    for sentence in roles:
        first = i
        while i < len(rest) and rest[i][0].end <= sentence.end:
            i += 1
        out.append((sentence, rest[first:i]))
    return out


def _whole(text: str, names: Sequence[Tagged], *, tables: NameTables) -> list[Tagged]:
    """Return the names with those joined that together are one known name ("Émirats" "arabes unis")."""
    out: list[Tagged] = []
    for span, kind in names:
        if out:
            whole = Span(out[-1][0].start, span.end)
            known = tables.known.get(normal_name(whole.of(text)))
            if known and _BRIDGE.fullmatch(text[out[-1][0].end : span.start]):
                out[-1] = (whole, known.type)
                continue
        out.append((span, kind))
    return out


def _parts(
    text: str,
    name: Tagged,
    roles: Sequence[RolePhrase],
    *,
    tables: NameTables,
    listed: Mapping[str, NameType],
) -> Iterator[Tagged]:
    """Yield a name, or the two of a place or body and a person in a row.

    They part where a role ends ("président de la Veldonie | Ilan Vial") and where a first name follows a
    place that the tables know ("États-Unis | Hélène Vial") or a listed body ("Unesco | Hélène Vial").
    """
    span, kind = name
    tokens = tokens_of(text, span, joined=tables.joined)
    for k in range(1, len(tokens)):
        before, after = Span(span.start, tokens[k - 1].span.end), tokens[k:]
        if not after[0].capital or text[before.end : after[0].span.start] not in _SPACES:
            continue
        if before.of(text) in tables.first_names or after[0].text in tables.inside or len(after) < 2:
            continue
        opens = after[0].text in tables.first_names and after[0].text not in tables.known
        written = normal_name(before.of(text))
        known = tables.known_as(written)
        is_body = opens and kind == "ORG" and surely(written, tables=tables, listed=listed) == "ORG"
        ends_role = any(role.core.end < span.start and role.span.end == before.end for role in roles)
        headed = any(token.text in tables.inside or token.text in tables.head for token in tokens[:k])
        unknown_land = k == 1 and len(after) == 2 and is_behind_article(text, span, tables=tables)
        if (ends_role and not headed and (opens or unknown_land)) or (
            is_body or (known and known.sure and opens and kind != "ORG")
        ):
            yield before, "ORG" if is_body else known.type if known else "LOC"
            yield Span(after[0].span.start, span.end), "PER"
            return
    yield name


def is_behind_article(text: str, span: Span, *, tables: NameTables) -> bool:
    """Tell whether an article stands right before a name."""
    match = _ARTICLE.search(text[max(0, span.start - 6) : span.start])
    return match is not None and tables.function_words.get(match[1].lower()) == "article"


def _trimmed(
    text: str,
    name: Tagged,
    roles: Sequence[RolePhrase],
    *,
    tables: NameTables,
    listed: Mapping[str, NameType],
    words: Mapping[str, str],
) -> Iterator[Tagged]:
    """Yield a name without titles and roles at its ends; nothing when it is nothing else.

    Nor with the small word that opens what a person says ("Hélène Vial Oui, nous partons").
    """
    span, kind = name
    tokens = list(tokens_of(text, span, joined=tables.joined))
    if kind == "ORG" and _has_article(text, tokens, tables=tables, listed=listed):
        del tokens[0]
        span = Span(tokens[0].span.start, span.end)
    if kind == "PER":
        while len(tokens) > 1 and _leads_person(tokens[0].text, tables=tables):
            del tokens[0]
            span = Span(tokens[0].span.start, span.end)
        while len(tokens) > 1 and (
            (_is_title(tokens[-1].text, tables=tables) and not _has_own_article(tokens, tables=tables))
            or _opens_speech(text, tokens, tables=tables, words=words)
        ):
            del tokens[-1]
            span = Span(span.start, tokens[-1].span.end)
    is_small = len(tokens) == 1 and _is_small(tokens[0].text, tables=tables)
    if is_small and surely(tokens[0].text, tables=tables, listed=listed) is None:
        return
    capitals = [token for token in tokens if token.capital]
    is_headed = kind == "LOC" and not tokens[0].capital  # "place de la République"
    if capitals and not is_headed and all(token.text in tables.not_names for token in capitals):
        return
    if _is_office([token.text for token in tokens], tables=tables):
        return
    if kind == "LOC":
        tokens = _behind_role(span, tokens, roles)
        span = Span(tokens[0].span.start, span.end)
    in_role = next((role.core for role in roles if role.core.holds(span)), None)
    if in_role and (
        in_role == span or surely(normal_name(span.of(text)), tables=tables, listed=listed) != "ORG"
    ):
        return  # but "président du Sénat" names a body
    yield Span(span.start, _end_before_role(span, tokens, roles)), kind


def _has_own_article(tokens: Sequence[Token], *, tables: NameTables) -> bool:
    """Tell whether an article in capitals stands before the last of three words or more: "Ana Le Juge"."""
    article = tokens[-2].text if len(tokens) > 2 else ""
    return article.istitle() and tables.function_words.get(article.lower()) == "article"


def _has_article(
    text: str, tokens: Sequence[Token], *, tables: NameTables, listed: Mapping[str, NameType]
) -> bool:
    """Tell whether a body that opens a sentence is taken with its article ("La Commission des pêches")."""
    start = tokens[0].span.start
    before = text[max(0, start - 2) : start]
    return (
        len(tokens) > 2
        and ("\n" in before or not before.strip() or before.strip()[-1] in ".!?…:")
        and tables.function_words.get(tokens[0].text.lower()) == "article"
        and tokens[1].text in tables.inside
        and surely(" ".join(token.text for token in tokens), tables=tables, listed=listed) is None
    )


def _behind_role(span: Span, tokens: list[Token], roles: Sequence[RolePhrase]) -> list[Token]:
    """Return the words of a place behind a role that ends in it ("procureur de la République | de X")."""
    over = next((r.core for r in roles if r.core.start < span.start < r.core.end < span.end), None)
    behind = (k for k, token in enumerate(tokens) if over and token.capital and token.span.start > over.end)
    return tokens[next(behind, 0) :]


def _end_before_role(span: Span, tokens: Sequence[Token], roles: Sequence[RolePhrase]) -> int:
    """Return where a name ends: before a role that begins in it ("Chambre le | Premier ministre")."""
    over = next((r.core for r in roles if span.start < r.core.start < span.end < r.core.end), None)
    if over is None:
        return span.end
    capitals = [token.span.end for token in tokens if token.capital and token.span.end <= over.start]
    return capitals[-1] if capitals else span.end


def _opens_speech(
    text: str, tokens: Sequence[Token], *, tables: NameTables, words: Mapping[str, str]
) -> bool:
    """Tell whether the last of three words or more is a small word and none of a surname ("De Nul").

    An article is part of the name where nothing follows that has one: "Kim Sun Un | avait promis" has none.
    """
    last = tokens[-1]
    if len(tokens) < 3 or not _is_small(last.text, tables=tables):
        return False
    if tables.function_words.get(last.text.lower()) == "article":
        behind = _WORD_BEHIND.match(text, last.span.end)
        if behind is None or words.get(behind[1], "NOUN") not in _NOMINAL:
            return False
    return tokens[-2].text.lower() not in tables.particles


def _is_small(word: str, *, tables: NameTables) -> bool:
    """Tell whether a word that is not in capitals throughout is a small word that opens a sentence."""
    return word[1:].islower() and tables.function_words.get(word.lower()) in _SMALL


def _leads_person(word: str, *, tables: NameTables) -> bool:
    """Tell whether a word before a person's name is no part of it: a title, a role, "Bravo", "Photo"."""
    return _is_title(word, tables=tables) or tables.function_words.get(word.lower()) == "other"


def _is_title(word: str, *, tables: NameTables) -> bool:
    return word in tables.honorifics or word.lower() in tables.role_words


def _is_office(words: Sequence[str], *, tables: NameTables) -> bool:
    """Tell whether words are a role alone, or with an adjective of a country ("Président norvégien")."""
    titles = [_is_title(word, tables=tables) for word in words]
    return any(titles) and all(
        title or word.lower() in tables.adjectives for title, word in zip(titles, words, strict=True)
    )


def _typed(
    text: str,
    names: Sequence[Tagged],
    *,
    roles: Mapping[Span, Sequence[RolePhrase]],
    tables: NameTables,
    rules: tuple[Rule, ...],
    places: Mapping[str, str],
) -> list[Tagged]:
    """Return the names with the types that tagger, tables and document agree on best."""
    full = _surnames(text, names)
    persons: dict[str, list[float]] = defaultdict(list)
    stays: set[Span] = set()
    for sentence, inside in _by_sentence(names, roles):
        ends = frozenset(role.span.end for role in roles[sentence])
        for span, kind in inside:
            written = normal_name(span.of(text))
            known = tables.known.get(written)
            if kind != "PER" and known and known.sure:
                continue
            if kind == "LOC" and places.get(written) != "near" and _is_owner(text, span, tables=tables):
                persons[written].append(_OWNER)
                continue
            tokens = tuple(tokens_of(text, span, joined=tables.joined))
            if not tokens:
                continue
            candidate = Candidate(span, tokens, False, False, "model")
            points = evidence_for(
                text, candidate, sentence=sentence, tables=tables, rules=rules, role_ends=ends
            ).points
            mine = points.get(kind, 0.0) + _BY_TAGGER
            persons[written].append(points.get("PER", 0.0) - mine if kind != "PER" else mine)
            if (
                kind == "LOC"
                and written in places
                and points.get("LOC", 0.0) >= _IN_PLACE
                and "PER" not in points
            ):
                # "à Dinard" beside "Mme Dinard": a known place, told as one here.
                stays.add(span)
    out: list[Tagged] = []
    for span, kind in names:
        written = normal_name(span.of(text))
        words = name_words(written)
        known = tables.known.get(written)
        is_surname = len(words) == 1 and words[0] in full and not (known and known.sure)
        if span in stays:
            pass
        elif is_surname or (kind != "PER" and sum(persons.get(written, ())) > 0.0):
            kind = "PER"
        out.append((span, kind))
    return out


def _told(
    text: str,
    names: Sequence[Tagged],
    *,
    rules: Iterable[Rule],
    tables: NameTables,
    places: Mapping[str, str],
) -> list[Tagged]:
    """Return the names with those that no table knows of the type that a rule settles for one mention.

    A person named in full is no body.
    """
    told: dict[str, NameType] = {}
    for span, kind in names:
        written = normal_name(span.of(text))
        if kind in ("EVT", "MISC") or written in places or tables.known_as(written) is not None:
            continue
        has_first_name = folded_name(written.split(" ")[0]) in tables.folded_first_names
        for rule in rules:
            settled, is_behind = rule.options["settles"].get(kind), rule.options.get("side") == "behind"
            settled = settled or (kind if kind in rule.options["settles"].values() else None)
            is_spelt_so = " " in written and not (is_behind or _goes_on_small(written, tables=tables))
            if kind != "LOC" and settled == "ORG" and (has_first_name or is_spelt_so):
                continue  # "a témoigné par radio Anne Morel"
            if settled and (settled != "PER" or _is_like_person(written)) and _tells(text, span, rule):
                told[span.of(text)] = settled
    return [(span, told.get(span.of(text), kind)) for span, kind in names]


def _goes_on_small(written: str, *, tables: NameTables) -> bool:
    """Tell whether a name of several words ends in a small one, as no person's does ("Rive unie")."""
    return written.rpartition(" ")[2].islower() and written.rpartition(" ")[2] not in tables.particles


def _tells(text: str, span: Span, rule: Rule) -> bool:
    """Tell whether a rule finds what it looks for beside a name."""
    if rule.options.get("side") == "behind":
        opens = not text[: span.start].strip() or text[: span.start].rstrip(" \u00a0")[-1] in _ENDS
        behind = text[span.end : span.end + _TELLING_BEHIND]
        return (opens or not rule.options.get("opens")) and rule.search(behind) is not None
    return rule.search(text[max(0, span.start - _TELLING) : span.start]) is not None


def _is_like_person(name: str) -> bool:
    """Tell whether a name is of letters that are not all capitals."""
    return re.sub("[ '-]", "", name).isalpha() and not name.isupper()


def _surnames(text: str, names: Iterable[Tagged]) -> set[str]:
    """Return the folded last words of the persons named in full."""
    full = (name_words(span.of(text)) for span, kind in names if kind == "PER")
    return {words[-1] for words in full if len(words) > 1}


def _settled(text: str, span: Span, kind: NameType, *, surnames: set[str], pack: Pack) -> NameType:
    """Return the type of a name that the lists know to be nothing else; else the type it was taken for.

    A known town taken for a body stays one: it may stand for its team; a country that acts is a place. A
    person whose surname the lists know stays a person; what opens with a small noun for a place or body
    ("détroit de …") is none, nor what opens or ends with a word of bodies' names ("Vial Shipping").
    """
    tables, listed = name_tables(pack), listed_of(pack).sure
    written = normal_name(span.of(text))
    known = tables.known.get(written)
    if kind == "ORG" and " " not in written and known and known.key in tables.countries:
        return known.type
    if kind == "PER" and " " in written:
        first, last = written.split(" ")[0], written.rpartition(" ")[2]
        told = tables.head.get(first) or tables.inside.get(first) or tables.inside.get(last)
        if told is not None and "l" not in name_model(pack).people.get(last, ""):
            return told
    if kind == "PER" and folded_name(written) in surnames:
        return kind
    found = surely(written, tables=tables, listed=listed)
    is_team = kind == "ORG" and found == "LOC" and written not in listed
    return kind if found is None or is_team or _has_title(text, span, kind, tables=tables) else found


def _has_title(text: str, span: Span, kind: NameType, *, tables: NameTables) -> bool:
    """Tell whether a name taken for a person's stands behind "M." or the like, so that it is one here."""
    return kind == "PER" and honorific_before(text, span, tables=tables) is not None


def _is_owner(text: str, span: Span, *, tables: NameTables) -> bool:
    """Tell whether what a person has stands before a name ("le régime d'…")."""
    match = _OWNED.search(text[max(0, span.start - 40) : span.start])
    if match is None:
        return False
    noun, other, *of = (word and word.lower() for word in match.groups())
    if not any(tables.function_words.get(word or "") == "preposition" for word in of):
        return False  # a person has no article
    return other in tables.of_person or (noun in tables.of_person and other not in tables.function_words)
