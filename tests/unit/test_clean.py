"""The clean stage on invented pastes and pages: blocks, facts, and where each fact is stated."""

from __future__ import annotations

import json

import pytest

from recoupe.packs import load_packs
from recoupe.records.documents import Document
from recoupe.records.spans import Span, to_source
from recoupe.settings import Settings
from recoupe.sources.captures import ARTICLE, PAGE, TEXT, taken
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.clean.page import depth_of
from recoupe.stages.stage import Resources
from recoupe.stages.values.edtf import edtf

RESOURCES = Resources(load_packs(), Settings())
BODY = (
    "La maire de Tarnac, Odette Vigne, a annoncé lundi la fermeture du pont des Lavandières, après la crue.",
    "« Nous ne prendrons aucun risque », a-t-elle déclaré lors d'une conférence de presse à la mairie.",
    "Les travaux doivent durer six mois, selon le préfet de l'estuaire, qui paiera la moitié du chantier.",
    "Une passerelle provisoire sera posée avant la fin du mois de mars pour les piétons et les cyclistes.",
)


def document_of(body: str | bytes, media_type: str = TEXT) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    capture = taken("a", raw, media_type=media_type)
    found = [r for r in CLEAN.run(capture.body_digest, (capture,), RESOURCES) if isinstance(r, Document)]
    (document,) = found
    return document


def blocks(document: Document, *kinds: str) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind in kinds]


PASTE = f"""\
Accueil > Régions > Estuaire
L'Écho du Val
RÉGION
Le pont des Lavandières fermé pour six mois
Par Jeanne Maurel, avec AVP
Publié le 9 mars 2031 à 8h05 - Mis à jour le 10 mars 2031
Temps de lecture : 2 min
Partager sur Facebook Tweeter

{BODY[0]}

Le pont des Lavandières, lundi. © L'Écho du Val / Yann Querrec

{BODY[1]}

À lire aussi :
Crue : les caves de Tarnac sous l'eau
Le préfet promet une aide aux commerçants

Six mois de travaux

{BODY[2]}

Publicité

{BODY[3]}

Mots-clés : Tarnac, pont, crue
Suivez L'Écho du Val sur Facebook, Twitter et Instagram
12 commentaires
Mentions légales
"""


def test_a_pasted_page_keeps_its_article_and_marks_the_rest() -> None:
    document = document_of(PASTE)
    assert blocks(document, "title") == ["Le pont des Lavandières fermé pour six mois"]
    assert blocks(document, "lead", "paragraph") == list(BODY)
    assert blocks(document, "heading")[-1:] == ["Six mois de travaux"]
    assert blocks(document, "caption") == ["Le pont des Lavandières, lundi."]
    assert blocks(document, "credit") == ["Par Jeanne Maurel, avec AVP", "© L'Écho du Val / Yann Querrec"]
    assert "Crue : les caves de Tarnac sous l'eau" in blocks(document, "furniture")
    assert "Publicité" in blocks(document, "furniture")


def test_a_pasted_page_states_its_facts() -> None:
    document = document_of(PASTE)
    facts = (document.outlet, document.published, document.modified, document.byline, document.title)
    assert [fact and fact.value for fact in facts] == [
        "L'Écho du Val",
        "2031-03-09T08:05",
        "2031-03-10",
        "Par Jeanne Maurel, avec AVP",
        "Le pont des Lavandières fermé pour six mois",
    ]
    assert (document.section, document.tags, document.language) == (
        "RÉGION",
        ("Tarnac", "pont", "crue"),
        "fr",
    )


def test_every_offset_leads_back_to_the_paste() -> None:
    document = document_of(PASTE)
    for block in document.blocks:
        where = to_source(document.offset_map, block.span)
        assert where is not None and where.of(PASTE) == block.span.of(document.text)


def test_a_plain_paste_is_all_article() -> None:
    document = document_of("\n\n".join(BODY))
    assert blocks(document, "paragraph") == list(BODY) and document.text == "\n\n".join(BODY)
    assert (document.title, document.outlet, document.published) == (None, None, None)


def test_a_hard_wrapped_paste_is_made_whole() -> None:
    wrapped = """\
La maire de Tarnac, Odette Vigne, a annoncé lundi la fermeture du pont
des Lavandières, fragilisé par la crue. Elle recevra mardi les élus de
l'estuaire, a-t-elle dit.

« Nous ne prendrons aucun risque », a-t-elle déclaré lors d'une
conférence de presse à l'hôtel de ville, où l'attendaient les sous-
préfets des deux rives.
"""
    document = document_of(wrapped)
    assert len(document.blocks) == 2
    assert "du pont des Lavandières" in document.text and "les sous-préfets" in document.text
    start = document.text.index("a-t-elle dit")
    where = to_source(document.offset_map, Span(start, start + 12))
    assert where is not None and where.of(wrapped) == "a-t-elle dit"


