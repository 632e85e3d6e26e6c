"""An invented story as hand-made records: three articles that tell one meeting, for tests of the views."""

from __future__ import annotations

from recoupe.dossier.material import Material
from recoupe.messages import load_catalogue
from recoupe.records.accounts import Account, CastMember, Comparable, Entity, Source, Spelling, ToldEncounter
from recoupe.records.comparisons import Comparison, Copy, Happening, Position, Root, SourceChain
from recoupe.records.copies import Edit, Reuse
from recoupe.records.documents import Block, Document, Stated
from recoupe.records.findings import DocumentEntity, Judgement, Quotation, Reading, Role
from recoupe.records.spans import Anchor, Span, anchor
from recoupe.records.stories import Story
from recoupe.records.values import Interval, Reason, When

TEXTS = {
    "doc_01aaaa": (
        "Vélande reçoit Orsini\n\n"
        "Anna Vélande, la ministre des Ports, a reçu lundi Paul Orsini à Brissac. "
        "L'entretien a duré deux heures. « Rien n'est signé », a dit Anna Vélande."
    ),
    "doc_01bbbb": (
        "Paul Orsini a vu Anna Vélande. Selon l'agence Norpresse, l'entretien a duré quarante minutes. "
        "La ministre a assuré que rien n'était signé."
    ),
    "doc_01cccc": "À Brissac, Orsini et la ministre des Ports ont parlé des quais.",
}
TITLE = Span(0, 21)


