"""Documents without title marks: laws, plans, reports, decisions on a subject."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import ORDINAL
from pipeline.grammar.spans import STOPS, Span

_NAMED = re.compile(
    rf"第{ORDINAL}个五年(?:计划|规划)(?:纲要|草案)?|"
    rf"(?:国民经济和社会发展)第{ORDINAL}个五年规划(?:纲要)?(?:和二〇三五年远景目标纲要)?|党的(?:二十|"
    rf"十[一二三四五六七八九])大报告|(?:二十|十[一二三四五六七八九])大(?:报告|党章)|"
    r"(?:政府|最高人民法院|最高人民检察院|全国人大常委会|政协常委会|人大常委会)工作报告|施政报告|"
    r"(?:国家)?宪法(?!宣誓|和法律委)|新?党章|民法典|(?:香港特别行政区|澳门特别行政区|香港|澳门)?基本法|共同纲领|"
    r"共产党宣言|联合国宪章|(?:中华人民共和国)?(?:香港特别行政区|澳门特别行政区)?维护国家安全法(?!定)|香港国安法|"
    r"巴黎协定|"
    r"中英联合声明|联合国2030年可持续发展议程|2030年可持续发展议程|九二共识|毛泽东选集|邓小平文选|江泽民文选|"
    r"习近平谈治国理政|习近平著作选读|外商投资法|反分裂国家法|民营经济促进法|慈善法|立法法|监察法|民族区域自治法|"
    r"国家人权行动计划|农业法|义务教育法|劳动法|环境保护法|"
    r"中央八项规定实施细则|(?:\d{4}年|[一二三四五六七八九〇]{4}年)(?:国民经济和社会发展计划|"
    r"中央和地方预算)(?:执行情况|草案)(?:的报告)?"
)
_ABOUT = re.compile(
    rf"(?:(?:中共中央|党中央|国务院|中共中央[、 ]?国务院|全国人大常委会|中共中央办公厅|国务院办公厅)关于|"
    rf"关于)[^{STOPS}]{{4,40}}?(?:的)?(?:若干)?(?:重大问题的决定|决定|决议|意见|实施意见|指导意见|条例|通知|规定|"
    rf"办法|方案)(?=[{STOPS}]|$)"
)
_LAW = re.compile(rf"(?:中华人民共和国)[^{STOPS}]{{2,20}}?法(?:典)?(?![律治规院制人])|[^{STOPS}]{{2,12}}规划纲要")
_OUT = re.compile(r"制定|实施|编制|落实|贯彻|执行|修订|根据|按照|出台|印发|颁布|通过|审议|的|国务院关于|与")


def find(text: str) -> Iterator[Span]:
    """Yield documents that are named without title marks."""
    for found in _NAMED.finditer(text):
        yield Span(found.start(), found.end(), "DOCUMENT", "document")
    for found in _ABOUT.finditer(text):
        yield Span(found.start(), found.end(), "DOCUMENT", "document_about")
    for found in _LAW.finditer(text):
        start = found.start()
        for out in _OUT.finditer(text, start, found.end() - 2):
            start = out.end()
        yield Span(start, found.end(), "DOCUMENT", "document_law")
