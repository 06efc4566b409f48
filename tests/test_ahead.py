"""Looking ahead: bisection answers as a plain reading of the markers would."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sections import find_sentences
from pipeline.sections.ahead import REACH, Outlook, near
from pipeline.sections.layout import Layout
from pipeline.sections.markers import Marker, find_markers
from pipeline.sections.sentences import find_paragraphs

PIECES = ["一、", "二、", "三、", "一是", "二是", "三是", "首先，", "最后，", "第二，", "（一）", "（三）"]
PIECES += ["甲", "乙。", "；", "，", "\n", "\n", "。\n", "长" * 70, "长" * (REACH // 2)]


def later(markers: list[Marker], place: int, style: str) -> Iterator[Marker]:
    for marker in markers[place + 1 :]:
        if marker.style == style or (style == "xu" and marker.style == "di" and marker.number > 1):
            yield marker


def follows(layout: Layout, markers: list[Marker], first: Marker, place: int, number: int) -> Marker | None:
    barred = None
    for marker in later(markers, place, first.style):
        wanted = marker.number == number or (marker.number == 0 and number > 2)
        if marker.number == 1:
            if marker.head or not first.head:
                return None
            barred = marker.paragraph
            continue
        left_out = marker.number == number + 1 and marker.head and first.head and layout.title_only(marker)
        if left_out or (wanted and (marker.head or barred != marker.paragraph) and near(first, marker)):
            return marker
        if marker.start - first.start > REACH and not first.head:
            return None
    return None


def resumes(markers: list[Marker], style: str, number: int, place: int) -> bool:
    count = 1
    for marker in later(markers, place, style):
        if marker.number == 1:
            return False
        if marker.number == count + 1:
            count += 1
        elif marker.number == number and marker.head:
            return True
    return False


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_bisection_finds_what_reading_finds(text: str) -> None:
    paragraphs = find_paragraphs(text)
    layout = Layout(text, paragraphs, find_sentences(text))
    markers = find_markers(text, paragraphs, 0, len(text))
    outlook = Outlook(layout, markers)
    for place, marker in enumerate(markers):
        for number in (2, marker.number + 1):
            for first in markers[max(place - 3, 0) : place + 1]:
                assert outlook.follows(first, place, number) == follows(layout, markers, first, place, number)
            assert outlook.resumes(marker.style, number, place) == resumes(markers, marker.style, number, place)
