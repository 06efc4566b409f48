"""SKOS: the vocabulary as linked data, checked against the Reference's integrity conditions."""

import dataclasses
import sys

import networkx as nx
import pytest

from graph.build import build_graph
from graph.export.skos import BASE, write
from pipeline.errors import InputError
from pipeline.records import Records

rdflib = pytest.importorskip("rdflib")
SKOS, RDF = rdflib.SKOS, rdflib.RDF


def triples(graph: nx.Graph, records: Records, folder) -> "rdflib.Graph":
    write(graph, records, folder / "concepts.ttl")
    return rdflib.Graph().parse(folder / "concepts.ttl")


def uri(name: str) -> "rdflib.URIRef":
    return rdflib.URIRef(BASE + name)


def conforms(found: "rdflib.Graph") -> None:
    for concept in found.subjects(RDF.type, SKOS.Concept):
        labels = list(found.objects(concept, SKOS.prefLabel))
        languages = [label.language for label in labels]
        assert len(languages) == len(set(languages)), "S14"
        assert {"zh-hans", "zh-hant"} <= {language.lower() for language in languages}
        assert not set(labels) & set(found.objects(concept, SKOS.altLabel)), "S13"
        above = set(found.transitive_objects(concept, SKOS.broader)) - {concept}
        assert not above & set(found.objects(concept, SKOS.related)), "S27"
        assert all((other, SKOS.related, concept) in found for other in found.objects(concept, SKOS.related)), "S23"
        assert all((other, SKOS.narrower, concept) in found for other in found.objects(concept, SKOS.broader)), "S25"
        assert list(found.objects(concept, SKOS.inScheme))
        top = (concept, SKOS.topConceptOf, None) in found
        assert top != bool(list(found.objects(concept, SKOS.broader)))


@pytest.mark.parametrize("name", ["seed", "dated"])
def test_the_vocabulary_conforms(request, tmp_path, name):
    graph = request.getfixturevalue(f"{name}_graph")
    found = triples(graph, request.getfixturevalue(f"{name}_records"), tmp_path)
    conforms(found)
    concepts = {str(concept).removeprefix(BASE) for concept in found.subjects(RDF.type, SKOS.Concept)}
    assert {node for node, kind in graph.nodes(data="kind") if kind in ("slogan", "entity")} <= concepts


def test_labels_and_members(seed_graph, seed_records, tmp_path):
    found = triples(seed_graph, seed_records, tmp_path)
    labels = {(label.language.lower(), str(label)) for label in found.objects(uri("si-ge-yi-shi"), SKOS.prefLabel)}
    assert labels == {("zh-hans", "四个意识"), ("zh-hant", "四個意識"), ("en", "Four Consciousnesses")}
    assert rdflib.Literal("政协", lang="zh-Hans") in set(found.objects(uri("ren-min-zheng-xie"), SKOS.altLabel))
    members = {str(member).removeprefix(BASE) for member in found.objects(uri("si-ge-yi-shi"), SKOS.narrower)}
    assert members == {"zheng-zhi-yi-shi", "da-ju-yi-shi", "he-xin-yi-shi", "kan-qi-yi-shi"}


def test_members_that_go_in_circles_are_cut(dated_records, tmp_path):
    records = Records(*(list(getattr(dated_records, name)) for name in Records.__slots__))
    circle = {"liu-wen": ["liu-bao"], "liu-bao": ["liu-wen", "liu-bao"], "wu-ran-fang-zhi": ["san-da-gong-jian-zhan"]}
    records.concepts = [dataclasses.replace(row, members=circle.get(row.id, row.members)) for row in records.concepts]
    found = triples(build_graph(records), records, tmp_path)
    conforms(found)
    links = nx.DiGraph((str(a), str(b)) for a, b in found.subject_objects(SKOS.broader))
    assert nx.is_directed_acyclic_graph(links)
    assert len(links.edges) == 3


@pytest.mark.parametrize("text", ["\x00\ud800", '"""\\', "<>{}|^`", "", "@en", "\u202e"])
def test_hostile_text_comes_back(dated_records, tmp_path, spoil, text):
    records = spoil(dated_records, text)
    graph = build_graph(records)
    found = triples(graph, records, tmp_path)
    conforms(found)
    for node, data in graph.nodes(data=True):
        if data["kind"] in ("slogan", "entity"):
            assert rdflib.Literal(data["label"], lang="zh-Hans") in set(found.objects(uri(node), SKOS.prefLabel))


def test_without_rdflib_it_says_what_to_install(seed_graph, seed_records, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(InputError, match=r"tifagraph\[skos\]"):
        write(seed_graph, seed_records, tmp_path / "concepts.ttl")
