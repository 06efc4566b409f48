"""How fast the page paints, beside a bare pyvis page of the same graph: positions given, physics off in both.

Prints medians and file sizes, and holds the ratio, which says the same on any machine; the seconds do not.
"""

import math
import random
import statistics
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from pyvis.network import Network

from graph.export.html import write
from pipeline.records import Concept, Document, Mention, Records, Section, Sentence

pytest.importorskip("playwright", reason="playwright is not installed (pip install 'tifagraph[dev]')")
from playwright.sync_api import Browser, sync_playwright

pytestmark = pytest.mark.bench

CHROMIUM = Path("/usr/bin/chromium")
RUNS = 5
CALM = 500  # milliseconds without drawing after which a page counts as settled

# Note when the canvas was last drawn on; the same for every page.
WATCH = """
    window.drawn = 0;
    for (const name of ["fill", "stroke", "fillText"]) {
        const draw = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...given) {
            window.drawn = performance.now();
            return draw.apply(this, given);
        };
    }
"""
SETTLED = """calm => new Promise(done => {
    let last = 0, seen = 0;  // looks in a row: a busy page can't look
    const look = () => {
        seen = window.drawn === last ? seen + 1 : 0;
        last = window.drawn;
        if (last && seen * 25 >= calm) done(last);
        else setTimeout(look, 25);
    };
    look();
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def sample(size: int) -> tuple[nx.Graph, Records]:
    """Return a graph of `size` nodes, one directive for twenty concepts, with a sentence behind every concept."""
    dice = random.Random(size)
    graph, records = nx.Graph(), Records()
    side = math.ceil(math.sqrt(size))
    names = [
        "".join(dice.choices("中国发展新时代人民政治经济文化社会生态建设", k=dice.randint(3, 12))) for _ in range(size)
    ]
    records.documents.append(Document("a.txt", "测速", "2020-01-01", None, None, "0" * 64, "utf-8", "", {}))
    directives = [number for number in range(size) if number % 20 == 0]
    start = 0
    for number, name in enumerate(names):
        directive = number in set(directives)
        section = f"d{number // 20}"
        graph.add_node(
            f"n{number}", kind="directive" if directive else dice.choice(("slogan", "slogan", "entity")), label=name,
            type="" if directive else "POLICY", count=dice.randint(1, 30), standalone=1, nested=0, documents=1,
            directives=1, community=number // 100, strength=1.0, size=4 + 96 * dice.random() ** 4, color="#0072B2",
            x=number % side * 120.0 + dice.random() * 60, y=number // side * 80.0 + dice.random() * 40,
            **({"doc": "a.txt", "section": section, "role": "directive"} if directive else {}),
        )  # fmt: skip
        if directive:
            records.sections.append(Section("a.txt", section, None, "directive", 1, "一", name, start, start + 1))
        text = f"要坚持{name}，落实{name}。"
        records.sentences.append(
            Sentence("a.txt", number, number // 20, section, start, start + len(text), start, text, None)
        )
        if not directive:
            mention = (start + 3, start + 3 + len(name), start + 3, name, "slogan", "POLICY")
            records.mentions.append(Mention("a.txt", *mention, f"n{number}", name, section, number, "lexicon", 1.0))
            records.concepts.append(
                Concept(f"n{number}", name, "slogan", "POLICY", [], [], "", "", "zhong guo", None, True)
            )
        start += len(text)
    for number in range(size):
        home = number // 20 * 20
        if number != home:
            graph.add_edge(f"n{home}", f"n{number}", kind="mentions", backbone=1)
        for other in dice.sample(range(max(0, number - 60), min(size, number + 60)), 4):
            if other != number:
                graph.add_edge(f"n{number}", f"n{other}", kind="cooccurs", backbone=int(dice.random() < 0.15))
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data.update(id=f"e{number}", weight=1.0, count=1, npmi=0.2, color="#56B4E9", evidence=f"a.txt#{number % size}")
    return graph, records


def write_bare(graph: nx.Graph, path: Path) -> None:
    """Write the page that pyvis makes of the graph by itself, at the same positions, physics off."""
    net = Network(height="800px", cdn_resources="in_line")
    for name, data in graph.nodes(data=True):
        net.add_node(name, label=data["label"], x=data["x"], y=data["y"], size=data["size"] / 4, color=data["color"])
    net.edges = [{"from": a, "to": b} for a, b in graph.edges]  # add_edge is quadratic
    net.toggle_physics(False)
    path.write_text(net.generate_html(), encoding="utf-8")


def seconds(browser: Browser, path: Path) -> float:
    """Return the median time from the start of navigation to the last drawing before calm."""
    times = []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1360, "height": 860}, offline=True)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(path.as_uri())
        times.append(page.evaluate(SETTLED, CALM) / 1000)
        context.close()
    return statistics.median(times)


@pytest.mark.parametrize("size", [300, 3000])
def test_page_paints_no_slower_than_bare_pyvis(browser: Browser, size: int, tmp_path: Path) -> None:
    graph, records = sample(size)
    write(graph, records, tmp_path / "page.html")
    write_bare(graph, tmp_path / "bare.html")
    page, bare = seconds(browser, tmp_path / "page.html"), seconds(browser, tmp_path / "bare.html")
    sizes = [(tmp_path / name).stat().st_size / 1e6 for name in ("page.html", "bare.html")]
    print(
        f"\n{size} nodes, {graph.number_of_edges()} edges: page {page:.2f} s ({sizes[0]:.2f} MB), "
        f"bare pyvis {bare:.2f} s ({sizes[1]:.2f} MB), ratio {page / bare:.2f}"
    )
    assert page < bare
