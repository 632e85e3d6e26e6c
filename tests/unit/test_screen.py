"""What a terminal shows: lines that break where they may, columns that hold their words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.cli import screen as screens
from recoupe.cli.base import Interface, plain
from recoupe.cli.screen import Screen
from recoupe.messages import load_catalogue


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(screens, "PLAIN_WIDTH", 60)
    return Screen(Interface(load_catalogue("fr"), Path("s.sqlite"), True, False, False))


def test_no_line_breaks_at_a_no_break_space(screen: Screen, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(40, 64):
        screen.line("x" * n + " «\u202fLe pont tient\u202f»\u00a0: 2\u202f%")
    for line in capsys.readouterr().out.splitlines():
        assert not line.endswith(("«", "tient", "2")) and not line.strip().startswith(("»", ":", "%"))


def test_spaces_of_an_article_come_out_as_they_went_in(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    screen.line("a\u202fb\u00a0c d")
    assert capsys.readouterr().out == "a\u202fb\u00a0c d\n"
    assert plain("\ufdd0\ufdd1") == "\ufffd\ufffd", "what stands in for them is no character of a text"


def test_a_narrow_table_breaks_no_word_of_its_small_columns(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ("≠ se contredisent", "deux heures et demie " * 4, "2 origines + 1 inconnue", "[A1.2]")
    screen.table(("Fait", "Valeur", "Origines", "Phrases"), [row], shares=(4, 11, 5, 3))
    out = capsys.readouterr().out
    assert "contredisent" in out and "origines" in out and "Origines" in out


def test_a_table_too_wide_for_its_fixed_columns_stands_row_by_row(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    row = (
        "A1",
        "La Dépêche du Nord et du Midi",
        "20 octobre 2031, 20\u202fh\u202f15",
        "100\u202f%",
        "a/b.html",
    )
    screen.table(("Article", "Média", "Date", "En commun", "Fichier"), [row], shares=(0, 0, 0, 0, 1))
    shown = " ".join(capsys.readouterr().out.split(" "))
    for cell in row:
        assert cell in " ".join(shown.split("\n")).replace("     ", " ")
    assert "Média\u00a0: La Dépêche" in shown


def test_a_reader_that_leaves_early_is_no_failure(tmp_path: Path) -> None:
    """`recoupe dossier | head -1`, in a shell that asks how each part of a pipe ended."""
    command = f"set -o pipefail; {sys.executable} -m recoupe --store s.sqlite dossier | true"
    article = "Le pont de Lorme a rouvert vendredi, a annoncé la maire de la ville, Anne Morel, lundi matin."
    (tmp_path / "a.txt").write_text(article, "utf-8")
    adding = [sys.executable, "-m", "recoupe", "--store", "s.sqlite", "add", "a.txt"]
    assert subprocess.run(adding, cwd=tmp_path, capture_output=True).returncode == 0
    ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