def test_short_lines_under_each_other_are_no_wrapped_paragraph() -> None:
    results = (
        "Tarnac bat Ajol\nQuérou bat Saint-Ormeau\nTarnac en finale\nAjol éliminé\nLe reste demain\nVoilà"
    )
    assert len(document_of(results).blocks) == 6


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (" date 2031-02 ", "2031-02"),
        ("Publié le 08/11/2031 à 07h52", "2031-11-08T07:52"),
        ("Publié le 1er mars 2031", "2031-03-01"),
        ("mardi 9 mars 2031", "2031-03-09"),
        ("mars 2031", "2031-03"),
    ],
)
def test_a_printed_date_keeps_its_granularity(line: str, value: str) -> None:
    document = document_of("\n\n".join((line, *BODY)))
    assert document.published is not None and document.published.value == value
    assert blocks(document, "paragraph") == list(BODY)


def test_a_date_prefix_is_cut_off_the_first_paragraph() -> None:
    document = document_of(f" date 2031-02 {BODY[0]}\n\n{BODY[1]}")
    assert blocks(document, "furniture") == ["date 2031-02"] and blocks(document, "paragraph") == list(
        BODY[:2]
    )
    assert document.published is not None and document.published.stated_by == "text:5-12"


@pytest.mark.parametrize("line", ["Publié le 31/02/2031", "Le 45 mars 2031", "Publié le 12/13/2031"])
def test_a_day_that_does_not_exist_is_no_date(line: str) -> None:
    assert document_of("\n\n".join((line, *BODY))).published is None


def test_dates_inside_the_article_are_not_when_it_was_published() -> None:
    text = "\n\n".join((*BODY, "Le pont avait été ouvert le 9 mars 1931, après dix ans de travaux."))
    assert document_of(text).published is None


def test_a_photo_credit_never_names_the_outlet() -> None:
    credits = ("© AVP / Ilan Dorvak", "© 2031 AVP", "© Radio Nord . Éric Tallec")
    document = document_of("\n\n".join((*credits, *BODY)))
    assert document.outlet is None and blocks(document, "credit") == list(credits)


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        (("Suivez La Gazette sur Telegram pour ne rien manquer de l'actualité.",), "La Gazette"),
        (("Commenter via FacebookCommenter via Radio Nord",), "Radio Nord"),
        (("Écoutez Radio Tarnac",), None),
        (("Écoutez Radio Tarnac", "Commenter via Tarnac"), "Tarnac"),
        (("Suivez-nous sur Facebook",), None),
        (("Suivez La Gazette sur Telegram pour les infos", "Commenter via Radio Nord"), None),
    ],
)
def test_the_outlet_is_named_by_its_own_furniture_or_unknown(
    lines: tuple[str, ...], outlet: str | None
) -> None:
    document = document_of("\n\n".join((*BODY, *lines)))
    assert (document.outlet and document.outlet.value) == outlet
    assert blocks(document, "furniture") == list(lines)


def test_link_titles_end_where_the_article_goes_on() -> None:
    links = ("Crue : les caves sous l'eau", "Le préfet promet une aide")
    document = document_of("\n".join((BODY[0], "Lire aussi", *links, BODY[1], "Un intertitre", BODY[2])))
    assert blocks(document, "furniture") == ["Lire aussi", *links]
    assert blocks(document, "heading") == ["Un intertitre"]


def test_a_text_glued_to_a_photo_credit_stays_text() -> None:
    document = document_of(f"{BODY[0]}\n\n© AVP/ Ilan Dorvak {BODY[1]}\n\n{BODY[2]}")
    assert blocks(document, "credit") == ["© AVP/ Ilan Dorvak"] and blocks(document, "paragraph") == list(
        BODY[:3]
    )


def json_document(**fields: object) -> Document:
    return document_of(json.dumps({"text": "\n\n".join(BODY), **fields}).encode(), ARTICLE)


def test_given_fields_win_and_say_that_they_were_given() -> None:
    document = json_document(
        outlet="Le Fanal",
        published="2031-03",
        title="Un pont fermé",
        language="fr-BE",
        url="https://a.test/1",
    )
    for stated, value in (
        (document.outlet, "Le Fanal"),
        (document.published, "2031-03"),
        (document.title, "Un pont fermé"),
    ):
        assert stated is not None and (stated.value, stated.stated_by) == (value, "given")
    assert (document.language, document.url) == ("fr-BE", "https://a.test/1")


