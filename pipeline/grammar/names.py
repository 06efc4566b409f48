"""Closed sets of proper nouns that several entity rules build on: provinces, parties, ministries' kinds."""

from pipeline.grammar.spans import any_of, words

PROVINCES = words("provinces")
PROVINCE = any_of(PROVINCES)
"""A province, short form."""

PLACE = (
    rf"(?:{PROVINCE}(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?|[\u4e00-\u9fff]{{2,3}}(?:省|市|州|县|区|盟|旗))"
)
"""A province or a place by its suffix."""

ORDINAL = r"[一二三四五六七八九十百]{1,4}"
"""A Chinese ordinal as congresses and sessions are counted."""

COUNT = rf"(?:{ORDINAL}|\d{{1,3}})"
"""The same, or in digits."""
