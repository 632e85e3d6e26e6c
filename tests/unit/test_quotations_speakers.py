"""Who is meant by the words that stand for a speaker, where they name nobody or name him beside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recoupe.packs import load_pack
from recoupe.records.findings import DocumentEntity, Mention, NameType, Quotation, Reading
from recoupe.records.spans import Span
from recoupe.settings import Settings
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.quotations import find_quotations
from recoupe.stages.read.read import READ
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.stage import Resources
from written import document_of


def drafted(text: str, names: tuple[tuple[NameType, Span], ...]) -> Draft:
    mentions, entities = [], {}
    for type_, span in names:
        name = span.of(text)
        entities[name] = DocumentEntity(name, type_, name, (name,), (), ())
        mentions.append(Mention(f"m{span.start}", span, type_, "name", name, name, None, None, "test"))
    draft = Draft(
        document_of(text), load_pack("fr"), mentions=tuple(mentions), entities=tuple(entities.values())
    )
    return replace(draft, sentences=find_sentences(draft))


def speakers(text: str, **names: NameType) -> list[str | None]:
    """Return who says each quotation of a text; names: the names in it, "_" for a space."""
    marks = []
    for name, type_ in names.items():
        words = name.replace("_", " ")
        at = text.find(words)
        while at >= 0:
            marks.append((type_, Span(at, at + len(words))))
            at = text.find(words, at + 1)
    return [quotation.speaker for quotation in find_quotations(drafted(text, tuple(sorted(marks, key=str))))]


def test_a_second_verb_joined_by_and_has_the_subject_of_the_first() -> None:
    text = "Anne Morel affirme que le pont tient et met en garde contre toute panique."
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel", "Anne Morel"]


def test_a_name_behind_a_title_between_commas_says_whom_a_role_means() -> None:
    text = "Le porte-parole du pont, le lieutenant Paul Morel, assure que rien ne presse."
    assert speakers(text, Paul_Morel="PER") == ["Paul Morel"]


def test_a_name_that_acts_by_itself_is_not_beside_the_source() -> None:
    text = "Selon la presse locale, Mme Morel pourrait partir cet hiver."
    assert speakers(text, Morel="PER") == ["presse locale"]


def test_the_same_source_is_whoever_spoke_last() -> None:
    text = "Anne Morel fait savoir que le pont tient. Selon la même source, la route serait sûre."
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel", "Anne Morel"]


def test_a_pronoun_never_means_somebody_named_only_in_the_words_it_says() -> None:
    text = "Paul Morel nie avoir menti. « Lucas a ma confiance et la garde », a-t-il écrit."
    assert speakers(text, Paul_Morel="PER", Lucas="PER") == ["Paul Morel", "Paul Morel"]


def test_they_are_the_several_whom_the_last_sentences_speak_of() -> None:
    text = "Les pompiers ont passé la nuit au bord du fleuve. Ils recommandent une grande prudence."
    assert speakers(text) == ["pompiers"]


def test_a_pronoun_behind_a_thing_means_nobody() -> None:
    text = "Le document compte soixante pages. Il dénonce une institution à bout de souffle."
    assert speakers(text) == [None]


def test_a_former_office_describes_whom_the_sentence_before_speaks_of() -> None:
    text = "Anne Morel ne décolère pas. L'ancienne députée du Rivage réclame une enquête."
    assert speakers(text, Anne_Morel="PER", Rivage="ORG")[-1] == "Anne Morel"


def test_people_in_the_plural_are_not_the_one_person_named() -> None:
    text = "Paul Morel a parlé mardi. Les occupants contestent toute intention de blocage."
    assert speakers(text, Paul_Morel="PER") == ["occupants"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("« Nous partons, assure Paul Morel, chauffeur. Rien ne presse. »", "Rien ne presse."),
        ("« Nous partons, assure Paul Morel, 45 ans, la voix cassée. Adieu. »", "Adieu."),
        ("« Nous partons, assure Paul Morel, et pour longtemps. »", "et pour longtemps."),
    ],
)
def test_what_is_said_of_the_speaker_inside_the_marks_is_no_part_of_his_words(
    text: str, content: str
) -> None:
    at = text.find("Paul Morel")
    (quotation,) = find_quotations(drafted(text, (("PER", Span(at, at + 10)),)))
    assert [span.of(text) for span in quotation.content] == ["Nous partons", content]


def test_whoever_adds_something_is_who_spoke_not_whom_he_speaks_of() -> None:
    text = (
        "Selon l'élu Paul Morel, M. Karl Rivage avait envisagé lui-même de partir. "
        "« Nous en apportons la preuve », a-t-il ajouté."
    )
    assert speakers(text, Paul_Morel="PER", Karl_Rivage="PER") == ["Paul Morel", "Paul Morel"]


def test_words_without_a_verb_are_said_by_whom_their_sentence_names_behind_them() -> None:
    text = (
        "La ministre Ada Rivage reste sereine.\n\n« Nous ne savons pas si nous sommes en sûreté », "
        "s'alarme près de là Paul Morel, un touriste de 36 ans."
    )
    assert speakers(text, Ada_Rivage="PER", Paul_Morel="PER") == ["Paul Morel"]


def test_words_on_their_own_go_on_with_who_spoke_just_before() -> None:
    text = (
        "La ministre Ada Rivage attend. « Le pont tiendra », a assuré l'élu Paul Morel. "
        "« Personne ne court de danger. »"
    )
    assert speakers(text, Ada_Rivage="PER", Paul_Morel="PER") == ["Paul Morel", "Paul Morel"]


def test_who_speaks_far_away_is_not_looked_at() -> None:
    filler = "Le pont est fermé. " * 60
    text = f"Ada Rivage est venue. {filler}Elle affirme que rien ne presse."
    assert speakers(text, Ada_Rivage="PER") == [None]


def test_a_source_inside_a_relative_clause_says_nothing_of_what_stands_before_it() -> None:
    assert speakers("Le pont, qui est selon lui le plus beau du pays, tient.") == []
    assert speakers("Le pont est le plus beau du pays, selon Paul Morel.", Paul_Morel="PER") == ["Paul Morel"]


def test_a_count_is_whose_it_is_however_that_is_said() -> None:
    text = "Selon un bilan provisoire du gouvernement, onze personnes ont péri dans la nuit."
    assert speakers(text) == ["gouvernement"]
    text = "Selon des résultats publiés lundi par la Commission rivage, le maire est élu."
    assert speakers(text, Commission_rivage="ORG") == ["Commission rivage"]


def test_a_count_of_a_thing_is_not_the_things() -> None:
    text = "Selon un bilan du séisme, onze personnes ont péri dans la nuit."
    assert speakers(text) == ["un bilan du séisme"]


def test_words_between_paragraphs_are_of_whoever_is_named_for_them_below() -> None:
    text = (
        "« Le pont tient, je vous le dis depuis des mois », assure Anne Morel.\n\n"
        "« Une dérive coûteuse et insupportable »\n\n"
        "Le préfet Paul Vidal a fustigé « une dérive coûteuse et insupportable » lundi."
    )
    assert speakers(text, Anne_Morel="PER", Paul_Vidal="PER") == ["Anne Morel", "Paul Vidal", "Paul Vidal"]


def test_the_one_who_speaks_all_along_is_meant_by_whatever_he_is_called() -> None:
    text = (
        "« Le pont tient », a dit Paul Morel vendredi. « Ivan Dravec a tort », a ajouté Paul Morel.\n\n"
        "La salle était pleine. « Qu'il vienne », a lancé l'élu béarnais."
    )
    assert speakers(text, Paul_Morel="PER", Ivan_Dravec="PER")[-1] == "Paul Morel"


def test_a_pronoun_means_whom_the_sentence_before_calls_otherwise() -> None:
    text = (
        "Le syndicaliste Paul Morel a parlé au maire Ivan Dravec. « Le pont ferme », a dit Ivan Dravec.\n\n"
        "Le syndicaliste a quitté la salle. « On se moque de nous », a-t-il lancé."
    )
    assert speakers(text, Paul_Morel="PER", Ivan_Dravec="PER")[-1] == "Paul Morel"
    text = text.replace("Le syndicaliste a quitté", "Le maire a quitté")
    assert speakers(text, Paul_Morel="PER", Ivan_Dravec="PER")[-1] == "Ivan Dravec"


def test_one_of_several_is_nobody_told_of_before() -> None:
    text = "Le gardien Paul Morel a parlé. « Oui », a dit Paul Morel. « Non », a crié l'un des gardiens."
    assert speakers(text, Paul_Morel="PER") == ["Paul Morel", "un des gardiens"]


def test_a_noun_of_the_kind_of_somebodys_own_describes_him() -> None:
    text = "La procureure Ada Morel a vu le maire Paul Vidal. « Tout est clair », a dit la magistrate."
    assert speakers(text, Ada_Morel="PER", Paul_Vidal="PER") == ["Ada Morel"]
    text = text.replace("la magistrate", "l'édile")
    assert speakers(text, Ada_Morel="PER", Paul_Vidal="PER") == ["Paul Vidal"]


def test_somebodys_words_are_his() -> None:
    text = "Ada Morel s'en va. Le débat fut « rude et franc », selon ses mots."
    assert speakers(text, Ada_Morel="PER") == ["Ada Morel"]
    text = "Le pont sera fermé lundi, selon les propos de Paul Morel."
    assert speakers(text, Paul_Morel="PER") == ["Paul Morel"]


def test_a_relative_clause_is_about_the_phrase_right_before_it() -> None:
    text = "Le film du débat a été critiqué par la mairie, qui a dénoncé « une farce honteuse »."
    assert speakers(text) == ["mairie"]


def test_a_gerund_that_opens_a_sentence_is_of_its_subject_and_its_words_end_before_him() -> None:
    text = "Ivan Dravec attend. Estimant que le pont tient, la maire, Ada Morel, a refusé les travaux."
    assert speakers(text, Ada_Morel="PER", Ivan_Dravec="PER") == ["Ada Morel"]
    (said,) = find_quotations(drafted(text, ()))
    assert [span.of(text) for span in said.content] == ["le pont tient"]


def test_an_office_means_again_whom_it_meant_first() -> None:
    text = (
        "« Le pont tient », a déclaré Anne Morel. La maire de Valbrune a ajouté que la route est sûre.\n\n"
        "Paul Roche a souri. « Rien ne presse », a répété Paul Roche.\n\n"
        "La maire de Valbrune a promis que la place serait pavée."
    )
    assert speakers(text, Anne_Morel="PER", Paul_Roche="PER") == [
        "Anne Morel",
        "Anne Morel",
        "Paul Roche",
        "Anne Morel",
    ]


def test_who_is_close_to_somebody_is_not_he() -> None:
    text = "« Une mesure forte est prête », a indiqué un proche du président Morel."
    assert speakers(text, Morel="PER") == ["un proche du président Morel"]


def test_a_question_and_a_prompt_make_an_interview() -> None:
    text = (
        "Anne Morel nous reçoit chez elle.\n\nÊtes-vous encore la maire de tous ?\n\n"
        "Demandez-leur. Moi, je travaille.\n\nOn vous disait pourtant lasse.\n\nJamais je ne l'ai été."
    )
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel", "Anne Morel"]


def test_in_a_dialogue_with_dashes_nothing_else_is_an_answer() -> None:
    text = (
        "Paul Roche est jugé depuis lundi.\n\n– Monsieur Roche, où étiez-vous ce soir-là ?\n\n"
        "– Chez moi. Enfin, je crois.\n\n– Vous croyez ?\n\nAnne Morel retire ses lunettes et soupire."
    )
    assert speakers(text, Paul_Roche="PER", Anne_Morel="PER") == ["Paul Roche"]


def test_those_who_ask_and_answer_take_turns() -> None:
    text = "Paul Roche est jugé.\n\n– Où étiez-vous ?\n\n– Chez moi.\n\n– Seul, donc.\n\n– Avec mon chien."
    assert speakers(text, Paul_Roche="PER") == ["Paul Roche", None, "Paul Roche"]


def test_a_list_with_dashes_is_no_dialogue() -> None:
    text = "Anne Morel propose :\n\n– un pont neuf\n\n– une route. Qui dit mieux ?\n\n– une gare."
    assert speakers(text, Anne_Morel="PER") == []


def test_the_latter_may_complete_a_thing() -> None:
    text = "Tout part de la plainte d'une cliente. « Il mentait à tous », a témoigné cette dernière."
    assert speakers(text) == ["une cliente"]


def test_nouns_that_are_verbs_too_speak() -> None:
    text = "« Je voulais aider les gens », a soutenu le prévenu à la barre."
    assert speakers(text) == ["prévenu"]


def test_what_somebody_knows_is_said_by_him_and_our_own_by_us() -> None:
    text = "« Rien n'est sûr », dit Anne Morel. Selon ses informations, le pont fermera."
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel", "Anne Morel"]
    ours = "« Rien n'est sûr », dit Anne Morel. Selon nos informations, le pont fermera."
    assert speakers(ours, Anne_Morel="PER") == ["Anne Morel", "nos informations"]


def test_one_of_them_may_speak() -> None:
    text = "Les riverains sont venus. « Nous savions tout », confie l'un d'entre eux."
    assert speakers(text) == ["un d'entre eux"]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("un nouveau bilan communiqué lundi par la protection civile", "protection civile"),
        ("un dernier bilan provisoire fourni par la préfecture", "préfecture"),
        ("un bilan des pompiers du Var établi à midi", "pompiers du Var"),
        ("une note de la préfecture consultée par nos soins", "préfecture"),
    ],
)
def test_a_count_is_of_whoever_made_it(source: str, speaker: str) -> None:
    assert speakers(f"Trois personnes ont été blessées, selon {source}.") == [speaker]


def test_what_is_said_of_a_source_stands_before_its_words() -> None:
    text = "Selon les chiffres de Valgaz, que contestent les élus, trois ponts sont fermés."
    assert speakers(text, Valgaz="ORG") == ["chiffres de Valgaz"]


def test_a_label_with_a_full_stop_and_a_dash_names_who_answers() -> None:
    text = (
        "Anne Morel a reçu ce journal.\n\nAnne MOREL. - Le pont tient, je le sais.\n\n"
        "Anne MOREL. - La route est sûre, elle aussi."
    )
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel", "Anne Morel"]


def test_the_office_of_a_body_is_held_by_who_is_named_beside_it() -> None:
    text = (
        "Le porte-parole de la société Valgaz, Paul Roche, a salué la foule. Anne Morel a applaudi.\n\n"
        "« Le pont tient », a déclaré Anne Morel.\n\n"
        "« La route est sûre », a conclu le porte-parole de Valgaz."
    )
    assert speakers(text, Valgaz="ORG", Paul_Roche="PER", Anne_Morel="PER")[-1] == "Paul Roche"


def test_a_name_spelt_with_a_slip_is_the_only_full_name_it_fits() -> None:
    text = "Le gérant, Paul Vernault, nie. M. Vernaut a indiqué que la caisse est vide."
    assert speakers(text, Paul_Vernault="PER", Vernaut="PER")[-1] == "Paul Vernault"
    two = "Paul Vernault et Anne Vernaud nient. M. Vernaut a indiqué que la caisse est vide."
    assert speakers(two, Paul_Vernault="PER", Anne_Vernaud="PER", Vernaut="PER")[-1] == "Vernaut"


def test_a_relative_clause_behind_words_beside_a_name_is_about_who_bears_it() -> None:
    text = "« La honte », lance Paul Morel, de la chambre des notaires, qui assure que le fonds a payé."
    assert speakers(text, Paul_Morel="PER")[-1] == "Paul Morel"
    text = "« La honte », lance Paul Morel, un des fondateurs du collectif, qui dénonce une farce honteuse."
    assert speakers(text, Paul_Morel="PER")[-1] == "Paul Morel"


def test_who_lends_somebody_his_voice_says_the_words() -> None:
    text = "La direction, par la voix de Paul Morel, déplore un mouvement politique."
    assert speakers(text, Paul_Morel="PER") == ["Paul Morel"]
    assert speakers("La direction, par la voix de la raison, déplore un retard.") == ["direction"]
    assert speakers("La direction, par la voix de son secrétaire, déplore un retard.") == ["direction"]


def test_a_verb_that_opens_a_sentence_before_of_is_a_noun() -> None:
    text = "« C'est osé », raille Ada Roche. Réplique immédiate du maire, Paul Morel : « Lisez le dossier. »"
    assert speakers(text, Ada_Roche="PER", Paul_Morel="PER") == ["Ada Roche", "Paul Morel"]


def read_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text, its names, roles and times found as in any article."""
    packs = {"fr": load_pack("fr")}
    records = READ.run("doc_test", (document_of(text),), Resources(packs, Settings()))
    (reading,) = (record for record in records if isinstance(record, Reading))
    return reading.quotations


