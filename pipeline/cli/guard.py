"""What the commands share: errors become one line and an exit code, and the options that say how texts are read.

The library raises; here, and only here, an error becomes one line on stderr and an exit code: 0 all went well, 1 some
documents could not be read (the others were), 2 bad input, or whatever else ended the run.
"""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.errors import TifagraphError


def guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Turn the library's errors, which end the run, into one line and exit code 2."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except TifagraphError as error:
            click.echo(f"tifagraph: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"tifagraph: {where}{error.strerror or error}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("tifagraph: stopped; give the same command again to go on", err=True)
            sys.exit(130)
        sys.exit(code or 0)

    return run


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how texts are read."""
    options = (
        click.option(
            "--lexicon", type=click.Path(path_type=Path), help="Your own TSV of entries to add, change or remove."
        ),
        click.option(
            "--model",
            metavar="NAME_OR_PATH",
            help="Take entities from this installed spaCy pipeline (zh_core_web_sm, …).",
        ),
        click.option(
            "--min-score", type=click.FloatRange(0, 1), help="Least score of a mention: higher is surer and sparser."
        ),
        click.option("--quiet", is_flag=True, help="Say nothing but errors."),
    )
    for option in reversed(options):
        command = option(command)
    return command
