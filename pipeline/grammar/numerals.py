"""Numeral formulas without quotation marks: 四个意识, 三大攻坚战, 八项规定, 三严三实, 六稳."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import Span, any_of, words

_FEW = r"(?:[二两三四五六七八九]|十[一二三四五六七八九]?)"
_BEFORE = r"(?<![第一二两三四五六七八九十百千几数余多\d．.])"
_CORES = words("numeral_cores")
_NOUNS = words("numeral_nouns")
_COUNTED = re.compile(
    rf"(?=[两二三四五六七八九十中和])(?:{_BEFORE}{_FEW}个{any_of(_CORES)}|{_BEFORE}{_FEW}大(?:重点|新兴|未来|先进|优势|特色|传统|共同|重大|核心|"
    rf"生态|国家|区域|民生)?{any_of(_NOUNS)}|"
    rf"中央八项规定|和平共处五项原则|{_BEFORE}(?<!本)(?<!中央)(?<!共处)[四五六七八九十]项(?:基本)?(?:原则|规定|"
    rf"工程|行动|改革|禁令|纪律|倡议))"
)
_PAIRED = re.compile(
    rf"(?=[两双三四五六七八九]){_BEFORE}([两双三四五六七八九])(?!个|年|天|月|次|人|家|国|方|点|岁|里|省|地|十|百|千|万|分|层|级|位|"
    rf"种)([\u4e00-\u9fff])\1(?!个|年|天|月|次|人|家|国|点|岁|十|百|千|万|分|层|级|位|种)([\u4e00-\u9fff])(?!\1)"
)
_CLIPPED = re.compile(
    r"(?<![\u4e00-\u9fff一-九])(?:六稳|六保|三农|四风|双碳|双减|双控|双创|双拥|双循环|三公|两新|两重|两山|三保|"
    r"四化|三资|五险一金|一老一小|三北)(?![\u4e00-\u9fff])|"
    r"(?:三农|四风|六稳|六保|三公|双碳|双减|双拥|双循环)(?=问题|工作|任务|经费|目标|政策|建设|促进|、|和)|"
    r"双一流|双随机、一公开|五位一体|三位一体|两步走|三步走|三去一降一补|两新一重|两个一百年|一国两制三地|"
    r"四项基本原则|四大发明|三个世界"
)
_DIRECTED = re.compile(
    r"两个市场[、和]?两种资源|(?:国内国际|国际国内|国内国外)两个(?:大局|市场)(?:[、和]?两种资源)?|中央和地方两个积极性"
)
_NOT_FORMULA = re.compile(r"十[个大]|[二两]大(?:类|国)|二十大|十[一二三四五六七八九]大")


def find(text: str) -> Iterator[Span]:
    """Yield numeral formulas that stand without quotation marks."""
    for rule, pattern in (("counted", _COUNTED), ("paired", _PAIRED), ("clipped", _CLIPPED), ("directed", _DIRECTED)):
        for found in pattern.finditer(text):
            if not (rule == "counted" and _NOT_FORMULA.fullmatch(found.group())):
                yield Span(found.start(), found.end(), "NUMERIC", f"numeral_{rule}")
