"""The entry point: find the language, run the command, and turn trouble into words and exit codes."""

from __future__ import annotations

import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from types import TracebackType
from typing import Any

import click

from recoupe import __version__
from recoupe.cli.base import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_NOTHING,
    EXIT_STORE,
    EXIT_USAGE,
    LocalHelp,
    ReaderGone,
    common_options,
    localised,
    plain,
)
from recoupe.errors import NothingFound, RecoupeError, SettingsError, StoreError, UnitsFailed, UsageError
from recoupe.messages import LANGUAGES, Catalogue, load_catalogue
from recoupe.settings import interface_language

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
"""What click says of words too many; it keeps them nowhere else."""
COMMANDS = (
    "demo",
    "add",
    "read",
    "stories",
    "dossier",
    "origins",
    "compare",
    "reuse",
    "search",
    "check-quote",
    "correct",
    "forget",
    "doctor",
)
"""In the order of the help. Each is a module of this package, imported when it is called."""


class Commands(LocalHelp, click.Group):
    """The group: its commands are imported when called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"recoupe.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command(self._catalogue(ctx))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name in COMMANDS:
            return name, self.get_command(ctx, name), args[1:]
        near = get_close_matches(name, COMMANDS, n=1)
        if near:
            raise UsageError(
                f"no command {name!r}",
                code="no_such_command_near",
                name=repr(name),
                near=f"recoupe {near[0]}",
            )
        raise UsageError(
            f"no command {name!r}", code="no_such_command", name=repr(name), names=", ".join(COMMANDS)
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        catalogue = self._catalogue(ctx)
        with formatter.section(catalogue.text("help.commands")):
            formatter.write_dl(
                [(name, catalogue.text(f"help.{name.replace('-', '_')}")) for name in COMMANDS]
            )
        super().format_options(ctx, formatter)


def make_group(catalogue: Catalogue) -> click.Group:
    """Return the command line in the catalogue's language."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_say_version,
        help=catalogue.text("help.version"),
    )
    return Commands(
        "recoupe",
        help=catalogue.text("help.group"),
        epilog=catalogue.text("help.group_epilog"),
        params=localised([*common_options(catalogue), version], catalogue),
        subcommand_metavar=f"{catalogue.term('metavar', 'COMMAND')} …",
        options_metavar="[--…]",
    )


def _say_version(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"recoupe {__version__}")
        context.exit(0)


