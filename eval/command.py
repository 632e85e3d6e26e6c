"""The evaluation command: reads the marked articles through the real line and scores what was found."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.floors import pinned, read_floors, troubles, written
from eval.gold import GoldArticle, digest_of, folder_of
from eval.reading import ReadArticle, read_articles
from eval.score import Miss, Score
from eval.tables import errors, readme_block, reference_page, screen, with_block
from eval.tasks import BENCHES, SETS, TASKS, Bench, Scope, Task
from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.run import Progress, load_resources
from recoupe.stages.stage import Resources

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parent
FLOORS = _HERE / "floors.toml"
ABOUT = _HERE / "scores.toml"
BENCH_FOLDER = _HERE / "benches"
PAGE = _ROOT / "docs" / "reference" / "scores.md"
READMES = {"en": _ROOT / "README.md", "fr": _ROOT / "README.fr.md"}
LANGUAGE = "fr"
DONE, FAILED, WRONG_USE = 0, 1, 2
_PROGRESS_S = 2.0


@dataclass(frozen=True)
class Scored:
    """All that one task gave on one set of articles."""

    task: Task | Bench
    set: str
    scores: tuple[Score, ...]
    misses: tuple[Miss, ...]
    table: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, print the table to standard output, and return the exit status.

    0: done. 1: a score under its floor, or other articles than those it was pinned on (with --check).
    2: wrong use, or no data.
    """
    options = _options(arguments)
    tasks = [task for task in TASKS if task.name in options.only]
    start = time.perf_counter()
    try:
        scored, articles, digests = _measured(tasks, options)
        for bench in BENCHES:
            if bench.name in options.only:
                scored += _benched(bench, articles, digests, data=options.data)
    except OSError as error:
        print(
            f"eval: the marked articles cannot be read: {error}; give their folder by --data", file=sys.stderr
        )
        return WRONG_USE
    scores = [score for one in scored for score in one.scores]
    floors = read_floors(FLOORS)
    if options.pin:
        floors = pinned(scores, floors, digests, may_fall=options.lower)
        FLOORS.write_text(written(floors), "utf-8")
    print(screen(scores, floors))
    for one in scored:
        if one.table:
            print(f"\n{one.table}")
    if options.errors:
        for one in scored:
            print(f"\n{one.task.name}, {one.set}\n{errors(one.misses, articles, most=options.errors)}")
    if options.write_readme:
        PAGE.write_text(reference_page(scores, floors, ABOUT), "utf-8")
        for language, path in READMES.items():
            block = readme_block(scores, ABOUT, language)
            path.write_text(with_block(path.read_text("utf-8"), block), "utf-8")
    print(f"{time.perf_counter() - start:.1f} s in all", file=sys.stderr)
    if not options.check:
        return DONE
    wrong = troubles(scores, floors, digests, tasks=options.only)
    for line in wrong:
        print(f"check: {line}", file=sys.stderr)
    return FAILED if wrong else DONE


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [task.name for task in TASKS] + [bench.name for bench in BENCHES]
    parser = argparse.ArgumentParser(
        prog="eval", description="Scores on marked articles, with pinned floors."
    )
    parser.add_argument(
        "--data", type=Path, default=_ROOT.parent / "shared" / "data", help="folder of the sets"
    )
    parser.add_argument("--only", default=",".join(names), help=f"tasks, of {','.join(names)}")
    parser.add_argument("--split", choices=("test", "train", "all"), default="test")
    parser.add_argument("--workers", type=int, default=1, help="processes; 1 (default) runs in this one")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="the N most frequent kinds of errors"
    )
    parser.add_argument("--check", action="store_true", help="fail when a score is under its floor")
    parser.add_argument("--pin", action="store_true", help="raise the floors to just under the scores")
    parser.add_argument("--lower", action="store_true", help="with --pin: floors may fall, too")
    parser.add_argument(
        "--write-readme", action="store_true", help="write the tables of the READMEs and the page"
    )
    options = parser.parse_args(arguments)
    options.only = [name.strip() for name in options.only.split(",") if name.strip()]
    unknown = [name for name in options.only if name not in names]
    if unknown or not options.only:
        parser.error(f"unknown task {', '.join(unknown) or repr('')}; there are {', '.join(names)}")
    if (options.write_readme or options.pin) and options.split != "test":
        parser.error("floors and tables are of the test split")
    if options.write_readme and len(options.only) < len(names):
        parser.error("the tables are written from all tasks at once; leave out --only")
    if options.lower and not options.pin:
        parser.error("--lower goes with --pin")
    return options


