"""Write the concepts as a SKOS vocabulary in Turtle: the form in which libraries and linked data take one.

Standard: A. Miles, S. Bechhofer (eds), “SKOS Simple Knowledge Organization System Reference”, W3C Recommendation,
2009. The members of a numeral formula are narrower than it; concepts joined by a backbone edge are related, unless
one lies above the other (S27). Each concept has one preferred label a language (S14), and no other label says the
same (S13).
"""

from pathlib import Path

import networkx as nx
import opencc

from graph.plain import plain
from pipeline.errors import InputError
from pipeline.records import Concept, Records, whole_file

BASE = "urn:tifagraph:concept:"
SCHEME = "urn:tifagraph:formulations"


def write(graph: nx.Graph, records: Records, path: Path) -> None:
    """Write the concepts of the graph and their members to `path`, whole or not at all.

    Raises InputError where rdflib is not installed.
    """
    try:
        import rdflib
        from rdflib.namespace import RDF, SKOS
    except ImportError:
        raise InputError('SKOS needs rdflib; install it with `pip install "tifagraph[skos]"`') from None
    traditional = opencc.OpenCC("s2t")
    concepts = {concept.id: concept for concept in records.concepts}
    chosen = [concept for concept in records.concepts if concept.id in graph]
    narrower = members(chosen, concepts)
    kept = {concept.id for concept in chosen} | {member for some in narrower.values() for member in some}
    above = nx.DiGraph((member, whole) for whole, some in narrower.items() for member in some)
    triples = rdflib.Graph()
    triples.bind("skos", SKOS)
    triples.bind("tifa", BASE)
    scheme = rdflib.URIRef(SCHEME)
    triples.add((scheme, RDF.type, SKOS.ConceptScheme))
    triples.add((scheme, SKOS.prefLabel, rdflib.Literal("提法", lang="zh-Hans")))
    triples.add((scheme, SKOS.prefLabel, rdflib.Literal("formulations", lang="en")))
    for name in sorted(kept):
        concept, node = concepts[name], rdflib.URIRef(BASE + name)
        label = plain(concept.name).strip() or name
        triples.add((node, RDF.type, SKOS.Concept))
        triples.add((node, SKOS.inScheme, scheme))
        triples.add((node, SKOS.prefLabel, rdflib.Literal(label, lang="zh-Hans")))
        triples.add((node, SKOS.prefLabel, rdflib.Literal(traditional.convert(label), lang="zh-Hant")))
        if english := plain(concept.english).strip():
            triples.add((node, SKOS.prefLabel, rdflib.Literal(english, lang="en")))
        if pinyin := plain(concept.pinyin).strip():
            triples.add((node, SKOS.altLabel, rdflib.Literal(pinyin, lang="zh-Latn-pinyin")))
        for alias in concept.aliases:
            if (other := plain(alias).strip()) not in ("", label):
                triples.add((node, SKOS.altLabel, rdflib.Literal(other, lang="zh-Hans")))
        for member in narrower.get(name, ()):
            triples.add((node, SKOS.narrower, rdflib.URIRef(BASE + member)))
            triples.add((rdflib.URIRef(BASE + member), SKOS.broader, node))
        if name not in above or not above.out_degree(name):
            triples.add((node, SKOS.topConceptOf, scheme))
            triples.add((scheme, SKOS.hasTopConcept, node))
    for source, target, data in graph.edges(data=True):
        if data["kind"] == "cooccurs" and data["backbone"] and not linked(above, source, target):
            one, two = rdflib.URIRef(BASE + source), rdflib.URIRef(BASE + target)
            triples.add((one, SKOS.related, two))
            triples.add((two, SKOS.related, one))
    with whole_file(path) as temporary:
        triples.serialize(temporary, format="turtle", encoding="utf-8")


def members(chosen: list[Concept], concepts: dict[str, Concept]) -> dict[str, list[str]]:
    """Return each concept's members, and theirs in turn, without those that would close a circle."""
    found: dict[str, list[str]] = {}
    above = nx.DiGraph()
    waiting = list(chosen)
    while waiting:
        concept = waiting.pop()
        if concept.id in found:
            continue
        found[concept.id] = []
        for member in concept.members:
            circle = member == concept.id or (
                member in above and concept.id in above and nx.has_path(above, concept.id, member)
            )
            if member in concepts and not circle:
                above.add_edge(member, concept.id)
                found[concept.id].append(member)
                waiting.append(concepts[member])
    return found


def linked(above: nx.DiGraph, one: str, two: str) -> bool:
    """Say whether one of two concepts lies above the other."""
    return one in above and two in above and (nx.has_path(above, one, two) or nx.has_path(above, two, one))