def test_a_given_title_is_found_in_the_text_but_never_put_there() -> None:
    assert blocks(json_document(title="Un pont fermé"), "title") == []
    text = "\n".join(("UN PONT FERMÉ", *BODY))
    assert blocks(json_document(title="Un pont fermé", text=text), "title") == ["UN PONT FERMÉ"]


def test_a_better_text_or_address_is_another_document() -> None:
    ids = {json_document().id, json_document(url="https://a.test/1").id, json_document(text=BODY[0]).id}
    assert len(ids) == 3 and json_document().id in ids


HEAD = """<!DOCTYPE html><html lang="fr-FR"><head><title>Un pont fermé - L'Écho du Val</title>{head}</head>
<body><nav><a href="/">Accueil</a> <a href="/abo">S'abonner</a></nav><main><article>
<h1>Un pont fermé pour six mois</h1>{body}</article></main>
<footer>Mentions légales</footer></body></html>"""
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "x"},
        {
            "@type": ["NewsArticle"],
            "headline": "Un pont ferm&eacute; pour six mois",
            "datePublished": "2031-03-09T08:05:00+0100",
            "dateModified": "2031-03-10",
            "author": [{"name": "Jeanne Maurel"}, {"name": "AVP"}],
            "publisher": {"name": "L'Écho du Val"},
            "articleSection": ["Région"],
            "keywords": "Tarnac, pont",
        },
    ],
}


def page(head: str = "", body: str = PARAGRAPHS) -> Document:
    return document_of(HEAD.format(head=head, body=body), PAGE)


def test_a_page_gives_its_article_without_its_menu() -> None:
    document = page()
    assert blocks(document, "title") == ["Un pont fermé pour six mois"]
    assert blocks(document, "lead", "paragraph") == list(BODY)
    assert "Accueil" not in document.text and document.offset_map == ()


def test_json_ld_states_the_facts_of_a_page() -> None:
    document = page(f'<script type="application/ld+json">{json.dumps(LD)}</script>')
    assert [fact and (fact.value, fact.stated_by) for fact in (document.published, document.modified)] == [
        ("2031-03-09T08:05:00+01:00", "json-ld:datePublished"),
        ("2031-03-10", "json-ld:dateModified"),
    ]
    assert document.outlet is not None and document.outlet.stated_by == "json-ld:publisher"
    assert document.byline is not None and document.byline.value == "Jeanne Maurel, AVP"
    assert (document.section, document.tags) == ("Région", ("Tarnac", "pont"))


@pytest.mark.parametrize(
    ("head", "value", "place"),
    [
        (
            '<meta property="article:published_time" content="2031-03-09">',
            "2031-03-09",
            "meta:article:published_time",
        ),
        (
            '<meta name="date" content="Sun, 09 Mar 2031 08:05:00 GMT">',
            "2031-03-09T08:05:00+00:00",
            "meta:date",
        ),
        ('<link rel="canonical" href="https://a.test/2031/03/09/pont">', "2031-03-09", "url"),
        ('<link rel="canonical" href="https://a.test/2031/03/pont">', "2031-03", "url"),
    ],
)
def test_a_page_date_says_where_it_stands(head: str, value: str, place: str) -> None:
    published = page(head).published
    assert published is not None and (published.value, published.stated_by) == (value, place)


@pytest.mark.parametrize(
    "head",
    ["", '<meta name="date" content="hier">',
     '<script type="application/ld+json">{"@type": "NewsArticle", </script>',
     '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2031-03-09"}</script>'],
)  # fmt: skip
def test_a_page_without_a_clear_date_has_none(head: str) -> None:
    assert page(head, PARAGRAPHS + "<p>Le pont avait été ouvert le 9 mars 1931.</p>").published is None


def test_a_time_element_marked_as_publication_is_believed_and_two_others_are_not() -> None:
    marked = '<time itemprop="datePublished" datetime="2031-03-09">hier</time>'
    others = '<time datetime="2031-03-08">a</time><time datetime="2031-03-07">b</time>'
    found = page(body=others + marked + PARAGRAPHS).published
    assert found is not None and found.value == "2031-03-09"
    assert page(body=others + PARAGRAPHS).published is None


def test_the_title_element_is_cut_before_the_outlet() -> None:
    body = "<html><head><title>Un pont fermé à Tarnac - L'Écho du Val</title></head><body>" + PARAGRAPHS
    document = document_of(body, PAGE)
    assert document.title is not None and document.title.value == "Un pont fermé à Tarnac"


