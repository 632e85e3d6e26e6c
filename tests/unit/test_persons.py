"""People counted by what happened to them: what is read, and which counts are set side by side."""

from __future__ import annotations

import pytest
from tests.unit.test_story_facts import told

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.accounts import Comparable
from recoupe.records.values import Interval
from recoupe.stages.crosscheck.figures import figure_rows
from recoupe.stages.crosscheck.rows import court_of
from recoupe.stages.text.folded import folded

PACK = load_pack("fr")


def counts(text: str) -> list[tuple[float | None, str | None]]:
    """Return the numbers of persons an article tells, each with what happened to them; no ages."""
    (account,) = told(text)
    return [
        (comparable.value.low, comparable.setting.happened)
        for comparable in account.comparables
        if comparable.kind == "figure" and comparable.setting is not None
        if isinstance(comparable.value, Interval) and comparable.value.unit != "an"
    ]


@pytest.mark.parametrize(
    ("text", "number", "happened"),
    [
        ("Douze personnes ont été conduites à l'hôpital de Valmont.", 12, "hospitalisé"),
        ("Cinq personnes, dont le gardien, ont péri dans le hangar.", 5, "mort"),
        ("Le feu a coûté la vie à trois marins.", 3, "mort"),
        ("La police a procédé à l'arrestation de douze manifestants.", 12, "arrestation"),
        ("On compte 17 blessés, dont six dans un état grave.", 6, "blessé grave"),
        ("Deux cents personnes ont défilé dans les rues de Valmont.", 200, "manifestant"),
        ("La bagarre a fait deux blessés parmi les surveillants.", 2, "blessé"),
        ("Un homme de 34 ans, non vacciné, est mort lundi.", 1, "mort"),
        ("Un pêcheur et une baigneuse ont été tués par la foudre.", 2, "mort"),
        ("Un quatrième passager est décédé dans la nuit.", 4, "mort"),
        ("Le corps d'une nageuse a été repêché.", 1, "mort"),
        ("Deux sont morts pendant la descente.", 2, "mort"),
        ("Personne n'a été blessé dans l'effondrement.", 0, "blessé"),
        ("Le mur est tombé sans faire de blessé.", 0, "blessé"),
    ],
)
def test_what_happened_to_persons_is_read_with_their_number(text: str, number: int, happened: str) -> None:
    assert (number, happened) in counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Un homme qui défilait a aidé une dame dont le frère est mort.",
        "La police recherche un homme soupçonné d'avoir tué sa voisine.",
        "Un député a reçu un courrier de menaces de mort.",
        "S'il n'y avait pas de blessés, le ministre se tairait.",
        "Un manifestant a été interpellé.",
    ],
)
def test_who_did_it_and_what_is_only_supposed_is_no_victim(text: str) -> None:
    assert [happened for _, happened in counts(text) if happened in ("mort", "blessé", "arrestation")] == []


def test_who_comes_after_those_of_another_fate_counts_on_from_them() -> None:
    found = counts("Deux skieurs sont morts et un troisième skieur est porté disparu.")
    assert (3.0, "disparu") not in found and (1.0, "disparu") in found
    assert (1.0, "disparu") in counts("Deux skieurs sont morts lundi. Un troisième est porté disparu.")
    assert (3.0, "mort") in counts("Deux skieurs sont morts lundi. Un troisième est mort mardi.")


def relations(*texts: str) -> set[tuple[str, frozenset[float | None]]]:
    """Return the relation of each row of figures of articles of one hour, and its numbers."""
    accounts = told(*texts)
    figures: list[Comparable] = [c for a in accounts for c in a.comparables if c.kind == "figure"]
    return {
        (
            row.relation,
            frozenset(p.value.low if isinstance(p.value, Interval) else None for p in row.positions),
        )
        for row in figure_rows(court_of(accounts, None), figures)
    }


FIRE = "L'incendie du hangar de Valmont a fait cinq morts et neuf blessés, selon les pompiers."


@pytest.mark.parametrize(
    ("text", "relation", "numbers"),
    [
        ("L'incendie du hangar de Valmont a tué cinq habitants.", "agrees", {5}),
        ("Sept personnes ont perdu la vie dans l'incendie du hangar de Valmont.", "differs", {5, 7}),
        ("Un sixième habitant de Valmont est mort dans l'incendie du hangar.", "differs", {5, 6}),
    ],
)
def test_the_dead_are_one_count_whatever_they_are_called(
    text: str, relation: str, numbers: set[float]
) -> None:
    assert (relation, frozenset(numbers)) in relations(FIRE, text)


@pytest.mark.parametrize(
    "text",
    [
        "Un pompier a été blessé dans l'incendie du hangar de Valmont.",
        "Deux pompiers ont été blessés dans l'incendie du hangar de Valmont.",
        "Dans l'incendie du hangar de Valmont, douze personnes ont été évacuées.",
    ],
)
def test_some_of_the_injured_are_not_set_against_all_of_them(text: str) -> None:
    assert not [row for row in relations(FIRE, text) if row[0] in ("differs", "contradicts")]


@pytest.mark.parametrize(
    "case",
    read_cases(PACK.folder / "cases" / "persons.txt"),
    ids=lambda case: f"{case.rule}:{case.line}",
)
def test_each_rule_finds_its_cases_and_no_others(case: Case) -> None:
    rule = next(r for r in PACK.rules("persons") if r.id.endswith(f"/{case.rule}"))
    found = [m.group() for m in rule.pattern.finditer(folded(case.text))]
    if case.positive:
        assert folded(case.marks[0][1].of(case.text)).strip() in " | ".join(found)
    else:
        assert found == []


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("Six autres associations tiennent un stand.", True),
        ("Sept associations tiennent un stand.", False),
        ("Deux des neuf associations tiennent un stand.", True),
        # Those counted before them are dead: these are all who were hurt.
        ("Six autres personnes ont été blessées.", False),
    ],
)
def test_others_than_those_named_before_are_some_of_a_number(text: str, is_part: bool) -> None:
    (account,) = told(text)
    (figure, *_) = (c for c in account.comparables if c.kind == "figure")
    assert figure.setting is not None
    assert figure.setting.is_part is is_part
