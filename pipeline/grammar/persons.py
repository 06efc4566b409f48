"""Persons whom no list holds, by the title before or behind the name, or by the names around it."""

import re
from collections.abc import Iterator

from pipeline.grammar.spans import Span, any_of, words

_SURNAME = f"[{''.join(words('surnames'))}]"
_NOT_PARTY = "(?!党[委组支总校章内外的和员])"
_NAME = rf"{_NOT_PARTY}(?!时任){_SURNAME}[\u4e00-\u9fff]{{1,2}}"
_BEHIND = any_of(words("titles"))
_BEFORE = any_of(words("titles_before"))
_SHORT = re.compile(
    rf"(?<![\u4e00-\u9fff]){_SURNAME}(?:主席|总理|部长|书记|省长|市长|总(?=[，。、：您说介])|老(?=[，。、：说]))|"
    r"(?<=[和与、向对是在学习纪念代])[毛周朱刘江胡](?:主席|总理)|毛主席|周总理"
)
_TITLED = re.compile(
    rf"(?<![\u4e00-\u9fff])({_NAME}){_BEHIND}|"
    rf"{_BEFORE}({_NAME})(?=[、，。：（）在说主出讲作代向强指表要同参家等]|\s)"
)
_REPORTER = re.compile(rf"记者\s({_SURNAME}[\u4e00-\u9fff]{{1,3}})(?=[\s/／摄])")
_FOREIGN = re.compile(
    rf"(?:总统|总理|首相|主席|书记|秘书长|大使|外长|国王|诗人|作家|医生|学家|国的)([{''.join(words('transcription'))}·]{{2,9}})"
    r"(?=[、，。（在的致分和等出率举会同]|\s)"
)
_LISTED = rf"{_NOT_PARTY}{_SURNAME}(?:(?!等)[\u4e00-\u9fff]){{1,2}}"
_LIST = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_LISTED}、){{2,}}{_LISTED}(?=[、，。等出参陪在和\s]|$)")
_ITEM = re.compile("[^、]+")
_BRACKETED = re.compile(rf"（((?!党){_NAME})）")


def find(text: str) -> Iterator[Span]:
    """Yield persons, a surname with its title as a whole, a full name without it."""
    for found in _SHORT.finditer(text):
        yield Span(found.start(), found.end(), "PERSON", "person_short")
    for found in _TITLED.finditer(text):
        group = 1 if found[1] else 2
        yield Span(found.start(group), found.end(group), "PERSON", "person_title")
    for rule, pattern in (("title", _REPORTER), ("foreign", _FOREIGN), ("bracketed", _BRACKETED)):
        for found in pattern.finditer(text):
            yield Span(found.start(1), found.end(1), "PERSON", f"person_{rule}")
    for run in _LIST.finditer(text):
        for found in _ITEM.finditer(text, run.start(), run.end()):
            yield Span(found.start(), found.end(), "PERSON", "person_list")
