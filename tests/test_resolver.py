"""What the resolver decides about overlapping proposals."""

import pytest

from pipeline.candidates import Candidate
from pipeline.resolver import MIN_SCORE, resolve, score_of
from pipeline.spans import trim
from pipeline.tagger import Opinion

TEXT = "坚持习近平新时代中国特色社会主义思想，增强“四个意识”。"


def _candidate(words: str, label: str = "DOCTRINE", rule: str = "lexicon", score: float = 0.9) -> Candidate:
    start = TEXT.index(words)
    return Candidate(start, start + len(words), label, rule, score)


def _opinion(words: str, mention: float, core: float, *hints: Candidate, label: str = "DOCTRINE") -> Opinion:
    start = TEXT.index(words)
    return Opinion(start, start + len(words), label, mention, core, hints)


def _words(decisions: list[Candidate]) -> list[str]:
    return [TEXT[decision.start : decision.end] for decision in decisions]


def test_nested_names_stay_and_crossing_ones_fall():
    candidates = [
        _candidate("习近平新时代中国特色社会主义思想", score=0.95),
        _candidate("中国特色社会主义"),
        _candidate("思想，增强", score=0.8),
    ]
    assert _words(resolve(TEXT, candidates, None)) == ["习近平新时代中国特色社会主义思想", "中国特色社会主义"]


def test_the_longer_of_two_equally_sure_spans_that_cross_wins():
    longer, shorter = _candidate("习近平新时代中国特色社会主义"), _candidate("社会主义思想")
    assert _words(resolve(TEXT, [shorter, longer], None)) == ["习近平新时代中国特色社会主义"]


def test_marks_at_the_ends_are_left_out_and_the_same_words_count_once():
    found = resolve(TEXT, [_candidate("“四个意识”", "NUMERIC"), _candidate("四个意识", "NUMERIC")], None)
    assert _words(found) == ["四个意识"]


@pytest.mark.parametrize(("mention", "core", "kept"), [(4.0, 4.0, True), (4.0, -4.0, False), (-4.0, -4.0, False)])
def test_the_tagger_decides_about_what_it_can_see(mention, core, kept):
    hint = _candidate("四个意识", "NUMERIC")
    found = resolve(TEXT, [hint], [_opinion("四个意识", mention, core, hint, label="NUMERIC")])
    assert [decision.rule for decision in found] == (["lexicon"] if kept else [])


def test_a_span_without_hints_is_the_taggers_own():
    (found,) = resolve(TEXT, [], [_opinion("四个意识", 3, 3, label="NUMERIC")])
    assert (found.rule, found.label) == ("tagger", "NUMERIC")


def test_a_title_wider_than_the_taggers_window_keeps_its_own_score():
    text = "印发《" + "关于加强某项工作的意见" * 4 + "》"
    title = Candidate(3, len(text) - 1, "DOCUMENT", "grammar.title", 0.97)
    assert [decision.score for decision in resolve(text, [title], [])] == [0.97]


@pytest.mark.parametrize(
    ("rule", "label", "kept"), [("lexicon", "MOTTO", 1), ("lexicon", "ORG", 0), ("grammar.x", "MOTTO", 0)]
)
def test_a_formulation_of_the_lexicon_wider_than_the_taggers_window_is_taken(rule, label, kept):
    text = "务必谦虚谨慎、艰苦奋斗，务必敢于斗争、善于斗争，务必不忘初心。"
    assert len(resolve(text, [Candidate(0, len(text) - 1, label, rule, 0.9)], [])) == kept


def test_mottoes_score_higher_than_others_of_the_same_odds():
    motto, policy = (score_of(_opinion("四个意识", -0.5, -0.5, label=label)) for label in ("MOTTO", "POLICY"))
    assert policy < MIN_SCORE < motto


def test_min_score_moves_along_the_curve():
    opinions = [_opinion("四个意识", 3, 3), _opinion("习近平", 0.5, 0.5, label="PERSON")]
    counts = [len(resolve(TEXT, [], opinions, least)) for least in (0.0, 0.6, 0.9, 1.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 2
    assert counts[-1] == 0


def test_scores_are_chances_and_rise_with_the_opinion():
    scores = [score_of(_opinion("四个意识", odds, odds)) for odds in (-500.0, -2.0, 0.0, 2.0, 500.0)]
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)


def test_trimming_leaves_inner_marks():
    text = "“不忘初心、牢记使命”主题教育"
    assert trim(text, 0, len(text)) == (0, len(text))
    assert trim(text, 1, 10) == (1, 10)


def test_what_is_left_of_an_address_is_no_mention():
    text = "见 www.news.cn 的5G和APEC"
    candidates = [
        Candidate(text.index(words), text.index(words) + len(words), "POLICY", "tagger", 0.9)
        for words in ("www", "news", "5G", "APEC")
    ]
    assert [text[d.start : d.end] for d in resolve(text, candidates, None)] == ["5G", "APEC"]


def test_a_series_of_known_bodies_is_taken_apart():
    text = "为市委市政府科学决策"
    known = [Candidate(1, 3, "ORG", "lexicon", 0.9), Candidate(3, 6, "ORG", "lexicon", 0.9)]
    found = resolve(text, known, [Opinion(1, 6, "ORG", 2, 2, ())])
    assert [text[d.start : d.end] for d in found] == ["市委", "市政府"]


def test_the_lexicons_label_goes_before_the_taggers():
    hint = _candidate("四个意识", "NUMERIC")
    (found,) = resolve(TEXT, [hint], [_opinion("四个意识", 3, 3, hint, label="POLICY")])
    assert found.label == "NUMERIC"


def test_titles_are_closed_but_for_persons():
    text = "学习《习近平关于全面深化改革论述》和全面深化改革"
    spans = [(3, 16, "DOCUMENT"), (3, 6, "PERSON"), (8, 14, "POLICY"), (18, 24, "POLICY")]
    found = resolve(text, [], [Opinion(start, end, label, 3, 3, ()) for start, end, label in spans])
    assert [(d.start, d.end) for d in found] == [(3, 6), (3, 16), (18, 24)]
