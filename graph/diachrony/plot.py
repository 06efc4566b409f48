"""Draw trends as a figure that one can put into a paper: SVG and PNG, the same bytes on every run of one machine.

What is drawn is the share of a slice's documents that say a concept; where no slice holds more than one document, as
with a report a year, its mentions. Lines are told apart by colour (M. Okabe and K. Ito, “Color Universal Design”,
2008), marker and dash, so the figure reads in grey too. Slices without documents leave a gap: a line across them
would claim what nobody counted.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.diachrony.temperature import LEVELS, LINES
from graph.diachrony.trends import Trends
from graph.plain import plain
from pipeline.errors import InputError, TifagraphError
from pipeline.records import whole_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--")
MOST = len(COLORS) * len(DASHES)
FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
SUFFIXES = (".svg", ".png")
WIDTH, HEIGHT, DPI = 7.0, 3.6, 300  # inches; a page's width of text
TICKS = 10


def draw(trends: Trends, stem: Path, lines: Sequence[float] = LINES) -> list[Path]:
    """Write how often each slice says each concept to `stem`.svg and `stem`.png, and return their paths.

    Raises InputError for more concepts than lines can be told apart, and TifagraphError where matplotlib or a font
    with Chinese characters is missing.
    """
    if len(trends.lives) > MOST:
        raise InputError(f"{len(trends.lives)} lines cannot be told apart; name {MOST} concepts at most")
    try:
        import matplotlib
    except ImportError:
        raise TifagraphError(
            'a plot needs matplotlib; install it with `pip install "tifagraph[plot]"`, or leave it out with --no-plot'
        ) from None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: dict[Any, Any] = {
        "font.family": [find_font(), "DejaVu Sans"],
        "font.size": 9,
        "svg.hashsalt": "tifagraph",
        "svg.fonttype": "path",
        "text.parse_math": False,
    }
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        FigureCanvasAgg(figure)
        _fill(figure.add_subplot(), trends, lines)
        figure.legend(frameon=False, loc="outside lower center", ncols=4)
        paths = []
        for suffix in SUFFIXES:
            path = stem.with_name(stem.name + suffix)
            metadata = {"Date": None, "Creator": None} if suffix == ".svg" else {"Software": None}
            with whole_file(path) as temporary:
                figure.savefig(temporary, dpi=DPI, metadata=metadata)
            paths.append(path)
    return paths


def find_font() -> str:
    """Return the name of a font of this system that has Chinese characters; raise TifagraphError where none has."""
    from matplotlib import font_manager

    known = {entry.name for entry in font_manager.fontManager.ttflist}
    for name in FONTS:
        if name in known:
            return name
    raise TifagraphError(
        f"no font with Chinese characters for the plot; install one (Debian: fonts-noto-cjk), e.g. {FONTS[0]}, "
        "or leave the plot out with --no-plot"
    )


def _fill(axes: "Axes", trends: Trends, lines: Sequence[float]) -> None:
    """Draw the lines and the axes; a slice that does not say a concept has no marker."""
    from matplotlib.ticker import MaxNLocator

    xs = positions([part.name for part in trends.slices])
    documents = [part.documents for part in trends.slices]
    single = max(documents) == 1
    top = 0.0
    for number, life in enumerate(trends.lives):
        rows = [row for row in trends.rows if row.concept == life.concept]
        ys = [float(row.count) if single else 100 * row.present / documents[row.place] for row in rows]
        top = max(top, *ys)
        look: dict[str, Any] = {
            "color": COLORS[number % len(COLORS)],
            "marker": MARKERS[number % len(MARKERS)],
            "linestyle": DASHES[number // len(COLORS)],
        }
        name = plain(life.name)
        line = broken(xs, ys)
        look["markevery"] = [at for at, y in enumerate(line[1]) if y > 0]
        axes.plot(*line, label=name, linewidth=1.4, markersize=4, clip_on=False, zorder=3, **look)
    top = top or 1.0
    if not single:
        _draw_levels(axes, trends, lines, top)
    axes.set_ylim(0, top * 1.05)
    axes.set_ylabel("提及次数 mentions" if single else "文献占比 share of documents (%)")
    names = [plain(part.name) for part in trends.slices]
    if names == [str(x) for x in xs]:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=TICKS, integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    else:
        step = -(-len(xs) // TICKS)
        axes.set_xticks(xs[::step], names[::step], rotation=45 if max(map(len, names)) > 6 else 0)
    axes.margins(x=0.02)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_levels(axes: "Axes", trends: Trends, lines: Sequence[float], top: float) -> None:
    """Draw the lines of the temperature scale that the figure has room for, where slices are large enough for it."""
    if max(part.documents for part in trends.slices) * lines[0] < 1:
        return
    for name, share in zip(LEVELS, lines, strict=False):
        if 0.06 * top < 100 * share <= top:
            axes.axhline(100 * share, color="#999999", linewidth=0.6, linestyle=":", zorder=1)
            axes.annotate(
                name, (1, 100 * share), xycoords=("axes fraction", "data"), color="#666666", va="center", ha="left"
            )


def positions(names: Sequence[str]) -> list[int]:
    """Return where slices stand: years and months where they belong in time, periods side by side.

    >>> positions(["1964", "1975"]), positions(["2019-12", "2020-02"]), positions(["前", "后"])
    ([1964, 1975], [24239, 24241], [0, 1])
    """
    if all(len(name) == 4 and name.isdecimal() for name in names):
        return [int(name) for name in names]
    if all(len(name) == 7 and name[4] == "-" and (name[:4] + name[5:]).isdecimal() for name in names):
        return [12 * int(name[:4]) + int(name[5:]) - 1 for name in names]
    return list(range(len(names)))


def broken(xs: Sequence[int], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return points with a gap (NaN) wherever positions are not neighbours.

    >>> broken([1, 2, 4], [5.0, 6.0, 7.0])
    ([1.0, 2.0, nan, 4.0], [5.0, 6.0, nan, 7.0])
    """
    left: list[float] = []
    right: list[float] = []
    for x, y in zip(xs, ys, strict=True):
        if left and x - left[-1] > 1:
            left.append(float("nan"))
            right.append(float("nan"))
        left.append(float(x))
        right.append(y)
    return left, right
