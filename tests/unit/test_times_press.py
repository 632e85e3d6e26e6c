"""Said times and quantities as the press words them: what each sentence means, and what is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recoupe.packs import load_pack
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quantities.quantities import find_quantities
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import WEDNESDAY, document_of

PACK = load_pack("fr")


def drafted(text: str) -> Draft:
    draft = Draft(document_of(text, published=WEDNESDAY), PACK)
    draft = replace(draft, sentences=find_sentences(draft))
    return replace(draft, times=find_times(draft))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Le repli suit un début de quatrième trimestre terne.", ["2030-10"]),
        ("La hausse n'aura pas lieu au début de l'année.", ["2032-01~"]),
        ("La hausse a eu lieu au début de l'année.", ["2031-01~"]),
        ("Il sera jugé pour le vol commis au début de l'année.", ["2031-01~"]),
        ("Deux ans de prison ferme ont été requis.", ["P2Y"]),
        ("Il s'est retiré. Il s'en est expliqué samedi.", ["2031-05-10"]),
        ("Nous nous sommes réunis samedi.", ["2031-05-10"]),
        ("Le groupe a annoncé vendredi sa fermeture dimanche.", ["2031-05-09", "2031-05-18"]),
        ("Elle veut repousser son entrée en vigueur de 5 ans.", ["P5Y"]),
        ("Il a prolongé la garde d'un homme de 25 ans.", []),
        ("Il avait été enlevé le 29 avril 2030 puis relâché le 1er mai.", ["2030-04-29", "2030-05-01"]),
        ("Il a été arrêté le 3 mars 2030 avant d'être libéré le 5 mai.", ["2030-03-03", "2030-05-05"]),
        ("Il a été élu le 29 avril 2030 et parlera le 16 mai.", ["2030-04-29", "2031-05-16"]),
        ("Le conseil se réunira mardi en huit.", ["2031-05-27"]),
        ("Le conseil se réunira jeudi en quinze.", ["2031-05-29"]),
        ("Tous les samedis et dimanches, elle chante.", ["XXXX-WXX-6", "XXXX-WXX-7"]),
        ("Elle parle au congrès, debut juin.", ["2031-06-01/2031-06-10"]),
        ("Les 15-24 ans et les jeunes de 11 à 25 ans votent peu.", []),
        ("Les jeunes ont 15 à 20 ans.", []),
        ("Sa compagne, âgée de… quatorze ans, est partie.", []),
        ("On a interrogé les personnes de 18 ans et plus.", []),
        ("Il avait perdu entre juin et fin novembre.", ["2030-06/2030-11-30"]),
        ("Les réunions ont été reprogrammées à jeudi et vendredi.", ["2031-05-15", "2031-05-16"]),
        ("Il a plu lundi et dimanche.", ["2031-05-12", "2031-05-11"]),
        ("Une cargaison arrivée dans la nuit.", ["2031-05-13TNI"]),
        ("Elles partiront dans la nuit.", ["2031-05-14TNI"]),
        ("Dans la nuit de dimanche à lundi, les policiers reçoivent un appel.", ["2031-05-11TNI"]),
        ("Dans la nuit de dimanche à lundi, ils recevront un appel.", ["2031-05-18TNI"]),
        ("Une marche est organisée dans la nuit de vendredi à samedi.", ["2031-05-16TNI"]),
        ("Le jour précédent, trois élus avaient parlé.", ["2031-05-13"]),
        ("La première mention du village date de 1361.", ["1361"]),
        ("Il répond dans un entretien à paraître dimanche.", ["2031-05-18"]),
        ("Les avions sont cloués au sol depuis l'accident du 4 novembre.", ["2030-11-04"]),
        ("Il est fermé entre samedi et dimanche.", ["2031-05-17/2031-05-18"]),
        ("Elle demande des élections « au plus tard en novembre ».", ["2031-11"]),
        ("La lettre du 3 avril 1568 dit la fuite du 25 mars précédent.", ["1568-04-03", "1568-03-25"]),
        ("La lettre du 3 avril 1568 fut lue le 12 mai suivant.", ["1568-04-03", "1568-05-12"]),
        ("Il meurt brutalement à 54 ans d'un infarctus.", []),
        ("Elle partirait « dans les semaines à venir », affirme ce mardi le maire.", ["PXW", "2031-05-13"]),
        ("Une autonomie accrue : de 3 h 30 à 6 h 30 contre 3 h.", ["PT3H30M", "PT6H30M", "PT3H"]),
        ("Le port est ouvert de 3 h 30 à 6 h 30.", ["T03:30/T06:30"]),
        ("À l'âge de 1 an, il part.", []),
        ("En mars, avril et mai 2004, il a plu.", ["2004-03", "2004-04", "2004-05"]),
        ("Les votes des 3 mai et 12 juin 2004 sont annulés.", ["2004-05-03", "2004-06-12"]),
        ("À 2h du matin dimanche, il sera déjà 3h.", ["2031-05-18T02:00", "2031-05-18T03:00"]),
        ("Il a dit son intention de prendre un décret dès son arrivée samedi.", ["2031-05-17"]),
        ("Les annonces de la ministre vendredi, dont celle-ci, déçoivent.", ["2031-05-09"]),
        ("Les annonces de la ministre, prévues vendredi, inquiètent.", ["2031-05-16"]),
        ("Vers 731, le moine rédige.", ["0731"]),
        ("Le car ira vendredi à Tarnac.", ["2031-05-16"]),
        ("Le musée rejoindra le réseau à l'automne.", ["2031-23"]),
        ("Le musée sera quant à lui fermé deux mois en février.", ["P2M", "2032-02"]),
        ("Le jugement pourrait être mis en délibéré jusqu'à décembre.", ["2031-12"]),
        ("Un vol, prévu samedi, a fini par décoller.", ["2031-05-10"]),
        ("La circulation a repris à 12 h 50 et sera normale dimanche.", ["2031-05-14T12:50", "2031-05-18"]),
        ("Les élus viendront lundi et mardi prochains.", ["2031-05-19", "2031-05-20"]),
        ("Le vote est repoussé au 24 de ce mois.", ["2031-05-24"]),
        ("Les forages en cours depuis le 2 et le 16 mai durent.", ["2031-05-02", "2031-05-16"]),
        ("Il a saisi le conseil le 3 ; on attend.", ["2031-05-03"]),
        ("Le parquet a jusqu'au 21 pour faire appel.", ["2031-05-21"]),
        (
            "La fête fut à 19 h 10 hier. La lune parut une heure plus tôt.",
            ["2031-05-13T19:10", "2031-05-13T18:10"],
        ),
        (
            "Le tir, programmé mardi à 8 h 33 (6 h 33 GMT), a été annulé trois minutes plus tard.",
            ["2031-05-13T08:33", "2031-05-13T06:33Z", "2031-05-13T08:36"],
        ),
        ("Le signal est arrivé hier à 9 h 50 min 45 s UTC.", ["2031-05-13T09:50Z"]),
        ("Un temps doux est promis pour le pont de la Toussaint.", ["2031-11-01"]),
        ("Elle expose tous les après-midi.", ["P1D"]),
        ("J'ai vécu l'ouragan de 87 à Tarnac.", ["1987"]),
        ("Il a plu de dimanche soir à lundi matin.", ["2031-05-11TEV/2031-05-12TMO"]),
        ("Les voitures seront interdites de 10 heures à 20 heures.", ["T10:00/T20:00"]),
        ("Il a plu de 10 heures à 12 heures.", ["2031-05-14T10:00/2031-05-14T12:00"]),
        ("Elle parlera samedi à Tarnac, puis mercredi à Sauve.", ["2031-05-17", "2031-05-21"]),
        ("Rendez-vous lundi à 18 h.", ["2031-05-19T18:00"]),
        ("L'élection du 5 décembre approche.", ["2031-12-05"]),
        ("Le musée fermera en avril.", ["2032-04"]),
        ("Le budget d'avril sera publié lundi.", ["2031-04", "2031-05-19"]),
        ("Elle aura 30 ans en juin.", ["2031-06"]),
        ("Il encourt une peine de deux à quatre ans de prison.", ["P2Y"]),
        ("Le 3, le 10 et le 17 mai, il pleuvait.", ["2031-05-03", "2031-05-10", "2031-05-17"]),
        ("Au lendemain de la guerre, il partit.", ["XXXX-XX-XX"]),
        ("À cinq heures moins dix, il part.", ["T04:50"]),
        ("La séance de 20 h 30 est complète.", ["T20:30"]),
        ("À l'aube d'un long procès, il doute.", []),
        ("On dansait aux XVIIe et XVIIIe siècles.", ["16XX", "17XX"]),
        ("Il est né un 14 juillet.", ["XXXX-07-14"]),
        ("Le festival a lieu tous les ans en juillet.", ["P1Y", "XXXX-07"]),
        ("Le marché viendra le premier dimanche du mois.", ["2031-05-04"]),
        ("Il est arrivé le premier.", []),
        ("Elle compte 12 s d'avance, l'autre 1'42\" de retard.", ["PT12S", "PT1M42S"]),
        (
            "La tour vacilla hier à 9 h 10. Une heure et demie plus tard, elle tomba.",
            ["2031-05-13T09:10", "2031-05-13T10:40"],
        ),
        ("Il naquit en 1950. Deux ans et demi plus tard, il partit.", ["1950", "1952-07"]),
        ("Il y aura un appel avant Noël. Le parquet a jusqu'au 21 pour cela.", ["2031-12-25", "2031-05-21"]),
        ("Je peux attendre le week-end.", ["2031-05-17/2031-05-18"]),
        ("La panne cessera lundi, jour de la rentrée.", ["2031-05-19"]),
        ("Un denier de Charles, roi de 843 à 877.", ["0843/0877"]),
        ("La stèle date de l'an 71.", ["0071"]),
        ("Le record tiendra jusqu'au 23 décembre 3043.", ["3043-12-23"]),
        ("Le peloton a perdu 7 min 35 s.", ["PT7M35S"]),
        ("Elle a nagé en 9 s 69, à deux dixièmes de seconde du record.", ["PT9.69S", "PT0.2S"]),
        ("Ils sont restés bloqués quatre heures trente près du port.", ["PT4H30M"]),
        ("Elle en fait le tour tous les six ans et demi.", ["P6.5Y"]),
        ("Condamné il y a deux ans à cinquante ans de réclusion.", ["2029", "P50Y"]),
        ("Les peines vont de six mois avec sursis à deux ans ferme.", ["P6M", "P2Y"]),
        ("Il a passé 20 ans en mer.", ["P20Y"]),
        ("Le conseil votera lundi 13 juillet 2031, veille du 14 juillet.", ["2031-07-13", "2031-07-13"]),
        ("Le maire est parti ce matin 9 heures.", ["2031-05-14T09:00"]),
        ("Ouvert tous les jours sauf le lundi de 14h30 à 18h.", ["P1D", "XXXX-WXX-1", "T14:30/T18:00"]),
        ("Ils sont condamnés à neuf et sept ans de prison.", ["P9Y", "P7Y"]),
        ("Avant l'ouverture de la foire, lundi à Nice, ils ont débattu mardi.", ["2031-05-19", "2031-05-13"]),
        ("À cinq ans des JO d'hiver 2036, le doute règne.", ["P5Y", "2036"]),
        ("Ils ont moins de 16 ans, et ceux entre 16 et 18 ans aussi.", []),
        ("Il a gagné, vingt-cinq ans, jour pour jour, après son frère.", ["P25Y"]),
        ("Chaque week-end, elle chante.", ["P1W"]),
        ("Elle chante un week-end sur deux.", ["P2W"]),
        ("Elle a chanté un week-end.", ["P2D"]),
        ("Les articles 1645 et 1646 du code sont clairs.", []),
    ],
)
def test_times_of_press_sentences_have_their_values(text: str, values: list[str]) -> None:
    assert [time.value for time in drafted(text).times] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("La cagnotte a dépassé jeudi le million d'euros.", [(1e6, 1e6, "EUR")]),
        ("La croissance ralentit (0,2 au lieu de 0,4 %).", [(0.2, 0.2, "%"), (0.4, 0.4, "%")]),
        ("Les jeunes de 11 à 25 ans votent peu.", [(11, 25, "an")]),
        ("On a compté 100 blessés dont 14 parmi les forces.", [(100, 100, "blessé"), (14, 14, "blessé")]),
        ("Le feu a touché 77'000 maisons.", [(77000, 77000, "maison")]),
        ("La valeur est de 10 000 US $.", [(10000, 10000, "USD")]),
        ("Il roule à 80km/h avec 5kg de foin, en 5G.", [(80, 80, "km/h"), (5, 5, "kg")]),
        ("Il mesure 1m80.", [(1.8, 1.8, "m")]),
        ("Le match est nul, 1 partout.", []),
        ("Il meurt à 54 ans d'un infarctus.", [(54, 54, "an")]),
        ("Orvin 0-2 Tarnac, puis Orvin 3-1 Valmont : place aux actes.", []),
        ("Il faut 2-3 experts.", [(2, 3, "expert")]),
        ("Ils gagnent un à zéro grâce à lui, après un 1-1 au stade.", []),
        ("Le marché a progressé de 3 % sur 2030, dit-il.", [(3, 3, "%")]),
        ("Il use du 49.3 après un virage à 180 degrés, entre deux eaux.", []),
        ("Il l'a rejeté dans le point 18 « toute mesure ».", []),
        ("Elle a loué 6 Français et 9 Chinois.", [(6, 6, "français"), (9, 9, "chinois")]),
        ("Il a poignardé 4 élèves, l'une des victimes est morte.", [(4, 4, "élève")]),
    ],
)
def test_quantities_of_press_sentences_have_their_values(
    text: str, values: list[tuple[float | None, float | None, str]]
) -> None:
    found = find_quantities(drafted(text))
    assert [(one.value.low, one.value.high, one.value.unit) for one in found] == values
