"""How quotations, their speakers and their authorities are read from whole passages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from msgspec import structs

from recoupe.packs import Pack, load_pack
from recoupe.records.documents import Block
from recoupe.records.findings import Quotation
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.quotations.authorities import authority_of
from recoupe.stages.read.quotations.credits import find_credits
from recoupe.stages.read.quotations.marks import find_marked
from recoupe.stages.read.quotations.quotations import find_quotations
from recoupe.stages.read.sentences import find_sentences
from written import document_of


@cache
def french() -> Pack:
    return load_pack("fr")


def drafted(text: str) -> Draft:
    draft = Draft(document_of(text), french())
    draft = replace(draft, sentences=find_sentences(draft))
    mentions, entities = find_names(draft)
    return replace(draft, mentions=mentions, entities=entities)


def read(text: str) -> list[tuple[list[str], str | None]]:
    return [([s.of(text) for s in q.content], q.speaker) for q in find_quotations(drafted(text))]


def only(text: str) -> Quotation:
    (quotation,) = find_quotations(drafted(text))
    return quotation


def test_words_interrupted_by_an_incise_are_one_quotation_of_two_spans() -> None:
    text = "« Le pont tiendra », a dit Anne Morel, « et la route aussi »."
    assert read(text) == [(["Le pont tiendra", "et la route aussi"], "Anne Morel")]


def test_a_reported_clause_that_holds_marked_words_is_mixed() -> None:
    quotation = only("Anne Morel a souligné que « cette violence » devait prendre fin.")
    assert quotation.type == "mixed"


def test_a_word_between_marks_without_a_cue_is_no_quotation() -> None:
    assert read("Le chantier du « Grand Rivage » a commencé lundi à Nantes.") == []


def test_words_that_a_sentence_goes_on_with_are_of_whom_it_speaks() -> None:
    words = "qui ont tenu bon toute la nuit"
    assert read(f"Anne Morel a remercié ses voisins, « {words} ».") == [([words], "Anne Morel")]
    assert read(f"Le barrage a tenu grâce à ceux « {words} ».") == []


def test_words_that_a_sentence_goes_on_with_are_of_whoever_speaks_in_it() -> None:
    words = "ce chantier que personne ne voulait voir"
    text = f"« Le pont tiendra », a déclaré Anne Morel à Paul Roux, visant « {words} »."
    assert read(text) == [(["Le pont tiendra"], "Anne Morel"), ([words], "Anne Morel")]


def test_words_of_the_law_for_a_deed_are_nobodys() -> None:
    words = "violences volontaires en réunion sur un agent"
    assert read(f"Paul Morel comparaîtra en juin pour « {words} ».") == []
    assert read(f"Anne Morel a porté plainte lundi pour « {words} ».") == []


def test_a_pronoun_is_resolved_to_the_speaker_before_it() -> None:
    text = "Anne Morel a salué l'accord. « Le pont tiendra encore », a-t-elle ajouté."
    assert read(text)[-1] == (["Le pont tiendra encore"], "Anne Morel")


def test_a_text_that_speaks_is_resolved_to_whoever_issued_it() -> None:
    text = (
        "Selon un communiqué du Kremlin, le pont sera fermé.\n\n« Rien n'est décidé », précise le document."
    )
    assert read(text)[-1] == (["Rien n'est décidé"], "Kremlin")


def test_words_left_open_at_the_end_of_a_paragraph_go_on_in_the_next() -> None:
    text = "« Nous avons tout perdu dans cette nuit.\n\n« Il faudra reconstruire », a dit Anne Morel."
    assert read(text) == [
        (["Nous avons tout perdu dans cette nuit."], "Anne Morel"),
        (["Il faudra reconstruire"], "Anne Morel"),
    ]


def test_brackets_of_the_editor_stay_in_the_content() -> None:
    quotation = only("« Il [le maire] a tout vu de sa fenêtre », a dit Anne Morel.")
    assert (
        quotation.content[0]
        .of("« Il [le maire] a tout vu de sa fenêtre », a dit Anne Morel.")
        .startswith("Il [le")
    )


def test_the_conditional_of_the_press_makes_reported_words_alleged() -> None:
    assert only("Selon Anne Morel, trois personnes seraient blessées.").certainty == "alleged"
    assert only("Selon Anne Morel, trois personnes sont blessées.").certainty == "certain"


def test_marks_inside_marks_belong_to_the_outer_words() -> None:
    text = "« Il m'a dit “non” tout de suite », raconte Anne Morel."
    (marked,) = find_marked(text, [Span(0, len(text))])
    assert marked.content.of(text) == "Il m'a dit “non” tout de suite"


def test_who_stands_behind_a_sentence_is_named_outermost_first() -> None:
    text = "La réunion a duré une heure, transmet l'agence Nordpress, citant le ministère."
    draft = drafted(text)
    assert [(a.kind, a.name) for a in authority_of(draft, draft.sentences[0])] == [
        ("agency", "agence Nordpress"),
        ("institution", "ministère"),
    ]


def test_a_sentence_of_the_article_itself_has_no_authority() -> None:
    draft = drafted("La réunion a duré une heure à Nantes.")
    assert authority_of(draft, draft.sentences[0]) == ()


def test_a_photo_credit_is_no_origin_of_the_text() -> None:
    text = "Le pont sera fermé."
    draft = drafted(text + "\n\n© Reuters / Anne Morel")
    document = draft.document
    blocks = (document.blocks[0], Block(document.blocks[1].span, "credit", "test"))
    draft = replace(draft, document=structs.replace(document, blocks=blocks))
    assert [(c.name, c.covers) for c in find_credits(draft)] == [("Reuters", "photo")]


def test_a_text_gets_the_name_of_its_issuer_in_every_form() -> None:
    texts = (
        "Selon un communiqué de la présidence valbrunoise, le pont sera fermé.",
        "Dans un communiqué publié mardi, la présidence valbrunoise affirme que le pont sera fermé.",
        (
            "Dans un communiqué, la présidence valbrunoise affirme que le pont sera fermé.\n\n"
            "La route restera ouverte, précise le texte."
        ),
    )
    for text in texts:
        draft = drafted(text)
        named = {
            a.name for s in draft.sentences for a in authority_of(draft, s) if a.kind == "communique"
        } | {c.name for c in find_credits(draft)}
        assert named == {"présidence valbrunoise"}, text


def test_a_text_whose_issuer_nobody_names_keeps_its_own_noun() -> None:
    text = "La maire a lu un texte de quatre pages.\n\nLes taxes seront levées en mai, indique le texte."
    assert read(text)[-1] == (["Les taxes seront levées en mai"], "texte")


def test_a_press_conference_is_known_by_who_holds_it() -> None:
    text = "« Le pont tiendra », a dit Anne Morel lors d'une conférence de presse."
    draft = drafted(text)
    assert [(c.kind, c.name) for c in find_credits(draft)] == [("press conference", "Anne Morel")]


def test_a_count_is_the_word_of_the_body_that_made_it() -> None:
    text = "Le feu a fait 14 blessés, selon un bilan provisoire de la préfecture maritime."
    draft = drafted(text)
    (authority,) = authority_of(draft, draft.sentences[0])
    assert (authority.kind, authority.name) == ("institution", "préfecture maritime")


def test_a_dateline_is_no_part_of_the_content() -> None:
    text = "VALBRUNE (APV) - Le pont sera fermé tout l'hiver, selon la préfecture."
    assert read(text) == [(["Le pont sera fermé tout l'hiver"], "préfecture")]


def test_what_somebody_is_does_not_open_the_content() -> None:
    text = "Selon Anne Morel, la directrice du site, deux offres sont arrivées."
    assert read(text) == [(["deux offres sont arrivées"], "Anne Morel")]


def test_nobody_in_particular_speaks_for_the_body_he_speaks_at() -> None:
    assert only("Au ministère valbrunois, on dément que le pont soit fermé.").speaker == (
        "ministère valbrunois"
    )
    assert only("À 17 heures, on disait que le pont était fermé.").speaker is None


def test_a_role_points_back_to_the_only_person_who_can_hold_it() -> None:
    text = "Anne Morel a visité le pont mardi.\n\n« Il tiendra », a promis la ministre."
    assert read(text)[-1] == (["Il tiendra"], "Anne Morel")


def test_an_office_never_points_back_to_the_holder_of_another() -> None:
    text = "La maire, Anne Morel, a visité le pont mardi.\n\n« Il tiendra », a promis la ministre."
    assert read(text)[-1] == (["Il tiendra"], "ministre")


def test_a_possessive_names_somebody_new() -> None:
    text = "Anne Morel est partie lundi.\n\n« Elle reviendra », a promis son avocate."
    assert read(text)[-1] == (["Elle reviendra"], "avocate")


def test_marked_words_that_open_a_paragraph_go_to_whom_the_next_sentence_names() -> None:
    text = "« J'ai vu le pont trembler. » Anne Morel n'a pas dormi depuis lundi."
    assert read(text) == [(["J'ai vu le pont trembler."], "Anne Morel")]


def test_the_name_behind_a_role_with_a_complement_is_the_speaker() -> None:
    text = "« Rien n'est signé », objecte l'ancienne adjointe aux finances, Anne Morel."
    assert read(text) == [(["Rien n'est signé"], "Anne Morel")]


def test_who_is_named_only_in_a_complement_is_not_the_speaker() -> None:
    assert (
        only("L'entraîneur de Paul Morel, Jacques Roux, affirme que le pont tiendra.").speaker
        == "Jacques Roux"
    )
    text = "Le secrétaire d'État à l'Intérieur Paul Morel a affirmé que le pont tiendra."
    assert only(text).speaker == "Paul Morel"


def test_a_verb_of_saying_in_the_passive_says_nothing() -> None:
    assert read("L'animal est décrit mercredi dans la revue des sciences.") == []


def test_a_text_made_by_somebody_speaks_for_him() -> None:
    text = "Selon un rapport établi par la Cour des ponts, les travaux ont pris du retard."
    assert only(text).speaker == "Cour des ponts"


def test_a_pronoun_that_stands_for_nobody_named_is_no_name() -> None:
    assert only("« Le pont tiendra bien cet hiver », a-t-il dit.").speaker is None


def test_an_apposition_to_the_speaker_is_no_part_of_the_content() -> None:
    text = "Le pont sera fermé, annonce Anne Morel, déléguée des riverains."
    assert read(text) == [(["Le pont sera fermé"], "Anne Morel")]


def test_a_pronoun_behind_quant_a_is_whom_the_phrase_names() -> None:
    text = "Anne Morel se tait. Quant à Paul Tessier, il affirme que le pont tiendra."
    assert read(text) == [(["le pont tiendra"], "Paul Tessier")]


def test_several_people_go_on_as_they() -> None:
    text = "Les agents de la réserve ont tout fouillé. Ils affirment que rien ne manque."
    assert read(text) == [(["rien ne manque"], "agents de la réserve")]


def test_a_name_behind_the_noun_of_a_body_is_no_pointer_back() -> None:
    text = "La Fédération des ponts a écrit lundi.\n\nLe syndicat Rive affirme que rien n'est décidé."
    assert "Fédération" not in (read(text)[-1][1] or "")


def test_a_noun_with_a_hyphen_can_be_taken_up_by_a_pronoun() -> None:
    text = (
        "Le feu est éteint, selon les pompiers.\n\nLe porte-parole du comité ne s'inquiète pas. "
        "Il jure que rien ne manque."
    )
    assert read(text)[-1][1] == "porte-parole du comité"


def test_words_in_a_paragraph_of_their_own_are_of_whom_the_one_before_announces() -> None:
    text = (
        "Le pont a tenu.\n\nPaul Roux écrit dans son journal :\n\n« Le pont tombera. »\n\nAnne Morel le dit."
    )
    assert read(text)[0] == (["Le pont tombera."], "Paul Roux")


def test_a_line_below_words_set_apart_says_whose_they_are() -> None:
    words = "Ce pont aurait dû fermer en mars"
    text = f"Anne Morel a signé.\n\n« {words} »\n\nPaul Roux, ouvrier\n\nElle est partie lundi."
    assert (["Ce pont aurait dû fermer en mars"], "Paul Roux") in read(text)
    text = text.replace("Paul Roux, ouvrier", "Un climat tendu")
    assert (["Ce pont aurait dû fermer en mars"], "Anne Morel") in read(text)


def test_a_verb_of_several_has_no_single_subject_behind_it() -> None:
    assert read("D'autres élus, à l'image de Paul Roux, lancent le même appel.") == []


def test_a_role_beside_a_name_may_have_brackets_between() -> None:
    text = (
        "Le maire de Nantes déplore un gâchis complet.\n\nLe pont est fermé, a confirmé lundi le maire de"
        " Nantes (Loire-Atlantique), Paul Roux. Il pleut."
    )
    assert {speaker for _, speaker in read(text)} == {"Paul Roux"}


def test_a_network_where_others_speak_says_nothing() -> None:
    text = (
        "La maire, Anne Morel, a fait une vidéo sur Facebook.\n\nElle va fonder un parti, a-t-elle dit lundi."
    )
    assert {speaker for _, speaker in read(text)} == {"Anne Morel"}


def test_what_one_says_ends_where_a_headline_goes_on_with_another() -> None:
    text = "Pour Anne Morel, il faut « une réponse », Paul Roux lui demande « un peu plus de calme »"
    assert [speaker for _, speaker in read(text)] == ["Anne Morel", "Paul Roux"]


def test_a_phrase_can_mean_somebody_without_a_name_who_is_called_otherwise() -> None:
    text = "Un gendarme a plongé. « L'eau était noire », raconte-t-il. Le militaire ajoute qu'il a eu peur."
    assert {speaker for _, speaker in read(text)} <= {"Un gendarme", "militaire"}


def test_a_verb_in_the_imperfect_ends_the_phrase_for_who_speaks() -> None:
    words = "interdiction totale des camions sur le pont neuf"
    text = f"Les marcheurs arboraient une toile peinte demandant « {words} »."
    assert [speaker for _, speaker in read(text)] in ([], ["marcheurs"])


def test_whoever_answers_in_an_interview_is_not_spoken_of_in_it() -> None:
    text = (
        "Le président Morel a parlé hier du pont. Éclairage de Paul Roux.\n\nPourquoi fermer ce pont"
        " maintenant ?\n\nParce qu'il s'use, je crois.\n\nQue pensez-vous de ce que dit Morel ?"
        "\n\nJe pense qu'il a tort."
    )
    answers = [speaker for content, speaker in read(text) if content[0].endswith(".")]
    assert answers == ["Paul Roux", "Paul Roux"]


def test_an_answer_may_begin_with_a_name_whose_type_is_lost() -> None:
    text = (
        "Anne Morel conduit la liste.\n\nQue voulez-vous pour le pont ?\n\nAnne Morel Nous voulons un pont"
        " neuf.\n\nEt pour la route, vous attendez ?\n\nAnne Morel La route peut attendre un an."
    )
    assert [speaker for _, speaker in read(text)] == ["Anne Morel", "Anne Morel"]
