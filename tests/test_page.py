"""The page as a file: whole, self-contained, the same every time, and inert whatever the documents hold."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.build import build_graph
from graph.export.html import strongest, write
from graph.page.evidence import make_tables, nested_mentions, script_map, sentence_rows, to_units
from graph.page.network import clean_label, make_network
from graph.page.render import embed_json
from pipeline.records import Records

HOSTILE = {
    "end of script": "</script><script>alert(1)</script>",
    "end of script, spaced": "</SCRIPT\t\n ><svg onload=alert(1)>",
    "end of script, with attributes": "</script x><b></script /",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover='alert(1)' x=`",
    "link": "<a href='javascript:alert(1)'>href</a>",
    "comment": "<!--<script>-->",
    "template": "{{ 7 * 7 }}{% include 'x' %}{# #}",
    "entity": "&lt;b&gt;&amp;#x3c;",
    "controls": "\x00\x01\x1b\x7f\x85",
    "right to left": "\u202e\u2066txt\u2069\u200f",
    "line separators": "\u2028\u2029",
    "style": "</style><style>*{display:none}</style>",
}


class Elements(HTMLParser):
    """Collect the elements of a page, the text of its scripts and styles, and every attribute."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.blocks: list[tuple[str, dict[str, str], str]] = []
        self.comments: list[str] = []
        self._open: tuple[str, dict[str, str]] | None = None
        self._text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag in ("script", "style"):
            self._open, self._text = (tag, {name: value or "" for name, value in attrs}), []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[0]:
            self.blocks.append((*self._open, "".join(self._text)))
            self._open = None

    def json(self, name: str) -> Any:
        return next(json.loads(text) for _, attributes, text in self.blocks if attributes.get("id") == name)