def read_speakers(text: str) -> list[str | None]:
    return [quotation.speaker for quotation in read_quotations(text)]


def test_whom_an_article_never_introduces_leads_the_state() -> None:
    text = (
        "Ivan Dravec veut aller vite. Hier, Ivan Dravec a agi. « Rien ne presse », a dit le Premier ministre."
    )
    assert read_speakers(text) == ["Ivan Dravec"]


def test_who_bears_a_lawyers_title_is_called_a_lawyer() -> None:
    text = "Paul Roche attend. Me Ada Morel a plaidé. « Mon client attend », a déclaré l'avocate."
    assert read_speakers(text) == ["Ada Morel"]


def test_when_and_where_something_was_asked_is_no_part_of_it() -> None:
    text = "Ivan Dravec a demandé lundi lors d'une brève audience sa remise en liberté."
    (said,) = read_quotations(text)
    assert [span.of(text) for span in said.content] == ["sa remise en liberté"]


def test_an_office_that_the_article_gives_somebody_is_no_other_officer() -> None:
    text = (
        "Le ministre Claire Morel a reçu le président Paul Vial à Lormont. Paul Vial était venu de loin.\n\n"
        "Le ministre a dit que le pont serait fermé."
    )
    document = document_of(text)
    (reading,) = READ.run(document.id, (document,), Resources({"fr": load_pack("fr")}, Settings()))
    assert isinstance(reading, Reading)
    assert [quotation.speaker for quotation in reading.quotations] == ["Claire Morel"]


