"""Whose words are told where marks, verbs and their subjects stand as newspapers put them."""

from __future__ import annotations

import pytest

from recoupe.packs import load_pack
from recoupe.records.findings import Quotation, Reading
from recoupe.records.spans import Span
from recoupe.settings import Settings
from recoupe.stages.read.quotations.marks import find_marked
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources
from written import document_of


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text behind a first paragraph that tells nothing."""
    records = READ.run("doc_test", (document_of(text),), Resources({"fr": load_pack("fr")}, Settings()))
    (reading,) = (record for record in records if isinstance(record, Reading))
    return reading.quotations


def told(text: str) -> list[tuple[str | None, str]]:
    """Return who says what, the pieces of interrupted words parted by a bar."""
    return [(q.speaker, " | ".join(span.of(text) for span in q.content)) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Elle a peur. " A chaque coin, il y a du feu "', ["A chaque coin, il y a du feu"]),
        ("‘‘Nous avons 55 cas’’, dit-il", ["Nous avons 55 cas"]),
        ("''Nous avons 55 cas'', dit-il", ["Nous avons 55 cas"]),
        ('Rendez-vous à 12h."Nous partons. Là", dit-il', ["Nous partons. Là"]),
        ('Le film "Le Pont", puis "La Rue".', ["Le Pont", "La Rue"]),
        ("l'eau de l'île", []),
    ],
)  # fmt: skip
def test_marks_written_otherwise_are_seen(text: str, words: list[str]) -> None:
    assert [m.content.of(text) for m in find_marked(text, [Span(0, len(text))])] == words


def test_marked_words_that_say_what_the_speaker_is_are_none_of_his() -> None:
    text = 'Un débat. "Ça va mal finir, je vous le dis", a poursuivi Jean Morel, "ancien" de 52 ans.'
    assert told(text) == [("Jean Morel", "Ça va mal finir, je vous le dis")]


def test_what_is_said_as_somebody_noted_is_his() -> None:
    text = "Là est sa faiblesse, « sans pensée directrice », comme le notait le philosophe Paul Morel."
    assert told(text) == [("Paul Morel", "sans pensée directrice")]


def test_that_people_say_so_inside_words_gives_them_to_nobody() -> None:
    text = 'Anne Morel hésite. "Trop tard, trop peu, dit-on, mais surtout trop de gâchis", note-t-elle.'
    assert [speaker for speaker, _ in told(text)] == ["Anne Morel"]


def test_words_reported_by_a_first_verb_are_not_taken_again_by_the_second() -> None:
    text = 'Paul Morel, dans Le Fanal, trouve que "ces annonces viennent tard", constate-t-il.'
    assert told(text) == [("Paul Morel", "ces annonces viennent tard")]


def test_a_gerund_goes_on_for_the_pronoun_behind_the_words() -> None:
    text = (
        'Anne Roche est venue. "Ce pont est dangereux", commente Paul Morel. "Le problème, c\'est le vent", '
        "commente-t-il, en soulignant que la tempête arrive."
    )
    assert [speaker for speaker, _ in told(text)] == ["Paul Morel"] * 3


def test_the_next_sentence_may_say_whose_words_those_were() -> None:
    text = (
        "Anne Meunier attend. « Il s’agit d’une peine qui tient compte des circonstances. » "
        "Ces mots voilés de son avocat, Me Paul Vernet, ont surpris."
    )
    assert told(text)[0][0] == "Paul Vernet"


def test_a_judgement_told_of_behind_words_is_whose_they_are() -> None:
    text = (
        "Paul Meunier enseigne l'histoire. « Les élus ne sont que des commissaires, ils ne concluent rien. » "
        "Cet implacable jugement de Jean Vernet résume tout."
    )
    assert told(text)[0][0] == "Jean Vernet"


def test_they_are_not_one_person() -> None:
    text = "Emmanuel Morin gouverne. Les marcheurs sont venus. Ils contestent la légitimité du maire."
    assert [speaker for speaker, _ in told(text)] == ["marcheurs"]
    text = "Emmanuel Morin gouverne. Ils contestent la légitimité du maire."
    assert "Emmanuel Morin" not in [speaker for speaker, _ in told(text)]


def test_what_somebody_holds_gives_the_words_to_him() -> None:
    text = 'La colère monte. Celle d\'Anne Morel ne passe pas: "Je ne peux pas laisser cette violence".'
    assert told(text) == [("Anne Morel", "Je ne peux pas laisser cette violence")]


def test_a_share_of_those_asked_is_a_subject() -> None:
    text = "Anne Morel est venue. 47 % considèrent au contraire qu'ils doivent les suspendre."
    assert told(text) == [("47 %", "ils doivent les suspendre")]


def test_a_verb_behind_its_object_names_nobody() -> None:
    text = (
        "Comme le montrent les résultats de l'étude, si les participants ont écarté les partis, "
        "ils n'ont pas indiqué qu'ils se désintéressaient de la politique."
    )
    assert [speaker for speaker, _ in told(text)] == ["participants"]


def test_a_clause_between_commas_parts_a_body_from_its_verb() -> None:
    text = (
        "Vendredi, le Conseil d'Etat, saisi par des demandes tendant à ce qu'il ne soit plus fait usage de "
        "lanceurs, a estimé que le lanceur restait permis."
    )
    assert told(text) == [("Conseil d'Etat", "le lanceur restait permis")]


def test_a_name_behind_what_a_body_deals_with_is_the_bodys_own() -> None:
    text = "Un débat vif. Selon l'institut de sondage Ifop, la moitié des habitants se plaignent."
    assert told(text) == [("Ifop", "la moitié des habitants se plaignent")]
    text = "Un débat vif. Selon la direction de l'usine Renault, la moitié des ouvriers se plaignent."
    assert [speaker for speaker, _ in told(text)] == ["direction de l'usine Renault"]


def test_further_names_of_a_source_say_nothing() -> None:
    text = "Le pont rouvrira, selon une enquête Orange, RTL et « La Plaine » publiée vendredi."
    assert [words for _, words in told(text)] == ["Le pont rouvrira"]


def test_a_text_with_a_number_keeps_who_issued_it() -> None:
    text = "Un raid. Le communiqué n° 12 de l'état-major des armées affirme que rien ne va."
    assert [speaker for speaker, _ in told(text)] == ["état-major des armées"]


def test_one_person_whose_surname_has_another_letter_is_the_same() -> None:
    text = "Le ministre Taras Holovko est venu. « Tout ira bien », a dit le ministre Taras Golovko."
    assert told(text) == [("Taras Holovko", "Tout ira bien")]


def test_she_is_not_several() -> None:
    text = (
        "Ana a été jugée jeudi. Les nombreuses comparutions immédiates ont suivi. L'acte était de prendre un "
        "bonnet pour « détourner son attention », s'est-elle défendue."
    )
    assert [speaker for speaker, _ in told(text)] == ["Ana"]


def test_a_pronoun_before_a_colon_is_no_name_in_its_sentence() -> None:
    text = (
        "Un lycée en grève. Chloé porte un maillot. Elle est en terminale à Fulbert Morel : « L'an dernier, "
        "deux classes n'ont pas eu de professeurs. »"
    )
    assert [speaker for speaker, _ in told(text)] == ["Chloé"]


def test_nobody_says_what_a_banner_sums_up() -> None:
    assert told("Sur les grilles, une énorme banderole résume : « Dehors ! Mille élèves sans rien »") == []


def test_what_is_announced_to_an_agency_is_said() -> None:
    text = "La préfecture, calme jusque-là, a annoncé à l'AFP l'interpellation de 18 personnes."
    assert told(text) == [("préfecture", "l'interpellation de 18 personnes")]


def test_a_verb_behind_a_passive_clause_goes_on_with_the_first() -> None:
    text = "Paul Morel explique qu'il était impossible de défiler et dit craindre des débordements."
    assert told(text) == [
        ("Paul Morel", "il était impossible de défiler"),
        ("Paul Morel", "craindre des débordements"),
    ]


def test_what_the_article_says_of_the_words_is_none_of_them() -> None:
    text = "Paul Morel a dit espérer que le peuple parle, des propos inédits entre voisins."
    assert told(text) == [("Paul Morel", "espérer que le peuple parle")]


def test_a_spokesman_of_a_body_is_the_one_told_of_so() -> None:
    text = (
        "Le dépôt de Total rouvre, a fait savoir le porte-parole de la compagnie Total, Pascal Clément. "
        "Les livraisons vont reprendre, a fait savoir Johan Mattart. Ils ont appelé le porte-parole. "
        "Total se tait. « Cela dépend de la situation », conclut le porte-parole de Total."
    )
    assert [speaker for speaker, _ in told(text)] == ["Johan Mattart", "Pascal Clément"]


def test_who_was_just_named_as_speaking_goes_on_in_the_next_paragraph() -> None:
    text = (
        "Le pont a rouvert, a dit Maarten Verlinden. « Tout va bien », a-t-il précisé. « Nous roulons », "
        "a dit M. Verlinden. « Il faudra deux jours », a dit M. Verlinden.\n\n« La sécurité est tout », a "
        "expliqué François Bellot dans un communiqué.\n\n« Les chauffeurs fatigués doivent passer la main », "
        "a-t-il ajouté."
    )
    assert told(text)[-1][0] == "François Bellot"


def test_one_pronoun_is_one_person_for_both_its_verbs() -> None:
    text = (
        "« Les gens sont à bout », a dit Michael Bredin. « Ça va mal », abondait Thierry. « Il n'y a plus de "
        "médecin », a-t-il fustigé, qualifiant le débat d'« opération de communication »."
    )
    speakers = [speaker for speaker, _ in told(text)]
    assert speakers[2] == speakers[3]


def test_a_body_called_by_a_noun_for_a_person_is_a_body() -> None:
    text = "Un match truqué. L'éditeur Kobold Interactive accuse l'équipe d'avoir triché."
    assert [speaker for speaker, _ in told(text)] == ["Kobold Interactive"]


def test_who_is_named_between_an_incise_and_a_colon_says_both() -> None:
    text = (
        'Le débat continue. Un vote serait "plutôt habile" pour Emmanuel Morin, estime Frédéric Rolin : "Ça '
        'évite de tout bloquer."'
    )
    assert [speaker for speaker, _ in told(text)] == ["Frédéric Rolin", "Frédéric Rolin"]


def test_a_verb_of_two_words_that_its_pronoun_parts_is_one() -> None:
    text = (
        "Frédéric Rolin attend. Un vote renforcerait la loi, fait-il valoir : « Ça évite de tout bloquer »."
    )
    assert [speaker for speaker, _ in told(text)] == ["Frédéric Rolin", "Frédéric Rolin"]


def test_some_of_them_are_a_subject() -> None:
    text = "Benjamin Cauchy est venu. Certains, parmi eux, ont indiqué qu'ils essaieraient encore."
    assert [speaker for speaker, _ in told(text)] == ["Certains"]


def test_the_house_where_one_speaks_says_the_words() -> None:
    text = "Le débat continue. « Un débat aura lieu, confirme-t-on à l'Élysée, avec la lucidité nécessaire. »"
    assert [speaker for speaker, _ in told(text)] == ["Élysée"]


def test_a_comma_may_stand_before_what_is_announced() -> None:
    text = "Le maire Farid Morel est venu. Le maire a annoncé en la circonstance, qu'un stade ouvrirait."
    assert [words for _, words in told(text)] == ["un stade ouvrirait"]


def test_numbered_advice_is_no_interview() -> None:
    text = (
        "Anne Morel lance un défi.\n\nTrop chers ?\n\nLe vrac coûte peu.\n\nComment participer ?"
        "\n\n1. Évitez votre supermarché.\n\n2. Planifiez vos repas."
    )
    assert told(text) == []


def test_whose_kin_somebody_is_does_not_speak_for_her() -> None:
    text = "Un procès. « Elle dit vrai », a dit le frère de l'actrice Anne Morel."
    assert [speaker for speaker, _ in told(text)] == ["frère de l'actrice Anne Morel"]


def test_what_is_confirmed_to_a_paper_in_marks_is_said() -> None:
    text = "Le procureur a confirmé au « Monde », jeudi 9 janvier, l'ouverture d'une enquête."
    assert told(text) == [("procureur", "l'ouverture d'une enquête")]


def test_an_editorial_says_the_words_of_who_wrote_it() -> None:
    text = "L'éditorial d'Étienne Montet : « Deux paroles libres valent mieux qu'une »"
    assert [speaker for speaker, _ in told(text)] == ["Étienne Montet"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "« Le pont tient », dit Jean Clair. Quant au syndicat des pêcheurs, il réclame une aide.",
            "syndicat des pêcheurs",
        ),
        ("Le pont a tenu. Quant au retard, il inquiète : « Il faudra payer », dit Anne Morel.", "Anne Morel"),
        ("L'une d'elles, une biologiste, a écrit que les vivres suffiraient.", "une biologiste"),
        ("Puis le prévenu, à voix basse : « Je ne les ai pas ouverts. »", "prévenu"),
        (
            "Surprise : la mairie a reçu un club, Puits sans frontières, expliquant que l'eau manque.",
            "mairie",
        ),
        ("Anne Morel est venue mardi. Sa consigne à présent : « Plus une seule erreur »", "Anne Morel"),
    ],
)  # fmt: skip
def test_who_speaks_is_told_before_a_pronoun_a_name_or_a_colon(text: str, speaker: str) -> None:
    assert told(text)[-1][0] == speaker


def test_nobody_in_particular_speaks_for_the_body_that_has_just_spoken() -> None:
    text = "La mairie a annoncé la fermeture du pont. « Rien ne presse », dit-on."
    assert told(text)[-1] == ("mairie", "Rien ne presse")


def test_a_text_that_nobody_is_told_to_have_issued_is_of_the_body_that_has_just_spoken() -> None:
    text = "Le pont fermera, a annoncé la Banque centrale. « Rien ne presse », précise le communiqué."
    assert [speaker for speaker, _ in told(text)] == ["Banque centrale", "Banque centrale"]


def test_a_decision_is_of_the_court_whose_judgement_is_told_of() -> None:
    text = (
        "Par un arrêt rendu mardi, la Cour suprême du Honduras a confirmé le renvoi de trois juges.\n\n"
        "« Le devoir s'impose à celui qui juge », énonce la décision, adoptée par dix voix contre cinq."
    )
    assert told(text)[-1][0] == "Cour suprême du Honduras"


def test_a_ministry_is_no_person_and_authorities_are_no_single_body() -> None:
    text = (
        "Paul Morel est sorti de prison, a dit l'Organisation mondiale de la santé. "
        "Paul Morel est libre depuis lundi. "
        "Le ministère bulgare de la Justice a fait savoir que le pont tient. "
        "Les autorités locales démentent avoir fermé le pont."
    )
    assert [speaker for speaker, _ in told(text)][1:] == [
        "ministère bulgare de la Justice",
        "autorités locales",
    ]


def test_somebodys_kin_is_nobody_told_of_by_another_noun() -> None:
    text = (
        "À la tribune, une jeune femme tenait contre elle un portrait. "
        "La sœur d'un étudiant n'a dit que ces mots : « Dites-moi seulement s'il a froid. »"
    )
    assert told(text)[-1][0] == "sœur d'un étudiant"


def test_a_road_that_is_called_something_says_nothing() -> None:
    assert told("Le pays est visé depuis un an par l'embargo dit « des quatre ports ».") == []


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("Le général a bu une gorgée d'eau.", "Jean Clair"),
        ("Il a bu une gorgée d'eau.", "Jean Clair"),
        ("Il était 9 h 40.", "Anne Morel"),
        ("La salle rit.", "Anne Morel"),
    ],
)
def test_words_of_nobody_named_are_of_who_has_just_done_something(between: str, speaker: str) -> None:
    text = (
        "L'armée a menti, a attesté le général Jean Clair.\n\n"
        f"La sénatrice Anne Morel a demandé : « Par où en sortait-on ? » {between} "
        "« Rarement par la porte, madame. »"
    )
    assert told(text)[-1] == (speaker, "Rarement par la porte, madame.")


def test_by_his_own_account_means_who_is_told_of_before_not_who_spoke() -> None:
    text = (
        "Un curé de l'île, qui a demandé que son nom soit tu, se fâche : « Les gens n'ont pas attendu. »\n\n"
        "Le Premier ministre a voté contre. De son propre aveu, il aurait préféré un autre texte."
    )
    assert told(text)[-1][0] == "Premier ministre"


def test_who_is_set_against_the_last_speaker_is_another() -> None:
    text = (
        "Me Paul Roche plaide l'acquittement. « Mon client est innocent », assure l'avocat. "
        "Le procureur, lui, a requis dix ans."
    )
    assert [speaker for speaker, _ in told(text)] == ["Paul Roche", "procureur"]


def test_the_network_on_which_words_stand_does_not_say_them() -> None:
    text = "« C'est le moment », peut-on lire sur la page Facebook du collectif Rivage."
    assert told(text) == [("page Facebook du collectif Rivage", "C'est le moment")]
