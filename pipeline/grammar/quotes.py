"""Quoted coinages “…”, with the head noun that belongs to them, and titles in 《…》."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import Span, any_of, words

_QUOTE = re.compile(r"“([^“”。！？\n]{1,32})”")
_TITLE = re.compile(r"《([^《》\n]{2,60}(?:《[^《》\n]{2,40}》[^《》\n]{0,40})*)》")
_SPEECH = re.compile(r"(?:说|问|道|写道|指出|强调|回答|表示|来电|名言|古语|俗话|曾言|曰|所谓|一个叫|名叫)[：:，,]?\Z")
PLAN_PERIOD = r"(?:(?:一|二|三|四|五|六|七|八|九)?十[一二三四五六七八九]?五|[一二三四五六七八九]五)"
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("PERIOD", PLAN_PERIOD),
        (
            "EVENT",
            (
                r"\d{1,2}·\d{1,2}|[一二五七九十]·?(?:一八|七|一|四|二八|二|三|五|八|九)|五一|六一|七一|八一|三八|"
                r".*(?:事变|事件|论坛|峰会|大会|大革命)|.*(?:中国|国际|文化|交流)[^、]*[日年节]"
            ),
        ),
        ("GROUP", r"四人帮|.{0,2}(?:台独|港独|藏独|疆独|东突)|.*(?:家庭|户|合伙人|楷模|好人|南方|把手|分子)"),
        ("ORG", r".*(?:公社|司令部|联盟|小组|党|委员会|研究中心|孵化园)"),
        ("DOCTRINE", r".{2,6}(?:精神|论|主义|思想|理念)"),
        ("DOCUMENT", r"[四六七八十百]+条|.*(?:条例|规划|行动计划|纲要|法案|宪章)"),
        (
            "POLICY",
            (
                r"一带一路|一国两制|[百千万][^、，]*[百千万].*|[百千万][名人企村]?.*|一.一.|双(?!碳|减|一流|创|控|重|"
                r"引|招|随机|百|万|提|极|碳|高|十).*|[^、，]*(?:计划|平台|合作|工程|机制|倡议|服务|直通车|研究|建设)|"
                r".*[+＋].*[\u4e00-\u9fff]{2}|.*\d{4}"
            ),
        ),
        (
            "NUMERIC",
            (
                r"[\d+＋NX×]+|第[二两]个结合|[两双][^个、，]{1,2}|(?:[两双三四五六七八九十]|\d+)+(?:个|大|项|条|种|位|"
                r"篇|张|类|支|件|步|轮|不|讲|化|有|保|稳|问|要|严|学|面|用|到|型|好|小|农|公|风|基|资).*|"
                r"[一两三四五六七八九十\d][^，。、]{1,4}[、，]?[一两三四五六七八九十\d][^，。、]{1,4}(?:[、，]?[一两三四五六七八九十\d][^，。、]{1,4})*|"
                r""
                r""
                r"[三四五六七八九十][^、，]{1,3}|.*(?:十|八|五)大.*"
            ),
        ),
        (
            "MOTTO",
            (
                r"[^，、；]{2,9}(?:[，、；][^，、；]{2,12})+|[^，、；]{7,}|.{1,3}[为不无].{1,4}|最[后初].*|"
                r".{1,3}[之的].{1,3}|.*[难梦子虎路气]"
            ),
        ),
    )
)

_HEADS: dict[str, tuple[str, ...]] = {
    "DOCUMENT": ("规划纲要", "规划和2035年远景目标纲要", "规划", "计划"),
    "PERIOD": ("时期", "期间", "末期", "期末", "末", "开局之年", "收官之年"),
    "EVENT": (
        "主题教育",
        "学习教育",
        "国际合作高峰论坛",
        "高峰论坛",
        "国际劳动妇女节",
        "国际劳动节",
        "事变",
        "运动会",
        "事件",
    ),
    "DOCTRINE": ("重要思想", "的重要思想", "理念", "的理念", "精神"),
    "GROUP": ("分裂势力", "分裂分子"),
}
_NAMED = any_of(words("quote_heads"))
_AFTER = re.compile(f"{any_of(head for heads in _HEADS.values() for head in heads)}|{_NAMED}+")


def label_of(words: str) -> str:
    """Return the label that the shape of a quoted coinage suggests.

    >>> [label_of(words) for words in ("十四五", "四个意识", "互联网+", "听党话、跟党走")]
    ['PERIOD', 'NUMERIC', 'POLICY', 'MOTTO']
    """
    return next((label for label, shape in _SHAPES if shape.fullmatch(words)), "POLICY")


def find(text: str) -> Iterator[Span]:
    """Yield quoted coinages, the same with their head nouns, and titles in title marks."""
    for title in _TITLE.finditer(text):
        if title[1].strip("\n ，。：、"):
            yield Span(title.start(1), title.end(1), "DOCUMENT", "title")
    for quote in _QUOTE.finditer(text):
        words = quote[1].strip("\n ，。：、")
        if not words or _SPEECH.search(text, max(0, quote.start() - 4), quote.start()):
            continue
        label = label_of(words)
        after = _AFTER.match(text, quote.end())
        if len(words) > 1:
            yield Span(quote.start(1), quote.end(1), label, f"quote_{label.lower()}")
        if after and len(words) > 1:
            outer = next((found for found, heads in _HEADS.items() if after.group().endswith(heads)), None)
            if outer is None:
                outer = label if label == "NUMERIC" else "POLICY"
            if (outer in ("DOCUMENT", "PERIOD")) > (label == "PERIOD"):
                outer = "POLICY"
            yield Span(quote.start(), after.end(), outer, "quote_head")
