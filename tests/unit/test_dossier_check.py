"""Whatever its documents do not support is not shown, and an Issue says so."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier_records import TEXTS, document, material, place, sentence
from recoupe.dossier.build import build
from recoupe.dossier.check import checked, is_supported
from recoupe.dossier.dossier import Dossier
from recoupe.dossier.material import find_words
from recoupe.dossier.statements import Slot, StatedFact, Statement, UnsupportedLine, Verbatim
from recoupe.records.documents import Document
from recoupe.records.spans import Anchor, Span, anchor

DOCUMENTS = {document_id: document(document_id) for document_id in TEXTS}
DURATION = place("doc_01aaaa", "deux heures")


def statement(kind: str, value: str, *anchors: Anchor) -> Statement:
    return Statement("why.test", (Slot(kind, "x", value),), anchors)


def codes(dossier: Dossier) -> list[str]:
    return [issue.code for issue in dossier.issues]


def test_a_sound_dossier_passes_whole() -> None:
    dossier = build(material())
    assert checked(dossier, DOCUMENTS).shown == dossier


def test_a_statement_cannot_be_made_without_a_span() -> None:
    with pytest.raises(UnsupportedLine):
        Statement("why.disjoint", (), ())


def test_verbatim_words_fill_their_span_exactly() -> None:
    with pytest.raises(UnsupportedLine):
        Verbatim("deux", DURATION)


@pytest.mark.parametrize(
    "line",
    [
        Verbatim("trois heure", DURATION),
        Verbatim("deux heures", Anchor("doc_01aaaa", DURATION.span, "0" * 16)),
        Verbatim("deux heures", Anchor("doc_01cccc", DURATION.span, DURATION.check)),
        Verbatim("deux heures", Anchor("doc_unknown", DURATION.span, DURATION.check)),
        StatedFact("doc_01aaaa", "outlet", "Le Cap"),
        StatedFact("doc_01bbbb", "published", "2031-03"),
        statement("quoted", "trois heures", DURATION),
        statement("quoted", "heure", DURATION),
        statement("quoted", "", DURATION),
        statement("date", "2031-04", DURATION),
        statement("given", "whatever", DURATION),
        statement("count", "3", Anchor("doc_01aaaa", DURATION.span, "0" * 16)),
    ],
)
def test_a_line_that_its_documents_do_not_bear_out_fails(line: Verbatim | StatedFact | Statement) -> None:
    assert not is_supported(line, DOCUMENTS)


@pytest.mark.parametrize(
    "line",
    [
        Verbatim("deux heures", DURATION),
        StatedFact("doc_01aaaa", "outlet", "Le Quai"),
        statement("quoted", "heures", DURATION),
        statement(
            "quoted", "deux heures", place("doc_01bbbb", "Norpresse"), sentence("doc_01aaaa", "a duré")
        ),
        statement("date", "2031-03", DURATION),
        statement("count", "12", DURATION),
        statement("label", "A1", DURATION),
    ],
)
def test_a_line_that_its_documents_bear_out_passes(line: Verbatim | StatedFact | Statement) -> None:
    assert is_supported(line, DOCUMENTS)


def test_an_unsupported_value_takes_its_position_away_and_is_told() -> None:
    dossier = build(material())
    encounter = dossier.encounters[0]
    row = encounter.rows[0]
    false = msgspec.structs.replace(row.positions[0], stated=Verbatim("Deux heures", DURATION))
    row = msgspec.structs.replace(row, positions=(false, row.positions[1]))
    encounter = msgspec.structs.replace(encounter, rows=(row, *encounter.rows[1:]))
    shown = checked(msgspec.structs.replace(dossier, encounters=(encounter,)), DOCUMENTS).shown
    assert [p.stated.text for p in shown.encounters[0].rows[0].positions] == ["quarante minutes"]
    assert codes(shown) == ["line_not_supported"]


def test_a_row_without_any_supported_value_is_not_shown() -> None:
    dossier = build(material())
    lost = {k: v for k, v in DOCUMENTS.items() if k == "doc_01cccc"}
    shown = checked(dossier, lost).shown
    assert [row.slot for row in shown.all_rows()] == []
    assert codes(shown) == ["line_not_supported"] * len(shown.issues) != []


def test_an_optional_line_alone_is_left_out() -> None:
    dossier = build(material())
    row = msgspec.structs.replace(dossier.wordings[0], why=statement("quoted", "absent", DURATION))
    shown = checked(msgspec.structs.replace(dossier, wordings=(row,)), DOCUMENTS).shown
    assert shown.wordings[0].why is None
    assert shown.wordings[0].positions == dossier.wordings[0].positions


def test_the_issue_names_the_place_and_never_the_words() -> None:
    dossier = build(material())
    false = msgspec.structs.replace(
        dossier.people[0], name=Verbatim("Anne Vélande", place("doc_01aaaa", "Anna Vélande"))
    )
    shown = checked(msgspec.structs.replace(dossier, people=(false,)), DOCUMENTS).shown
    (issue,) = shown.issues
    assert "Anne" not in str(issue.facts) and issue.document_id == "doc_01aaaa"


@given(st.integers(0, 60), st.text(min_size=1, max_size=30))
def test_words_pass_only_where_the_text_holds_them(start: int, words: str) -> None:
    text = TEXTS["doc_01cccc"]
    span = Span(start, start + len(words))
    if span.end > len(text):
        return
    line = Verbatim(words, anchor("doc_01cccc", text, span))
    assert is_supported(line, DOCUMENTS) == (text[span.start : span.end] == words)


@given(st.text(alphabet="ab1 é", min_size=1, max_size=6), st.text(alphabet="ab1 é", max_size=30))
def test_found_words_are_whole_words_at_their_place(words: str, text: str) -> None:
    start = find_words(words, text)
    if start is None:
        return
    end = start + len(words)
    assert text[start:end] == words
    assert not (words[0].isalnum() and text[:start][-1:].isalnum())
    assert not (words[-1].isalnum() and text[end:][:1].isalnum())


def test_every_text_in_a_dossier_is_a_line_or_from_a_closed_list() -> None:
    """Nothing but ids, labels and members of closed lists may be a plain string in the view records."""
    free = {
        *("id", "label", "handle", "language", "document_id", "document_ids", "about", "slot", "relation"),
        *("kind", "status", "channel", "polarity", "certainty", "form", "type", "root_ids", "silent"),
        *("entity_id", "speaker_id", "from_id", "to_id", "thread"),
        *("correction", "action", "handles"),
        # What the user wrote, and is shown as theirs.
        *("by", "because"),
    }
    from recoupe.dossier import dossier as records

    for kind in vars(records).values():
        if (
            isinstance(kind, type)
            and issubclass(kind, msgspec.Struct)
            and kind.__module__ == records.__name__
        ):
            for field in msgspec.structs.fields(kind):
                if "str" in str(field.type):
                    assert field.name in free, (kind.__name__, field.name)


def test_documents_are_what_the_checker_reads() -> None:
    changed: dict[str, Document] = {
        k: msgspec.structs.replace(v, text=v.text.replace("deux heures", "deux hEures"))
        for k, v in DOCUMENTS.items()
    }
    shown = checked(build(material()), changed).shown
    assert "deux heures" not in str(shown.encounters)
    assert "line_not_supported" in codes(shown)
