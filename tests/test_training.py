"""What training needs beside PyTorch: the tagger's memory, reckoned document by document."""

from pipeline.training.examples import Annotated, Gold
from pipeline.training.recall import Recall

MARKED = Annotated("a", "民主监督好。民主监督的监督。", [Gold(0, 4, "POLICY", 1, 1), Gold(6, 10, "POLICY", 1, 0)], [])
OTHER = Annotated("b", "接受监督和民主监督。", [Gold(2, 4, "POLICY", 1, 0)], [])


def test_the_score_is_the_share_that_was_marked_core_weighing_more():
    forms = Recall([MARKED]).forms()
    assert forms == {"民主监督": ("POLICY", round(((2 + 1.4 * 1) / 2.4 + 0.5) / 3, 3))}


def test_what_stands_inside_a_longer_mention_does_not_count():
    label, score = Recall([MARKED, OTHER]).forms()["监督"]
    # marked in b; unmarked at the end of a, and inside the unmarked 民主监督 of b
    assert (label, score) == ("POLICY", round((1 / 2.4 + 0.5) / 4, 3))


def test_a_document_does_not_remember_itself():
    recall = Recall([MARKED, OTHER])
    assert recall.forms(without="a")["民主监督"] == ("POLICY", 0.25)  # it stands in b, unmarked
    assert recall.forms(without="b")["民主监督"][1] > 0.6
    assert {c.score for c in recall.memory(without="a").match("民主监督")} == {0.25, 0.306}
