"""What a trained tagger sees of each word: its shape, its neighbours, the tables, the rest of the document.

The same code gives the features in training and at run time. Features are bytes, so that the tagger need
not encode them again; those that depend on one word alone are built once per word form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from recoupe.packs import Rule
from recoupe.records.spans import Span
from recoupe.stages.read.names.listed import ListedNames
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.read.names.words import Words, joining_names, split_joined, words_of
from recoupe.stages.text.name_forms import normal_name

_OPENING = "«“„("
_CLOSING = "»”)"
_END_OF_SENTENCE = ".!?…:;"
_MAX_FORMS = 60_000
_MAX_PLACE_WORDS = 5


def shape_of(form: str) -> str:
    """Return how a form is written: runs of capitals, small letters, digits and marks.

    >>> shape_of("Saint-Rémy"), shape_of("OTAN"), shape_of("7h44"), shape_of("A")
    ('Xx-Xx', 'XX', 'dxd', 'X')
    """
    out: list[str] = []
    for character in form:
        kind = (
            "X"
            if character.isupper()
            else "x"
            if character.isalpha()
            else "d"
            if character.isdigit()
            else character
        )
        if not out or out[-1] != kind or (kind == "X" and (len(out) < 2 or out[-2] != "X")):
            out.append(kind)
    return "".join(out[:8])


@dataclass(frozen=True)
class _Form:
    """The features of one form, for its own place and for the places beside it."""

    own: tuple[bytes, ...]
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]
    before2: tuple[bytes, ...]
    after2: tuple[bytes, ...]
    shape: str
    lower: str
    kinds: str
    capital: bool
    small: bool


@dataclass
class Featurizer:
    """Gives the features of words.

    words: class of a lower-case word; places: class of a place by name; people: by a word whether it is a
    first name ("f"), a surname ("l") or both ("fl"); clusters: those a word is in, "12/204/1189"; each may
    be empty.
    What is kept between calls are features of forms, which depend on nothing but the form and the tables.
    """

    tables: NameTables
    words: Mapping[str, str]
    places: Mapping[str, str]
    people: Mapping[str, str]
    clusters: Mapping[str, str]
    listed: ListedNames
    rules: tuple[Rule, ...]
    _forms: dict[str, _Form] = field(default_factory=dict)

    def features(
        self, text: str, sentences: Sequence[Span], *, roles: Mapping[Span, Sequence[Span]]
    ) -> tuple[tuple[Words, ...], list[list[list[bytes]]]]:
        """Return the words of each sentence of one document, and for each word its features.

        roles: by sentence the words that call a person by office.
        """
        whole_words = [words_of(text, sentence, joined=self.tables.joined) for sentence in sentences]
        sequences = split_joined(whole_words, tables=self.tables, joining=self._joining)
        if len(self._forms) > _MAX_FORMS:
            self._forms.clear()
        forms = [[self._form(form) for form in words.forms] for words in sequences]
        seen = [_said(own) for own in forms]
        whole: dict[str, Counter[bytes]] = {}
        for own, said in zip(forms, seen, strict=True):
            for i, flags in said.items():
                whole.setdefault(own[i].lower, Counter()).update(flags)
        small = {form.lower for own in forms for form in own if form.small}
        out = []
        for sentence, words, own, said in zip(sentences, sequences, forms, seen, strict=True):
            rows = self._local(words, own)
            self._add_spans(rows, text, sentence, words=words, roles=roles.get(sentence, ()))
            self._add_places(rows, text, words, own)
            self._add_listed(rows, text, words)
            for i, flags in said.items():
                rows[i] += [flag for flag, n in sorted(whole[own[i].lower].items()) if n > flags.count(flag)]
                if own[i].lower in small:
                    rows[i].append(b"g:small")
            out.append(rows)
        return sequences, out

    def _form(self, form: str) -> _Form:
        found = self._forms.get(form)
        if found is None:
            found = self._forms[form] = self._new_form(form)
        return found

    def _new_form(self, form: str) -> _Form:
        lower = form.lower()
        shape = shape_of(form)
        kinds = sorted(self._kinds(form, lower))
        word_class = self.words.get(lower, "")
        own = [f"w={lower}", f"s={shape}", f"s3={lower[-3:]}", f"n={min(len(form), 9)}"]
        if len(form) > 3:
            own += [
                f"p2={lower[:2]}",
                f"p3={lower[:3]}",
                f"p4={lower[:4]}",
                f"s2={lower[-2:]}",
                f"s4={lower[-4:]}",
            ]
        own += [f"k={kind}" for kind in kinds]
        near = [f"w={lower}", f"s={shape}"]
        far = [f"w={lower}", f"s={shape}"]
        if len(form) > 3:
            near.append(f"s3={lower[-3:]}")
        near += [f"k={kind}" for kind in kinds]
        far += [f"k={kind}" for kind in kinds]
        if person := self.people.get(form) or (form.isupper() and self.people.get(form.title())):
            own.append(f"pn={person}")
            near.append(f"pn={person}")
            far.append(f"pn={person}")
        if word_class:
            own += [f"c={word_class}", f"cs={word_class}|{shape}"]
            near.append(f"c={word_class}")
            far.append(f"c={word_class}")
        clusters = self._clusters(form, lower)
        own += clusters
        near += clusters
        return _Form(
            own=tuple(f.encode() for f in own),
            before=tuple(f"-{f}".encode() for f in near),
            after=tuple(f"+{f}".encode() for f in near),
            before2=tuple(f"-2{f}".encode() for f in far),
            after2=tuple(f"+2{f}".encode() for f in far),
            shape=shape,
            lower=lower,
            kinds="/".join(kinds),
            capital=form[0].isupper(),
            small=form[0].islower() and len(form) > 2,
        )

    def _clusters(self, form: str, lower: str) -> list[str]:
        """Return the features of the clusters that a form is in; that it is unknown when it is in none."""
        found = self.clusters.get(form) or self.clusters.get(lower)
        if found is None and form.isupper() and len(form) > 3:
            found = self.clusters.get(form.title())
        return [f"v{i}={one}" for i, one in enumerate(found.split("/"))] if found else ["v=?"]

    def _kinds(self, form: str, lower: str) -> Iterable[str]:
        tables = self.tables
        if form in tables.first_names:
            yield "first"
        elif "-" in form and form.split("-", 1)[0] in tables.first_names:
            yield "first-"
        known = tables.known.get(form)
        if known:
            yield f"{known.type}{'!' if known.sure else '?'}"
            if known.seat:
                yield "seat"
        elif form.isupper() and len(form) > 3 and (known := tables.known.get(form.title())):
            yield f"{known.type}^"
        if form in tables.demonyms:
            yield "demonym"
        if lower in tables.adjectives:
            yield "adjective"
        if form in tables.honorifics:
            yield "title"
        if lower in tables.role_words:
            yield "role"
        if form in tables.not_names:
            yield "not"
        for name, table in (("b", tables.before), ("h", tables.head), ("i", tables.inside)):
            if kind := table.get(lower) or table.get(form):
                yield f"{name}{kind}"
        if sense := tables.of_person.get(lower):
            yield f"of{sense}"
        if kind2 := tables.particles.get(lower):
            yield f"part{kind2}"
        if kind3 := tables.function_words.get(lower):
            yield f"f{kind3}"

    def _local(self, words: Words, own: Sequence[_Form]) -> list[list[bytes]]:
        """Return for each word the features of itself and of the four words around it."""
        n = len(own)
        capitals = sum(form.capital and len(form.shape) > 1 and form.shape.startswith("XX") for form in own)
        shouted = capitals > 2 and capitals > 0.6 * sum(form.lower.isalpha() for form in own)
        open_end = n > 0 and words.forms[-1] not in ".!?…»”"
        opens = True
        marks = 0
        rows: list[list[bytes]] = []
        for i, form in enumerate(own):
            row = [b"b", *form.own]
            if i:
                row += own[i - 1].before
                row.append(f"-ww={own[i - 1].lower}|{form.lower}".encode())
                if i > 1:
                    row += own[i - 2].before2
                    row.append(f"-2ks={own[i - 2].lower}|{own[i - 1].lower}|{form.shape[:2]}".encode())
            else:
                row.append(b"-start")
            if i + 1 < n:
                row += own[i + 1].after
                if i + 2 < n:
                    row += own[i + 2].after2
            else:
                row.append(b"+end")
            before, after = own[i - 1].shape if i else "^", own[i + 1].shape if i + 1 < n else "$"
            row.append(f"sss={before}|{form.shape}|{after}".encode())
            if i:
                row.append(
                    f"-ks={own[i - 1].kinds or own[i - 1].shape}|{form.shape[:3]}|{form.kinds}".encode()
                )
            mark = words.forms[i]
            if mark in _CLOSING:
                marks = 0
            if opens:
                row.append(b"opens")
            if marks:
                row.append(b"within=" + b"%d" % marks)
            if shouted:
                row.append(b"shouted")
            if open_end:
                row.append(b"heading")
            if mark in _OPENING:
                marks = 2 if mark == "(" else 1
                opens = mark != "("
            else:
                opens = mark in _END_OF_SENTENCE
            rows.append(row)
        self._add_runs(rows, own)
        return rows

    def _add_runs(self, rows: list[list[bytes]], own: Sequence[_Form]) -> None:
        """Add to each word of a run of capitals what stands before and behind the run."""
        n = len(own)
        for i, end in _runs_of_capitals(own):
            before = own[i - 1].lower if i else "^"
            after = own[end].lower if end < n else "$"
            before2 = own[i - 2].lower if i > 1 else "^"
            length = min(end - i, 4)
            shared = [
                f"r-={before}".encode(),
                f"r+={after}".encode(),
                f"r-2={before2}|{before}".encode(),
                f"r+-={before}|{after}".encode(),
            ]
            for j in range(i, end):
                rows[j] += shared
                rows[j].append(f"rn={min(j - i, 3)}/{length}".encode())
                if j > i:
                    rows[j].append(f"rh={own[i].lower}".encode())
                    rows[j].append(f"rk={own[i].kinds}".encode())
                if j < end - 1:
                    rows[j].append(f"rl={own[end - 1].lower}".encode())
                    rows[j].append(f"rlk={own[end - 1].kinds}".encode())

    def _add_spans(
        self, rows: list[list[bytes]], text: str, sentence: Span, *, words: Words, roles: Sequence[Span]
    ) -> None:
        """Add what the tables, the rules and the roles say about stretches of words."""
        begins = {start: i for i, start in enumerate(words.starts)}
        ends = {end: i for i, end in enumerate(words.ends)}
        for rule in self.rules:
            for match in rule.finditer(text, sentence.start, sentence.end):
                start, end = match.span("name")
                if start in begins and end in ends:
                    _mark(rows, begins[start], ends[end], b"rule:" + rule.id.rsplit("/", 1)[-1].encode())
        for role in roles:
            if role.start in begins and role.end in ends:
                _mark(rows, begins[role.start], ends[role.end], b"role")
                if ends[role.end] + 1 < len(rows):
                    rows[ends[role.end] + 1].append(b"role>")
        i = 0
        while i < len(words.forms):
            end = self._known_end(text, words, i)
            if end > i + 1:
                name = normal_name(text[words.starts[i] : words.ends[end - 1]])
                known = self.tables.known[name]
                _mark(rows, i, end - 1, b"known:" + known.type.encode())
                i = end
            else:
                i += 1

    def _add_places(self, rows: list[list[bytes]], text: str, words: Words, own: Sequence[_Form]) -> None:
        """Add the class of the longest place at each capital, of at most five words."""
        i, n = 0, len(own)
        while i < n:
            if own[i].capital:
                for end in range(min(n, i + _MAX_PLACE_WORDS), i, -1):
                    name = text[words.starts[i] : words.ends[end - 1]]
                    kind = self.places.get(name.replace("’", "'"))
                    if kind:
                        length = min(3, end - i)
                        for j in range(i, end):
                            rows[j].append(f"place:{kind}:{'B' if j == i else 'I'}{length}".encode())
                        i = end - 1
                        break
            i += 1

    def _add_listed(self, rows: list[list[bytes]], text: str, words: Words) -> None:
        """Add what the list of known names has the longest stretch of words for, from each word on."""
        i, n = 0, len(words.forms)
        while i < n:
            for length in self._listed_lengths.get(words.forms[i], ()):
                end = i + length
                name = normal_name(text[words.starts[i] : words.ends[end - 1]]) if end <= n else ""
                if kinds := self.listed.kinds.get(name):
                    for kind in kinds:
                        _mark(rows, i, end - 1, f"list:{kind}:{min(length, 3)}".encode())
                    if sure := self.listed.sure.get(name):
                        _mark(rows, i, end - 1, f"sure:{sure}".encode())
                    i = end - 1
                    break
            i += 1

    def _known_end(self, text: str, words: Words, i: int) -> int:
        """Return the end of the longest known name of two or more words that starts at word i; 0 for none."""
        longest = self._longest_from.get(words.forms[i], 0)
        for end in range(min(len(words.forms), i + longest), i + 1, -1):
            written = text[words.starts[i] : words.ends[end - 1]]
            if len(written) <= 60 and normal_name(written) in self.tables.known:
                return end
        return 0

    def __post_init__(self) -> None:
        self._joining = joining_names(self.tables, self.listed)
        lengths: dict[str, set[int]] = {}
        for name in self.listed.kinds:
            forms = words_of(name, Span(0, len(name)), joined=self.tables.joined).forms
            lengths.setdefault(forms[0], set()).add(len(forms))
        self._listed_lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._longest_from: dict[str, int] = {}
        for name in self.tables.known:
            first, *rest = re.split("[ ']", name)
            if rest:
                # Each apostrophe is a word of its own, and a cut between joined names makes two more.
                longest = min(2 * len(rest) + 3, self.tables.longest + 2)
                self._longest_from[first] = max(self._longest_from.get(first, 0), longest)


def _mark(rows: list[list[bytes]], first: int, last: int, label: bytes) -> None:
    rows[first].append(label + b":B")
    for i in range(first + 1, last + 1):
        rows[i].append(label + b":I")
    rows[last].append(label + b":L")


def _said(own: Sequence[_Form]) -> dict[int, list[bytes]]:
    """Return what one sentence says about its capitalised words, for the same words elsewhere."""
    said: dict[int, list[bytes]] = {}
    n = len(own)
    for i, end in _runs_of_capitals(own):
        for j in range(i, end):
            flags = said[j] = []
            if i:
                flags.append(b"g:inside")
                if own[i - 1].kinds:
                    flags.append(f"g:{'-' if j == i else '--'}{own[i - 1].kinds}".encode())
                    flags.append(f"g:{'-' if j == i else '--'}{own[i - 1].lower}".encode())
                if own[i - 1].lower == "(" and end < n and own[end].lower == ")":
                    flags.append(b"g:()")
            if end - i > 1:
                place = "B" if j == i else "L" if j == end - 1 else "I"
                flags.append(f"g:{place}:{own[i].kinds}".encode())
    return said


def _runs_of_capitals(own: Sequence[_Form]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each run of capitalised words of a sentence."""
    i, n = 0, len(own)
    while i < n:
        end = i
        while end < n and own[end].capital:
            end += 1
        if end > i:
            yield i, end
        i = end + 1
