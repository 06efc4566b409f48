"""Plan periods and eras."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import ORDINAL
from pipeline.grammar.spans import Span

_PLAN = re.compile(
    rf"(?<![一二三四五六七八九十百千点第])(?:二?十[一二三四五六七八九]?五|[五六七八九]五)(?=规划|时期|计划|期间|末|"
    rf"以来|开局|收官|胜利|发展|”)(?:时期|期间|末(?!期))?|第{ORDINAL}个五年(?:计划|规划)(?:时期|期间)"
)
_ERA = re.compile(
    r"新时代新征程|新时代十年|新时代(?!中国特色|党的|新征程|十年|的?中国(?!梦))(?!强军|推动|治藏|治疆|军事|"
    r"革命军人|人才强|党|“)|(?:改革开放和社会主义现代化建设|社会主义革命和建设|新民主主义革命|改革开放|"
    r"社会主义革命和社会主义建设)(?:历史)?(?:新)?时期|中国特色社会主义新时代|"
    r"全面建设社会主义现代化国家新征程|新征程|新世纪新阶段|新世纪(?!新阶段)|(?:二十一|21|２１|二十|20)世纪(?:中叶|"
    r"头二十年|初|末|[五六七八九]十年代)?|(?<!二十)(?<!上)本世纪(?:头二十年|中叶|末|初)?|过渡时期|旧社会|"
    r"革命战争年代|革命战争时期|解放战争时期|抗日战争时期|土地革命战争时期|"
    r"民主革命时期|计划经济时期|新的历史时期|新时期|延安时期|(?<![一二三四五六七八九十])[五六七八九]十年代|"
    r"解放(?:以前|前|以后|后)(?=[，。、的我中国])|新发展阶段|近代以来"
)


def find(text: str) -> Iterator[Span]:
    """Yield plan periods and eras."""
    for found in _PLAN.finditer(text):
        yield Span(found.start(), found.end(), "PERIOD", "period_plan")
    for found in _ERA.finditer(text):
        yield Span(found.start(), found.end(), "PERIOD", "period_era")