def test_the_latter_is_who_is_named_last() -> None:
    text = "La directrice, Anne Morel, a reçu le banquier Paul Roche. Ce dernier affirme que rien ne presse."
    assert speakers(text, Anne_Morel="PER", Paul_Roche="PER") == ["Paul Roche"]


def test_the_latter_may_be_somebody_without_a_name() -> None:
    text = "Anne Morel dirige l'usine. Le syndic accuse l'assureur. Ce dernier nie toute faute."
    assert speakers(text, Anne_Morel="PER") == ["assureur"]


def test_the_latter_is_of_its_gender() -> None:
    text = "La ministre Anne Morel a reçu Paul Roche. Cette dernière affirme que rien ne presse."
    assert speakers(text, Anne_Morel="PER", Paul_Roche="PER") == ["Anne Morel"]


def test_whom_a_field_is_told_of_beside_his_name_is_called_by_its_noun() -> None:
    text = "Le commissaire au Commerce, Paul Roche, est venu. Le commissaire a dit que rien ne pressait."
    assert speakers(text, Paul_Roche="PER") == ["Paul Roche"]


def test_several_people_are_no_single_person() -> None:
    text = "Paul Roche est venu seul. Les voisins assurent que rien ne presse."
    assert speakers(text, Paul_Roche="PER") == ["voisins"]


