"""The commands `tifagraph lexicon check` and `tifagraph lexicon show`."""

from pathlib import Path

import click

from pipeline.cli.guard import guarded
from pipeline.errors import InputError


@click.group()
def lexicon() -> None:
    """Check the 提法 lexicon, or show an entry."""


@lexicon.command("check")
@click.argument("extra", required=False, type=click.Path(path_type=Path))
@guarded
def lexicon_check(extra: Path | None) -> int:
    """Validate the lexicon, and your own file EXTRA with it."""
    from pipeline.lexicon.check import describe_counts, find_faults
    from pipeline.lexicon.loader import Lexicon

    faults = find_faults(extra)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        return 2
    click.echo("\n".join(describe_counts(Lexicon.load(extra))))
    return 0


@lexicon.command("show", epilog="Example:  tifagraph lexicon show 四个意识")
@click.argument("name")
@click.option("--lexicon", "extra", type=click.Path(path_type=Path), help="Your own TSV of entries.")
@guarded
def lexicon_show(name: str, extra: Path | None) -> int:
    """Print the entry that has NAME as a surface form (in either script) or as its id."""
    from pipeline.lexicon.loader import Lexicon
    from pipeline.lexicon.show import format_entry, look_up

    loaded = Lexicon.load(extra)
    entry = look_up(loaded, name)
    if entry is None:
        raise InputError(f"{name}: not in the lexicon; add it in a file of your own (--lexicon my.tsv)")
    click.echo(format_entry(loaded, entry))
    return 0