def place(document_id: str, words: str, nth: int = 0) -> Anchor:
    """Return an anchor on the nth occurrence of some words of an article."""
    text = TEXTS[document_id]
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return anchor(document_id, text, Span(start, start + len(words)))


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of one of the invented texts: each ends with a period or a line end."""
    spans, start = [], 0
    for i, character in enumerate(text):
        if character == "\n" or (character == "." and text[i + 1 : i + 2] in ("", " ")):
            end = i + (character == ".")
            if text[start:end].strip():
                spans.append(Span(start, end))
            start = i + 1 + (text[i + 1 : i + 2] == " ")
    return tuple(spans)


def sentence(document_id: str, words: str) -> Anchor:
    """Return the sentence that holds some words."""
    at = TEXTS[document_id].index(words)
    span = next(s for s in sentences(TEXTS[document_id]) if s.start <= at < s.end)
    return anchor(document_id, TEXTS[document_id], span)


def document(document_id: str) -> Document:
    text = TEXTS[document_id]
    headed = document_id == "doc_01aaaa"
    return Document(
        document_id, f"{document_id}.txt", (f"cap_{document_id}",), None,
        Stated("Le Quai", "given") if headed else None,
        Stated("Vélande reçoit Orsini", "text:0-21") if headed else None,
        None,
        Stated("2031-03", "given") if headed else None,
        None, "fr", None, (), text, (), (Block(Span(0, len(text)), "paragraph", "test"),),
    )  # fmt: skip


def reading(document_id: str) -> Reading:
    text = TEXTS[document_id]
    quotations: tuple[Quotation, ...] = ()
    if document_id == "doc_01aaaa":
        said = place(document_id, "Rien n'est signé").span
        by = place(document_id, "Anna Vélande", 1).span
        quotations = (
            Quotation("quot_a", "direct", (said,), None, by, "dent_a", "Anna Vélande", "certain", (), "test"),
        )
    if document_id == "doc_01bbbb":
        said = place(document_id, "rien n'était signé").span
        by = place(document_id, "La ministre").span
        quotations = (
            Quotation("quot_b", "indirect", (said,), None, by, "dent_b", None, "certain", (), "test"),
        )
    return Reading(
        f"read_{document_id}", document_id, "fr", sentences(text), (), (), (), (), quotations, (), (),
        Judgement(None, (), ()),
    )  # fmt: skip


def position(
    stated: str, *places: Anchor, roots: tuple[str, ...], authority: tuple[Source, ...] = ()
) -> Position:
    holding = tuple(sentence(p.document_id, TEXTS[p.document_id][p.span.start : p.span.end]) for p in places)
    return Position(
        Interval(1, 2, "s"), stated, "asserted", "certain", tuple(p.document_id for p in places), (), roots,
        len(roots), 0, authority, places, holding,
    )  # fmt: skip


def comparisons() -> tuple[Comparison, ...]:
    long = place("doc_01aaaa", "deux heures")
    short = place("doc_01bbbb", "quarante minutes")
    agency = Source("agency", "Norpresse", place("doc_01bbbb", "Norpresse"), None)
    said, told = place("doc_01aaaa", "Rien n'est signé"), place("doc_01bbbb", "rien n'était signé")
    return (
        Comparison(
            "row_where", "story_01f00d", "hap_1", "place", "agrees",
            (position("Brissac", place("doc_01aaaa", "Brissac"), place("doc_01cccc", "Brissac"),
                      roots=("root_q", "root_c")),),
            ("doc_01bbbb",), Reason("same_value", (), ()),
        ),
        Comparison(
            "row_long", "story_01f00d", "hap_1", "duration", "contradicts",
            (position("deux heures", long, roots=("root_q",)),
             position("quarante minutes", short, roots=("root_n",), authority=(agency,))),
            ("doc_01cccc",), Reason("disjoint", (), (long, short)),
        ),
        Comparison(
            "row_said", "story_01f00d", "ent_v", "wording", "reworded",
            (position("Rien n'est signé", said, roots=("root_q",)),
             position("rien n'était signé", told, roots=("root_n",))),
            (), Reason("reported", (), (said, told)),
        ),
    )  # fmt: skip


def entities() -> tuple[Entity, ...]:
    names = (
        Spelling(
            "Anna Vélande", "name", (place("doc_01aaaa", "Anna Vélande"), place("doc_01bbbb", "Anna Vélande"))
        ),
        Spelling("La ministre", "nominal", (place("doc_01bbbb", "La ministre"),)),
    )
    other = (
        Spelling(
            "Paul Orsini", "name", (place("doc_01aaaa", "Paul Orsini"), place("doc_01bbbb", "Paul Orsini"))
        ),
        Spelling("Orsini", "name", (place("doc_01cccc", "Orsini"),)),
    )
    short = Reason(
        "surname_of", (("name", "Paul Orsini"), ("other", "Orsini")),
        (place("doc_01aaaa", "Paul Orsini"), place("doc_01cccc", "Orsini")),
    )  # fmt: skip
    minister = Role("la ministre des Ports", "minister", None)
    return (
        Entity("ent_v", "story_01f00d", "PER", "Anna Vélande", names, (minister,), ("dent_a", "dent_b"), (),
               None, ()),
        Entity("ent_o", "story_01f00d", "PER", "Paul Orsini", other, (), ("dent_c",), (short,), None, ()),
    )  # fmt: skip


def account(document_id: str) -> Account:
    said = place("doc_01aaaa", "lundi")
    when = Comparable(
        "cmp_when", "enc_a", "encounter", "time", "lundi", When("XXXX-WXX-1", None, None, "day"), "asserted",
        "certain", None, None, (), said, sentence("doc_01aaaa", "lundi"), "", False,
    )  # fmt: skip
    met = place(document_id, "Orsini")
    told = ToldEncounter("enc_a", "meeting", (), "in person", "held", met, (met,))
    member = CastMember(DocumentEntity("dent_a", "PER", "Anna Vélande", (), (), ()), ())
    first = document_id == "doc_01aaaa"
    return Account(
        f"acc_{document_id}", "story_01f00d", document_id, None, None, "fr", None, (member,), (told,),
        (when,) if first else (), (), (),
    )  # fmt: skip


def chain() -> SourceChain:
    agency = place("doc_01bbbb", "Norpresse")
    why = Reason("share_a_passage", (("n_passages", "1"),))
    return SourceChain(
        "chain_1", "story_01f00d",
        (
            Root("root_n", "agency", "Norpresse", ("doc_01bbbb",), Reason("origin_agency", (), (agency,))),
            Root("root_q", "outlet", "Le Quai", ("doc_01aaaa",), Reason("own_account")),
            Root("root_c", "outlet", None, ("doc_01cccc",), Reason("own_account")),
        ),
        (("cmp_when", "root_q"),),
        (Copy("doc_01bbbb", "doc_01aaaa", "shared passage", False, 0.25, why),),
        (("doc_01aaaa", 0.25), ("doc_01bbbb", 0.25)),
        3,
        0,
    )  # fmt: skip


def reuse() -> Reuse:
    left, right = (
        place("doc_01aaaa", "L'entretien a duré deux heures"),
        place("doc_01bbbb", "l'entretien a duré quarante minutes"),
    )
    edit = Edit(place("doc_01aaaa", "deux heures"), place("doc_01bbbb", "quarante minutes"), "number")
    return Reuse("reuse_1", left, right, "near copy", 0.6, 5, (edit,))


def material() -> Material:
    """Return the whole invented story."""
    ids = tuple(TEXTS)
    met = (sentence("doc_01aaaa", "a reçu"), sentence("doc_01bbbb", "a vu"))
    happening = Happening(
        "hap_1", "story_01f00d", "meeting", ("enc_a",), (("ent_v", "Anna Vélande"), ("ent_o", "Paul Orsini")),
        "held", "in person", ids, met, (Reason("same_happening", (("n_participants", "2"),)),),
    )  # fmt: skip
    joined = Reason("joined_encounters", (("document", "doc_01aaaa"), ("n_encounters", "1")))
    return Material(
        Story("story_01f00d", ids[0], ids, None, None, ((), (joined,), ()), (), None),
        tuple(document(i) for i in ids),
        tuple(reading(i) for i in ids),
        tuple(account(i) for i in ids),
        entities(),
        chain(),
        (happening,),
        comparisons(),
        (reuse(),),
        (),
        load_catalogue("fr"),
    )