def test_a_noun_for_an_age_means_who_is_so_old() -> None:
    text = (
        "Dany Morel, 34 ans, et Claude Roche, 52 ans, sont venus. « Rien ne presse », dit le quinquagénaire."
    )
    assert speakers(text, Dany_Morel="PER", Claude_Roche="PER") == ["Claude Roche"]


def test_whose_own_counts_are_told_is_who_was_told_of() -> None:
    text = "L'Union de Tarnac est venue. Selon ses premiers calculs, le port perdra trois quais."
    assert speakers(text, Union_de_Tarnac="ORG") == ["Union de Tarnac"]


def test_a_verb_ends_the_phrase_for_a_speaker() -> None:
    text = "La retraitée ratera la fête. « Rien ne presse », dit-elle."
    assert speakers(text) == ["retraitée"]


def test_a_short_office_means_who_is_told_to_hold_it() -> None:
    text = (
        "La ministre Anne Morel et le préfet Paul Roche sont venus. Claire Blanc a parlé longtemps. "
        "La ministre assure que rien ne presse."
    )
    assert speakers(text, Anne_Morel="PER", Paul_Roche="PER", Claire_Blanc="PER") == ["Anne Morel"]


def test_an_office_with_another_complement_may_be_somebody_elses() -> None:
    text = "Le maire de Tarnac, Paul Roche, est venu. Le maire de Valbrune affirme que rien ne presse."
    assert speakers(text, Paul_Roche="PER", Tarnac="LOC", Valbrune="LOC") == ["maire de Valbrune"]


