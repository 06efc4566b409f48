"""Counting, on texts small enough to count by hand."""

import math
import random
from collections import Counter
from itertools import combinations

import pytest

from graph.counts import WINDOWS, PairCount, count
from pipeline.errors import InputError
from pipeline.records import Document, Mention, Records, Section, Sentence


def records(*sections: tuple[str, str], spans: tuple[str, ...] = tuple("abcdefgh"), doc: str = "x.txt") -> Records:
    """Make a document of sections (role, text); every occurrence of a span is a mention of the concept so called."""
    found, position, paragraph = Records(), 0, 0
    for number, (role, text) in enumerate(sections):
        name = f"s{number}"
        begin = position
        for piece in text.replace("。", "。|").replace("\n", "\n|").split("|"):
            if piece:
                index = len(found.sentences)
                end = position + len(piece)
                found.sentences.append(Sentence(doc, index, paragraph, name, position, end, position, piece, None))
                for span in spans:
                    at = piece.find(span)
                    while at >= 0:
                        start = position + at
                        found.mentions.append(
                            Mention(
                                doc, start, start + len(span), start, span, "slogan", "POLICY", span, span, name, index,
                                "lexicon", 1.0,
                            )
                        )  # fmt: skip
                        at = piece.find(span, at + 1)
                position, paragraph = end, paragraph + piece.endswith("\n")
        found.sections.append(Section(doc, name, None, role, 1, "", "", begin, position))
    text = "".join(sentence.text for sentence in found.sentences)
    found.documents.append(Document(doc, "", None, None, None, "0" * 64, "utf-8", text, {}))
    return found


def pairs(found: Records, window: str = "sentence") -> dict[str, PairCount]:
    return {pair.source + pair.target: pair for pair in count(found, window).pairs}


def test_an_enumeration_adds_one_to_each_of_its_concepts():
    found = pairs(records(("preamble", "a、b、c、d。a和b。")))
    assert {name: (pair.count, round(pair.weight, 9)) for name, pair in found.items()} == {
        "ab": (2, round(1 / 3 + 1, 9)),
        **{name: (1, round(1 / 3, 9)) for name in ("ac", "ad", "bc", "bd", "cd")},
    }


def test_two_mentions_of_a_concept_in_a_window_are_one_occurrence():
    assert pairs(records(("preamble", "a又a，还有b。")))["ab"].count == 1


def test_a_nested_mention_counts_as_nested_and_keeps_no_company():
    counts = count(records(("directive", "xaby和c。a。"), spans=("xaby", "a", "c")))
    rows = {row.concept: row for row in counts.concepts}
    assert [(rows[name].count, rows[name].standalone, rows[name].nested) for name in ("a", "xaby")] == [
        (2, 1, 1),
        (1, 1, 0),
    ]
    assert [(pair.source, pair.target) for pair in counts.pairs] == [("c", "xaby")]
    assert [(link.concept, link.count, link.nested) for link in counts.links] == [
        ("a", 2, 1),
        ("c", 1, 0),
        ("xaby", 1, 0),
    ]


def test_a_mention_nested_at_the_start_or_end_of_another_is_nested_too():
    rows = {
        row.concept: row.nested for row in count(records(("preamble", "ab。ba。"), spans=("ab", "ba", "a"))).concepts
    }
    assert rows == {"ab": 0, "ba": 0, "a": 2}


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("clause", {"ab"}),
        ("sentence", {"ab", "ac", "bc"}),
        ("paragraph", {"ab", "ac", "bc", "ad", "bd", "cd"}),
        ("directive", {"ab", "ac", "bc", "ad", "bd", "cd", "ae", "be", "ce", "de"}),
    ],
)
def test_windows(window, expected):
    assert pairs(records(("directive", "a和b，c。d。\ne。\n"), ("directive", "f。")), window).keys() == expected


def test_an_unknown_window_is_refused():
    with pytest.raises(InputError, match="clause"):
        count(Records(), "page")


