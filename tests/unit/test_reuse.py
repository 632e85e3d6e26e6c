"""Copies: which passages two documents share, what was changed in them, and of what kind they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.packs import load_pack
from recoupe.records.copies import Passages, Reuse
from recoupe.records.documents import Block, BlockKind, Document, Stated
from recoupe.records.findings import Judgement, Reading
from recoupe.records.spans import Span, is_true
from recoupe.settings import ReuseSettings, Settings
from recoupe.stages.reuse.reuse import REUSE, passages_of
from recoupe.stages.reuse.turns import MAX_NEIGHBOURS
from recoupe.stages.stage import Resources

PACK = load_pack("fr")
RESOURCES = Resources({"fr": PACK}, Settings())

BRIDGE = (
    "Le pont de Varnes sera fermé pendant trois semaines, a annoncé mardi la mairie. "
    "Les travaux, qui ont commencé en avril, ont été retardés par la crue de la rivière. "
    "Quarante ouvriers travaillent sur le chantier et la circulation est déviée par Lorges."
)


def document(
    name: str,
    *paragraphs: str,
    outlet: str | None = None,
    furniture: Sequence[str] = (),
    published: str | None = None,
) -> tuple[Document, Reading]:
    """Return a document of these paragraphs and then this furniture, with its sentences."""
    blocks: list[Block] = []
    start = 0
    for text in (*paragraphs, *furniture):
        kind: BlockKind = "furniture" if len(blocks) >= len(paragraphs) else "paragraph"
        blocks.append(Block(Span(start, start + len(text)), kind, "test"))
        start += len(text) + 2
    whole = "\n\n".join((*paragraphs, *furniture))
    stated = Stated(outlet, "given") if outlet else None
    made = Document(
        f"doc_{name}",
        name,
        (),
        None,
        stated,
        None,
        None,
        Stated(published, "given") if published else None,
        None,
        "fr",
        None,
        (),
        whole,
        (),
        tuple(blocks),
    )
    sentences = tuple(
        Span(block.span.start + match.start(), block.span.start + match.end())
        for block in blocks
        if block.kind == "paragraph"
        for match in re.finditer(r"\S[^.]*\.?", block.span.of(whole))
    )
    nothing = Judgement(None, (), ())
    reading = Reading(f"read_{name}", made.id, "fr", sentences, (), (), (), (), (), (), (), nothing)
    return made, reading


def passages(*articles: tuple[Document, Reading]) -> list[Passages]:
    return [passages_of(d, r, pack=PACK, settings=ReuseSettings()) for d, r in articles]


def reuses(*articles: tuple[Document, Reading]) -> list[Reuse]:
    """Run the stage over every unit, as an engine would."""
    made = passages(*articles)
    units: dict[str, list[Passages]] = {}
    for record in made:
        for unit in REUSE.units(record):
            units.setdefault(unit, []).append(record)
    return [
        reuse
        for unit, members in sorted(units.items())
        if len(members) >= REUSE.min_members
        for reuse in REUSE.run(unit, tuple(sorted(members, key=lambda m: m.id)), RESOURCES)
        if isinstance(reuse, Reuse)
    ]


def edits(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    """Return the edits between the bridge text and the same text with `old` replaced by `new`."""
    assert old in BRIDGE
    left, right = document("a", BRIDGE), document("b", BRIDGE.replace(old, new))
    (reuse,) = reuses(left, right)
    return [
        (
            edit.kind,
            edit.left.span.of(left[0].text) if edit.left else None,
            edit.right.span.of(right[0].text) if edit.right else None,
        )
        for edit in reuse.edits
    ]


def test_a_copied_paragraph_is_one_passage_of_whole_sentences() -> None:
    left = document("a", "Une introduction que personne d'autre n'a écrite.", BRIDGE)
    right = document("b", BRIDGE.replace("'", "’"), "Une fin qui n'appartient qu'à cet article.")
    (reuse,) = reuses(left, right)
    assert (reuse.kind, reuse.jaccard, reuse.edits) == ("copy", 1.0, ())
    assert reuse.left.span.of(left[0].text) == BRIDGE


def test_every_anchor_of_a_passage_and_its_edits_is_true() -> None:
    left, right = document("a", BRIDGE), document("b", BRIDGE.replace("Lorges", "le col de Mire"))
    (reuse,) = reuses(left, right)
    text = {left[0].id: left[0].text, right[0].id: right[0].text}
    anchors = [reuse.left, reuse.right, *(a for e in reuse.edits for a in (e.left, e.right) if a)]
    assert len(anchors) == 4
    assert all(is_true(a, text[a.document_id]) for a in anchors)


@pytest.mark.parametrize(
    ("old", "new", "edit"),
    [
        ("trois semaines", "cinq semaines", ("number", "trois", "cinq")),
        ("Quarante ouvriers", "12 500 ouvriers", ("number", "Quarante", "12 500")),
        ("le chantier", "le chantier de l'A7", ("added", None, "de l'A7")),
        ("Lorges", "Mireval", ("name", "Lorges", "Mireval")),
        ("ont été retardés", "n'ont pas été retardés", ("negation", "ont", "n'ont pas")),
        ("par la crue", "par la grève", ("replaced", "par la crue", "par la grève")),
        (", qui ont commencé en avril,", "", ("cut", "qui ont commencé en avril", None)),
        ("la mairie.", "la mairie et le département.", ("added", None, "et le département")),
    ],
)  # fmt: skip
def test_an_edit_is_named_by_what_it_changes(old: str, new: str, edit: tuple[str, str, str]) -> None:
    assert edits(old, new) == [edit]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", "\u200a"])
def test_an_edited_number_is_shown_whole(space: str) -> None:
    old, new = f"30{space}000 ouvriers", f"28{space}000 ouvriers"
    assert edits("Quarante ouvriers", new) == [("number", "Quarante", f"28{space}000")]
    assert edits("Quarante ouvriers", old) == [("number", "Quarante", f"30{space}000")]


def test_a_changed_hour_is_a_number_shown_whole() -> None:
    left = document("a", BRIDGE + " La réunion publique commencera à 17h30 dans la salle des fêtes.")
    right = document("b", BRIDGE + " La réunion publique commencera à 17h45 dans la salle des fêtes.")
    (reuse,) = reuses(left, right)
    (edit,) = reuse.edits
    assert edit.kind == "number"
    assert edit.left and edit.left.span.of(left[0].text) == "17h30"


def test_an_edit_takes_in_the_small_word_that_leads_its_phrase_in() -> None:
    left = document("a", BRIDGE + " On a parlé de la situation à Varnes et en Bretagne.")
    right = document("b", BRIDGE + " On a parlé de la situation à Varnes et la lutte contre le bruit.")
    (reuse,) = reuses(left, right)
    (edit,) = reuse.edits
    assert edit.left and edit.left.span.of(left[0].text) == "et en Bretagne"
    assert edit.right and edit.right.span.of(right[0].text) == "et la lutte contre le bruit"


def test_repeated_furniture_is_a_template_and_no_copy() -> None:
    follow = "Suivez La Gazette de Varnes sur votre téléphone pour ne manquer aucune information du matin."
    one = document("a", "Le maire a démissionné hier soir.", furniture=[follow])
    other = document("b", "Une tempête est attendue demain.", furniture=[follow])
    (reuse,) = reuses(one, other)
    assert reuse.kind == "template"


def test_a_quotation_in_common_is_no_copy() -> None:
    quote = (
        "« Nous ne fermerons pas cette école tant que les parents n'auront pas été entendus par la région »"
    )
    one = document("a", f"{quote}, a déclaré la maire de Varnes devant une centaine d'habitants réunis.")
    other = document("b", f"Interrogée lundi, l'élue s'est voulue rassurante : {quote}.")
    (reuse,) = reuses(one, other)
    assert reuse.kind == "quotation"


def test_closing_words_that_an_outlet_repeats_are_a_template() -> None:
    closing = (
        "Retrouvez chaque soir toute l'actualité de la vallée dans notre lettre gratuite, sans publicité."
    )
    bodies = [
        (
            "La commune a voté son budget annuel après un long débat. Les impôts ne bougeront pas. "
            "L'opposition a quitté la salle avant le vote et promet un recours au tribunal."
        ),
        (
            "Le club a perdu samedi sur son terrain. L'entraîneur regrette un manque d'envie. "
            "Deux blessés manqueront le déplacement de dimanche prochain, dont le gardien, touché au genou."
        ),
        (
            "La fête du miel a réuni deux mille visiteurs. Une vingtaine d'apiculteurs venaient de loin. "
            "La récolte, faible au printemps à cause du froid, a profité du mois de juin chaud et fleuri."
        ),
    ]
    articles = [document(n, body, closing, outlet="La Vallée") for n, body in zip("abc", bodies, strict=True)]
    assert [r.kind for r in reuses(*articles)] == ["template"] * 3
    assert [r.kind for r in reuses(*articles[:2])] == ["copy"], "twice is no habit yet"


def test_words_that_come_back_below_notices_day_after_day_are_a_template_however_long() -> None:
    closing = (
        "Retrouvez chaque soir toute l'actualité de la vallée dans notre lettre gratuite, sans publicité, et "
        "répondez à la question de la semaine : les meilleures réponses paraissent dans le journal du samedi."
    )
    notices = [
        "Le pont de Varnes sera fermé lundi et mardi, le temps de réparer une pile abîmée.",
        "Le club a perdu samedi sur son terrain, devant trois cents personnes transies de froid.",
        "La fête du miel a réuni deux mille visiteurs dimanche sous les tilleuls de la place.",
    ]

    def kinds(*days: str) -> set[str]:
        given = zip("abc", notices, days, strict=True)
        articles = [document(n, text, closing, outlet="La Vallée", published=day) for n, text, day in given]
        return {reuse.kind for reuse in reuses(*articles)}

    assert kinds("2031-05-02", "2031-05-03", "2031-05-04") == {"template"}
    assert kinds("2031-05-02", "2031-05-02", "2031-05-02") == {"copy"}, "one article told anew all day"


def test_weather_pages_that_differ_by_figures_only_are_a_template_of_the_outlet() -> None:
    page = (
        "À Varnes, le thermomètre affichera {} degrés ce matin sous un ciel voilé. À Lorges, il fera {} "
        "degrés avec de rares averses en soirée. À Mireval, comptez {} degrés et un vent faible de nord."
    )
    one = document("a", page.format(12, 14, 9), outlet="La Vallée")
    other = document("b", page.format(21, 17, 23), outlet="La Vallée")
    (reuse,) = reuses(one, other)
    assert reuse.kind == "template"
    assert {edit.kind for edit in reuse.edits} == {"number"}


@pytest.mark.parametrize(
    "text",
    [
        "1 4 12 25 33 47 8 15 16 23 42 4 8 15 16 23 42 1 4 12 25 33 47",
        "Le maire a démissionné.",
        "Le maire de la commune a annoncé hier soir sa démission.",
        "",
    ],
)
def test_figures_and_single_short_sentences_are_no_passage(text: str) -> None:
    assert reuses(document("a", text), document("b", text)) == []


def test_two_texts_on_one_subject_share_no_passage() -> None:
    one = document(
        "a", "Le maire de Varnes a annoncé la fermeture du pont pendant trois semaines de travaux."
    )
    other = document("b", "Pendant trois semaines, des travaux fermeront le pont, selon le maire de Varnes.")
    assert reuses(one, other) == []


def test_a_common_turn_of_phrase_inside_longer_sentences_is_no_copy() -> None:
    one = document(
        "a",
        "À Varnes, les pompiers ont été appelés dans la nuit pour éteindre un feu de broussailles parti du "
        "bord de la rivière, selon la préfecture.",
    )
    other = document(
        "b",
        "Deux jours plus tôt, à Mireval, une quarantaine de campeurs avaient fui leurs tentes quand les "
        "pompiers ont été appelés dans la nuit pour éteindre un incendie de cuisine, d'après leur chef.",
    )
    assert reuses(one, other) == []


def test_sentences_in_another_order_are_still_found() -> None:
    sentences = [f"{s.strip()}." for s in BRIDGE.split(".") if s.strip()]
    other = document("b", " ".join(reversed(sentences)))
    found = reuses(document("a", BRIDGE), other)
    assert sum(r.n_words for r in found) == sum(len(re.findall(r"\w+", s)) for s in sentences)


def test_a_passage_ends_where_furniture_interrupts_the_article() -> None:
    first, second = BRIDGE.split(". ")[0] + ".", BRIDGE.split(". ")[1] + "."
    one = document("a", first, second)
    blocks = list(one[0].blocks)
    made, reading = document("b", first, "Lire aussi : notre dossier.", second)
    caption = Block(made.blocks[1].span, "caption", "test")
    other = Document(
        **{f: getattr(made, f) for f in made.__struct_fields__ if f != "blocks"},
        blocks=(made.blocks[0], caption, made.blocks[2]),
    )
    found = reuses(one, (other, reading))
    assert [r.left.span for r in found if r.kind == "copy"] == [block.span for block in blocks]


def test_a_pair_is_given_by_one_unit_only() -> None:
    found = reuses(document("a", BRIDGE), document("b", BRIDGE), document("c", BRIDGE))
    pairs = [(r.left.document_id, r.right.document_id) for r in found]
    assert sorted(pairs) == [("doc_a", "doc_b"), ("doc_a", "doc_c"), ("doc_b", "doc_c")]


def test_a_text_in_very_many_documents_costs_a_bounded_number_of_alignments() -> None:
    n = MAX_NEIGHBOURS + 30
    found = reuses(*(document(f"{i:03}", BRIDGE) for i in range(n)))
    assert (
        len(found) == sum(min(MAX_NEIGHBOURS - 1, n - 1 - i) for i in range(n))
        or len(found) <= n * MAX_NEIGHBOURS
    )


def test_a_sentence_repeated_thousands_of_times_in_both_ends_in_bounded_passages() -> None:
    line = "Le pont de Varnes est fermé à la circulation depuis ce matin et pour trois semaines. "
    found = reuses(document("a", line * 3000), document("b", line * 2000 + BRIDGE))
    assert found
    assert max(r.n_words for r in found) <= 2100


def test_a_text_without_a_full_stop_is_aligned_as_one_sentence() -> None:
    letters = "abcdefghij"
    endless = " ".join("".join(letters[int(c)] for c in str(i * 7919 % 10_007)) for i in range(30_000))
    (reuse,) = reuses(document("a", endless), document("b", endless))
    assert reuse.kind == "copy"


words = st.sampled_from(
    ["le", "la", "pont", "maire", "de", "et", "a", "fermé", "ne", "pas", "12", "Varnes", "hier"]
)
texts = st.lists(words, max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_alignment_of_any_two_texts_gives_true_anchors_in_the_right_documents(one: str, other: str) -> None:
    left, right = document("a", one), document("b", other)
    for reuse in reuses(left, right):
        assert is_true(reuse.left, left[0].text) and is_true(reuse.right, right[0].text)
        assert 0 < reuse.jaccard <= 1
        for edit in reuse.edits:
            assert edit.left is None or reuse.left.span.holds(edit.left.span)
            assert edit.right is None or reuse.right.span.holds(edit.right.span)
            assert edit.left or edit.right


@settings(max_examples=60, deadline=None)
@given(texts)
def test_word_columns_agree_with_the_text(text: str) -> None:
    (made,) = passages(document("a", text))
    starts, ends = (np.frombuffer(raw, dtype="<u4").tolist() for raw in (made.word_starts, made.word_ends))
    n = len(starts)
    assert len(made.word_hashes) == 8 * n and len(made.quoted) == len(made.word_classes) == n
    assert all(text[a:b].strip() for a, b in zip(starts, ends, strict=True))
    assert len(made.sentence_starts) == len(made.sentence_spans) == len(made.article_sentences)


def test_what_an_interview_says_without_marks_and_others_quote_is_a_quotation() -> None:
    said = "On pourrait reprendre l'idée d'une taxe qui suit le prix du baril, pour que personne ne paie trop"
    (reuse,) = reuses(
        document("a", f"{said}.", "Le ministre parle aussi du pont."),
        document("b", f"« {said} », disait-il.", "La mairie attend une réponse."),
    )
    assert reuse.kind == "quotation"


def test_offices_and_names_in_common_are_no_copy() -> None:
    who = "Le ministre de l'Intérieur Edgar Valmont et son secrétaire d'État Luis Orvane"
    assert not reuses(
        document("a", f"{who} seront reçus mardi au palais."),
        document("b", f"{who} parleront jeudi devant la commission."),
    )
    assert reuses(
        document(
            "a", f"{who} seront reçus mardi au palais, où les attend une délégation de mineurs venue à pied."
        ),
        document(
            "b", f"{who} sont reçus mardi au palais, où les attend une délégation de mineurs venue à pied."
        ),
    )


def test_an_outlet_that_floods_a_text_keeps_no_two_others_from_being_aligned() -> None:
    others = [document(f"m{i}", BRIDGE, outlet=f"Gazette {i}") for i in range(4)]
    flood = [document(f"{'a' if i % 2 else 'z'}{i:03}", BRIDGE, outlet="Miroir") for i in range(90)]
    ids = {made.id for made, _ in others}
    found = {(r.left.document_id, r.right.document_id) for r in reuses(*others, *flood)}
    alone = {(r.left.document_id, r.right.document_id) for r in reuses(*others)}
    assert len(alone) == 6
    assert {pair for pair in found if set(pair) <= ids} == alone
    assert all(left < right for left, right in found)


def test_what_one_outlet_says_below_very_many_of_its_articles_costs_few_alignments() -> None:
    n = MAX_NEIGHBOURS + 30
    own = [document(f"{i:03}", BRIDGE, outlet="Miroir") for i in range(n)]
    others = [document(f"m{i}", BRIDGE, outlet=f"Gazette {i}") for i in range(2)]
    found = [{r.left.document_id, r.right.document_id} for r in reuses(*own, *others)]
    ids = {made.id for made, _ in own}
    assert sum(pair <= ids for pair in found) <= 3 * n
    assert {name for pair in found if pair <= ids for name in pair} == ids
    assert sum(len(pair & ids) == 1 for pair in found) > MAX_NEIGHBOURS


def about_prices(i: int, outlet: str) -> tuple[Document, Reading]:
    """Return an article that has one run of words with the others, a sentence much like theirs, and more."""
    own = [f"mot{'abcdefghijklmn'[i]}{letter}" for letter in ascii_lowercase]
    alike = (
        f"Au lendemain de la grande fête annuelle du port, {own[0]} rappelle aux habitants du {own[1]} "
        f"que la ville prendra {own[2]} tous les frais {own[3]} des familles."
    )
    return document(f"p{i:02}", alike, f"Suite {' '.join(own)}.", outlet=outlet)


def test_a_run_of_words_that_stands_in_many_documents_is_a_phrase_and_alone_shows_no_copy() -> None:
    n_many = 14
    assert len(reuses(about_prices(0, "Le Fanal"), about_prices(1, "Radio Nord"))) == 1
    assert reuses(*(about_prices(i, f"Gazette {i}") for i in range(n_many))) == []
    of_one = [about_prices(i, "Le Fanal") for i in range(1, n_many)]
    found = {
        (r.left.document_id, r.right.document_id) for r in reuses(about_prices(0, "Radio Nord"), *of_one)
    }
    assert ("doc_p00", "doc_p01") in found, "no outlet makes a phrase of what two have in common"


FORM = (
    "Étude menée par téléphone les 3 et 4 mai auprès de 1 012 habitants de 18 ans et plus, selon la méthode "
    "des quotas, avec une marge d'erreur de 1,2 à 2,9 points."
)


def test_a_form_with_other_figures_is_a_template_of_whoever_fills_it_in() -> None:
    other = FORM.replace("3 et 4 mai", "21 et 22 juin").replace("1 012", "1 530")
    (reuse,) = reuses(document("a", FORM, outlet="Le Fanal"), document("b", other, outlet="Radio Nord"))
    assert reuse.kind == "template"


@pytest.mark.parametrize(
    ("old", "new"),
    [("3 et 4 mai", "21 et 22 juin"), ("habitants de 18 ans et plus", "riverains interrogés dans la rue")],
)
def test_a_text_with_one_figure_or_other_words_changed_is_a_copy(old: str, new: str) -> None:
    (reuse,) = reuses(
        document("a", FORM, outlet="Le Fanal"), document("b", FORM.replace(old, new), outlet="B")
    )
    assert reuse.kind == "near copy"


def test_a_sentence_of_an_event_whose_toll_rose_is_a_copy() -> None:
    told = (
        "Au moins 12 personnes ont été tuées et 30 blessées mardi dans l'explosion d'une usine de peinture "
        "près de Lorges, ont annoncé les secours."
    )
    later = told.replace("12", "15").replace("30", "41")
    (reuse,) = reuses(document("a", told, outlet="Le Fanal"), document("b", later, outlet="Radio Nord"))
    assert reuse.kind == "near copy"


@pytest.mark.parametrize("end", [" »", ""])
def test_a_quotation_with_another_one_in_it_is_a_quotation_even_if_it_is_not_closed(end: str) -> None:
    words = (
        "le nombre élevé des retards de la ligne, des trains « supprimés sans annonce » et les gares fermées "
        "avant l'heure, que les voyageurs appellent « le désert » dans leurs lettres de tous les jours"
    )
    one = document("a", f"La médiatrice déplore « {words} »{end}.")
    other = document("b", f"Dans un rapport, l'association s'inquiète : « {words} »{end}, dit-elle.")
    (reuse,) = reuses(one, other)
    assert reuse.kind == "quotation"
