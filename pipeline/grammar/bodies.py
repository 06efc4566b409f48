"""Bodies of party, state and society by the shape of the name (十四届全国人大, 中央…委员会, X省委, X学院)."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import ORDINAL, PROVINCE
from pipeline.grammar.spans import STOPS, Span, any_of, name_edge, words

_REGION = rf"(?:中共)?{PROVINCE}(?:省|市|自治区)?"
_ORGAN = "(?:委|人民政府|政府|人大常委会|人大|政协|纪委监委|纪委|高级人民法院|军区)(?![员托派])"
_PEOPLE = "(?:中央委员会|全国人民代表大会常务委员会|全国人大常委会|全国人大(?!常)|全国政协|全国委员会)"
_SHAPED = re.compile(
    "|".join(
        (
            rf"{_REGION}{_ORGAN}",
            rf"{PROVINCE}代表团",
            rf"(?:第?{ORDINAL}届)?全国(?:人大|政协)(?:第?{ORDINAL}届)?{ORDINAL}次会议主席团",
            r"中共[\u4e00-\u9fff]{2,6}(?:省委|市委|县委|区委|党委|工委|支部)",
            rf"(?<![\u4e00-\u9fff])[^{STOPS}的由求对在和与任向原时并要]{{2,3}}(?:市委|县委|区委)(?![员托派])",
            rf"第?{ORDINAL}届{_PEOPLE}(?![第一二三四五六七八九十])",
            rf"中国人民政治协商会议(?:第{ORDINAL}届)?(?:全国|[\u4e00-\u9fff]{{2,6}})委员会",
            (
                rf"(?:国家|国务院)[^{STOPS}是为的在]{{2,8}}?(?:(?<![大全布格结开好])局|委员会|总局|总署|"
                rf"领导小组)(?![长面势部])"
            ),
            rf"中央(?!政治局|巡视组|书记处|军委)[^{STOPS}是为的在决成向]{{2,12}}(?:委员会|领导小组)(?!第|会议)",
            rf"{any_of(words('ministries'))}部(?![长门署分队])",
        )
    )
)
_HEAD = re.compile(
    rf"{any_of(words('body_heads'))}(?!生|业|军|城市|城区|任务|环节|部门|性|采购|投资|债券|职能|工作报告|治理|特派)"
)
_OUT = re.compile(rf"{any_of(words('body_out'))}|的(?!马|确)|我(?!党|军)")
_EMPTY = frozenset(words("body_empty"))
_REACH = 16


def find(text: str) -> Iterator[Span]:
    """Yield bodies."""
    ends = set()
    for found in _SHAPED.finditer(text):
        ends.add(found.end())
        yield Span(found.start(), found.end(), "ORG", "body_shape")
    for head in _HEAD.finditer(text):
        start = name_edge(text, head.start(), _REACH)
        for out in _OUT.finditer(text, start, head.start()):
            start = out.end()
        if head.start() - start < 2 or head.end() in ends or text[start : head.start()] in _EMPTY:
            continue
        yield Span(start, head.end(), "ORG", "body_head")
