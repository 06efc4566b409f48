"""The command line: one module a command. In pipeline/ only these import graph/, and only when they run."""

import click

from pipeline.cli.build import build
from pipeline.cli.compare import compare
from pipeline.cli.evaluate import evaluate, models
from pipeline.cli.lexicon import lexicon
from pipeline.cli.trend import trend

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="tifagraph")
def main() -> None:
    """Chinese policy speeches in, a knowledge graph of policy concepts (提法) out."""


for _command in (build, trend, compare, lexicon, evaluate, models):
    main.add_command(_command)
