"""The command line: `tifagraph build`, `evaluate`, `lexicon`, `models`.

The library raises; here, and only here, an error becomes one line on stderr and an exit code: 0 all went well, 1 some
documents could not be read (the others were), 2 bad input.
"""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from pipeline.errors import InputError, ReadingError, TifagraphError
from pipeline.records import Records, write_records

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Turn the library's errors into one line and exit code 2 (bad input) or 1 (anything else)."""

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except TifagraphError as error:
            click.echo(f"tifagraph: {error}", err=True)
            sys.exit(2 if isinstance(error, InputError) else 1)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"tifagraph: {where}{error.strerror or error}", err=True)
            sys.exit(2)
        sys.exit(code or 0)

    return run


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="tifagraph")
def main() -> None:
    """Chinese policy speeches in, a knowledge graph of policy concepts (提法) out."""


def _reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how texts are read."""
    options = (
        click.option(
            "--lexicon", type=click.Path(path_type=Path), help="Your own TSV of entries to add, change or remove."
        ),
        click.option("--model", metavar="NAME_OR_PATH", help="Take entities from this installed spaCy pipeline too."),
        click.option(
            "--min-score", type=click.FloatRange(0, 1), help="Least score of a mention: higher is surer and sparser."
        ),
        click.option("--quiet", is_flag=True, help="Say nothing but errors."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command(epilog="Example:  tifagraph build seeds/ -o outputs/")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Output folder.")
@click.option(
    "--window",
    type=click.Choice(["sentence", "clause", "paragraph", "directive"]),
    default="sentence",
    show_default=True,
    help="Where two concepts must stand together to co-occur.",
)
@click.option("--format", "formats", multiple=True, help="Files to write, once for each: html, graphml, gexf, csv, …")
@_reading_options
@_guarded
def build(
    inputs: tuple[Path, ...],
    output: Path,
    window: str,
    formats: tuple[str, ...],
    lexicon: Path | None,
    model: str | None,
    min_score: float | None,
    quiet: bool,
) -> int:
    """Read files and folders of speeches and write their records and their graph."""
    from graph.build import build_graph
    from graph.export import DEFAULT, check_formats, export

    chosen = check_formats(formats or DEFAULT)
    records, failures = _read(inputs, quiet, lexicon=lexicon, model=model, min_score=min_score)
    write_records(records, output)
    graph = build_graph(records, window=window)
    paths = export(graph, records, output, chosen)
    if not quiet:
        click.echo(
            f"{len(records.documents)} document(s), {len(records.mentions)} mentions of {len(records.concepts)} "
            f"concepts, {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges",
            err=True,
        )
        click.echo(f"wrote {', '.join(str(path) for path in paths)} and the records (*.jsonl)", err=True)
    return 1 if failures else 0


def _read(inputs: tuple[Path, ...], quiet: bool, **settings: Any) -> tuple[Records, int]:
    """Return the records of all that can be read and how many files could not; these are reported on stderr."""
    from pipeline.extraction import Extractor, Settings
    from pipeline.reading import find_files

    files = find_files(inputs)
    extractor = Extractor(Settings(**settings))
    records, failures = Records(), 0
    with tqdm(files, unit="doc", disable=quiet, file=sys.stderr) as progress:
        for path, name in progress:
            try:
                read = extractor.read(path, name)
            except ReadingError as error:
                failures += 1
                tqdm.write(f"tifagraph: {error}", file=sys.stderr)
                continue
            records.extend(read)
    if failures:
        click.echo(f"tifagraph: {failures} of {len(files)} files could not be read (see above)", err=True)
    if not records.documents:
        raise InputError("nothing could be read; give at least one readable text")
    extractor.add_concepts(records)
    return records, failures


@main.group()
def lexicon() -> None:
    """Check the 提法 lexicon, or show an entry."""


@lexicon.command("check")
@click.argument("extra", required=False, type=click.Path(path_type=Path))
@_guarded
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
@_guarded
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


from pipeline import cli_compare, cli_evaluate, cli_trend  # noqa: E402, F401  (commands in modules of their own; they need `main`)
