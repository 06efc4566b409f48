"""The command `tifagraph trend`: formulations through time, as a table, a file and a figure."""

import itertools
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.guard import guarded
from pipeline.errors import InputError

TOP = 20  # changes of each kind that are printed for a slice


@click.command(epilog="Example:  tifagraph trend 新发展理念 高质量发展 --records outputs/ -o outputs/trend")
@click.argument("concepts", nargs=-1, metavar="[CONCEPT]...")
@click.option(
    "--records",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that `tifagraph build` wrote.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Output folder. [the records']")
@click.option("--by", type=click.Choice(["year", "month"]), default="year", show_default=True, help="Slices of time.")
@click.option(
    "--period", "periods", multiple=True, metavar="[NAME=]FROM..TO", help="Slices of your own, once for each, in order."
)
@click.option("--lines", metavar="A,B,C,D,E", help="Shares of documents from which 沸, 烫, 热, 暖 and 温 begin.")
@click.option("--plot/--no-plot", default=True, help="Draw trend.svg and trend.png.")
@guarded
def trend(
    concepts: tuple[str, ...],
    records: Path,
    output: Path | None,
    by: str,
    periods: tuple[str, ...],
    lines: str | None,
    plot: bool,
) -> int:
    """Show how often each slice of time says some concepts, and how hot that is.

    Writes trend.csv and a figure. Without a CONCEPT: what is new, revived and gone in each slice (names of persons,
    places and so on only in changes.csv).
    """
    from graph.diachrony.slices import read_period
    from graph.diachrony.temperature import LINES, check_lines

    slicing = [read_period(period) for period in periods] or by
    try:
        shares = tuple(float(share) for share in lines.split(",")) if lines else LINES
    except ValueError:
        raise InputError(f"--lines {lines}: not numbers separated by commas") from None
    check_lines(shares)
    folder = output or records
    if concepts:
        _trace(concepts, records, folder, slicing, shares, plot)
    else:
        _discover(records, folder, slicing)
    return 0


def _trace(
    concepts: Sequence[str], records: Path, folder: Path, slicing: Any, lines: Sequence[float], plot: bool
) -> None:
    """Print and write the trends of some concepts."""
    from graph.diachrony.temperature import temperature
    from graph.diachrony.trends import trace
    from graph.export.tables import write_table

    trends = trace(records, concepts, slicing)
    lives = {life.concept: life for life in trends.lives}
    table: list[list[Any]] = []
    for row in trends.rows:
        part, life = trends.slices[row.place], lives[row.concept]
        heat = temperature(row.present, part.documents, lines)
        share = round(row.present / part.documents, 6)
        table.append([life.concept, life.name, part.name, part.documents, row.present, share, row.count])
        table[-1] += [heat.level, heat.coldest, heat.hottest]
    columns = ["Id", "Label", "slice", "documents", "present", "share", "mentions", "level", "coldest", "hottest"]
    write_table(folder / "trend.csv", columns, table)
    for life in trends.lives:
        span = f"{life.first or '?'} – {life.last or '?'}" if life.count else "never"
        click.echo(f"{life.name}  {life.count} mentions in {life.documents} documents, {span}")
        cells = [["slice", "documents", "share", "mentions", "level"]]
        rows = (row for row in trends.rows if row.concept == life.concept)
        for row in itertools.dropwhile(lambda row: row.count == 0, rows):
            part = trends.slices[row.place]
            cells.append([part.name, f"{row.present}/{part.documents}", f"{row.present / part.documents:.1%}"])
            cells[-1] += [str(row.count), str(temperature(row.present, part.documents, lines))]
        click.echo(_layout(cells))
    if max(part.documents for part in trends.slices) * lines[0] < 1:
        click.echo("no levels: in slices as small as these a single document would be 沸", err=True)
    if trends.outside:
        click.echo(f"{trends.outside} document(s) are in no slice", err=True)
    paths = [folder / "trend.csv"]
    if plot:
        from graph.diachrony.plot import draw

        paths += draw(trends, folder / "trend", lines)
    click.echo(f"wrote {', '.join(map(str, paths))}", err=True)


def _discover(records: Path, folder: Path, slicing: Any) -> None:
    """Print and write what comes, comes back and goes."""
    from graph.diachrony.trends import changes
    from graph.export.tables import write_table

    slices, found = changes(records, slicing)
    columns = ["slice", "change", "Id", "Label", "kind", "type", "mentions", "since"]
    rows = ([slices[c.place].name, c.change, c.concept, c.name, c.kind, c.label, c.count, c.since] for c in found)
    write_table(folder / "changes.csv", columns, rows)
    for part in slices:
        for change in ("new", "revived", "gone"):
            names = [
                f"{c.name} {c.count}" + (f" (since {c.since})" if change == "revived" else "")
                for c in found
                if c.place == part.place and c.change == change and c.kind == "slogan"
            ]
            if names:
                rest = f" … and {len(names) - TOP} more" if len(names) > TOP else ""
                click.echo(f"{part.name} {change}: {'、'.join(names[:TOP])}{rest}")
    click.echo(f"wrote {folder / 'changes.csv'}", err=True)


def _layout(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns of one width, Chinese characters counted double."""

    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)

    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(f"  {line}" for line in lines)
