"""Couplets and triplets: watchwords made of segments of equal length (懂政协、会协商、善议政)."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import GOVERNING, Span, any_of, words

_CLAUSE = re.compile(r"[^。；：！？“”‘’（）()《》\s—…]+")
_SERIES = re.compile(r"[、等]|和(?!平|谐)[^，。]{2,6}[，。]")
_LEAD = re.compile(rf"(?:{any_of(GOVERNING)}|[的以于为好到成出中上地得之做当个])\Z")
_TRAIL = re.compile(r"(?:的|之|是|为|地|和|与|上|中|这|一|原则|方针|要求|格局|理念|精神|目标|发展|总)")
_NOMINAL = re.compile(
    r"(?:建设|发展|工作|改革|产业|领域|部门|组织|问题|制度|体系|机制|企业|地区|国家|社会|经济|文化|教育|科技|医疗|"
    r"环境|管理|服务|技术|能力|水平|安全|生产|资源|工程|项目|政策|规划|事业|关系|活动|投资|金融|贸易|市场|基地|"
    r"平台|设施|人员|干部|群众|代表|委员|主任|书记|主席|同志|学校|医院|银行|农业|工业|交通|能源|材料|装备|汽车|"
    r"信息|数据|网络|旅游|体育|卫生|养老|托育|住房|就业|收入|消费|省|市|县|区|州|国|部|局|院|会|委|党|人|业|者|员|"
    r"路|站|港|山|河|湖|江|海|城|镇|村)\Z"
)
_GOVERNED = re.compile(any_of(words("parallel_lead")))
_VERBS = frozenset(
    "懂会善聚添增开起稳促强惠防保谋讲顾重扬树立守敢能想为抓带接转扩降减补提优创爱知听跟走过找查改学悟干亮解办破除治打建育引用留搭搞戒克去不有无反同共共真严实早深细常最更大多少快好"
)


def _echo(segments: list[str]) -> bool:
    return any(len(set(column)) == 1 for column in zip(*(segment[:-1] for segment in segments), strict=True))


def _kind(segments: list[str], tight: bool, comma: bool) -> str:
    """Return the rule that takes the segments for a watchword, empty if none does."""
    size = len(segments[0])
    if len(set(segments)) < len(segments) or (_GOVERNED.match(segments[0]) and not _GOVERNED.match(segments[-1])):
        return ""
    nominal = sum(bool(_NOMINAL.search(segment)) for segment in segments)
    if _echo(segments) and nominal < len(segments) and (size < 7 or not nominal) and not (comma and size > 5):
        return "parallel_echo"
    if comma:
        return ""
    if size == 3 and all(segment[0] in _VERBS for segment in segments):
        return "parallel_verbs"
    if size == 4 and not nominal and not any("和" in segment or "与" in segment[1:] for segment in segments):
        return "parallel_four" if tight else "parallel_four_loose"
    return ""


_SAME = re.compile(
    r"(?P<word>面向|为了|为|对|不|更加|更|靠|敢于|敢|务必|勇于|善于|自我|绝对|铁一般|人人|一切|没有|维护|没|以|向|"
    r"用|既)[^、，。；]{1,14}"
)


def _anaphora(text: str) -> Iterator[Span]:
    """Yield runs of segments that begin with one word (面向…、面向…、面向…)."""
    for first in _SAME.finditer(text):
        start, word, end, count = first.start(), first["word"], first.end(), 1
        if text[start - 1 : start] == "、" and start - 1 > 0:
            continue
        while end < len(text) and text[end] == "、" and text.startswith(word, end + 1):
            following = _SAME.match(text, end + 1)
            if not following or following["word"] != word:
                break
            end, count = following.end(), count + 1
        if count >= 2:
            last = text.rfind("、", start, end)
            cut = _TAIL.search(text, last + 1 + len(word) + 1, end)
            yield Span(start, cut.start() if cut else end, "MOTTO", "parallel_anaphora")


_TAIL = re.compile("的|等|之")


def _groups(pieces: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Yield the longest runs of pieces whose inner members are of one length."""
    index = 0
    while index < len(pieces) - 1:
        size = len(pieces[index + 1][2])
        last = index + 1
        while last + 1 < len(pieces) and len(pieces[last][2]) == size and len(pieces[last + 1][2]) >= size:
            last += 1
        yield pieces[index : last + 1]
        index = max(index + 1, last if last > index + 1 else index + 1)


def find(text: str) -> Iterator[Span]:
    """Yield couplets and longer parallels of equal segments."""
    yield from _anaphora(text)
    for clause in _CLAUSE.finditer(text):
        if "、" not in clause.group() and "，" not in clause.group():
            continue
        for mark in "、，":
            if mark not in clause.group():
                continue
            outer = (
                [(m.start(), m.end()) for m in re.finditer("[^，]+", clause.group())]
                if mark == "、"
                else [(0, len(clause.group()))]
            )
            for low, high in outer:
                base = clause.start()
                pieces = [
                    (base + m.start(), base + m.end(), m.group())
                    for m in re.compile(f"[^{mark}]+").finditer(clause.group(), low, high)
                ]
                yield from _parallels(text, pieces, mark)


def _parallels(text: str, pieces: list[tuple[int, int, str]], mark: str) -> Iterator[Span]:
    for group in _groups(pieces):
        size = min(len(group[0][2]), len(group[-1][2])) if len(group) == 2 else len(group[1][2])
        if (
            not 3 <= size <= 9
            or len(group[0][2]) < size
            or len(group[-1][2]) < size
            or any("、" in p[2] for p in group)
        ):
            continue
        start = group[0][1] - size
        end = group[-1][0] + size
        left, right = start == group[0][0], end == group[-1][1]
        if not left and not _LEAD.search(text, max(0, start - 6), start):
            continue
        if not right and not _TRAIL.match(text, end):
            continue
        segments = [text[start : group[0][1]], *(piece[2] for piece in group[1:-1]), text[group[-1][0] : end]]
        kind = _kind(segments, (left and right) or len(segments) > 2, mark == "，")
        if kind and not (len(segments) == 2 and _SERIES.match(text, end)):
            yield Span(start, end, "MOTTO", kind + ("" if mark == "、" else "_comma"))
