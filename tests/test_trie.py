"""The trie finds what searching for one string after the other finds."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.offsets import codes
from pipeline.lexicon.trie import Trie

ALPHABET = "一二三𠀀"


def found(strings: list[str], text: str) -> list[tuple[int, str]]:
    starts, numbers = Trie(strings).find(codes(text))
    return sorted((start, strings[number]) for start, number in zip(starts.tolist(), numbers.tolist(), strict=True))


@given(
    st.sets(st.text(ALPHABET, min_size=1, max_size=6), max_size=12),
    st.text(ALPHABET, max_size=40),
    st.integers(1, 200),
)
def test_every_occurrence_is_found(strings, text, times):
    text *= times  # long enough to be sieved
    every = [(at, string) for string in strings for at in range(len(text)) if text.startswith(string, at)]
    assert found(sorted(strings), text) == sorted(every)


def test_a_string_that_reaches_beyond_the_text_is_none():
    assert found(["一二", "一二三"], "三一二") == [(1, "一二")]
    assert found(["一二"], "") == found([], "一二") == []
