"""Records in, one networkx graph out: concepts, directives and speeches, with counts and evidence on every edge.

The graph is undirected and simple, every node and every edge carries the same scalar attributes as all others, and
every id is ASCII and depends only on what it names: a concept's id, a document's hash with a section's id.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

import networkx as nx

from graph.check import CONCEPTS, check
from graph.counts import HOMES, ConceptCount, Counts, LinkCount, PairCount, Reference, count
from graph.layout import place
from graph.measures import measure
from graph.plain import plain
from pipeline.errors import RecordsError
from pipeline.records import Concept, Document, Records, Section

NODE: dict[str, str | int | float] = {
    "kind": "",
    "label": "",
    "type": "",
    "count": 0,
    "standalone": 0,
    "nested": 0,
    "documents": 1,
    "directives": 0,
    "zone": "",
    "first": "",
    "last": "",
    "aliases": "",
    "english": "",
    "pinyin": "",
    "domain": "",
    "doc": "",
    "section": "",
    "marker": "",
    "level": 0,
    "role": "",
}
FRAME = {"preamble": "引言", "closing": "结语"}
ALPHA = 0.05


def build_graph(records: Records, *, window: str = "sentence", alpha: float = ALPHA) -> nx.Graph:
    """Build the graph of a run, measured and laid out.

    Concepts co-occur in windows (sentence, clause, paragraph, directive; see graph.counts). An edge between concepts
    belongs to the backbone when the disparity filter finds it significant at `alpha`, or when it is the strongest of
    one of its ends. Speeches are nodes where there are several. A concept that stands only in a title, in nobody's
    company, has no edge and is left out. Raises InputError for an unknown window, and
    RecordsError where a mention names a concept or a section that the records don't have.
    """
    check(records)
    return assemble(records, count(records, window), window=window, alpha=alpha)


def assemble(records: Records, counts: Counts, *, window: str = "sentence", alpha: float = ALPHA) -> nx.Graph:
    """Build the graph of records that are counted already; `build_graph` says what it has."""
    builder = Builder(records)
    if len(records.documents) > 1:
        builder.add_speeches()
    builder.add_sections()
    builder.add_concepts(counts.concepts)
    builder.add_links(counts.links)
    builder.add_pairs(counts.pairs, alpha)
    graph = builder.graph
    graph.remove_nodes_from(
        [node for node, kind in graph.nodes(data="kind") if kind in CONCEPTS and not graph.adj[node]]
    )
    graph.graph.update(window=window, windows=counts.windows, alpha=alpha)
    measure(graph)
    place(graph)
    return graph


def reference(doc: str, sentence: int) -> str:
    """Write a reference to a sentence as edges carry it: joined by semicolons, many of them read back.

    >>> reference("2020/a#1.txt", 7)
    '2020/a%231.txt#7'
    """
    return f"{doc.replace('%', '%25').replace('#', '%23').replace(';', '%3B')}#{sentence}"


def read_references(evidence: str) -> list[Reference]:
    """Read the `evidence` of an edge: documents' names and sentences' indexes.

    >>> read_references("2020/a%3Bb.txt#7;c.txt#12")
    [Reference(doc='2020/a;b.txt', sentence=7), Reference(doc='c.txt', sentence=12)]
    """
    return [
        Reference(doc.replace("%3B", ";").replace("%23", "#").replace("%25", "%"), int(number))
        for doc, number in re.findall("(?:^|;)([^#;]*)#([0-9]+)(?=;|$)", evidence)
    ]


class Builder:
    """Grow the graph table by table; every method adds one kind of thing."""

    def __init__(self, records: Records) -> None:
        """Index the records."""
        self.records = records
        self.graph = nx.Graph()
        self.keys = document_keys(records.documents)
        self.dates = {plain(document.doc): plain(document.date or "") for document in records.documents}
        self.homes: dict[tuple[str, str], str] = {}  # (document, section) -> node id
        self.parents: dict[str, str] = {}  # node id of a section -> node id of what contains it
        self.texts = {(plain(row.doc), row.sentence): plain(row.text).strip() for row in records.sentences}

    def add_speeches(self) -> None:
        """Add a node for each document."""
        for document in self.records.documents:
            doc = plain(document.doc)
            label = plain(document.title).strip() or doc
            date = self.dates[doc]
            self.add_node(
                f"s-{self.keys[doc]}", kind="speech", label=label, doc=doc, role="speech", first=date, last=date
            )

    def add_sections(self) -> None:
        """Add directives, preambles and closings, and the edges that say what contains what, speeches too."""
        rows = {(row.doc, row.id): row for row in self.records.sections}
        opening = first_sentences(self.records)
        for row in self.records.sections:
            if row.role not in HOMES:
                continue
            doc, section = plain(row.doc), plain(row.id)
            node = f"d-{self.keys[doc]}-{re.sub('[^A-Za-z0-9_-]', '-', section)}"
            self.homes[doc, section] = node
            self.add_node(
                node,
                kind="directive",
                label=section_label(row, self.texts.get((doc, opening.get((row.doc, row.id), -1)), "")),
                first=self.dates[doc],
                last=self.dates[doc],
                doc=doc,
                section=section,
                marker=plain(row.marker),
                level=row.level,
                role=row.role,
            )
        for row in self.records.sections:
            child = self.homes.get((plain(row.doc), plain(row.id)))
            if child is None:
                continue
            doc = plain(row.doc)
            above = enclosing(row, rows)
            parent = self.homes[doc, plain(above.id)] if above else f"s-{self.keys[doc]}"
            if parent in self.graph:
                self.parents[child] = parent
                found = opening.get((row.doc, row.id))
                self.add_edge(parent, child, "contains", 1, 1.0, [] if found is None else [Reference(doc, found)])

    def add_concepts(self, counts: Iterable[ConceptCount]) -> None:
        """Add the concepts that are mentioned."""
        concepts = {concept.id: concept for concept in self.records.concepts}
        for row in counts:
            concept = concepts[row.concept]
            self.add_node(
                row.concept,
                kind=concept.kind,
                label=plain(concept.name).strip() or concept.id,
                type=plain(concept.label),
                count=row.count,
                standalone=row.standalone,
                nested=row.nested,
                documents=row.documents,
                directives=row.directives,
                zone=zone(row),
                first=row.first,
                last=row.last,
                aliases=aliases(concept),
                english=plain(concept.english),
                pinyin=plain(concept.pinyin),
                domain=plain(concept.domain),
            )

    def add_links(self, counts: Iterable[LinkCount]) -> None:
        """Join concepts to the deepest section they stand in, and count a section's mentions with its parts'."""
        for row in counts:
            node = self.homes[row.doc, row.section]
            self.add_edge(node, row.concept, "mentions", row.count, float(row.count), row.evidence)
            while node:
                data = self.graph.nodes[node]
                data["count"] += row.count
                data["standalone"] += row.standalone
                data["nested"] += row.nested
                node = self.parents.get(node, "")

    def add_pairs(self, counts: Iterable[PairCount], alpha: float) -> None:
        """Join concepts that share windows."""
        for row in counts:
            backbone = row.strongest or row.significance < alpha
            self.add_edge(
                row.source,
                row.target,
                "cooccurs",
                row.count,
                row.weight,
                row.evidence,
                npmi=row.npmi,
                significance=row.significance,
                backbone=int(backbone),
            )

    def add_node(self, node: str, **data: str | int | float) -> None:
        """Add a node with every attribute that nodes have; refuse an id that is taken."""
        if node in self.graph:
            raise RecordsError(f"two things are called {node!r}; rename the concept in the lexicon")
        self.graph.add_node(node, **(NODE | data))

    def add_edge(
        self,
        source: str,
        target: str,
        kind: str,
        count: int,
        weight: float,
        evidence: list[Reference],
        *,
        npmi: float = 0.0,
        significance: float = 0.0,
        backbone: int = 1,
    ) -> None:
        """Add an edge with every attribute that edges have; `mentions` and `contains` are always backbone."""
        self.graph.add_edge(
            source,
            target,
            id=f"{source}.{target}",
            kind=kind,
            label=kind,
            weight=weight,
            count=count,
            npmi=round(npmi, 6),
            significance=round(significance, 6),
            evidence=";".join(reference(*item) for item in evidence),
            evidence_text=self.texts.get(evidence[0], "") if evidence else "",
            backbone=backbone,
        )


def document_keys(documents: Iterable[Document]) -> dict[str, str]:
    """Return eight hexadecimal digits of each document's hash, numbered where documents are the same."""
    keys: dict[str, str] = {}
    seen: dict[str, int] = defaultdict(int)
    for document in documents:
        doc = plain(document.doc)
        if doc in keys:
            raise RecordsError(f"documents: {doc!r} stands there twice; build the records again")
        key = document.sha256[:8]
        seen[key] += 1
        keys[doc] = key if seen[key] == 1 else f"{key}-{seen[key]}"
    return keys


