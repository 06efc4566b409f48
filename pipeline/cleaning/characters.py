"""What kind a character is, and the faults of single characters: controls, odd spaces, wide digits, look-alikes."""

import re
import unicodedata
from functools import cache

from pipeline.cleaning.offsets import Edit, differences

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The ideographs, to stand inside a regular expression's brackets."""

WIDE = "、。，；：！？…—·“”‘’（）《》〈〉【】〔〕「」『』"
"""Chinese punctuation, to stand inside a regular expression's brackets."""

# The most frequent characters of policy texts. Two thirds of any such text are made of them and next to nothing of a
# text decoded wrongly, so their share tells the two apart. Simplified; `is_common` knows the Traditional forms too.
_COMMON = (
    "的一是国不人中和要们我有在民这主了大会年个发作党政义地同对经以为工就十来上全产社展方现九能实生进力战革行出"
    "时动部到分业军也家建问日于二题他三共好本成多事化月定加改重学面开新济各制过第平自反可五些命得争合法关理级决治"
    "后解利志四都资区还放持领之下设代农而说体提东世当文强用导内起高正去八所阶结应界坚立员两意没种前思六点很必美基"
    "央度想总长样干任斗但把如情外从子统七教务小策众队际明向性么那毛群团系取你保其搞等心路表议泽委论使步次做特者看"
    "打期更只机条西联量相无须科权市府组变族少切最指件然线育讲公技别由因处造原间果将确道活先己比并极话局信见调增百"
    "北办完目着南派认才则已什入安与注集势克整几报万推形历抗求织华批识此术里及根又规通谈广运史难验支管天今风数场创"
    "位续真胜敌水深错知护马企略精口至积该项许给计况质误益达它服走物纪观防严程帝越式版海善需研劳席稳准备划村望书或"
    "交继传究城门快商被收协助神示复头参非受较手老台"
)

# Patterns begin with one set of characters where they can: so the machine that searches looks at nothing else.
CONTROLS = re.compile(
    "[\r\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff](?:(?<=\r)\n)?"
)
_BREAKS = "\r\n", "\r", "\u000b", "\u000c", "\u0085", "\u2028", "\u2029"
_INVISIBLE_LINE = re.compile("\n[\u200b-\u200f\u2060\ufeff]+(?=\n)")
_SPACES = re.compile("[\u00a0\u1680\u2000\u2001\u2004-\u200a\u202f\u205f]")
_ZERO = re.compile("[０0○ＯO](?<=[一二三四五六七八九〇].)[０0○ＯO]*(?=[一二三四五六七八九〇年])")
_ALIKE = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\u2e80-\u2fdf\uf900-\ufaff\uff0e]"
    "(?:(?<!\uff0e)|(?<=[0-9\uff10-\uff19].)(?=[0-9\uff10-\uff19]))"
)


@cache
def common() -> frozenset[str]:
    """Return the frequent characters, Simplified and Traditional."""
    from opencc import OpenCC

    return frozenset(_COMMON + OpenCC("s2t").convert(_COMMON) + OpenCC("s2hk").convert(_COMMON))


@cache
def is_simplified(character: str) -> bool:
    """Say whether a character belongs to the standard Simplified set (GB 2312), as 著 and 乾 do and 國 does not."""
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def controls(text: str) -> list[Edit]:
    r"""Drop invisible characters (byte order mark, zero-width, soft hyphen); make every line break a newline.

    >>> controls("\ufeff新\u200b时代\r\n")
    [(0, 1, ''), (2, 3, ''), (5, 7, '\n')]

    A line of nothing but invisible characters goes as a whole: it stands where a page ended, often inside a word.
    """
    lines = [(m.start(), m.end(), "") for m in _INVISIBLE_LINE.finditer(text)] if "\u200b" in text else []
    inside = {at for start, end, _ in lines for at in range(start, end)}
    singles = [
        (m.start(), m.end(), "\n" if m[0] in _BREAKS else "")
        for m in CONTROLS.finditer(text)
        if m.start() not in inside
    ]
    return sorted(lines + singles)


def spaces(text: str) -> list[Edit]:
    r"""Make the no-break and typographic spaces plain ones.

    >>> spaces("来源:\u00a0新华社")
    [(3, 4, ' ')]
    """
    return differences(text, _SPACES.sub(" ", text))


def lookalikes(text: str) -> list[Edit]:
    """Make full-width digits and letters, Kangxi radicals and compatibility ideographs the characters they stand for.

    A zero among Chinese numerals, however written, becomes 〇.

    >>> lookalikes("增长５．３％")
    [(2, 6, '5.3%')]
    """

    def plain(match: re.Match[str]) -> str:
        folded = unicodedata.normalize("NFKC", match[0])
        return folded if len(folded) == 1 else match[0]

    return differences(text, _ALIKE.sub(plain, _ZERO.sub(lambda m: "〇" * len(m[0]), text)))
