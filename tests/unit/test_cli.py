"""The manners of the command line: words, exit codes, what goes where."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from recoupe.cli import add_command, main, progress
from recoupe.cli.base import Interface, plain
from recoupe.cli.main import COMMANDS, run_command
from recoupe.dossier.build import handle
from recoupe.messages import load_catalogue
from recoupe.records.ids import make_id
from recoupe.records.stories import Story
from recoupe.run import Progress
from recoupe.store.sqlite import open_store

Run = tuple[int, str, str]
Recoupe = Callable[..., Run]
ARTICLE = (
    "Anna Vélande a reçu lundi Paul Orsini à Brissac. L'entretien a duré deux heures. "
    "« Rien n'est signé », a déclaré Anna Vélande à l'issue de la rencontre.\n"
)
OTHER = (
    "Le volcan du mont Tarque s'est réveillé dans la nuit. Les habitants de trois villages ont quitté leurs "
    "maisons. Les pompiers ont compté douze blessés légers.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "b.txt").write_text(OTHER, "utf-8")
    return tmp_path


@pytest.fixture
def recoupe(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Run]:
    """Return a function that runs a command in the folder and gives its exit code, output and messages."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def run(*words: str, lang: str = "fr") -> Run:
        capfdbinary.readouterr()
        code = run_command(["--store", "s.sqlite", "--lang", lang, *words])
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return run


def test_add_then_stories_then_search_tell_what_is_there(recoupe: Recoupe) -> None:
    code, out, err = recoupe("add", "a.txt", "b.txt")
    assert (code, err) == (0, "")
    assert out.startswith("2 articles reçus\u00a0: 2 nouveaux, 0 déjà connu, 0 refusé.")
    code, out, _ = recoupe("stories", "--json")
    assert [s["n_articles"] for s in json.loads(out)["stories"]] == [1, 1]
    code, out, _ = recoupe("search", "volcan")
    assert code == 0 and "**volcan**" in out and "1 phrase" not in out.splitlines()[0]
    assert "Il y en a d'autres" not in out
    _, out, _ = recoupe("search", "les", "--limit", "1")
    assert "Il y en a d'autres" in out


