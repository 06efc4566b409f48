"""Gephi's own importer (the Gephi Toolkit) and Gephi Lite's parsers on the files: what they see is the graph.

Run with `pytest -m gephi`. The tools come from Maven Central and npm once, into the user's cache; with
TIFAGRAPH_GEPHI_PICTURES=FOLDER the pictures that Gephi's preview draws are left there.
"""

import datetime
import json
import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import networkx as nx
import pytest

from graph.export import export
from graph.export.gexf import Times

pytestmark = pytest.mark.gephi

JAR = "gephi-toolkit-0.10.1-all.jar"
CASES = [(name, suffix) for name in ("seed", "dated") for suffix in ("graphml", "gexf")]


@pytest.fixture(scope="module")
def tools(root: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tifagraph" / "gephi"
    subprocess.run([root / "tests" / "gephi" / "fetch.sh", cache], check=True)
    return cache


def need(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}")


def rows(output: str) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for line in output.splitlines():
        row = json.loads(line)
        found[row.pop("what")].append(row)
    return found


@pytest.fixture(scope="module", params=CASES, ids=lambda case: ".".join(case))
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    name, suffix = request.param
    graph, records = (request.getfixturevalue(f"{name}_{what}") for what in ("graph", "records"))
    (path,) = export(graph, records, tmp_path_factory.mktemp(name), (suffix,))
    return name, graph, records, path


@pytest.fixture(scope="module")
def gephi(file, tools, root, tmp_path_factory):
    need("java", "mvn")
    name, graph, records, path = file
    folder = Path(os.environ.get("TIFAGRAPH_GEPHI_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{name}-{path.suffix[1:]}.svg"
    command = ["java", "-Djava.awt.headless=true", "-cp", tools / JAR, root / "tests" / "gephi" / "Import.java"]
    done = subprocess.run([*command, path, picture], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return graph, records, path, rows(done.stdout), picture


def present(data: dict, *left_out: str) -> dict:
    """Return the attributes that a file holds: empty text is left out."""
    return {name: value for name, value in data.items() if value != "" and name not in left_out}


def test_the_import_report_warns_of_nothing(gephi):
    issues = [row for row in gephi[3]["issue"] if row["level"] != "INFO"]
    assert issues == []


def test_gephi_sees_an_undirected_graph_with_its_kinds(gephi):
    graph, _, path, seen, _ = gephi
    row = seen["graph"][0]
    assert (row["directed"], row["undirected"], row["dynamic"]) == (False, True, path.suffix == ".gexf")
    assert row["kinds"] == len({kind for _, _, kind in graph.edges(data="kind")}) + 1, "Gephi counts 'no kind' too"


def test_gephi_sees_every_node(gephi):
    graph, _, _, seen, _ = gephi
    assert {row["id"] for row in seen["node"]} == set(graph)
    for row in seen["node"]:
        data = graph.nodes[row["id"]]
        assert (row["label"], row["color"]) == (data["label"], data["color"])
        assert row["size"] == pytest.approx(data["size"], rel=1e-5)
        assert (row["x"], row["y"]) == pytest.approx((data["x"], -data["y"]), abs=0.01)
        assert row["attributes"] == present(data, "label", "color", "size", "x", "y")


def test_gephi_sees_every_edge(gephi):
    graph, _, _, seen, _ = gephi
    edges = {data["id"]: (source, target, data) for source, target, data in graph.edges(data=True)}
    assert {row["id"] for row in seen["edge"]} == set(edges)
    for row in seen["edge"]:
        source, target, data = edges[row["id"]]
        assert {row["source"], row["target"]} == {source, target}
        assert (row["label"], row["kind"], row["color"]) == (data["label"], data["kind"], data["color"])
        assert row["weight"] == pytest.approx(data["weight"])
        assert not row["directed"]
        assert row["attributes"] == present(data, "id", "label", "weight", "color")


def milliseconds(day: str) -> int:
    return int(datetime.datetime.fromisoformat(f"{day}T00:00+00:00").timestamp() * 1000)


def test_gephi_sees_the_timeline(gephi):
    graph, records, path, seen, _ = gephi
    times = Times(graph, records)
    edges = {data["id"]: (source, target, data) for source, target, data in graph.edges(data=True)}
    expected = {node: times.of_node(node) for node in graph} | {
        name: times.of_edge(*row) for name, row in edges.items()
    }
    found = {row["id"]: row["spells"] for row in [*seen["node"], *seen["edge"]]}
    if path.suffix == ".graphml":
        assert set(found.values()) == {""}
    else:
        assert any(found.values())
        assert found == {
            name: ";".join(f"{milliseconds(first)}..{milliseconds(last)}" for first, last in runs)
            for name, runs in expected.items()
        }


def test_gephi_draws_every_label(gephi):
    graph, picture = gephi[0], gephi[4].read_text(encoding="utf-8")
    for _, label in graph.nodes(data="label"):
        assert label in picture


def rgb(color: str) -> str:
    return "rgb({},{},{})".format(*bytes.fromhex(color[1:]))


def test_gephi_lite_sees_the_graph(file, tools, root):
    need("node", "npm")
    _, graph, _, path = file
    shutil.copy(root / "tests" / "gephi" / "lite.mjs", tools / "lite")
    done = subprocess.run(
        ["node", tools / "lite" / "lite.mjs", path], check=True, capture_output=True, encoding="utf-8"
    )
    seen = rows(done.stdout)
    assert seen["graph"] == [{"directed": 0, "undirected": graph.number_of_edges()}]

    def drawn(data: dict) -> dict:
        color = data["color"] if path.suffix == ".graphml" else rgb(data["color"])
        return present(data, "id", "y") | {"color": color} | ({"y": -data["y"]} if "y" in data else {})

    assert [row["id"] for row in seen["node"]] == list(graph)
    for row in seen["node"]:
        row["attributes"].pop("z", None)
        assert row["attributes"] == drawn(graph.nodes[row["id"]])
    read = nx.Graph((row["source"], row["target"], row["attributes"]) for row in seen["edge"])
    for source, target, data in graph.edges(data=True):
        assert read[source][target] == drawn(data)
    assert [row["id"] for row in seen["edge"]] == [name for _, _, name in graph.edges(data="id")]
