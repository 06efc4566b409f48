"""Tell where a speech was held, and on which level: from its file's name, its title and the organs its head names."""

import re

PROVINCES = (
    *("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建"),
    *("江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏"),
    *("陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾"),
)
_HEAD = 500
_IN_NAME = "(?:(?![年月日在届于向任为和与及的各全本某出席])[一-鿿])"
_PROVINCE = rf"(?P<province>{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?"
_CITY = rf"(?P<city>{_IN_NAME}{{2,7}}?(?:自治州|地区|市|州|盟))"
_COUNTY = rf"(?P<county>{_IN_NAME}{{1,7}}?(?:自治县|县|区|旗))"
_TOWNSHIP = rf"(?P<township>{_IN_NAME}{{1,5}}?(?:街道|镇|乡))"
_ORGAN = (  # what follows a name that is a place
    r"(?=[\s_\-]*(?:19\d\d|20\d\d)?年?[\s_\-]*(?:人民(?:政府|代表大会|委员会)|革命委员会|政府|第.{1,4}届|第.{1,4}次|人大|政协|政治协商|党委|委(?:书记|员会|常委|办|第|.{1,3}届|十)|"
    r"省长|市长|区长|州长|县长|镇长|乡长|主席|行政长官|施政报告|监察委|高级法院|中级法院))"
)
_BEFORE = r"(?:(?<![一-鿿])|(?<=[在年届共于为向任]))"
_LOCAL = re.compile(rf"{_BEFORE}(?:{_PROVINCE}\s*)?(?:{_CITY}\s*)?(?:{_COUNTY}\s*)?(?:{_TOWNSHIP})?{_ORGAN}")
_NAMELESS = re.compile(
    r"(?:(?<![一-鿿])|(?<=[在全某共]))(?P<level>自治区|[省市县区州镇乡])"
    r"(?=委(?:书记|常委|员会|第|.{1,3}届)|政协|人大|人民(?:政府|代表大会)|政府|省长|市长)"
    r"|[X×某]{1,3}(?P<masked>自治区|[省市县区州镇乡])"
)
_CENTRAL = re.compile(
    r"全国人民代表大会|全国人大|全国政协|政协全国|政治协商会议第?[一-鿿]{0,4}届?全国委员会|政协第[一二三四五六七八九十]+届全国委员会"
    r"|国务院|中共中央|党中央|总书记|国家主席|中央军委|中央[一-鿿]{1,8}会议|中央人民政府|中国共产党第|政治局"
    r"|党的?[一二三四五六七八九十]{1,3}大|[一二三四五六七八九十]{1,3}届[一二三四五六七八九]中全会|(?<![一-鿿])[（(]?[一二三四五六七八九十]{1,3}大[）)]"
)
_LEVEL = {"省": "province", "自治区": "province", "州": "city", "市": "city", "镇": "township", "乡": "township"}
_NOT_NAMES = re.compile(r"^(?:[各全我本两某×X]|有关|其他|中央)|^(?:城|都|上|省|县|地|直辖)(?:市|区)$|[与和及、的]")


def find_place(text: str, name: str) -> tuple[str | None, str | None]:
    """Return place and level (pipeline.records.LEVELS) of cleaned `text` read from the file `name`; None where unsaid.

    What comes first decides: the file's name, then the first 500 characters. Municipalities and special administrative
    regions are on the level of provinces; autonomous prefectures and leagues on that of cities, districts on that of
    counties. A place carries what stands above it as far as the text does: 四川, 四川成都市, 成都市.

    >>> find_place("", "gwr/四川省_2026_政府工作报告.txt")
    ('四川', 'province')
    >>> find_place("在成都市第十八届人民代表大会第二次会议上", "a.txt")
    ('成都市', 'city')
    >>> find_place("政府工作报告\\n国务院总理", "a.txt"), find_place("在市政协工作座谈会上的讲话", "a.txt")
    ((None, 'central'), (None, 'city'))
    """
    for part in (name.removesuffix(".txt").removesuffix(".md"), text[:_HEAD]):
        found = min(_readings(part), default=None)
        if found is not None:
            return found[2] or None, found[3]
    return None, None


def _readings(text: str) -> list[tuple[int, int, str, str]]:
    """Return what each kind of evidence says first, as (offset, rank, place or "", level)."""
    readings = []
    central = _CENTRAL.search(text)
    if central:
        readings.append((central.start(), 0, "", "central"))
    for found in _LOCAL.finditer(text):
        parts = [found[kind] or "" for kind in ("province", "city", "county", "township")]
        if any(parts) and not any(_NOT_NAMES.search(part) for part in parts if part):
            level = ("province", "city", "county", "township")[max(i for i, part in enumerate(parts) if part)]
            readings.append((found.start(), 1, re.sub(r"\s", "", "".join(parts)), level))
            break
    nameless = _NAMELESS.search(text)
    if nameless:
        readings.append((nameless.start(), 2, "", _LEVEL.get(nameless["level"] or nameless["masked"], "county")))
    return readings