def test_a_possessive_is_nobody_told_of_by_another_noun() -> None:
    text = "Une femme de 71 ans est morte. « Elle rentrait de chez sa fille », raconte sa voisine."
    assert speakers(text) == ["voisine"]


def test_a_pronoun_is_no_body_that_its_article_shows_to_be_of_another_gender() -> None:
    text = "Ana Roche reste. Elle a vu le Club alpin. Elle hausse les épaules : « Ils feront des travaux. »"
    assert speakers(text, Ana_Roche="PER", Club_alpin="ORG") == ["Ana Roche"]


def test_a_pronoun_is_nobody_whose_first_name_is_of_another_gender() -> None:
    text = "Anne Morel est venue. Le producteur Paul Roche est parti. Rien ne presse, dit-elle."
    assert speakers(text, Anne_Morel="PER", Paul_Roche="PER") == ["Anne Morel"]


def test_the_person_concerned_is_no_body() -> None:
    text = "Paul Roche est venu. Le Palais est formel. L'intéressé prétend avoir parlé de paix."
    assert speakers(text, Paul_Roche="PER", Palais="ORG") == ["Paul Roche"]


def test_a_bracket_holds_a_sentence_with_a_subject_of_its_own() -> None:
    text = "Le loyer augmente, mais la ville se tait (Anne Morel dénonce une hausse « indécente et cachée »)."
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel"]


