"""Places by the suffix that makes a place of a name (流域, 新区, 经济带 …), or by a short one (平利县, 红水河)."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import PROVINCE
from pipeline.grammar.spans import Span, any_of, left_edge, words

_HEAD = re.compile(any_of(words("place_heads")))
_SHORT = re.compile(
    "|".join(
        (
            r"县(?<![市区强大小各全一整个定村困扶帽百本该我郊省跨理州]县)(?![委长级域区市乡处])",
            r"镇(?<![城乡村小心重新千]镇)(?![委长级域区村街])",
            r"乡(?<![城家返下水同老他异故回入]乡)(?![村镇愁亲土情贤党])",
            r"村(?<![农乡政新型然统中体山美渔驻整万千联各全本该我困扶范一个进]村)(?![委民镇级务庄集企落干寨])",
            r"区(?<![一二三四五六七八九十个几百千万\d]区)(?<![社山地城特园景校灾辖战全我各库牧片新街小老厂林矿郊治发展济业务民贸游验范教政会销产行户罪疫流保边解苏白双分跨市县防冻干]区)(?![域间县委长级划位别内政块市])",
            r"市(?<![城县区股开门夜上省入楼大中各全我本地车超集都直街户货农互]市)(?![场委民长级域政值面属占区内外容辖井县])",
            r"州(?<![亚欧非美神九黄各全本该我自治大]州)(?![委府长级县市])",
            r"江(?<![长珠湘黑龙两沿渡跨大小一]江)(?![山苏西河湖湾南北淮泽流海])",
            r"河(?<![江长黄山内治界运银先天一沿大跨拉]河)(?![南北湖流道山西湾谷套内长畔])",
            r"湖(?<![江河太西沙海洞庭芜]湖)(?![南北泊区州光])",
            r"山(?<![江河青银金火矿高荒上山黄唐中大雪冰爬靠登巍泰佛舟鞍出进千祖保]山)(?![东西区水河地岳村川乡林脉清顶石田海峰麓塬寨巅头坡洪])",
            r"岛(?<![半离列群孤南海本小千青秦]岛)(?![屿国上内链])|岭(?![区南北])|湾(?<![台港海大转江]湾)(?![区南北里])",
            "社区(?<![的各居进个型级文老安慧]社区)|街道(?<![的各区居个型级文老安]街道)|公社(?<![民任]公社)",
        )
    )
)
_SCOPE = re.compile(
    r"[一这那有]些|另外|许多|不少|任何|其他|相关|不同|[这那各每该]|(?:[一二两三四五六七八九十几多\d]+)[个条座项大]"
)
_PAIR = re.compile(
    "[中美俄苏日印英法德][中美俄苏日英法德印朝韩越蒙欧非阿巴哈塞埃老柬泰缅澳新加意西葡拉]"
    "(?=两国|两党|两军|关系|友好|友谊|双方|经贸|人文|边界|边境|贸易|高层|战略|互利|建交|联合|人民|元首|峰会|务实|"
    "社会主义|合作|伙伴|领导人|之间|全面)|"
    "(?<![\u4e00-\u9fff])(?:中[越俄苏日美英德韩朝欧非阿哈法]|港深|深港)(?![国文语律规和与网水式医小心外午东西])"
)
_SHORTENED = re.compile(
    "(?:[驻赴离抵返]|(?<=[日午夜月，。])在)([京沪津渝粤港澳台川浙苏鲁豫皖闽赣鄂湘桂琼黔滇陕甘青宁冀晋辽吉黑藏])"
    "(?=[，。、的举召主出考察会见单部就创投中各设解工武])"
)
_UNIT = re.compile(rf"(?:{PROVINCE}|省|自治区|市|县|[^新片地社特郊老湾]区|州|镇|街道|乡)(?=[\u4e00-\u9fff])")
_JOINT = re.compile(
    "[和与及的到至从在驻抵往赴由是]|经(?!济|贸|开)|自(?!治|贸|由|然)|来到|位于|包括|特别|途经|连接|接驳|发源|前往|走进|考察|改成|沿着"
)
_EMPTY = re.compile(
    rf"{any_of(words('place_empty'))}\Z|[全我各本该某每双整]|[一二两三四五六七八九十百千万几多\d]+(?:[个条座项大]|\Z)"
)


def find(text: str) -> Iterator[Span]:
    """Yield places; of stacked ones (北京市大兴区) the last."""
    for head in _HEAD.finditer(text):
        start = _begin(text, head.start(), 12)
        joint = max(text.rfind(mark, start, head.start()) for mark in "和的")
        if joint >= 0:
            start = joint + 1
        if start < head.start() and not _SCOPE.match(text, start, head.start()):
            yield Span(start, head.end(), "PLACE", "place")
    for head in _SHORT.finditer(text):
        start = _begin(text, head.start(), 6)
        if 1 <= head.start() - start <= 4 and not _EMPTY.match(text, start, head.start()):
            yield Span(start, head.end(), "PLACE", "place_short")
    for pair in _PAIR.finditer(text):
        yield Span(pair.start(), pair.end(), "PLACE", "place_pair")
    for short in _SHORTENED.finditer(text):
        yield Span(short.start(1), short.end(1), "PLACE", "place_shortened")


def _begin(text: str, head: int, reach: int) -> int:
    """Return where the name that the suffix at `head` ends begins."""
    start = left_edge(text, head, reach)
    for joint in _JOINT.finditer(text, start, head):
        start = joint.end()
    for unit in _UNIT.finditer(text, start, head):
        start = unit.end()
    return start
