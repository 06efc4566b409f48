"""The command line: `tifagraph build`, `evaluate`, `lexicon`, `models`.

The library raises; here, and only here, an error becomes one line on stderr and an exit code: 0 all went well, 1 some
documents could not be read (the others were), 2 bad input.
"""

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from pipeline.errors import InputError, TifagraphError

if TYPE_CHECKING:
    from pipeline.corpus import Plan
    from pipeline.engines import Engine

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
        except KeyboardInterrupt:
            click.echo("tifagraph: stopped; give the same command again to go on", err=True)
            sys.exit(130)
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
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    help="CSV with columns doc and any of date, speaker, source, place, level, title: it corrects what texts say.",
)
@click.option(
    "--processes", type=click.IntRange(1), default=1, show_default=True, help="Processes to read with on this machine."
)
@click.option("--dask", "scheduler", metavar="ADDRESS|local", help="Read on this Dask cluster instead.")
@click.option("--lexicon-only", is_flag=True, help="Find only what the lexicon knows: for very large archives.")
@_reading_options
@_guarded
def build(
    inputs: tuple[Path, ...],
    output: Path,
    window: str,
    formats: tuple[str, ...],
    metadata: Path | None,
    processes: int,
    scheduler: str | None,
    lexicon_only: bool,
    lexicon: Path | None,
    model: str | None,
    min_score: float | None,
    quiet: bool,
) -> int:
    """Read files and folders of speeches and write their records and their graph.

    From 20 documents on, the folder also keeps a Parquet store: given again, the command reads only what is new.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processes share the cores; and sums come out the same
    from graph.corpus import build_corpus, write_counts
    from graph.export import DEFAULT, check_formats, export
    from pipeline import corpus, engines
    from pipeline.metadata import read_metadata
    from pipeline.reading import find_files
    from pipeline.settings import Settings

    chosen = check_formats(formats or DEFAULT)
    told = read_metadata(metadata) if metadata is not None else {}
    files = find_files(inputs)
    settings = Settings(lexicon=lexicon, model=model, min_score=min_score)
    reading = corpus.reading_of(settings, lexicon_only)
    with corpus.open_store(output, len(files)) as store:
        kept = store.root.parent == output
        reader = "lexicon" if lexicon_only else "bulk" if kept else "spacy"
        plan = corpus.plan_run(store, files, settings, reading, reader=reader, workers=processes)
        failed = _watch(plan, engines.choose(processes, scheduler), quiet)
        rows = corpus.finish(store, output, settings, told)
        with store.connect(complete=True) as database:
            graph, records = build_corpus(database, output, window=window)
            paths = export(graph, records, output, chosen)
            if kept:
                write_counts(database, store.root / "counts")
    if not quiet:
        for doc in sorted(told.keys() - {name for _, name in files}):
            click.echo(f"tifagraph: {metadata}: {doc} is none of the files", err=True)
        click.echo(
            f"{rows['documents']} document(s), {rows['mentions']} mentions of {rows['concepts']} concepts, "
            f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges",
            err=True,
        )
        click.echo(f"wrote {', '.join(str(path) for path in paths)} and the records (*.jsonl)", err=True)
    return 1 if failed else 0


def _watch(plan: "Plan", engine: "Engine", quiet: bool) -> int:
    """Read what is to be read, show rate and time left, and report failures on stderr; return how many there were."""
    from pipeline.corpus import read_corpus

    failed = 0
    with tqdm(total=plan.size, unit="B", unit_scale=True, disable=quiet, file=sys.stderr) as progress:
        if plan.done:
            progress.set_postfix_str(f"{plan.done} documents unchanged")
        for report in read_corpus(plan, engine):
            for failure in report.failures:
                tqdm.write(f"tifagraph: {failure}", file=sys.stderr)
            failed += len(report.failures)
            progress.update(report.size)
    if failed:
        click.echo(f"tifagraph: {failed} of {plan.files + plan.done} files could not be read (see above)", err=True)
    return failed


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