def first_sentences(records: Records) -> dict[tuple[str, str], int]:
    """Return the index of the sentence in which each section starts."""
    starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in records.sentences:
        starts[row.doc].append((row.start, row.sentence))
    found = {}
    for section in records.sections:
        rows = starts[section.doc]
        index = bisect_right(rows, section.start, key=lambda row: row[0])
        if index:
            found[section.doc, section.id] = rows[index - 1][1]
    return found


def enclosing(section: Section, rows: dict[tuple[str, str], Section]) -> Section | None:
    """Return the nearest directive, preamble or closing above a section."""
    seen = {section.id}
    while section.parent is not None and section.parent not in seen:
        seen.add(section.parent)
        found = rows.get((section.doc, section.parent))
        if found is None:
            return None
        if found.role in HOMES:
            return found
        section = found
    return None


def section_label(section: Section, opening: str) -> str:
    """Return the name of a section's node: marker and heading, or the first words where it has no heading."""
    if section.role in FRAME:
        return FRAME[section.role]
    marker, title = plain(section.marker), plain(section.title).strip()
    if not title:
        words = opening[opening.find(marker) + len(marker) :].strip(" ，、：。")
        title = words[:10] + ("…" if len(words) > 10 else "")
    return marker + title or plain(section.id)


def aliases(concept: Concept) -> str:
    """Return the other names of a concept, joined by semicolons."""
    return "; ".join(plain(alias) for alias in concept.aliases)


def zone(row: ConceptCount) -> str:
    """Return where a concept stands: ritual (preamble and closing only), operative (directives only), both or ""."""
    if row.inside and row.ritual:
        return "both"
    return "operative" if row.inside else "ritual" if row.ritual else ""
