"""Plan periods and eras."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import ORDINAL
from pipeline.grammar.spans import Span

_PLAN = re.compile(
    r"(?<![一二三四五六七八九十百千点第])(?:十[一二三四五六七八九]?五|[五六七八九]五)"
    r"(?=规划|时期|计划|期间|末|以来|开局|收官|胜利|发展|”)(?:时期|期间|末(?!期))?|"
    rf"第{ORDINAL}个五年(?:计划|规划)(?:时期|期间)"
)
_ERA = re.compile(
    "|".join(
        (
            "新时代新征程|新时代十年|中国特色社会主义新时代",
            "新时代(?!中国特色|党的|新征程|十年|的?中国(?!梦)|强军|推动|治藏|治疆|军事|革命军人|人才强|党|“)",
            "(?:改革开放和社会主义现代化建设|社会主义革命和建设|新民主主义革命|社会主义革命|改革开放)(?:历史)?新?时期",
            "(?:全面建设社会主义现代化国家)?新征程|新世纪新阶段|新世纪(?!新阶段)|新发展阶段",
            "(?:二十一?|2[01]|２１)世纪(?:中叶|头二十年|初|末|[五六七八九]十年代)?",
            "(?<!二十)(?<!上)本世纪(?:头二十年|中叶|末|初)?|(?<![一二三四五六七八九十])[五六七八九]十年代",
            "(?:土地革命战争|抗日战争|解放战争|革命战争|民主革命|计划经济|延安|过渡)时期|新的历史时期|新时期",
            "革命战争年代|旧社会|解放(?:以前|以后)|解放[前后](?=[，。、的我中国])",
        )
    )
)


def find(text: str) -> Iterator[Span]:
    """Yield plan periods and eras."""
    for found in _PLAN.finditer(text):
        yield Span(found.start(), found.end(), "PERIOD", "period_plan")
    for found in _ERA.finditer(text):
        yield Span(found.start(), found.end(), "PERIOD", "period_era")
