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
    "xwlb_2020_2024": 220,
    "gwr_state_council": 180,
    "cpc_congress": 60,
    "provincial_gwr_2026": 80,
    "xi_speeches_xinhua_2022_2024": 90,
    "xi_texts_2020": 70,
    "leaders_deng": 80,
    "leaders_jiang": 80,
    "maoxuan": 50,
    "hk_policy_address": 50,
}
LENGTH = 1500  # characters of a passage
_SEED = 11
LEAST = 0.1  # chance of being a mention from which a span counts


def label_silver(corpora: Path, taggers: Sequence[Tagger]) -> list[Annotated]:
    """Return passages with the taggers' mean opinion as soft gold, the same ones each time."""
    lexicon = Lexicon.load()
    documents = []
    for name, text in _passages(corpora):
        candidates = [*lexicon.match(text), *grammar.match(text)]
        opinions = [tagger.score(text, candidates) for tagger in taggers]
        documents.append(Annotated(name, text, _mean(opinions), candidates))
    return documents


def _passages(corpora: Path) -> list[tuple[str, str]]:
    chance = random.Random(_SEED)
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
