"""Bodies of party, state and society by their standing names and by the shape of a name."""

import re
from collections.abc import Iterator

from pipeline.grammar.names import ORDINAL, PROVINCE
from pipeline.grammar.spans import STOPS, Span, any_of, words

_STANDING = re.compile(rf"(?<![人工村居]){any_of(words('bodies'))}")
_NOT_AFTER = {"人大": "会堂", "政协": "委员", "工会": "主义", "党委": "(", "联合国": "教"}
_SHAPED = re.compile(
    rf"(?:中共)?{PROVINCE}(?:省|市|自治区)?(?:委|人民政府|政府|人大常委会|人大|政协|纪委监委|纪委|高级人民法院|"
    rf"军区)(?![员托派])|中共[\u4e00-\u9fff]{{2,6}}(?:省委|市委|县委|区委|党委|工委|支部)|"
    rf"[\u4e00-\u9fff]{{2,3}}(?:市委|县委|区委)(?![员托派])|"
    rf"(?:第?{ORDINAL}届)(?:中央委员会|全国人民代表大会常务委员会|全国人大常委会|全国人大(?!常)|全国政协|"
    rf"全国委员会)(?![第一二三四五六七八九十])|中国人民政治协商会议(?:第{ORDINAL}届)?(?:全国|"
    rf"[\u4e00-\u9fff]{{2,6}})委员会|"
    rf"(?:国家|国务院)[^{STOPS}是为的在]{{2,8}}?(?:(?<![大全布格结开好])局|委员会|总局|办公室|总署|领导小组)(?!长|"
    rf"面|势|部)|"
    rf"中央(?!政治局|巡视组|书记处|军委)[^{STOPS}是为的在决成向]{{2,12}}(?:委员会|领导小组|办公室)(?!第|会议)|"
    rf"(?:外交|国防|教育|科学技术|科技|"
    rf"公安|民政|司法|财政|自然资源|生态环境|住房城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|"
    rf"应急管理|工业和信息化|人力资源社会保障)部(?!长|门|署|分|队)"
)
_HEAD = re.compile(any_of(words("body_heads")))
_OUT = re.compile(
    r"和|与|的(?!马|确)|在|由|是|向|对|为|了|等|及|会同|听取|出席|参加|成立|组建|设立|建立|支持|推动|推进|通过|"
    r"审议|召开|主持|担任|兼任|任|健全|完善|发挥|加强|依法|各级|各地|全体|部分|一批|我们|他们|根据|按照|委托|要求|"
    r"以及|包括|作为|建设|打造|依托|把|将|从|到|我(?!党|军)|今年|同|当选|并|也|经|让|使|有|被|就|都|选举|设"
)


def find(text: str) -> Iterator[Span]:
    """Yield bodies."""
    for found in _STANDING.finditer(text):
        barred = _NOT_AFTER.get(found.group())
        if barred is None or not text.startswith(barred, found.end()):
            yield Span(found.start(), found.end(), "ORG", "body")
    for found in _SHAPED.finditer(text):
        yield Span(found.start(), found.end(), "ORG", "body_shape")
    for head in _HEAD.finditer(text):
        start = head.start()
        low = max(0, start - 16)
        while start > low and not _STOP.match(text[start - 1]):
            start -= 1
        for out in _OUT.finditer(text, start, head.start()):
            start = out.end()
        if head.start() - start >= 2:
            yield Span(start, head.end(), "ORG", "body_head")


_STOP = re.compile(f"[{STOPS}]")
