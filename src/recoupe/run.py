"""Where store, engine and stages meet: articles go in, and the store is brought up to date."""

from __future__ import annotations

import dataclasses
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec

from recoupe.engine.contract import Engine
from recoupe.errors import UnitsFailed
from recoupe.packs import load_packs
from recoupe.packs.pipelines import NAMES, SYNTAX, pipeline_digest
from recoupe.records import Encoded, Record, decode, encode, encoded
from recoupe.records.documents import Capture, Document
from recoupe.records.kept import LARGE, Kept
from recoupe.records.ledger import Correction, without
from recoupe.settings import Settings
from recoupe.stages.stage import Resources, Stage
from recoupe.store.contract import FAILED, INPUTS, Output, Store

COMMIT_UNITS = 400
COMMIT_S = 2.0
"""Results are written after so many units or seconds; a killed run loses no more than that."""
ADD_BYTES = 8_000_000
"""Captures are written in batches of about this size."""


@dataclass(frozen=True)
class Progress:
    """How far a stage has got: units done out of `total`, and how many of them crashed."""

    stage: str
    done: int
    total: int
    failures: int


@dataclass(frozen=True)
class Failure:
    """A unit that crashed. trace: the traceback, for a bug report."""

    stage: str
    unit: str
    trace: str


@dataclass(frozen=True)
class StageReport:
    """What one stage did. computed: units run. removed: units that are no more. seconds: in all.

    changed: units, computed or removed, whose records are not what they were. store_seconds: the part
    of `seconds` spent on finding, reading and writing records.
    """

    stage: str
    computed: int
    removed: int
    changed: int
    seconds: float
    store_seconds: float


@dataclass(frozen=True)
class RunReport:
    """What a run did, stage by stage in order; `failures` are sorted by stage, then unit."""

    stages: tuple[StageReport, ...]
    failures: tuple[Failure, ...]

    @property
    def computed(self) -> int:
        """The number of units computed or removed, over all stages; 0 when all was up to date."""
        return sum(stage.computed + stage.removed for stage in self.stages)


@dataclass(frozen=True)
class AddReport:
    """What came of the captures given: each is new, known already, or refused.

    A refused capture is kept without its body, so that its Issue stands where the article would be.
    """

    new: int
    known: int
    refused: int


def load_resources(settings: Settings | None = None) -> Resources:
    """Return the packs there are, and the settings; default settings when None.

    Raises ModelMissing when the settings name a model that is not there.
    """
    settings = settings or Settings()
    models = settings.models
    wanted = [(models.syntax, SYNTAX), (models.names, NAMES)]
    digests = tuple((use, pipeline_digest(name, use)) for name, use in wanted if name is not None)
    settings = dataclasses.replace(settings, models=dataclasses.replace(models, digests=digests))
    return Resources(load_packs(), settings)


def add(store: Store, captures: Iterable[Capture]) -> AddReport:
    """Write captures to the store; those that it holds already change nothing. `run` has to follow.

    Captures are written in batches: what a killed run has written stays, and giving all of them
    again completes it.
    """
    new = known = refused = 0
    for batch in _batches(captures):
        distinct = {capture.id: capture for capture in batch}
        outputs = [_input(distinct[name]) for name in sorted(distinct)]
        changed = set(store.replace(INPUTS, outputs))
        n_refused = sum(capture.refused is not None for capture in batch)
        n_new = sum(distinct[name].refused is None for name in changed)
        new += n_new
        known += len(batch) - n_refused - n_new
        refused += n_refused
    return AddReport(new, known, refused)