COLLECT_AFTER = (50_000, 20, 100)
"""When the garbage collector looks for cycles. Tables and compiled rules are a million objects that stay:
with the interpreter's own settings it goes through them again and again (demo: 3.9 s, with these 3.2 s)."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*COLLECT_AFTER)
    try:
        code = run_command(sys.argv[1:])
    except KeyboardInterrupt:
        # Interrupted while it was telling of something else, or before it knew its language.
        code = EXIT_INTERRUPTED
    sys.exit(code)


def run_command(words: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever goes wrong is said on standard error."""
    catalogue = load_catalogue(_language(words))
    debug = "--debug" in words
    if not debug:
        sys.excepthook = _Quiet(catalogue)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show « must not stop the command.
            stream.reconfigure(errors="replace")
    try:
        result = make_group(catalogue).main(
            args=list(words), prog_name="recoupe", standalone_mode=False, obj=catalogue
        )
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        return _tell(catalogue, *_usage(catalogue, error, words), code=EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _tell(catalogue, catalogue.text("progress.kept_none"), code=EXIT_INTERRUPTED, bare=True)
    except (BrokenPipeError, ReaderGone):
        # Nobody is left to be told anything.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except RecoupeError as error:
        if debug:
            _tell_traces(error)
            raise
        return _tell(catalogue, error_text(catalogue, error), code=exit_code(error))
    return result if isinstance(result, int) else 0


def _language(words: Sequence[str]) -> str:
    """Return the language asked for on the command line, before click is there to read it."""
    for i, word in enumerate(words):
        stated = words[i + 1] if word == "--lang" and i + 1 < len(words) else word.removeprefix("--lang=")
        if stated != word and stated in LANGUAGES:
            return stated
    return interface_language()


def exit_code(error: RecoupeError) -> int:
    """Return the exit code that tells a kind of error to scripts."""
    if isinstance(error, (UsageError, SettingsError)):
        return EXIT_USAGE
    if isinstance(error, StoreError):
        return EXIT_STORE
    return EXIT_NOTHING if isinstance(error, NothingFound) else EXIT_FAILED


def error_text(catalogue: Catalogue, error: RecoupeError) -> str:
    """Return what an error says in the catalogue's language; its own words where no message fits."""
    facts: dict[str, object] = {"message": error.message, **error.facts}
    facts = {name: repr(str(value)) if name == "path" else value for name, value in facts.items()}
    key = f"error.{facts.pop('code', error.code)}"
    if isinstance(error, UnitsFailed):
        facts["n"] = len(error.units)
    if key not in catalogue or any(name not in facts for _, name in catalogue.slots(key)):
        return error.message
    return catalogue.text(key, facts)


def _usage(catalogue: Catalogue, error: click.UsageError, words: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with the words of a command, and where to get help."""
    # Click does not say of every error in which command it is.
    path = next((word for word in words if word in COMMANDS), "")
    hint = " ".join(catalogue.text("error.hint", {"command": path}).split())
    return _usage_text(catalogue, error), hint


def _usage_text(catalogue: Catalogue, error: click.UsageError) -> str:
    text = catalogue.text
    if isinstance(error, click.NoSuchOption):
        if error.possibilities:
            facts = {"option": error.option_name, "near": error.possibilities[0]}
            return text("error.no_such_option_near", facts)
        return text("error.no_such_option", {"option": error.option_name})
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param is not None and error.ctx else "?"
        name = name.rstrip("…")
        return text("error.missing_argument", {"name": name})
    if isinstance(error, click.BadOptionUsage):
        return text("error.missing_value", {"option": error.option_name})
    if isinstance(error, click.BadParameter):
        return _bad_value(catalogue, error)
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return text("error.missing_command", {"names": ", ".join(COMMANDS)})
    extra = _EXTRA.fullmatch(error.message)
    if extra is not None:
        return text("error.too_many_arguments", {"words": extra[1]})
    return text("error.usage", {"message": error.message})


def _bad_value(catalogue: Catalogue, error: click.BadParameter) -> str:
    name = error.param.opts[-1] if error.param is not None else "?"
    kind: Any = error.param.type if error.param is not None else None  # Any: click's type is open
    facts: dict[str, object] = {"name": name, "detail": error.message, "value": ""}
    quoted = error.message.split("'")
    if len(quoted) >= 2:
        facts["value"] = repr(quoted[1])
    if isinstance(kind, click.IntRange):
        facts |= {"value": error.message.split()[0], "least": kind.min, "most": kind.max}
        return catalogue.text("error.bad_number" + ("" if kind.max is None else "_between"), facts)
    if isinstance(kind, click.Choice):
        facts["choices"] = ", ".join(kind.choices)
        return catalogue.text("error.bad_choice", facts)
    return catalogue.text("error.bad_value", facts)


def _tell(catalogue: Catalogue, *lines: str, code: int, bare: bool = False) -> int:
    first, *others = lines
    head = first if bare else f"{catalogue.text('error.prefix')} {first}"
    click.echo("\n".join(plain(line) for line in (head, *others)), err=True)
    return code


def _tell_traces(error: RecoupeError) -> None:
    """Write the traces of the units that crashed, for a bug report."""
    for failure in getattr(error.facts.get("report"), "failures", ()):
        click.echo(f"{failure.stage} {failure.unit}\n{plain(failure.trace)}", err=True)


class _Quiet:
    """Says a bug in one line instead of a traceback; `--debug` leaves the traceback."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        detail = f"{kind.__name__}: {error}"
        _tell(self.catalogue, self.catalogue.text("error.crashed", {"detail": detail}), code=EXIT_FAILED)
