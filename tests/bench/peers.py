"""Run other tools over the same texts, in the Python that has them; see test_bench_peers.py. Not part of the suite.

Reads {"documents": [text, …], "forms": {name: [surface, …]}, "labels": {name: label}} on stdin and writes, for each
tool that is installed, {"tool": {"seconds": processor time, "found": [[term, …] for each document it read]}} to stdout.
"""

import contextlib
import itertools
import json
import re
import sys
import tempfile
import time
import warnings

STOPS = re.compile("[。！？；\n]")
MOST = 60_000  # characters for a tool whose time grows with their square


def harvesttext(job):
    """HarvestText: entities by its trie, a graph of those that share a sentence."""
    from harvesttext import HarvestText

    tool = HarvestText()
    tool.add_entities(entity_mention_dict=job["forms"], entity_type_dict=job["labels"])
    sentences = [[part for part in STOPS.split(text) if part] for text in job["documents"]]
    tool.entity_linking("热身")  # loads what is loaded on first use
    before = time.process_time()
    tool.build_entity_graph([part for parts in sentences for part in parts])
    spent = time.process_time() - before
    found = []
    for parts in sentences:
        links = [(part, tool.entity_linking(part)) for part in parts]
        found.append(sorted({part[start:end] for part, spans in links for (start, end), _ in spans}))
    return spent, found


def jieba_and_networkx(job):
    """What a short script does: cut words, keep those of two characters and more, join those that share a sentence."""
    import jieba
    import networkx

    list(jieba.cut("热身"))
    before = time.process_time()
    graph, found = networkx.Graph(), []
    for text in job["documents"]:
        seen = set()
        for part in STOPS.split(text):
            words = sorted({word for word in jieba.cut(part) if len(word) > 1 and word.isalnum()})
            seen.update(words)
            for one, two in itertools.combinations(words, 2):
                weight = graph[one][two]["weight"] if graph.has_edge(one, two) else 0
                graph.add_edge(one, two, weight=weight + 1)
        found.append(sorted(seen))
    return time.process_time() - before, found


def textnets(job):
    """textnets: words of two characters and more as jieba cuts them for spaCy, terms joined by documents they share.

    Its own way, noun phrases, needs a trained Chinese pipeline of spaCy's; its tokens do with a blank one. The time it
    takes grows with the square of the terms, so it reads the first documents only.
    """
    import spacy
    import textnets

    textnets.params["progress_bar"] = False
    with tempfile.TemporaryDirectory() as folder:
        spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}).to_disk(folder)
        textnets.Corpus.from_dict({"热身": "热身"}, lang=folder).tokenized()
        ends = itertools.accumulate(map(len, job["documents"]))
        documents = {str(end): text for text, end in zip(job["documents"], ends, strict=True) if end <= MOST}
        corpus = textnets.Corpus.from_dict(documents, lang=folder)
        before = time.process_time()
        tokens = corpus.tokenized(stem=False, remove_numbers=True)
        tokens = tokens[tokens["term"].str.len() > 1]
        textnets.Textnet(tokens).project(node_type="term")
        spent = time.process_time() - before
    terms = tokens.groupby(level=0)["term"].agg(set).to_dict()
    return spent, [sorted(terms.get(at, ())) for at in documents]


def main() -> None:
    warnings.simplefilter("ignore")
    job, results = json.load(sys.stdin), {}
    for tool in (harvesttext, jieba_and_networkx, textnets):
        with contextlib.suppress(ImportError), contextlib.redirect_stdout(sys.stderr):
            seconds, found = tool(job)
            results[tool.__name__] = {"seconds": seconds, "found": found}
    json.dump(results, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