def test_what_is_told_of_somebody_between_commas_has_no_subject() -> None:
    text = "L'actrice Anne Morel, qu'il avait découverte dans un café, se souvient d'un « tyran délicieux »."
    assert speakers(text, Anne_Morel="PER") == ["Anne Morel"]


def test_whose_owner_is_named_between_commas_acts() -> None:
    text = "Le bâtiment est à Rivage, dont le propriétaire, Paul Morel, refuse de fermer le pont."
    assert speakers(text, Rivage="ORG", Paul_Morel="PER") == ["Paul Morel"]


def test_who_goes_on_is_who_is_named_behind_the_verb_before() -> None:
    text = (
        "Anne Morel est venue. « C'est la ruine », lui a dit Paul Roche, président du club, "
        "avant de poursuivre : « Vous avez tout vendu. »"
    )
    assert speakers(text, Anne_Morel="PER", Paul_Roche="PER") == ["Paul Roche", "Paul Roche"]


def test_a_body_that_a_relative_clause_is_about_has_no_link() -> None:
    text = "Il a parlé avec Paul Roche, président des Brigades bleues, qui réclament une trêve."
    assert speakers(text, Paul_Roche="PER", Brigades_bleues="ORG") == ["Brigades bleues"]


def test_a_source_that_is_nobody_has_no_office_beside_it() -> None:
    text = "Selon nos informations, le président, Paul Roche, aurait rencontré deux candidats."
    draft = drafted(text, (("PER", Span(text.index("Paul"), text.index("Paul") + 10)),))
    (quotation,) = find_quotations(draft)
    assert quotation.content[0].of(text).startswith("le président, Paul Roche")


