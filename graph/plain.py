"""Text as the files can carry it: one rule for every attribute and every writer."""

import re

# XML 1.0 knows no C0 controls but tab, newline and return, no surrogates and no U+FFFE/U+FFFF; UTF-8 no surrogates.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
BLANK = re.compile("[\t\n\r\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Return the text with each control character, lone surrogate and noncharacter replaced by U+FFFD.

    Tab, newline and carriage return become spaces: attribute values are one line in every format. Where what can't
    be carried is (Extensible Markup Language 1.0, section 2.2, production 2 and the note below it).

    >>> plain("四个\\x00意识\\n"), plain("新发展理念")
    ('四个\\ufffd意识 ', '新发展理念')
    """
    if text.isprintable():  # nearly always, and several times as fast
        return text
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", BLANK.sub(" ", text))
