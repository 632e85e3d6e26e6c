"""What tables cannot say about French: how verbs conjugate, how numbers are spelt out, how stems go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import Stemmer

from recoupe.packs.fr.nouns import singular as singular
from recoupe.packs.fr.numbers import read_number as read_number

FORMS = ("infinitive", "finite", "participle", "gerund", "spoken")
"""The groups of forms `verb_forms` knows; "finite" holds third persons of the tenses newspapers use, "spoken"
first and second persons, which stand in quotations. Those in -ions and -iez are left out: most are nouns,
too ("avions", "portions")."""

_FIRST_GROUP = {
    "finite": ("e", "ent", "ait", "aient", "a", "èrent", "era", "eront", "erait", "eraient"),
    "participle": ("é", "ée", "és", "ées"),
    "gerund": ("ant",),
}
_SECOND_GROUP = {
    "finite": ("it", "issent", "issait", "issaient", "irent", "ira", "iront", "irait", "iraient", "isse"),
    "participle": ("i", "ie", "is", "ies"),
    "gerund": ("issant",),
}

_FAMILIES = {
    "mettre": "mettre",
    "prendre": "prendre",
    "battre": "battre",
    "rompre": "interrompre",
    "suivre": "suivre",
    "vivre": "vivre",
    "vaincre": "vaincre",
    "clure": "conclure",
    "faire": "faire",
    "traire": "extraire",
    "duire": "conduire",
    "struire": "construire",
    "crire": "écrire",
    "lire": "lire",
    "eindre": "atteindre",
    "aindre": "plaindre",
    "oindre": "joindre",
    "connaître": "connaître",
    "paraître": "disparaître",
    "croître": "accroître",
    "tenir": "tenir",
    "venir": "venir",
    "ouvrir": "ouvrir",
    "cueillir": "accueillir",
    "courir": "courir",
    "fuir": "fuir",
    "dormir": "dormir",
    "quérir": "requérir",
    "mouvoir": "émouvoir",
}
"""Irregular verbs that all conjugate like one of the table, by how they end."""


@cache
def _irregular() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    path = Path(__file__).parent / "lexicon" / "irregular_verbs.tsv"
    lines = [x for x in path.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    for line in lines[1:]:
        lemma, finite, participle, gerund = line.split("\t")
        table[lemma] = {
            "finite": _with_conditional(finite.split("|")),
            "participle": tuple(participle.split("|")),
            "gerund": tuple(gerund.split("|")),
        }
    return table


def _with_conditional(finite: Sequence[str]) -> tuple[str, ...]:
    """Return the third persons of a verb with those of the conditional, which go by the future: "ouvrira"."""
    futures = [form.removesuffix("a") for form in finite if form.endswith("ra")]
    own = [stem + ending for stem in futures for ending in ("ont", "ait", "aient")]
    return tuple(dict.fromkeys((*finite, *own)))


_BARE_CAPITAL = re.compile(r"""(?:^|(?<=[.!?;:»”")] )|(?<=[\n«“"(]))A(?=[ \u00a0])""")


def accented(text: str) -> str:
    """Return the text with the accent that a capital opening a sentence goes without; the length stays.

    >>> accented("Il pleut. A 17 heures, le vent tombe.")
    'Il pleut. À 17 heures, le vent tombe.'
    """
    return _BARE_CAPITAL.sub("À", text)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")


def stem(word: str) -> str:
    """Return the Snowball stem of a word in lower case.

    >>> stem("négociations") == stem("négociation")
    True
    """
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def is_reflexive(lemma: str) -> bool:
    """Tell whether a verb stands in the lists with its pronoun.

    >>> is_reflexive("se réunir"), is_reflexive("réunir")
    (True, False)
    """
    return lemma.startswith(("se ", "s'"))


def verb_forms(lemma: str, group: str) -> tuple[str, ...]:
    """Return the forms of a verb, sorted: one of `FORMS`, or "all".

    Reflexive verbs lose the pronoun: "se rendre" gives "rend", "s'entretenir" gives "entretient".
    A verb of more words keeps its tail: "faire savoir" gives "fait savoir".

    >>> "déclara" in verb_forms("déclarer", "finite")
    True
    """
    bare = lemma.removeprefix("se ").removeprefix("s'")
    head, _, tail = bare.partition(" ")
    if group == "all":
        return tuple(sorted({form for g in FORMS for form in verb_forms(lemma, g)}))
    if group == "infinitive":
        forms: tuple[str, ...] = (head,)
    elif group == "spoken":
        forms = _spoken(head)
    else:
        forms = _conjugated(head, group)
    return tuple(sorted({f"{form} {tail}" if tail else form for form in forms}))


_PRESENT_OF_ITS_OWN = frozenset({"être", "avoir", "savoir", "pouvoir", "vouloir"})
"""Verbs whose present participle is no sign of "nous" and "vous" in the present."""


def _spoken(lemma: str) -> tuple[str, ...]:
    """Return what "je", "tu", "nous" and "vous" say of what is and will be, where no third person does."""
    futures = [form.removesuffix("ra") for form in _conjugated(lemma, "finite") if form.endswith("ra")]
    own = () if lemma in _PRESENT_OF_ITS_OWN else _conjugated(lemma, "gerund")
    stems = [form.removesuffix("ant") for form in own]
    return (
        *(stem + ending for stem in futures for ending in ("rai", "ras", "rons", "rez", "rais")),
        *(stem + ending for stem in stems for ending in ("ons", "ez", "ais")),
    )


def _conjugated(lemma: str, group: str) -> tuple[str, ...]:
    irregular = _irregular()
    if lemma in irregular:
        return irregular[lemma][group]
    for family, known in _FAMILIES.items():
        if lemma.endswith(family):
            own, stem = lemma.removesuffix(family), known.removesuffix(family)
            return tuple(own + form.removeprefix(stem) for form in irregular[known][group])
    if lemma.endswith("ger"):
        return tuple(
            lemma[:-2] + ("e" if ending[0] in "aà" else "") + ending for ending in _FIRST_GROUP[group]
        )
    if lemma.endswith("cer"):
        stem = lemma[:-3]
        return tuple(stem + ("ç" if ending[0] in "aà" else "c") + ending for ending in _FIRST_GROUP[group])
    if lemma.endswith("yer"):
        return tuple(_alternating(lemma[:-2], lemma[:-3] + "i", ending) for ending in _FIRST_GROUP[group])
    if lemma.endswith("er"):
        stem = lemma[:-2]
        return tuple(_alternating(stem, _grave(stem), ending) for ending in _FIRST_GROUP[group])
    if lemma.endswith("ir"):
        return tuple(lemma[:-2] + ending for ending in _SECOND_GROUP[group])
    if lemma.endswith("dre"):
        stem = lemma[:-2]
        table = {
            "finite": ("", "ent", "ait", "aient", "it", "irent", "ra", "ront", "rait", "raient"),
            "participle": ("u", "ue", "us", "ues"),
            "gerund": ("ant",),
        }
        return tuple(stem + ending for ending in table[group])
    return ()


def _alternating(full: str, mute: str, ending: str) -> str:
    """Join stem and ending; before a mute e the stem changes (répéter: répète; appuyer: appuie)."""
    return (mute if ending in {"e", "ent", "era", "eront", "erait", "eraient"} else full) + ending


def _grave(stem: str) -> str:
    """Return the stem as it stands before a mute e: "répét" gives "répèt", "lev" gives "lèv"."""
    if stem.endswith(("ell", "ett", "pell", "jett")):
        return stem
    if stem.endswith(("pel", "jet")):
        return stem + stem[-1]
    if len(stem) >= 2 and stem[-2] in "eé" and stem[-1] not in "aeiouyéèê":
        return stem[:-2] + "è" + stem[-1]
    return stem


_FEMININE_ENDINGS = (
    ("ien", "ienne"),
    ("éen", "éenne"),
    ("on", "onne"),
    ("er", "ère"),
    ("eur", "euse"),
    ("eux", "euse"),
    ("if", "ive"),
    ("el", "elle"),
    ("e", "e"),
)


@cache
def adjective_forms(masculine: str) -> tuple[str, ...]:
    """Return the four written forms of a regular adjective: masculine, feminine, and their plurals.

    >>> adjective_forms("américain")
    ('américain', 'américaine', 'américains', 'américaines')
    >>> adjective_forms("danois")
    ('danois', 'danoise', 'danois', 'danoises')
    """
    feminine = masculine + "e"
    for ending, changed in _FEMININE_ENDINGS:
        if masculine.endswith(ending):
            feminine = masculine[: -len(ending)] + changed
            break
    plural = masculine if masculine.endswith(("s", "x")) else masculine + "s"
    return (masculine, feminine, plural, feminine + "s")


_SHORTEST_PERSONAL = 6
_PERSONAL_ENDINGS: tuple[tuple[str, str], ...] = (
    ("euse", "f"),
    ("trice", "f"),
    ("ienne", "f"),
    ("éenne", "f"),
    ("ière", "f"),
    ("eure", "f"),
    ("ante", "f"),
    ("euses", "f"),
    ("iste", ""),
    ("logue", ""),
    ("naire", ""),
    ("crate", ""),
    ("graphe", ""),
    ("ien", "m"),
    ("éen", "m"),
    ("ier", "m"),
    ("eur", "m"),
    ("ant", "m"),
)


def personal_gender(noun: str) -> str | None:
    """Return the gender that a noun for a person shows by its ending ("" for both); None: no such ending.

    Some things end so, too; the lexicon `quote_words` names them.

    >>> personal_gender("tailleur"), personal_gender("cégépienne"), personal_gender("journaliste")
    ('m', 'f', '')
    >>> personal_gender("décision") is None
    True
    """
    if len(noun) < _SHORTEST_PERSONAL:
        return None
    return next((gender for ending, gender in _PERSONAL_ENDINGS if noun.endswith(ending)), None)


WEAK_SOURCES = frozenset({"pour"})
"""Source prepositions that more often mean something else; they count only before somebody."""

_FINITE_ENDINGS = (
    *("ait", "aient", "era", "eront", "ira", "iront", "dra", "dront", "vra", "vront", "rra", "rront"),
    *("erait", "èrent", "irent"),
)


_PLURAL_AUXILIARIES = frozenset({"ont", "avaient", "auront", "auraient", "sont", "étaient", "font", "vont"})
_SINGULAR_AUXILIARIES = frozenset({"a", "avait", "aura", "aurait", "est", "était", "fait", "va"})
_ONE_DOES = ("tient", "vient", "dément", "consent", "ressent", "pressent")
"""Singular forms that end as plural ones do."""


def is_plural_verb(words: Sequence[str]) -> bool:
    """Tell whether the words of a verb are of several who do it: by its auxiliary, or by its ending.

    >>> is_plural_verb(["ont", "annoncé"]), is_plural_verb(["annoncent"]), is_plural_verb(["dément"])
    (True, True, False)
    """
    is_past = any(word in _SINGULAR_AUXILIARIES for word in words)
    many = any(word in _PLURAL_AUXILIARIES for word in words)
    return many or (not is_past and words[-1].endswith(("ent", "ront")) and not words[-1].endswith(_ONE_DOES))


def may_be_finite(word: str) -> bool:
    """Tell whether a word looks like a finite verb by its ending (imperfect, future, simple past).

    >>> may_be_finite("fermera"), may_be_finite("recevra"), may_be_finite("pont")
    (True, True, False)
    """
    return len(word) > 4 and word.endswith(_FINITE_ENDINGS)
