"""What is left of HTML and Markdown in a text; the words stay, the marks go."""

import html
import re

from pipeline.cleaning.offsets import Edit
from pipeline.search import find_led

_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10}\d{0,2});")
# Neither runs past the next one of its kind, so that thousands left open take no longer than one.
_HIDDEN = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(script|style)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_BLOCK = (
    "p|br|div|h[1-6]|li|ul|ol|tr|table|tbody|thead|section|article|header|footer|blockquote|hr|title|body|html|head"
)
_INLINE = "span|strong|b|i|em|u|font|a|img|td|th|sup|sub|center|small|o:p|meta|link|input|iframe"
_TAG = re.compile(rf"</?(?:({_BLOCK})|{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)

# What a line of Markdown begins with; only lines that do are asked what they are.
_LEAD = re.compile(r"[#>*+_-](?:(?<=^.)|(?<=[ ].))", re.MULTILINE)
_EMPHASIS = re.compile(r"[*_](?:(?<=\*)|(?=_))")  # addresses are full of single low lines
_BRACKET = re.compile(r"[!\[]")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}(?=[ \t]+\S)[ \t]*", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1|(?<![*\w])(\*)(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])")
_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)")
_QUOTE = re.compile(r"^[ ]{0,3}>[> ]*", re.MULTILINE)
_RULE = re.compile(r"^[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)
_BULLET = re.compile(r"^[ ]{0,3}[*+-][ \t]+(?=\S)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")


def is_markdown(text: str) -> bool:
    """Say whether a text is Markdown: it has a heading marked `#`, a link, or something between double asterisks.

    >>> is_markdown("# 新闻联播"), is_markdown("首页\\n>\\n要闻 #1")
    (True, False)
    """
    if "#" not in text and "](" not in text and "**" not in text:
        return False
    return bool(_HEADING.search(text) or _LINK.search(text) or ("**" in text and _STRONG.search(text)))


def entities(text: str) -> list[Edit]:
    """Resolve HTML's character references.

    >>> entities("&ldquo;六稳&rdquo;&nbsp;AT&T")
    [(0, 7, '“'), (9, 16, '”'), (16, 22, '\\xa0')]
    """
    if "&" not in text:
        return []
    edits = []
    for match in _ENTITY.finditer(text):
        character = match[0]
        while len(character) > 1 and character != html.unescape(character):
            character = html.unescape(character)
        if len(character) == 1 and (character.isprintable() or character.isspace()):
            edits.append((match.start(), match.end(), character))
        elif match[0].startswith("&#") and not character.isprintable():
            edits.append((match.start(), match.end(), ""))
    return edits


def tags(text: str) -> list[Edit]:
    """Take HTML tags, comments, scripts and styles out; a tag that ends a block becomes a newline.

    >>> tags("<p>各位<b>委员</b></p>")
    [(0, 3, ''), (5, 8, ''), (10, 14, ''), (14, 18, '')]
    """
    if "<" not in text or ">" not in text:
        return []
    edits: list[Edit] = []
    at = 0
    for match in sorted((*_HIDDEN.finditer(text), *_TAG.finditer(text)), key=lambda m: (m.start(), -m.end())):
        if match.start() < at:
            continue
        start, at = match.span()
        block = match.re is _TAG and match[1] is not None
        opens_line = start == 0 or text[start - 1] == "\n" or (edits and edits[-1][1] == start and edits[-1][2] == "\n")
        closes_line = at == len(text) or text[at] == "\n"
        edits.append((start, at, "\n" if block and not opens_line and not closes_line else ""))
    return edits


def markdown(text: str, is_marked: bool) -> list[Edit]:
    """Take Markdown's marks out; headings stay on their own lines, links keep their words, images go.

    >>> markdown("## **六稳**", is_marked=True)
    [(0, 3, ''), (3, 5, ''), (7, 9, '')]
    """
    if not is_marked:
        return []
    cuts: list[tuple[int, int]] = []
    for lead in _LEAD.finditer(text):
        begin = text.rfind("\n", 0, lead.start()) + 1
        if text[begin : lead.start()].strip(" "):
            continue
        cuts += (
            match.span() for pattern in (_HEADING, _QUOTE, _RULE, _BULLET) if (match := pattern.match(text, begin))
        )
    cuts += (match.span() for match in _ESCAPE.finditer(text))
    for match in find_led(_EMPHASIS, _STRONG, text):
        mark = 2 if match[1] else 1
        cuts += ((match.start(), match.start() + mark), (match.end() - mark, match.end()))
    for match in find_led(_BRACKET, _LINK, text):
        if match[1]:
            cuts.append(match.span())
        else:
            cuts += ((match.start(), match.start(2)), (match.end(2), match.end()))
    edits: list[Edit] = []
    at = 0
    for start, end in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if start >= at and start < end:
            edits.append((start, end, ""))
            at = end
    return edits
