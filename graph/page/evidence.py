"""The evidence: documents, sections, sentences and mentions as compact tables for the page's script."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import opencc

from graph.plain import plain
from pipeline.records import Mention, Records, Section

TRADITIONAL = ("s2t", "s2tw", "s2hk")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")  # two UTF-16 units each


def to_units(text: str, position: int) -> int:
    """Return the UTF-16 offset, which JavaScript counts in, of a code-point offset.

    >>> to_units("𠮷山", 1)
    2
    """
    return position + len(ASTRAL.findall(text, 0, position))


def script_map(texts: Iterable[str]) -> dict[str, str]:
    """Map every Traditional character that the texts' characters can turn into to its Simplified one (OpenCC).

    >>> script_map(["习近平"])["習"]
    '习'
    """
    simplified = sorted(set(texts))
    characters = {character for text in simplified for character in text}
    result: dict[str, str] = {}
    for name in TRADITIONAL:
        converter = opencc.OpenCC(name)
        for before in (*sorted(characters), *simplified):
            after = converter.convert(before)
            if after != before and len(after) == len(before):
                result.update((a, b) for a, b in zip(after, before, strict=True) if a != b and a not in characters)
    return dict(sorted(result.items()))


def nested_mentions(mentions: Iterable[Mention]) -> set[Mention]:
    """Return the mentions that stand wholly inside a longer one of the same document."""
    by_document: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_document[mention.doc].append(mention)
    nested = set()
    for rows in by_document.values():
        rows.sort(key=lambda m: (m.clean_start, -len(m.text)))
        reach: Mention | None = None
        for mention in rows:
            end = mention.clean_start + len(mention.text)
            if reach and end <= reach.clean_start + len(reach.text) and len(mention.text) < len(reach.text):
                nested.add(mention)
            elif reach is None or end > reach.clean_start + len(reach.text):
                reach = mention
    return nested


def sentence_rows(records: Records) -> dict[tuple[str, int], int]:
    """Map (document as the graph spells it, sentence index) to the row of the sentence in the page's table."""
    return {(plain(s.doc), s.sentence): row for row, s in enumerate(records.sentences)}


def make_tables(records: Records, nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the page's tables; `nodes` are the picture's nodes by id.

    `sections`: [document, id, parent row or -1, role, level, marker, title, node id or ""]; `sentences`:
    [document, section row, index, paragraph, text, raw or 0]; `mentions`: [sentence, start, end, concept, label,
    rule, score, nested, section row], offsets in UTF-16 units of the sentence's text.
    """
    documents = {d.doc: row for row, d in enumerate(records.documents)}
    section_rows = {(s.doc, s.id): row for row, s in enumerate(records.sections)}
    section_nodes = {(n.get("doc"), n.get("section")): name for name, n in nodes.items() if n["kind"] == "directive"}
    rows = sentence_rows(records)
    nested = nested_mentions(records.mentions)
    concepts = sorted({m.concept for m in records.mentions})
    labels = sorted({m.label for m in records.mentions})
    rules = sorted({m.rule for m in records.mentions})
    concept_at, label_at, rule_at = (
        {value: n for n, value in enumerate(column)} for column in (concepts, labels, rules)
    )

    def section(s: Section) -> list[Any]:
        parent = section_rows.get((s.doc, s.parent), -1) if s.parent else -1
        node = section_nodes.get((plain(s.doc), plain(s.id)), "")
        return [documents.get(s.doc, 0), plain(s.id), parent, s.role, s.level, s.marker, s.title, node]

    mentions = []
    for m in records.mentions:
        row = rows.get((plain(m.doc), m.sentence))
        if row is None:
            continue
        text = records.sentences[row].text
        start = min(len(text), max(0, m.clean_start - records.sentences[row].clean_start))
        mentions.append(
            [
                row,
                to_units(text, start),
                to_units(text, min(len(text), start + len(m.text))),
                concept_at[m.concept],
                label_at[m.label],
                rule_at[m.rule],
                round(m.score, 3),
                int(m in nested),
                section_rows.get((m.doc, m.section), -1),
            ]
        )
    names = {c.id: c.name for c in records.concepts}
    searched = [str(n["label"]) for n in nodes.values()] + [str(n.get("aliases", "")) for n in nodes.values()]
    return {
        "documents": [
            {
                "doc": plain(d.doc),
                "title": d.title,
                "date": d.date or "",
                "source": d.source or "",
                "speaker": d.speaker or "",
                "sha256": d.sha256,
                "encoding": d.encoding,
                "cleaning": d.cleaning,
            }
            for d in records.documents
        ],
        "sections": [section(s) for s in records.sections],
        "sentences": [
            [
                documents.get(s.doc, 0),
                section_rows.get((s.doc, s.section), -1),
                s.sentence,
                s.paragraph,
                s.text,
                s.raw if s.raw is not None and s.raw != s.text else 0,
            ]
            for s in records.sentences
        ],
        "mentions": mentions,
        "concepts": concepts,
        "labels": labels,
        "rules": rules,
        "members": {
            c.id: [[member, names.get(member, member)] for member in c.members]
            for c in records.concepts
            if c.members and c.id in nodes
        },
        "script": script_map(searched),
    }
