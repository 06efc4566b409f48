"""Know how a speaker addresses the audience: 各位代表： 同志们！"""

import re

from pipeline.sections.sentences import Paragraph

_AUDIENCE = r"(?:同志们|女士们|先生们|朋友们|代表们|委员们|同学们|同胞们|乡亲们)"
ADDRESS = (
    r"(?:尊敬的[^。：:！!？，、,\n]{1,40}|各位[一-鿿]{1,12}|[一-鿿]{0,4}主席(?:先生)?(?=[，、：:])|诸位|"
    + _AUDIENCE
    + ")"
)
# Without a mark between them only the plain forms may follow, and what has reached a mark is not tried in other ways
# (the group is atomic), or a hostile row of 各位 would be tried in every way.
_CALL = rf"(?>{ADDRESS}{_AUDIENCE}*(?=[，、,\s：:！!]))"
SALUTATION = re.compile(rf"{_CALL}(?:[，、,\s]+{_CALL})*\s*[：:！!]")


def greets(text: str, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is an address of the audience and nothing else."""
    return SALUTATION.fullmatch(text, paragraph.start, paragraph.end) is not None