def page_of(records: Records, path: Path, graph: nx.Graph | None = None) -> str:
    write(build_graph(records) if graph is None else graph, records, path)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(seed_records: Records, seed_graph: nx.Graph, tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(seed_records, tmp_path_factory.mktemp("page") / "graph.html", seed_graph)


def test_nothing_is_fetched_and_nothing_runs_from_attributes(page: str) -> None:
    elements = Elements(page)
    assert [value for name, value in elements.attributes if name in ("src", "href", "action")] == ["data:,"]
    assert not [name for name, _ in elements.attributes if name.startswith("on") or name == "style"]
    assert "sourceMappingURL" not in page
    assert elements.comments == []


def test_policy_names_each_script_and_style_by_its_hash(page: str) -> None:
    elements = Elements(page)
    policy = next(value for name, value in elements.attributes if name == "content" and "default-src" in value)
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind in ("script", "style"):
        texts = [
            text
            for tag, attributes, text in elements.blocks
            if tag == kind and "json" not in attributes.get("type", "")
        ]
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules[f"{kind}-src"].split() == [f"'sha256-{digest}'" for digest in digests]


def test_script_makes_no_markup_and_is_strict() -> None:
    folder = Path(write.__code__.co_filename).parents[1] / "page"
    for path in sorted(folder.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        found = re.findall(
            r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser)", text
        )
        assert not found, path.name


def test_every_word_of_the_interface_is_there_in_both_languages() -> None:
    folder = Path(write.__code__.co_filename).parents[1] / "page"
    words = dict(
        re.findall(r"^  (\w+): (\[.*?\]),$", (folder / "i18n.js").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
    texts = [path.read_text("utf-8") for path in [*sorted(folder.glob("*.js")), folder / "page.html"]]
    used = {
        key for text in texts for key in re.findall(r'\bt\("(\w+)"|data-t(?:-\w+)?="(\w+)"', text) for key in key if key
    }
    assert used
    assert used <= set(words)
    for key, pair in words.items():
        chinese, english = json.loads(re.sub(r",\s*\]$", "]", pair))
        assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", english)), key


def test_vis_network_keeps_its_licence(page: str) -> None:
    assert "vis.js is dual licensed under both" in page
    assert "@copyright (c) 2011-2017 Almende B.V" in page


def test_two_runs_give_the_same_bytes_and_leave_the_graph_alone(
    seed_records: Records, seed_graph: nx.Graph, page: str, tmp_path: Path
) -> None:
    before = nx.node_link_data(seed_graph, edges="links")
    assert page_of(seed_records, tmp_path / "again.html", seed_graph) == page
    assert nx.node_link_data(seed_graph, edges="links") == before


def test_page_holds_every_node_edge_and_its_evidence(seed_graph: nx.Graph, page: str) -> None:
    graph = seed_graph
    elements = Elements(page)
    nodes, edges, tables = elements.json("nodes"), elements.json("edges"), elements.json("tables")
    assert {node["id"] for node in nodes} == set(graph)
    assert {edge["id"] for edge in edges} == {data["id"] for *_, data in graph.edges(data=True)}
    assert [edge["rank"] for edge in edges] == list(range(len(edges)))
    assert [edge["backbone"] for edge in edges] == sorted((edge["backbone"] for edge in edges), reverse=True)
    assert all(edge["evidence"] for edge in edges)
    assert elements.json("options")["physics"] == {"enabled": False}
    directives = {node["id"] for node in nodes if node["kind"] == "directive"}
    assert {section[7] for section in tables["sections"] if section[7]} == directives


def test_offsets_in_the_page_mark_the_mention(seed_records: Records, page: str) -> None:
    tables = Elements(page).json("tables")
    for mention, row in zip(seed_records.mentions, tables["mentions"], strict=True):
        text = tables["sentences"][row[0]][4].encode("utf-16-le")
        assert text[2 * row[1] : 2 * row[2]].decode("utf-16-le") == mention.text


def check_inert(hostile: str, calm: str) -> None:
    one, two = Elements(calm), Elements(hostile)
    assert two.tags == one.tags
    assert [name for name, _ in two.attributes] == [name for name, _ in one.attributes]
    data = re.findall(r'<script type="application/json" id="\w+">(.*)</script>\n', hostile)
    assert len(data) == 4
    assert "<" not in "".join(data)
    assert [value for name, value in two.attributes if name == "content"] == [
        value for name, value in one.attributes if name == "content"
    ]
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", hostile.split("<script>")[0]
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_fields_add_no_element(
    text: str,
    seed_records: Records,
    seed_graph: nx.Graph,
    spoil: Callable[[Records, str], Records],
    page: str,
    tmp_path: Path,
) -> None:
    graph = seed_graph.copy()
    for _, data in graph.nodes(data=True):
        data.update({key: value + text for key, value in data.items() if isinstance(value, str) and key != "kind"})
    for *_, data in graph.edges(data=True):
        data.update({key: value + text for key, value in data.items() if isinstance(value, str)})
    graph = nx.relabel_nodes(graph, {node: node + text for node in graph})
    hostile = page_of(spoil(seed_records, text), tmp_path / "graph.html", graph)
    check_inert(hostile, page)
    assert Elements(hostile).json("tables")["sentences"][4][4].endswith(text)


def test_hostile_records_go_all_the_way(
    seed_records: Records, spoil: Callable[[Records, str], Records], page: str, tmp_path: Path
) -> None:
    check_inert(page_of(spoil(seed_records, "".join(HOSTILE.values())), tmp_path / "graph.html"), page)


def test_failed_write_leaves_no_file(seed_records: Records, tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("odd", kind="slogan", label="奇", x="not a number")
    with pytest.raises(ValueError, match="not a number"):
        write(graph, seed_records, tmp_path / "graph.html")
    assert list(tmp_path.iterdir()) == []


def test_large_graph_keeps_the_strongest_and_says_so(seed_records: Records, tmp_path: Path) -> None:
    graph = nx.path_graph(3100)
    graph = nx.relabel_nodes(graph, {n: f"n{n}" for n in graph})
    for number, (_, data) in enumerate(graph.nodes(data=True)):
        data.update(kind="slogan", label=f"概念{number}", strength=float(number), count=1)
    elements = Elements(page_of(seed_records, tmp_path / "graph.html", graph))
    assert {node["id"] for node in elements.json("nodes")} == {f"n{n}" for n in range(100, 3100)}
    assert elements.json("tables")["omitted"] == {"nodes": 100, "edges": 100}


def test_speeches_are_kept_before_concepts() -> None:
    graph = nx.Graph()
    graph.add_node("s-1", kind="speech", strength=0.0)
    graph.add_nodes_from((f"c{n}" for n in range(5)), kind="slogan", strength=9.0)
    assert set(strongest(graph, 2)) == {"s-1", "c0"}


def test_empty_graph_still_makes_a_page(tmp_path: Path) -> None:
    assert Elements(page_of(Records(), tmp_path / "graph.html", nx.Graph())).json("nodes") == []


def test_positions_and_sizes_keep_their_order(seed_records: Records, seed_graph: nx.Graph) -> None:
    graph = seed_graph
    net = make_network(graph, sentence_rows(seed_records), "")
    for name, node in net.node_map.items():
        assert (node["x"], node["y"]) == pytest.approx(
            (graph.nodes[name]["x"] / 2, graph.nodes[name]["y"] / 2), abs=0.06
        )
    by_graph = sorted(net.node_map, key=lambda name: (graph.nodes[name]["size"], name))
    sizes = [net.node_map[name]["size"] for name in by_graph]
    assert sizes == sorted(sizes)


def test_nested_mentions_are_those_inside_a_longer_one(seed_records: Records) -> None:
    nested = nested_mentions(seed_records.mentions)
    inner = [m for m in seed_records.mentions if m.text == "习近平"]
    assert inner
    assert all(m in nested for m in inner)
    assert not [m for m in nested if m.text == "习近平新时代中国特色社会主义思想"]


def test_same_span_twice_nests_in_neither(seed_records: Records) -> None:
    outer = next(m for m in seed_records.mentions if m.text == "全面建成小康社会")
    assert nested_mentions([outer, replace(outer, concept="other", label="EVENT")]) == set()


def test_mention_of_an_unknown_sentence_is_left_out(seed_records: Records) -> None:
    lost = replace(seed_records, mentions=[replace(seed_records.mentions[0], sentence=9999)])
    assert make_tables(lost, {})["mentions"] == []


@pytest.mark.parametrize(
    ("traditional", "simplified"), [("習", "习"), ("國", "国"), ("裡", "里"), ("裏", "里"), ("發", "发")]
)
def test_script_map_knows_taiwan_and_hong_kong(traditional: str, simplified: str) -> None:
    assert script_map(["习近平", "国家", "心里", "发展"])[traditional] == simplified


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(json_values))
def test_embedded_json_reads_back_and_is_inert(value: list[Any]) -> None:
    text = str(embed_json(value))
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029\x00-\x1f]", text)
    text.encode("utf-8")


@given(st.text(), st.integers(0, 50))
def test_units_are_those_of_utf_16(text: str, position: int) -> None:
    units = len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
    assert to_units(text, position) == units + max(0, position - len(text))


@given(st.text())
def test_canvas_labels_hold_nothing_that_reorders(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", clean_label(text))