def test_a_marked_phrase_beside_a_sentence_is_all_that_somebody_says() -> None:
    text = "L'État promet 18 millions d'euros, « un calendrier inacceptable » selon Anne Morel."
    draft = drafted(text, (("PER", Span(text.index("Anne"), text.index("Anne") + 10)),))
    said = {q.speaker: q.content[0].of(text) for q in find_quotations(draft)}
    assert said["Anne Morel"] == "un calendrier inacceptable"


def test_who_asks_the_questions_does_not_answer_them() -> None:
    text = (
        "Claire Aubry publie un essai. Propos recueillis par Vincent Moreau.\n\n"
        "Vous parlez d'un mot de tribune. Pourquoi ?\n\nParce qu'on la mesure en annonces.\n\n"
        "N'est-ce pas injuste, selon vous ?\n\n"
        "Mon chef me disait : « Claire Aubry, il faut patienter. » J'ai ri."
    )
    names: dict[str, NameType] = {"Claire_Aubry": "PER", "Vincent_Moreau": "PER"}
    assert speakers(text, **names) == ["Claire Aubry", "Claire Aubry"]


def test_the_opposition_is_no_single_person() -> None:
    text = "La maire, Anne Morel, est venue. L'opposition dénonce un bradage honteux."
    assert speakers(text, Anne_Morel="PER") == ["opposition"]


def test_nobody_whom_the_article_names_later_is_meant_where_the_sentence_names_who_speaks() -> None:
    text = "La compagnie Orvia annulera un vol, a-t-elle fait savoir.\n\n« C'est dur », témoigne Maud Roche."
    assert speakers(text, Orvia="ORG", Maud_Roche="PER") == ["Orvia", "Maud Roche"]


def test_a_verb_of_several_behind_a_comma_is_not_of_a_singular_subject_before_it() -> None:
    assert speakers("Le vote pourrait être reporté, ont indiqué deux élus.") == ["deux élus"]


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("Le maire assure que rien n'a été fait par le préfet. Celui-ci", "préfet"),
        ("Le maire redoute que tout soit nié par l'entreprise. Cette dernière", "entreprise"),
    ],
)
def test_the_latter_may_be_somebody_told_of_in_what_another_reports(told: str, speaker: str) -> None:
    assert speakers(f"{told} répond que tout est en règle.")[-1] == speaker


def test_the_kin_of_another_is_nobody_named_before() -> None:
    text = "Paul Morel a été condamné. « Justice est enfin faite », a réagi le père de la victime."
    assert speakers(text, Paul_Morel="PER") == ["père de la victime"]


def test_an_office_alone_is_nobody_of_another_trade() -> None:
    text = "Le romancier Paul Morel est mort. Le président a salué « un vrai géant des lettres »."
    assert speakers(text, Paul_Morel="PER") == ["président"]


def test_a_candidate_may_be_of_any_trade() -> None:
    text = "Le romancier Paul Morel fait campagne. Le candidat dit « prendre très au sérieux » ce rapport."
    assert speakers(text, Paul_Morel="PER") == ["Paul Morel"]


def test_an_adjective_shows_the_gender_that_an_elided_article_hides() -> None:
    text = "Hubert Vasse a débattu. « Vous promettez la lune », lui a lancé l'ancienne ministre."
    assert speakers(text, Hubert_Vasse="PER") == ["ancienne ministre"]