def forget(
    store: Store,
    engine: Engine,
    resources: Resources,
    *,
    capture_ids: Iterable[str],
    stages: Sequence[Stage] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Remove captures and all that rests on them; what remains is as if they had never been added.

    So do the corrections that cite an article which the store does not hold any more; those of a story go
    on saying what they say of its other articles.
    """
    gone = set(capture_ids)
    outputs = {name: Output(name, "", ()) for name in gone}
    for made in corrections(store):
        kept = without(made, {name for name in made.cited() if not _stays(store, name, gone)})
        if kept is not made:
            outputs[made.id] = Output(made.id, "", ())
            if kept is not None:
                outputs[kept.id] = _input(kept)
    store.replace(INPUTS, [outputs[name] for name in sorted(outputs)])
    return run(store, engine, resources, stages=stages, progress=progress)


def corrections(store: Store) -> tuple[Correction, ...]:
    """Return the corrections that the store holds, sorted by id."""
    return tuple(record for record in store.scan(Correction) if isinstance(record, Correction))


def correct(store: Store, made: Iterable[Correction], *, undone: Iterable[str] = ()) -> tuple[str, ...]:
    """Write corrections to the store and remove those with the ids `undone`. `run` has to follow.

    Returns the ids of those that are new, or were there in other words, or have gone.
    """
    outputs = {name: Output(name, "", ()) for name in undone}
    outputs |= {each.id: _input(each) for each in made}
    return store.replace(INPUTS, [outputs[name] for name in sorted(outputs)])


def run(
    store: Store,
    engine: Engine,
    resources: Resources,
    *,
    stages: Sequence[Stage] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Bring the store up to date, stage by stage; only what changed is computed.

    stages: all of Recoupe's when None. progress: called after each unit.
    Raises UnitsFailed, at the end, when units crashed: all the others are done, and the next run
    tries only those again. Its `report` in `facts` is what is returned otherwise.
    """
    if stages is None:
        # Here, so that adding and forgetting need no stage and no pack.
        from recoupe.stages.line import STAGES

        stages = STAGES
        store.retire([stage.name for stage in stages])
    work = Work({stage.name: stage for stage in stages}, resources)
    reports: list[StageReport] = []
    failures: list[Failure] = []
    for stage in stages:
        turn = _Turn(store, stage, progress)
        reports.append(turn.take(engine, work, version=stage_version(stage, resources)))
        failures += sorted(turn.failures, key=lambda failure: failure.unit)
    report = RunReport(tuple(reports), tuple(failures))
    if failures:
        raise _failed(report)
    return report


def stage_version(stage: Stage, resources: Resources) -> str:
    """Return what, besides its members, decides the results of a stage: 32 hex digits.

    Its own version, the packs, the settings, and the shape of the records it reads and gives.
    """
    parts = (
        stage.name,
        stage.version,
        str(stage.min_members),
        sorted((language, pack.digest) for language, pack in resources.packs.items()),
        dataclasses.asdict(resources.settings),
        _shapes((*stage.needs, *stage.gives)),
    )
    return blake2b(msgspec.json.encode(parts, order="deterministic"), digest_size=16).hexdigest()


@cache
def _shapes(kinds: tuple[type, ...]) -> Any:
    """Return the shape of some types of record, without what their docstrings say."""
    return [_without_prose(part) for part in msgspec.json.schema_components(kinds)]


@dataclass(frozen=True)
class Work:
    """What every job of a run reads."""

    stages: dict[str, Stage]
    resources: Resources

    def __reduce__(self) -> tuple[Any, ...]:
        return Work, (self.stages, _bare(self.resources))


@dataclass(frozen=True)
class Job:
    """One unit to run, with its members as bytes, which only the process that runs it reads."""

    stage: str
    unit: str
    members: tuple[bytes, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of a job, as bytes. trace: the traceback when it crashed; then there are no records."""

    unit: str
    records: tuple[Encoded, ...]
    trace: str | None = None


def attempt(work: Work, job: Job) -> Outcome:
    """Return what the stage gives for one unit, or the traceback of its crash.

    Raises msgspec.DecodeError when a member cannot be read: that is no fault of the unit.
    """
    stage = work.stages[job.stage]
    members = tuple(_member(body) for body in job.members)
    try:
        return Outcome(job.unit, _given(stage, job.unit, members, resources=work.resources))
    except Exception:  # the one place: a bug crashes its unit, not the run; `run` raises at the end
        return Outcome(job.unit, (), traceback.format_exc())


_decoded: Kept[bytes, Record] = Kept()


def _member(body: bytes) -> Record:
    """Return the record that some bytes hold, as it was decoded last when it is a large one."""
    if len(body) < LARGE:
        return decode(body)
    found = _decoded.get(body)
    if found is None:
        found = decode(body)
        _decoded.put(body, found, n_bytes=len(body))
    return found


def lost(job: Job) -> Outcome:
    """Return the outcome of a unit that took its whole process with it."""
    return Outcome(job.unit, (), f"the process that ran unit {job.unit!r} of {job.stage!r} died\n")


def _given(
    stage: Stage, unit: str, members: tuple[Record, ...], *, resources: Resources
) -> tuple[Encoded, ...]:
    seen: dict[str, Encoded] = {}
    for record in stage.run(unit, members, resources):
        if not isinstance(record, stage.gives):
            raise TypeError(f"stage {stage.name!r} gave a {type(record).__name__}, which it does not declare")
        made = encoded(record)
        if seen.setdefault(made.id, made) != made:
            raise ValueError(f"stage {stage.name!r} gave two different records with the id {made.id!r}")
    return tuple(seen[name] for name in sorted(seen))


class _Turn:
    """One stage's turn in a run: the results that wait to be written, and the counts."""

    def __init__(self, store: Store, stage: Stage, progress: Callable[[Progress], None] | None) -> None:
        self.failures: list[Failure] = []
        self._store = store
        self._stage = stage
        self._progress = progress
        self._waiting: list[Output] = []
        self._last_write = time.perf_counter()
        self._changed = 0
        self._store_seconds = 0.0

    def take(self, engine: Engine, work: Work, *, version: str) -> StageReport:
        """Compute and write what is stale."""
        start = time.perf_counter()
        stage = self._stage
        stamps = self._store.stale(
            stage.name,
            stage.needs,
            units=stage.units,
            version=version,
            min_members=stage.min_members,
            notes=stage.notes,
        )
        self._store_seconds += time.perf_counter() - start
        gone = [unit for unit, stamp in stamps.items() if not stamp]
        wanted = [unit for unit, stamp in stamps.items() if stamp]
        for unit in gone:
            self._keep(Output(unit, "", ()))
        try:
            outcomes = engine.map(attempt, self._jobs(wanted), shared=work, lost=lost, risky=stage.risky)
            for done, outcome in enumerate(outcomes, 1):
                self._receive(outcome, stamps[outcome.unit])
                if self._progress is not None:
                    self._progress(Progress(stage.name, done, len(wanted), len(self.failures)))
        except KeyboardInterrupt:
            self._write()
            raise
        except msgspec.DecodeError:
            # The store itself says which record it is, and what to do.
            for unit in wanted:
                self._store.members(stage.name, unit)
            raise
        self._write()
        seconds = time.perf_counter() - start
        return StageReport(
            stage.name, len(wanted), len(gone), self._changed, seconds, min(self._store_seconds, seconds)
        )

    def _jobs(self, units: Iterable[str]) -> Iterator[Job]:
        for unit in units:
            start = time.perf_counter()
            members = self._store.bodies(self._stage.name, unit)
            if self._stage.notes is not None:
                members += self._store.notes(self._stage.name, unit, self._stage.notes)
            self._store_seconds += time.perf_counter() - start
            yield Job(self._stage.name, unit, members)

    def _receive(self, outcome: Outcome, stamp: str) -> None:
        if outcome.trace is None:
            self._keep(Output(outcome.unit, stamp, outcome.records))
            return
        self.failures.append(Failure(self._stage.name, outcome.unit, outcome.trace))
        # Its old output may rest on what is no longer there, so it goes.
        self._keep(Output(outcome.unit, FAILED, ()))

    def _keep(self, output: Output) -> None:
        self._waiting.append(output)
        if len(self._waiting) >= COMMIT_UNITS or time.perf_counter() - self._last_write > COMMIT_S:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            start = time.perf_counter()
            self._changed += len(self._store.replace(self._stage.name, self._waiting))
            self._store_seconds += time.perf_counter() - start
            self._waiting = []
        self._last_write = time.perf_counter()


def _failed(report: RunReport) -> UnitsFailed:
    first = report.failures[0].stage
    units = tuple(failure.unit for failure in report.failures if failure.stage == first)
    others = sorted({failure.stage for failure in report.failures} - {first})
    also = f"; so did units of {', '.join(others)}" if others else ""
    error = UnitsFailed(
        f"stage {first!r} crashed on {len(units)} of its units{also}; everything else is done, and the next"
        " run tries them again",
        stage=first,
        units=units,
    )
    error.facts["report"] = report
    return error


def _bare(resources: Resources) -> Resources:
    """Return the resources without what the packs have cached, which cannot travel to a worker."""
    packs = {language: dataclasses.replace(pack) for language, pack in sorted(resources.packs.items())}
    return Resources(packs, resources.settings)


def _without_prose(schema: Any) -> Any:  # a JSON schema is a tree of anything
    if isinstance(schema, dict):
        return {key: _without_prose(value) for key, value in schema.items() if key != "description"}
    if isinstance(schema, (list, tuple)):
        return [_without_prose(value) for value in schema]
    return schema


def _input(given: Capture | Correction) -> Output:
    return Output(given.id, blake2b(encode(given), digest_size=16).hexdigest(), (given,))


def _stays(store: Store, document_id: str, gone: set[str]) -> bool:
    """Tell whether the store goes on holding a document when some captures have gone."""
    document = store.get(document_id)
    return isinstance(document, Document) and not set(document.capture_ids) <= gone


def _batches(captures: Iterable[Capture]) -> Iterator[list[Capture]]:
    batch: list[Capture] = []
    size = 0
    for capture in captures:
        batch.append(capture)
        size += len(capture.body) + 1_000
        if size >= ADD_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
