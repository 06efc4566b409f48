"""The commands `tifagraph evaluate` and `tifagraph models`."""

from pathlib import Path

import click

from pipeline.cli.guard import guarded
from pipeline.records import Records


@click.command(epilog="Example:  tifagraph evaluate gold/dev --landed tests/data/landed.json")
@click.argument("gold_dir", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--landed", type=click.Path(path_type=Path, dir_okay=False), help="Figures to compare with (JSON).")
@click.option("--land", is_flag=True, help="Write the figures to the file of --landed instead.")
@click.option("--ablation", is_flag=True, help="Measure with lexicon, grammar and tagger left out in turn, too.")
@click.option("--min-score", type=click.FloatRange(0, 1), help="Least score of a mention.")
@guarded
def evaluate(gold_dir: Path, landed: Path | None, land: bool, ablation: bool, min_score: float | None) -> int:
    """Score the pipeline against annotated documents: NAME.txt with NAME.gold.jsonl, NAME.clean.txt, or both.

    Exits with 1 where strict F1 over all mentions has fallen by more than 0.005 below the landed figures.
    """
    from pipeline.evaluation import comparison, has_fallen, read_landed, write_landed
    from pipeline.evaluation import evaluate as compare

    parts = ("lexicon", "grammar", "tagger") if ablation else ()
    records = _extract(gold_dir, min_score, ())
    report = compare(gold_dir, records, {f"without {part}": _extract(gold_dir, min_score, (part,)) for part in parts})
    if landed is None or land:
        click.echo(report.text())
        if landed is not None:
            write_landed(landed, report.total)
        return 0
    changes = comparison(report.total, read_landed(landed))
    click.echo(report.text(changes))
    return 1 if has_fallen(changes) else 0


def _extract(gold_dir: Path, min_score: float | None, without: tuple[str, ...]) -> Records:
    from pipeline.extraction import Extractor, Settings

    extractor = Extractor(Settings(min_score=min_score, without=without))
    records = Records()
    for path in sorted(gold_dir.glob("*.txt")):
        if not path.name.endswith(".clean.txt"):
            records.extend(extractor.read(path, path.name))
    return records


@click.command()
@guarded
def models() -> None:
    """Say which models are there, where they are and where they come from."""
    from pipeline.models import describe_models

    click.echo("\n".join(describe_models()))
