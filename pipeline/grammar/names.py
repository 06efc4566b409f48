"""Pieces of patterns that several rooms need: provinces, ordinals."""

from pipeline.grammar.spans import any_of, words

PROVINCE = any_of(words("provinces"))
"""A province in its short form."""

ORDINAL = r"[一二三四五六七八九十百]{1,4}"
"""A Chinese ordinal as congresses and sessions are counted."""

COUNT = rf"(?:{ORDINAL}|\d{{1,3}})"
"""The same, or in digits."""