def _measured(
    tasks: Sequence[Task], options: argparse.Namespace
) -> tuple[list[Scored], dict[str, GoldArticle], dict[str, str]]:
    """Return the scores in the order of tasks, the articles by name, and the digest of each set."""
    resources = load_resources()
    engine: Engine = SerialEngine() if options.workers == 1 else ProcessEngine(options.workers)
    read: dict[str, tuple[ReadArticle, ...]] = {}
    digests: dict[str, str] = {}
    for set_name in dict.fromkeys(name for task in tasks for name in task.sets):
        users = [task for task in tasks if set_name in task.sets]
        articles = tuple(SETS[set_name](folder_of(options.data, set_name)))
        digests[set_name] = digest_of(options.data, set_name)
        read[set_name] = _read(set_name, articles, users, options.split, engine=engine, resources=resources)
    engine.close()
    scored = [
        _scored(task, set_name, scope, read[set_name], options.split, resources)
        for task in tasks
        for set_name in task.sets
        for scope in task.scopes
    ]
    return scored, {one.gold.name: one.gold for ones in read.values() for one in ones}, digests


def _benched(
    bench: Bench, articles: dict[str, GoldArticle], digests: dict[str, str], *, data: Path
) -> list[Scored]:
    """Return the scores of a bench by set; its articles and digests are added to those given."""
    resources = load_resources()
    out = []
    folder = data if bench.in_data else BENCH_FOLDER
    for set_name in bench.sets:
        start = time.perf_counter()
        if not (folder / set_name).is_dir():
            print(f"{set_name}: not in this copy, left out", file=sys.stderr)
            continue
        result, own = bench.measure(set_name, folder / set_name, resources)
        articles.update((article.name, article) for article in own)
        digests[set_name] = digest_of(folder, set_name)
        out.append(Scored(bench, set_name, result.scores, result.misses, result.table))
        seconds = time.perf_counter() - start
        print(f"{set_name}: {len(own)} articles in {seconds:.1f} s", file=sys.stderr)
    return out


def _read(
    set_name: str,
    articles: Sequence[GoldArticle],
    users: Sequence[Task],
    split: str,
    *,
    engine: Engine,
    resources: Resources,
) -> tuple[ReadArticle, ...]:
    if not any("whole" in task.scopes for task in users):
        articles = [article for article in articles if split in (article.split, "all")]
    start = time.perf_counter()
    out = read_articles(
        articles,
        with_stories=any(task.needs_stories for task in users),
        engine=engine,
        resources=resources,
        progress=_Reporter(),
    )
    print(f"{set_name}: {len(articles)} articles in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    return out


def _scored(
    task: Task, set_name: str, scope: Scope, read: Sequence[ReadArticle], split: str, resources: Resources
) -> Scored:
    is_whole = scope == "whole" or split == "all"
    name = set_name if is_whole else f"{set_name} {split}"
    chosen = [one for one in read if is_whole or one.gold.split == split]
    result = task.measure(name, chosen, resources.packs[LANGUAGE])
    return Scored(task, name, result.scores, result.misses)


class _Reporter:
    """Says on standard error how far a stage is, every few seconds."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        now = time.perf_counter()
        if now - self._last > _PROGRESS_S:
            self._last = now
            print(f"  {progress.stage}: {progress.done} of {progress.total}", file=sys.stderr)
