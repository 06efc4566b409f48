"""Silver: passages of the corpora that nobody annotated, with what two or more taggers think of them."""

import random
from collections.abc import Sequence
from pathlib import Path

from pipeline import grammar
from pipeline.cleaning import clean
from pipeline.lexicon.loader import Lexicon
from pipeline.resolver import chance
from pipeline.tagger import Opinion, Tagger
from pipeline.training.examples import Annotated, Gold

# Passages from each folder: what is written most differently from the annotated documents comes most.
PASSAGES = {
    "xwlb_2020_2024": 297,
    "gwr_state_council": 243,
    "cpc_congress": 81,
    "provincial_gwr_2026": 108,
    "xi_speeches_xinhua_2022_2024": 122,
    "xi_texts_2020": 94,
    "leaders_deng": 108,
    "leaders_jiang": 108,
    "maoxuan": 68,
    "hk_policy_address": 68,
}
LENGTH = 1500  # characters of a passage
LEAST = 0.1  # chance of being a mention from which a span counts


def label_silver(corpora: Path, taggers: Sequence[Tagger], seed: int) -> list[Annotated]:
    """Return passages with the taggers' mean opinion as soft gold, the same ones each time for the same seed."""
    lexicon = Lexicon.load()
    documents = []
    for name, text in _passages(corpora, random.Random(seed)):
        candidates = [*lexicon.match(text), *grammar.match(text)]
        opinions = [tagger.score(text, candidates) for tagger in taggers]
        documents.append(Annotated(name, text, _mean(opinions), candidates))
    return documents


def _passages(corpora: Path, chance: random.Random) -> list[tuple[str, str]]:
    passages = []
    for folder, count in PASSAGES.items():
        paths = sorted((corpora / folder).glob("*.txt")) + sorted((corpora / folder).glob("*.md"))
        for _ in range(count):
            path = chance.choice(paths)
            text = clean(path.read_bytes().decode()).text
            start = text.rfind("\n", 0, chance.randrange(max(1, len(text) - LENGTH))) + 1
            passages.append((f"{folder}/{path.name}:{start}", text[start : start + LENGTH]))
    return passages


def _mean(opinions: Sequence[Sequence[Opinion]]) -> list[Gold]:
    spans: dict[tuple[int, int], list[Opinion]] = {}
    for opinion in (opinion for given in opinions for opinion in given):
        spans.setdefault((opinion.start, opinion.end), []).append(opinion)
    gold = []
    for (start, end), same in sorted(spans.items()):
        mention, core = (
            sum(map(chance, values)) / len(opinions)
            for values in zip(*((opinion.mention, opinion.core) for opinion in same), strict=True)
        )
        if mention >= LEAST:
            surest = max(same, key=lambda opinion: (opinion.mention, opinion.label))
            gold.append(Gold(start, end, surest.label, mention, core))
    return gold
