"""The command `tifagraph build`: from files and folders of speeches to records and their graph."""

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from pipeline.cli.guard import guarded, reading_options

if TYPE_CHECKING:
    from pipeline.corpus import Plan
    from pipeline.engines import Engine


@click.command(epilog="Example:  tifagraph build seeds/ -o outputs/")
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
@reading_options
@guarded
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
    from graph.corpus import build_corpus, count_corpus, write_counts
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
        # DuckDB counts while Python names the concepts, and writes while it draws.
        with _uncollected(), store.connect() as database, ThreadPoolExecutor(1) as beside:
            corpus.correct(store, database, told)
            counting = database.cursor()
            counted = beside.submit(count_corpus, counting, window)
            rows = corpus.finish(store, database, output, settings)
            counted.result()
            graph, records = build_corpus(counting, output, window=window)
            if kept:
                written = beside.submit(write_counts, counting, store.root / "counts")
            paths = export(graph, records, output, chosen)
            if kept:
                written.result()
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


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles from walking, again and again, millions of rows that are all still needed."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
