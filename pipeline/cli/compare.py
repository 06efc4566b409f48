"""The command `tifagraph compare`: what one text, folder, corpus or period says that another does not."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from pipeline.cli.guard import guarded, reading_options
from pipeline.errors import InputError, ReadingError
from pipeline.records import Records, read_records

if TYPE_CHECKING:
    from graph.comparison.compare import Comparison
    from graph.diachrony.slices import Period

TOP = 12  # formulations that are printed of each group


@click.command(epilog="Example:  tifagraph compare 2023.txt 2024.txt -o outputs/comparison")
@click.argument("a")
@click.argument("b")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Output folder.")
@reading_options
@guarded
def compare(a: str, b: str, output: Path, quiet: bool, **settings: Any) -> int:
    """Compare B with A: formulations kept, dropped, added, reworded, moved, weightier or lighter.

    A and B are each a document, a folder of documents, or a folder that `tifagraph build` wrote; with @FROM..TO behind
    it only the documents of a period, e.g. outputs/@2013..2017 outputs/@2018..2022. Writes comparison.html, .csv and
    .graphml, and rewordings.csv.
    """
    from graph.comparison import network, tables
    from graph.comparison.compare import compare as compare_sides
    from graph.comparison.sides import make_side
    from graph.export import graphml
    from graph.page.comparison import render

    (path_a, period_a), (path_b, period_b) = _split(a), _split(b)
    read, failures = _read_sides([path_a, path_b], quiet, settings)
    comparison = compare_sides(
        make_side(path_a.name or str(path_a), read[path_a], period_a),
        make_side(path_b.name or str(path_b), read[path_b], period_b),
    )
    tables.write(comparison, output / "comparison.csv")
    render.write(comparison, output / "comparison.html")
    graphml.write(network.build(comparison), Records(), output / "comparison.graphml")
    click.echo("\n".join(_summary(comparison)))
    if not quiet:
        names = ("comparison.html", "comparison.csv", "comparison.graphml", "rewordings.csv")
        click.echo(f"wrote {', '.join(str(output / name) for name in names)}", err=True)
    return 1 if failures else 0


def _split(given: str) -> tuple[Path, "Period | None"]:
    """Return the path and the period of an argument; a path that holds an @ and exists is only a path."""
    from graph.diachrony.slices import read_period

    path, at, period = given.rpartition("@")
    if not at or Path(given).exists():
        return Path(given), None
    return Path(path), read_period(period)


def _read_sides(paths: list[Path], quiet: bool, settings: dict[str, Any]) -> tuple[dict[Path, Records], int]:
    """Return the records of each path, and how many files could not be read; these are reported on stderr."""
    read = {path: read_records(path) for path in paths if (path / "documents.jsonl").is_file()}
    texts = [path for path in dict.fromkeys(paths) if path not in read]
    if not texts:
        return read, 0
    from pipeline.extraction import Extractor, Settings
    from pipeline.reading import find_files

    files = [(path, *file) for path in texts for file in find_files((path,))]
    extractor = Extractor(Settings(**settings))
    failures = 0
    for path in texts:
        read[path] = Records()
    with tqdm(files, unit="doc", disable=quiet, file=sys.stderr) as progress:
        for path, file, name in progress:
            try:
                read[path].extend(extractor.read(file, name))
            except ReadingError as error:
                failures += 1
                tqdm.write(f"tifagraph: {error}", file=sys.stderr)
    for path in texts:
        if not read[path].documents:
            raise InputError(f"{path}: nothing could be read; give at least one readable text")
        extractor.add_concepts(read[path])
    return read, failures


def _summary(comparison: "Comparison") -> list[str]:
    """Return the groups of formulations, the most mentioned of each by name."""
    rows = [row for row in comparison.rows if row.concept.kind == "slogan"]
    groups = {
        "dropped": [f"{row.concept.name} {row.a.count}" for row in rows if row.status == "dropped"],
        "added": [f"{row.concept.name} {row.b.count}" for row in rows if row.status == "added"],
        "kept": [f"{row.concept.name} {row.a.count}/{row.b.count}" for row in rows if row.status == "kept"],
        "reworded": [
            f"{word.before} → {word.after}" for row in rows for word in row.rewordings if word.concept == row.concept.id
        ],
        "moved": [row.concept.name for row in rows if row.move is not None],
        "weightier": [f"{row.concept.name} {row.a.count}/{row.b.count}" for row in rows if row.weight == "weightier"],
        "lighter": [f"{row.concept.name} {row.a.count}/{row.b.count}" for row in rows if row.weight == "lighter"],
    }
    few = sum(row.p is None for row in rows)
    lines = [f"{comparison.a.name} → {comparison.b.name}"]
    for group, names in groups.items():
        rest = " …" if len(names) > TOP else ""
        lines.append(f"{group} {len(names)}{': ' if names else ''}{'、'.join(names[:TOP])}{rest}")
    lines.append(f"no significance is claimed for {few} of {len(rows)} formulations: too few mentions to test")
    return lines
