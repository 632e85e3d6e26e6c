"""Which encounters of several accounts are one happening, and whose words a role stands for."""

from __future__ import annotations

from story_rows_shown import crosschecked, told

NAMED = (
    "Le président français Antoine Vercel s'est entretenu mardi par téléphone avec le président de la "
    "Norvège, Malek Doran. L'entretien, qui a duré une quarantaine de minutes, a porté sur la pêche."
)
BY_ROLE = (
    "Le président Malek Doran a reçu mardi un appel de son collègue français. "
    "La conversation de 25 minutes a touché les relations bilatérales."
)
OTHER_ROLE = BY_ROLE.replace("français", "allemand")


def durations(*texts: str) -> list[str]:
    _, rows = crosschecked(told(*texts))
    return sorted(row.relation for row in rows if row.slot == "duration" and row.about != "story")


def test_a_role_means_whom_another_account_names_by_it() -> None:
    happenings, _ = crosschecked(told(NAMED, BY_ROLE))
    assert [(h.kind, len(h.document_ids)) for h in happenings] == [("call", 2)]
    assert {name for _, name in happenings[0].participants} == {"Antoine Vercel", "Malek Doran"}


def test_two_durations_of_one_call_are_set_side_by_side() -> None:
    assert durations(NAMED, BY_ROLE) == ["contradicts"]


def test_a_role_means_nobody_of_another_country() -> None:
    assert durations(NAMED, OTHER_ROLE) == ["only one", "only one"]


def test_a_role_means_nobody_of_another_day() -> None:
    assert durations(NAMED, BY_ROLE.replace("mardi", "lundi")) == ["only one", "only one"]


def relations_of_remarks(*texts: str) -> list[tuple[str, str]]:
    _, rows = crosschecked(told(*texts))
    return [(row.relation, row.why.code) for row in rows if row.slot == "wording"]


def test_words_of_the_mayor_are_compared_with_those_of_the_mayor_whom_another_account_names() -> None:
    first = "« Nous sommes prêts », affirme la ministre de la Santé, Coralie Dumas."
    second = "« Nous ne sommes pas prêts », a dit la ministre de la Santé."
    assert relations_of_remarks(first, second) == [("differs", "negation_altered")]


def test_words_of_the_mayor_are_not_compared_with_those_of_a_prefect() -> None:
    first = "« Nous sommes prêts », affirme la ministre de la Santé, Coralie Dumas."
    second = "« Nous ne sommes pas prêts », a dit le préfet."
    assert relations_of_remarks(first, second) == []