def test_the_deepest_directive_is_a_mention_s_place():
    found = records(("directive", "a。"), ("directive", "b。"), ("metadata", "c。"), ("title", "d。"))
    top, part, furniture, title = found.sections
    found.sections = [
        top,
        Section("x.txt", "s1", "s0", "directive", 2, "", "", part.start, part.end),
        furniture,
        title,
        Section("x.txt", "note", "s1", "salutation", 3, "", "", part.start, part.end),
    ]
    counts = count(found)
    assert [(link.section, link.concept) for link in counts.links] == [("s0", "a"), ("s1", "b")]
    assert [row.concept for row in counts.concepts] == ["a", "b", "d"], "page furniture does not count, a title does"


def test_a_section_that_is_its_own_ancestor_ends_the_climb():
    found = records(("salutation", "a。"))
    found.sections = [Section("x.txt", "s0", "s0", "salutation", 1, "", "", 0, 2)]
    assert count(found).links == []


def test_npmi_and_significance_against_the_formulas():
    text = "a和b。a和b。a和c。d。b和c和d。"
    found = records(("preamble", text))
    windows = [sorted(set(sentence) & set("abcd")) for sentence in text.split("。") if sentence]
    single = Counter(name for window in windows for name in window)
    weights: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for window in windows:
        for one, two in combinations(window, 2):
            shared[one + two] += 1
            weights[one + two] += 1 / (len(window) - 1)
    strength = {name: sum(w for pair, w in weights.items() if name in pair) for name in "abcd"}
    degree = {name: sum(name in pair for pair in weights) for name in "abcd"}
    measured = pairs(found)
    assert measured.keys() == shared.keys()
    for name, pair in measured.items():
        p = shared[name] / len(windows)
        pmi = math.log(p / (single[name[0]] / len(windows) * single[name[1]] / len(windows)))
        assert pair.npmi == pytest.approx(pmi / -math.log(p))
        significance = [
            (1 - weights[name] / strength[end]) ** (degree[end] - 1) if degree[end] > 1 else 1 for end in name
        ]
        assert pair.significance == pytest.approx(min(significance))


def test_two_concepts_always_and_only_together_have_npmi_one():
    assert pairs(records(("preamble", "a和b。")))["ab"].npmi == 1


def test_the_nearest_company_wins_among_equals():
    found = pairs(records(("preamble", "d、b、a、c。")))
    assert {name for name, pair in found.items() if pair.strongest} == {"bd", "ab", "ac"}


def test_evidence_names_sentences_in_order():
    pair = pairs(records(("preamble", "a和b。c。a和b。")))["ab"]
    assert [tuple(reference) for reference in pair.evidence] == [("x.txt", 0), ("x.txt", 2)]


def test_dates_zones_and_documents(dated_records):
    rows = {row.concept: row for row in count(dated_records).concepts}
    open_up, tough = rows["gai-ge-kai-fang"], rows["wu-ran-fang-zhi"]
    assert (open_up.documents, open_up.directives, open_up.inside, open_up.ritual) == (3, 0, False, True)
    assert (open_up.first, open_up.last) == ("2018-03-05", "2019-03-05"), "an undated document has no say"
    assert (tough.first, tough.last, tough.directives, tough.inside, tough.ritual) == (
        "2018-03-05",
        "2020-05-22",
        2,
        True,
        False,
    )


@pytest.mark.parametrize("window", WINDOWS)
def test_the_order_of_the_rows_does_not_matter(seed_records, window):
    shuffled = Records(*(list(getattr(seed_records, name)) for name in Records.__slots__))
    for name in Records.__slots__:
        random.Random(1).shuffle(getattr(shuffled, name))
    assert count(shuffled, window) == count(seed_records, window)


def test_of_five_in_the_seed_three_are_nested(seed_records):
    row = next(row for row in count(seed_records).concepts if row.concept == "xi-jin-ping")
    assert (row.count, row.standalone, row.nested) == (4, 0, 4)


def test_nothing_counted_is_nothing(seed_records):
    counts = count(Records())
    assert (counts.concepts, counts.links, counts.pairs, counts.windows) == ([], [], [], 0)
