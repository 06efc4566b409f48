"""Documents without title marks: five-year plans, reports, laws, decisions, and names that a document's noun ends."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import ORDINAL
from pipeline.grammar.spans import STOPS, Span, any_of, name_edge, words

_YEAR = r"(?:\d{4}|[一二三四五六七八九〇]{4})年"
_PLAN = "(?:国民经济和社会发展计划|中央和地方预算)"
_NAMED = re.compile(
    r"(?=[国第党二十政最全人施一三四五六七八九〇\d])(?:"
    + "|".join(
        (
            rf"(?:国民经济和社会发展)?第{ORDINAL}个五年(?:计划|规划)(?:纲要|草案)?(?:和.{{2,4}}五年远景目标纲要)?",
            r"(?:党的)?(?:二十|十[一二三四五六七八九])大(?:报告|党章)",
            r"(?:政府|最高人民法院|最高人民检察院|(?:全国人大|人大|政协)常委会)工作报告|施政报告",
            rf"{_YEAR}{_PLAN}执行情况与{_YEAR}{_PLAN}草案(?:的报告)?",
            rf"{_YEAR}{_PLAN}(?:执行情况|草案)(?:的报告)?",
        )
    )
    + ")"
)
_BODY = "(?:(?:中共中央|党中央|全国人大常委会)?[、 ]?(?:国务院)?|中共中央办公厅|国务院办公厅)"
_ACT = any_of(["决定", "决议", "意见", "条例", "通知", "规定", "办法", "方案", "决议草案", "的报告", "结果报告"])
_ABOUT = re.compile(
    rf"(?=[中党全国务关、 ]){_BODY}关于[^{STOPS}]{{4,40}}?(?:若干|实施|指导|暂行|重大问题的)*{_ACT}(?=[{STOPS}]|$)",
)
_LAW = re.compile(rf"中华人民共和国[^{STOPS}]{{2,20}}?法(?:典)?(?![律治规院制人])")
_HEAD = re.compile(rf"{any_of(words('document_heads'))}(?![书员类值组])(?:（(?:草案|修订草案|试行|暂行)）)?")
_EMPTY = frozenset(words("document_empty"))
_OUT = re.compile(rf"{any_of(words('document_out'))}|的(?!决议|决定|报告|办法|意见|通知|若干)")
_QUOTED = re.compile("“[^“”]{1,8}”\\Z")
_REACH = 30


def find(text: str) -> Iterator[Span]:
    """Yield documents that are named without title marks."""
    yield from _headed(text)
    for found in _NAMED.finditer(text):
        yield Span(found.start(), found.end(), "DOCUMENT", "document")
    for found in _ABOUT.finditer(text):
        yield Span(found.start(), found.end(), "DOCUMENT", "document_about")
    for found in _LAW.finditer(text):
        start = found.start()
        for out in _OUT.finditer(text, start, found.end() - 2):
            start = out.end()
        yield Span(start, found.end(), "DOCUMENT", "document_law")


def _headed(text: str) -> Iterator[Span]:
    """Yield names that a document's noun ends; after 和 a second time, as it may join two names or stand in one."""
    for head in _HEAD.finditer(text):
        start = name_edge(text, head.start(), _REACH)
        for out in _OUT.finditer(text, start, head.start()):
            start = out.end()
        quoted = _QUOTED.search(text, max(0, start - 10), start) if text[start - 1 : start] == "”" else None
        if quoted:
            yield Span(quoted.start(), head.end(), "DOCUMENT", "document_head")
        elif head.start() - start >= 2 and text[start : head.start()] not in _EMPTY:
            yield Span(start, head.end(), "DOCUMENT", "document_head")
            joint = max(text.rfind(mark, start, head.start()) for mark in "和及")
            if head.start() - joint > 2 < joint - start and text[joint + 1 : head.start()] not in _EMPTY:
                yield Span(joint + 1, head.end(), "DOCUMENT", "document_head")