def test_an_article_given_twice_is_known_the_second_time(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt")
    code, out, _ = recoupe("add", "a.txt", lang="en")
    assert code == 0 and "0 new, 1 known already" in out


def test_a_file_that_cannot_be_read_loses_no_other_and_gives_exit_code_3(recoupe: Recoupe) -> None:
    Path("c.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    code, out, err = recoupe("add", "a.txt", "c.pdf", "missing.txt")
    assert code == 3
    assert "c.pdf\u00a0: est un PDF" in err and "missing.txt\u00a0: n'existe pas" in err
    assert json.loads(recoupe("stories", "--json")[1])["stories"][0]["n_articles"] == 1
    assert out.startswith("3 articles reçus\u00a0: 1 nouveau, 0 déjà connu, 2 refusés.")
    _, out, err = recoupe("add", "missing.txt", lang="en")
    assert out.startswith("1 article received: 0 new, 0 known already, 1 refused.")
    assert "missing.txt: does not exist" in err


def test_a_pronoun_that_speaks_is_shown_with_its_name(recoupe: Recoupe) -> None:
    first = "La maire de Lorme, Anne Vélande, a visité le pont lundi. Elle a vu les ouvriers."
    Path("c.txt").write_text(f"{first} « Le pont tiendra dix ans encore », a-t-elle déclaré.", "utf-8")
    recoupe("add", "c.txt")
    _, out, _ = recoupe("check-quote", "Le pont tiendra dix ans encore")
    assert "elle (Anne Vélande)" in out
    Path("d.txt").write_text("« Le pont tiendra dix ans encore », a déclaré Anne Vélande à Lorme.", "utf-8")
    recoupe("add", "d.txt")
    assert "· Anne Vélande\n" in recoupe("check-quote", "Le pont tiendra dix ans encore")[1]


def test_a_dossier_among_the_articles_does_not_confirm_itself(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt", "b.txt")
    for command in ("dossier", "compare"):
        story = json.loads(recoupe("stories", "--json")[1])["stories"][0]
        named = [story["handle"]] if command == "dossier" else ["a.txt", "b.txt"]
        assert recoupe(command, *named, "--html", "page.html")[0] == 0
        code, _, err = recoupe("add", "page.html")
        assert code == 5 and "page écrite par Recoupe" in err


def test_a_store_among_the_articles_is_no_article(recoupe: Recoupe) -> None:
    Path("recoupe.toml").write_text("", "utf-8")
    for known in ("2 nouveaux, 0 déjà connu", "0 nouveau, 2 déjà connus"):
        code, out, err = recoupe("add", ".")
        assert (code, err) == (0, "") and known in out


def test_a_piece_of_a_quotation_is_cut_and_not_the_articles_own_words(recoupe: Recoupe) -> None:
    said = "« Le pont de Lorme tiendra dix ans encore », a déclaré Anne Vélande."
    Path("c.txt").write_text(
        f"{said} Selon Paul Orsini, les travaux coûteront deux millions d'euros.", "utf-8"
    )
    recoupe("add", "c.txt")
    for piece in ("Le pont de Lorme tiendra", "tiendra dix ans encore"):
        code, out, _ = recoupe("check-quote", piece)
        assert code == 0 and out.startswith("COUPÉE\u00a0:") and out.count("[A1.1]") == 1
        assert "mots de l'article" not in out
    _, out, _ = recoupe("check-quote", "les travaux coûteront")
    assert out.startswith("AILLEURS") and out.count("[A1.2]") == 1 and "Paul Orsini" in out.splitlines()[2]
    _, out, _ = recoupe("check-quote", "Le pont de Lorme tiendra dix ans encore", "--by", "Orsini")
    assert "attribuée à Orsini." in out.splitlines()[0]


def test_nothing_to_read_gives_exit_code_5_and_says_what_is_read(recoupe: Recoupe) -> None:
    Path("vide").mkdir()
    code, _, err = recoupe("add", "vide")
    assert code == 5 and ".jsonl" in err and "vide" in err


def test_progress_and_trouble_never_stand_in_the_results(recoupe: Recoupe) -> None:
    Path("c.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    code, out, err = recoupe("add", "a.txt", "c.pdf", "--json")
    assert code == 3 and err
    assert json.loads(out)["issues"][0]["code"] == "pdf"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_every_command_explains_itself_in_both_languages(recoupe: Recoupe, command: str, lang: str) -> None:
    code, out, err = recoupe(*filter(None, [command, "--help"]), lang=lang)
    catalogue = load_catalogue(lang)
    assert (code, err) == (0, "")
    assert out.startswith(catalogue.text("help.usage"))
    shown = " ".join(out.split())
    key = f"help.{command.replace('-', '_')}_text" if command else "help.demo"
    assert " ".join(catalogue.text(key).split()) in shown
    assert "Show this message" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sotries"], "'sotries' n'existe pas ; vouliez-vous dire recoupe stories ?"),
        (["zzz"], "'zzz' n'existe pas. Il y a : demo, add"),
        (["stories", "--jsno"], "--jsno n'existe pas ; vouliez-vous dire --json ?"),
        (["add"], "il manque CHEMIN."),
        ([], "il manque une commande. Il y a : demo, add"),
        (["search", "«", "»"], "ne contient aucun mot"),
        (["correct"], "Dites laquelle, par exemple S"),
        (["stories", "--limit", "0"], "--limit attend un nombre entier d'au moins 1, non 0."),
        (["stories", "one", "two"], "des mots de trop : one two."),
        (["add", "a.txt", "--workers", "0"], "--workers attend un nombre entier de 1 à 256, non 0."),
        (["--lang", "de", "stories"], "--lang ne peut pas être 'de'. Au choix : fr, en."),
        (["dossier", "--html"], "--html attend une valeur.\nAide : recoupe dossier --help"),
        (["dossier", "what"], "'what' n'est le code ni"),
    ],
)
def test_wrong_use_is_told_with_the_word_and_the_next_step(
    recoupe: Recoupe, words: list[str], said: str
) -> None:
    recoupe("add", "a.txt", "b.txt")
    code, out, err = recoupe(*words)
    assert (code, out) == (2, "")
    assert said in err.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Traceback" not in err


def test_a_store_that_is_not_there_is_named_with_what_to_do(recoupe: Recoupe) -> None:
    for command in (["stories"], ["dossier"], ["search", "mot"], ["forget", "a.txt"]):
        code, _, err = recoupe(*command)
        assert code == 5 and "'s.sqlite'" in err and "recoupe add" in err
    assert not Path("s.sqlite").exists()


def test_a_file_that_is_no_store_gives_exit_code_4(recoupe: Recoupe) -> None:
    Path("s.sqlite").write_bytes(b"not a store at all, but long enough to be read as one" * 40)
    for command in (["stories"], ["add", "a.txt"], ["doctor"]):
        code, _, err = recoupe(*command)
        assert code == 4 and "s.sqlite" in err and "Traceback" not in err


def test_a_store_in_use_gives_exit_code_4_and_stays_as_it_is(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt")
    holder = open_store(Path("s.sqlite"))
    try:
        code, _, err = recoupe("add", "b.txt")
    finally:
        holder.close()
    assert code == 4 and "réessayez" in err


def test_a_dossier_is_found_by_handle_by_id_or_alone(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt")
    story = json.loads(recoupe("stories", "--json")[1])["stories"][0]
    shown = {recoupe("dossier", *words)[1] for words in ([], [story["id"]], [story["handle"]])}
    assert len(shown) == 1
    recoupe("add", "b.txt")
    code, _, err = recoupe("dossier")
    assert code == 2 and story["handle"] in err
    code, _, err = recoupe("dossier", "Sffff")
    assert code == 5 and "recoupe stories" in err


def test_the_handle_of_an_article_or_of_a_former_story_leads_to_its_story(
    recoupe: Recoupe, folder: Path
) -> None:
    (folder / "again.txt").write_text(ARTICLE + "Aucune autre rencontre n'est prévue.\n", "utf-8")
    recoupe("add", "a.txt", "again.txt", "b.txt")
    with open_store(Path("s.sqlite")) as store:
        told = {len(r.document_ids): r for r in store.scan(Story) if isinstance(r, Story)}
    first, later = told[2].document_ids
    wanted = recoupe("dossier", told[2].id)
    assert recoupe("dossier", handle("A", later)) == wanted
    assert make_id("story", first) == told[2].id
    assert recoupe("dossier", handle("S", make_id("story", later))) == wanted
    assert recoupe("dossier", "Affff")[0] == 5


def test_forget_takes_a_path_a_handle_or_an_id_and_leaves_no_trace(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt", "b.txt")
    both = json.loads(recoupe("stories", "--json")[1])["stories"]
    code, out, _ = recoupe("forget", "b.txt")
    assert (code, out) == (0, "1 article oublié, avec tout ce qui reposait sur lui.\n")
    assert recoupe("search", "volcan")[0] == 5
    (left,) = json.loads(recoupe("stories", "--json")[1])["stories"]
    article = left["articles"][0]["document"]
    assert recoupe("forget", "A" + article.rpartition("_")[2][2:8])[0] == 0
    code, _, err = recoupe("forget", "nowhere.txt", "--json")
    assert code == 5 and "'nowhere.txt'" in err
    assert len(both) == 2 and recoupe("stories")[0] == 5


def test_the_demo_shows_the_richest_dossier_and_leaves_nothing(recoupe: Recoupe) -> None:
    code, out, _ = recoupe("demo", "--html", "d.html")
    assert code == 0 and "≠" in out and Path("d.html").read_text("utf-8").startswith("<!doctype html>")
    assert not Path("s.sqlite").exists()
    dossier = json.loads(recoupe("demo", "--json")[1])
    assert dossier["kind"] == "dossier" and dossier["story"]["n_divergences"] >= 3
    assert dossier["story"]["handle"] in out


def test_doctor_tells_versions_packs_and_what_was_not_read(recoupe: Recoupe) -> None:
    assert "pas encore créé" in recoupe("doctor")[1]
    recoupe("add", "a.txt")
    code, out, _ = recoupe("doctor")
    assert code == 0 and "Le fichier est sain." in out and "Tout est lu." in out and "français" in out
    Path("c.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    recoupe("add", "c.pdf")
    code, out, _ = recoupe("doctor", "--json")
    assert code == 3 and json.loads(out)["issues"][0]["input"] == "c.pdf"


def test_a_search_without_a_hit_says_so_and_what_was_not_read(recoupe: Recoupe) -> None:
    Path("c.pdf").write_bytes(b"%PDF-1.7 \x00\x01")
    recoupe("add", "a.txt", "c.pdf")
    code, out, err = recoupe("search", "hélicoptère")
    assert (code, out) == (5, "") and "hélicoptère" in err and "1 article n'a pas pu être lu" in err


def test_read_needs_no_store_and_gives_a_line_for_each_article(recoupe: Recoupe) -> None:
    code, out, _ = recoupe("read", "a.txt", "b.txt", "--json")
    readings = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and [r["document"]["input"] for r in readings] == ["a.txt", "b.txt"]
    assert not Path("s.sqlite").exists()
    assert "Rien n'est signé" in recoupe("read", "a.txt")[1]


def test_an_article_comes_from_standard_input(recoupe: Recoupe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert recoupe("add", "-")[0] == 0
    assert json.loads(recoupe("stories", "--json")[1])["stories"][0]["articles"][0]["input"] == "-"


def test_an_interrupted_add_says_what_is_kept(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt")
    words = [sys.executable, "-m", "recoupe", "--store", "s.sqlite", "--lang", "fr", "add", "b.txt", "-"]
    lock = Path("s.sqlite.lock")
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        # It waits for standard input; the lock holds its number as soon as it has opened the store.
        while process.poll() is None and lock.read_text() != f"{process.pid}\n":
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Interrompu" in err.decode() and "Traceback" not in err.decode()
    assert recoupe("add", "b.txt")[0] == 0


def test_a_page_that_cannot_be_written_is_named(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt")
    code, _, err = recoupe("dossier", "--html", "no/such/folder/d.html")
    assert code == 1 and "no/such/folder/d.html" in err


def test_help_is_quick() -> None:
    """The start-up target is 0.15 s; the bound here is loose, since the machine is shared."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "recoupe", "--help"], capture_output=True, check=True
    )
    assert time.perf_counter() - begun < 2
    loaded = done.stderr.decode()
    for slow in ("numpy", "trafilatura", "rich", "recoupe.stages", "apsw", "msgspec"):
        assert f" {slow}\n" not in loaded, slow


def test_a_reader_that_goes_away_is_no_error(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt", "b.txt")
    words = [sys.executable, "-m", "recoupe", "--store", "s.sqlite", "dossier", "--help"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert b"Traceback" not in done.stderr


def test_a_bug_is_one_line_without_debug(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = main._Quiet(load_catalogue("en"))
    quiet(ValueError, ValueError("odd"), None)
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "ValueError: odd" in said and "--debug" in said


def test_text_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\r\u202ec") == "a\ufffd[2Jb\ufffd\ufffdc"
    assert plain("ligne\nautre\tfin") == "ligne\nautre\tfin"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def face(*, quiet: bool = False) -> Interface:
    return Interface(load_catalogue("fr"), Path("s.sqlite"), quiet, False, False)


def test_progress_tells_rate_remaining_time_and_failures() -> None:
    line = progress.progress_text(face(), Progress("read", 412, 520, 3), seconds=10.0)
    assert line == "Lecture 412/520 · 41/s · reste 0:03 · 3 échecs"


def test_progress_is_silent_for_short_work_and_off_a_terminal() -> None:
    for stream in (Terminal(), io.StringIO()):
        line = progress.ProgressLine(face(), stream)
        line(Progress("read", 1, 2, 0))
        line.end()
        assert stream.getvalue() == ""


def test_progress_is_shown_for_long_work_and_taken_away() -> None:
    stream = Terminal()
    line = progress.ProgressLine(face(), stream)
    line._begun -= 5
    line(Progress("read", 1, 2, 0))
    line.end()
    assert "Lecture 1/2" in stream.getvalue() and stream.getvalue().endswith("\r")
    silent = Terminal()
    quiet = progress.ProgressLine(face(quiet=True), silent)
    quiet._begun -= 5
    quiet(Progress("read", 1, 2, 0))
    assert silent.getvalue() == ""


def test_each_code_that_means_unread_has_a_message() -> None:
    assert all(f"issue.{code}" in load_catalogue("fr") for code in add_command.FAILED_CODES)


def test_a_list_is_cut_where_asked_and_says_how_many_more_there_are(recoupe: Recoupe) -> None:
    recoupe("add", "a.txt", "b.txt")
    everything = recoupe("stories", "--json")[1]
    first = recoupe("stories", "--json", "--limit", "1")[1]
    assert json.loads(first)["stories"] == json.loads(everything)["stories"][:1]
    assert "Et encore 1, sur 2" in recoupe("stories", "--limit", "1")[1]
    assert "Et encore" not in recoupe("stories")[1]


def test_of_many_articles_with_one_trouble_a_few_are_named_and_the_others_counted(
    recoupe: Recoupe, folder: Path
) -> None:
    for i in range(8):
        (folder / f"court{i}.txt").write_text(f"Brr {i}.\n", "utf-8")
    _, _, said = recoupe("add", *(f"court{i}.txt" for i in range(8)))
    named = [line for line in said.splitlines() if "court" in line]
    assert len(named) == add_command.MOST_NAMED
    assert "… et 3 autres de même" in said