def test_furniture_that_the_extraction_leaves_in_is_marked() -> None:
    extra = "<p>Lire aussi : Crue, les caves sous l'eau</p><p>Abonnez-vous dès 1 € par mois</p>"
    document = page(body=PARAGRAPHS.replace("</p>", "</p>" + extra, 1))
    assert blocks(document, "lead", "paragraph") == list(BODY)


def test_a_short_page_keeps_its_only_sentence() -> None:
    assert blocks(page(body=f"<p>{BODY[0]}</p>"), "paragraph", "lead") == [BODY[0]]


def test_headings_lists_and_quotes_of_a_page_keep_their_kind() -> None:
    more = (
        "<h2>Des travaux</h2><ul><li>La pile nord</li><li>La pile sud</li></ul>"
        "<blockquote><p>Enfin.</p></blockquote>"
    )
    document = page(body=PARAGRAPHS + more + PARAGRAPHS.replace("lundi", "mardi"))
    assert blocks(document, "heading") == ["Des travaux"]
    assert blocks(document, "list") == ["La pile nord", "La pile sud"]
    assert blocks(document, "quote") == ["Enfin."]


def test_a_page_given_as_json_is_read_as_a_page() -> None:
    document = document_of(json.dumps({"html": HEAD.format(head="", body=PARAGRAPHS)}).encode(), ARTICLE)
    assert blocks(document, "lead", "paragraph") == list(BODY)


def test_a_page_that_tells_only_its_last_change_speaks_from_that_day() -> None:
    document = document_of(
        "Mis à jour le mercredi 21 octobre 2031 à 9 h 05\n\n" + "Le pont a rouvert mardi. " * 5
    )
    assert document.published == document.modified and document.modified is not None
    assert document.modified.value == "2031-10-21T09:05"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2017", "2017"), ("2017-05", "2017-05"), ("2017-05-10", "2017-05-10"), ("2017-21", "2017-21"),
        ("2017-05-10T18:04", "2017-05-10T18:04"), ("2017-05-10 18:04:00 +02", "2017-05-10T18:04:00+02:00"),
        ("2017-05-10T18:04:00Z", "2017-05-10T18:04:00Z"), ("2017-05-XX", "2017-05-XX"), ("2017~", "2017~"),
        ("2017-13", None), ("2017-02-30", None), ("10/05/2017", None), ("hier", None), ("", None),
        ("1704", "1704"),
    ],
)  # fmt: skip
def test_given_dates_are_kept_as_they_are_or_refused(given: str, kept: str | None) -> None:
    assert edtf(given) == kept


def test_void_elements_and_paragraphs_are_not_depth() -> None:
    assert depth_of("<div><p>a<p>b<br><img><p>c</div><div><span/></div>") == 1
    assert depth_of("<a<b<div") == 0


def test_a_byline_with_an_agency_is_marked_as_a_credit_of_the_text() -> None:
    of_text = {
        rule.id for rule in RESOURCES.packs["fr"].rules("furniture") if rule.options.get("of") == "text"
    }
    lines = ("Un pont fermé", "Par Jeanne Maurel, avec AVP", *BODY, "© AVP / Ilan Dorvak", "(AVP)")
    credits = [block for block in document_of("\n\n".join(lines)).blocks if block.kind == "credit"]
    assert [block.producer in of_text for block in credits] == [True, False, True]


def test_a_paragraph_before_a_credit_of_its_own_stays_a_paragraph() -> None:
    text = "\n\n".join(
        (*BODY[:3], "Le pont a été fermé lundi. Il rouvrira en mars. Photo : Ilan Dorvak, La Gazette")
    )
    assert "Le pont a été fermé lundi. Il rouvrira en mars." in blocks(document_of(text), "paragraph")


def test_an_item_with_a_title_and_no_text_is_an_article_of_one_line() -> None:
    item = {
        "title": "Le pont de Varnes rouvre lundi",
        "text": "",
        "outlet": "La Gazette",
        "published": "2031-06-03",
    }
    document = document_of(json.dumps(item), ARTICLE)
    assert document.text == "Le pont de Varnes rouvre lundi"
    assert [block.kind for block in document.blocks] == ["title"]
    assert document.offset_map == ()
    nothing = taken("b", json.dumps({"title": " …", "text": " "}).encode(), media_type=ARTICLE)
    assert not any(isinstance(r, Document) for r in CLEAN.run("b", (nothing,), RESOURCES))
