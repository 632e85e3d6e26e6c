"""What the commands have in common: options, help in the user's language, where words go."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from recoupe.errors import NothingFound
from recoupe.messages import LANGUAGES, Catalogue
from recoupe.settings import Settings, default_store_path, has_colour, read_settings, settings_path

EXIT_FAILED, EXIT_USAGE, EXIT_PARTLY, EXIT_STORE, EXIT_NOTHING, EXIT_INTERRUPTED = 1, 2, 3, 4, 5, 130
_META = "recoupe."


@dataclass(frozen=True)
class Interface:
    """How a command talks to its user.

    quiet: no progress. colour: of standard output. is_wide: standard output is a terminal.
    """

    catalogue: Catalogue
    store_path: Path
    quiet: bool
    colour: bool
    debug: bool

    def settings(self) -> Settings:
        """Return the user's settings. Raises SettingsError when their file cannot be followed."""
        return read_settings(settings_path(self.store_path))

    def text(self, key: str, **values: object) -> str:
        """Return a message with its slots filled."""
        return self.catalogue.text(key, values)

    def quoted(self, words: str) -> str:
        """Return an article's words between quotation marks, unless they bring their own."""
        return self.catalogue.quoted(words)

    def say(self, text: str) -> None:
        """Tell the user something about the work: standard error, so that results stay clean."""
        click.echo(plain(text), err=True)

    def show(self, text: str) -> None:
        """Write a result to standard output."""
        click.echo(text)

    def show_json(self, value: Any, *, lines: bool = False) -> None:
        """Write a result as JSON in UTF-8, whatever the locale. lines: one line, for JSON lines."""
        import json

        text = json.dumps(value, ensure_ascii=False, indent=None if lines else 2)
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()


def plain(text: str) -> str:
    """Return text that cannot steer a terminal: control and direction characters become visible.

    Article text is hostile until shown otherwise; line ends stay.

    >>> plain("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return text.translate(_UNSAFE)


_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)
_UNSAFE = dict.fromkeys({*_CONTROLS, *_DIRECTIONS, *_NO_CHARACTERS} - {0x09, 0x0A}, "\ufffd")


def interface() -> Interface:
    """Return the interface of the running command, from the options given before or after its name."""
    context = click.get_current_context()
    meta = context.meta
    catalogue: Catalogue = context.find_root().obj
    stated = meta.get(_META + "store")
    return Interface(
        catalogue,
        Path(stated) if stated else default_store_path(),
        bool(meta.get(_META + "quiet")),
        not meta.get(_META + "no_color") and has_colour(sys.stdout.isatty()),
        bool(meta.get(_META + "debug")),
    )


def _remember(context: click.Context, option: click.Parameter, value: object) -> None:
    if value:
        context.meta[_META + str(option.name)] = value


def common_options(catalogue: Catalogue) -> list[click.Parameter]:
    """Return the options that stand before or after the name of every command."""
    text = catalogue.text
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            help=text("help.lang"),
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--store"],
            metavar="PATH",
            type=click.Path(path_type=str),
            help=text("help.store"),
            expose_value=False,
            callback=_remember,
        ),
        _flag("--quiet", text("help.quiet")),
        _flag("--no-color", text("help.no_color")),
        _flag("--debug", text("help.debug")),
    ]


def _flag(name: str, text: str) -> click.Option:
    return click.Option([name], is_flag=True, help=text, expose_value=False, callback=_remember)


def json_option(catalogue: Catalogue) -> click.Option:
    """Return the `--json` of a command that prints results."""
    return click.Option(["--json", "as_json"], is_flag=True, help=catalogue.text("help.json"))


def workers_option(catalogue: Catalogue) -> click.Option:
    """Return the `--workers` of a command that computes."""
    return click.Option(
        ["--workers"],
        type=click.IntRange(1, 256),
        default=1,
        metavar="N",
        help=catalogue.text("help.workers"),
    )


class ReaderGone(Exception):
    """Nobody reads what is written any more (`recoupe stories | head`)."""


class LocalHelp(click.Command):
    """A command whose help is in the language of the catalogue that the root context carries."""

    def invoke(self, ctx: click.Context) -> Any:  # Any: what a command returns is click's own affair
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # Click would leave with exit code 1, as if something had failed.
            raise ReaderGone from error

    def _catalogue(self, context: click.Context) -> Catalogue:
        catalogue: Catalogue = context.find_root().obj
        return catalogue

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self._catalogue(ctx).text("help.usage") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rows = [row for option in options if (row := option.get_help_record(ctx)) is not None]
        with formatter.section(self._catalogue(ctx).text("help.options")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write_text(self.epilog)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self._catalogue(ctx).text("help.help")
        return option


def localised(params: Sequence[click.Parameter], catalogue: Catalogue) -> list[click.Parameter]:
    """Return the parameters, what stands for their values named in the user's language."""
    for param in params:
        if param.metavar:
            param.metavar = _VALUE_NAME.sub(lambda m: catalogue.term("metavar", m[0]), param.metavar)
    return list(params)


_VALUE_NAME = re.compile(r"[A-Z]{2,}")


def make_command(
    name: str, catalogue: Catalogue, *, call: Callable[..., int], params: Sequence[click.Parameter]
) -> click.Command:
    """Return a command with its help from the catalogue and the common options after its own."""
    text = catalogue.text
    key = f"help.{name.replace('-', '_')}"
    example = f"{key}_example"
    epilog = f"{text('help.example')} {text(example)}" if example in catalogue else None
    return LocalHelp(
        name,
        callback=call,
        params=localised([*params, *common_options(catalogue)], catalogue),
        help=text(f"{key}_text"),
        short_help=text(key),
        epilog=epilog,
        options_metavar="[--…]",
    )


@contextmanager
def reading_store(face: Interface) -> Iterator[Any]:  # Any: store.contract.Store, imported late
    """Open the store to read. Raises NothingFound, with the next step, when there is none."""
    from recoupe.store.sqlite import open_store

    if not face.store_path.is_file():
        raise NothingFound(
            f"there is no store at {str(face.store_path)!r} yet", code="no_store", path=face.store_path
        )
    store = open_store(face.store_path, write=False)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def writing_store(path: Path) -> Iterator[Any]:  # Any: store.contract.Store, imported late
    """Open the store to write; it is made when there is none."""
    from recoupe.store.sqlite import open_store

    store = open_store(path)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def engine_for(workers: int) -> Iterator[Any]:  # Any: engine.contract.Engine, imported late
    """Return an engine of so many processes; one runs in this process."""
    from recoupe.engine.processes import ProcessEngine
    from recoupe.engine.serial import SerialEngine

    engine = SerialEngine() if workers == 1 else ProcessEngine(workers)
    try:
        yield engine
    finally:
        engine.close()
