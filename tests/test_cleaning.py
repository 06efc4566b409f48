"""Cleaning: each fault by its case, what must stay as it is, the way back, and pollution made by rule."""

import importlib.util
import itertools
import json
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import Style, pinyin

from pipeline.cleaning import clean
from pipeline.cleaning.characters import HAN

DATA = Path(__file__).parent / "data"
ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
CASES = [
    ESCAPE.sub(lambda m: chr(int(m[1], 16)), line).split("\t")
    for line in (DATA / "cleaning.tsv").read_text("utf-8").split("\n")[1:]
    if line
]
KNOWN_FAILURES = [
    # A lost byte before a run that ends in a digit: the digit was swallowed too, nothing is left to tell which.
    ("于是?020年", "于是。2020年"),
    # Whether someone wrote the book or thinks of it, only the meaning can tell.
    ("他想著《資本論》裏的話", "他想着《资本论》里的话"),
]


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_case(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_clean_text_stays(raw: str, expected: str) -> None:
    assert clean(expected).text == expected


@pytest.mark.parametrize(("raw", "expected"), KNOWN_FAILURES)
@pytest.mark.xfail(strict=True)
def test_known_failure(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


def test_steps_name_only_what_changed() -> None:
    assert clean("各位委员：今天开会。").steps == {}
    assert clean("市政協(xié)要,,").steps == {
        "pinyin": 1,
        "doubled punctuation": 1,
        "half-width punctuation": 1,
        "traditional": 1,
    }


def test_unverified_annotation_goes_only_from_polluted_page() -> None:
    wrong = "新(xí)"
    assert clean(wrong).text == wrong
    assert clean("學(xué)習(xí)協(xié)商，" + wrong).text == "学习协商，新"


def test_line_broken_inside_word_is_joined(seed: Path) -> None:
    text = clean(seed.read_bytes().decode("utf-8")).text
    assert "绷紧弦" in text
    assert "人民政协必须恪守的根本政治原则" in text


def test_headings_and_salutations_keep_their_lines() -> None:
    raw = "政府工作报告，在会议上\n各位代表：\n一、过去一年工作\n过去一年，成绩很大。\n（一）稳增长，促改革\n要稳。\n"
    assert clean(raw).text == raw


def test_quotation_on_its_own_line_is_joined() -> None:
    raw = "我们讨论了很久，听取了\n关于草案的说明\n，随后通过了它。\n\n会议很成功。\n\n大家都满意。\n\n散会。"
    assert clean(raw).text.split("\n")[0] == "我们讨论了很久，听取了关于草案的说明，随后通过了它。"


def test_pdf_lines_and_page_number_are_joined() -> None:
    sentence = "我们必须坚持稳中求进的总基调，把各项工作做得更细更实，让全市人民都能够分享改革发展的成果。"
    body = sentence * 12
    lines = [body[i : i + 30] for i in range(0, len(body), 30)]
    raw = "\n".join(lines[:8]) + "\n\x0c\n7\n" + "\n".join(lines[8:]) + "\n二 往后的路\n" + "\n".join(lines[:3])
    cleaned = clean(raw).text
    before, _, after = cleaned.partition("\n二 往后的路\n")
    assert before.replace("\n", "") == body
    assert all(line.endswith("。") for line in before.split("\n"))
    assert after


def test_wide_spaces_inside_line_are_paragraphs() -> None:
    assert clean("各位朋友！　　今天很高兴。\u2003\u2003谢谢大家。").text == "各位朋友！\n今天很高兴。\n谢谢大家。"


def test_wide_spaces_part_headings_in_a_text_that_lost_its_paragraphs() -> None:
    raw = "过去很好。　　现在更好。　　将来最好。　　二、往后的路　　我们接着走。"
    assert clean(raw).text.split("\n")[3:] == ["二、往后的路", "我们接着走。"]
    assert clean("主席　　李明").text == "主席  李明"


def test_date_below_title_keeps_its_line() -> None:
    raw = "坚持团结，反对分裂\n（一九五七年三月）\n\n各位：\n\n今天开会。\n\n大家好。"
    assert clean(raw).text == raw


def test_markdown_marks_stay_where_text_is_no_markdown() -> None:
    assert clean("当前位置：\n首页\n>\n要闻\n编号#3 *").text == "当前位置：\n首页\n>\n要闻\n编号#3 *"


# --- the way back ---------------------------------------------------------------------------------------------------


def check_offsets(raw: str) -> None:
    cleaned = clean(raw)
    spans = [cleaned.to_raw(i, i + 1) for i in range(len(cleaned.text))]
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    for i in range(0, len(cleaned.text), max(1, len(cleaned.text) // 7)):
        for j in range(i, len(cleaned.text) + 1, max(1, len(cleaned.text) // 5)):
            start, end = cleaned.to_raw(i, j)
            assert 0 <= start <= end <= len(raw)
            if i < j:
                assert cleaned.to_clean(start, end) == (i, j)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
@example("\ud800國\x00(guó)")
@example("??!!，，()&#0;<b>")
def test_any_text_is_cleaned_and_mapped(raw: str) -> None:
    check_offsets(raw)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="國国協(xié)guo ,，、。\n\u3000\xa0“”\"'「」?!M雲著0１９.#*>[]&;<p/>-—", max_size=80))
def test_hostile_mixture_is_cleaned_and_mapped(raw: str) -> None:
    check_offsets(raw)


def test_map_leads_to_pinyin_and_back() -> None:
    cleaned = clean("市政協(xié)商")
    assert cleaned.to_raw(0, 3) == (0, 8)
    assert cleaned.to_clean(1, 3) == cleaned.to_clean(1, 8) == (1, 3)
    with pytest.raises(IndexError):
        cleaned.to_raw(2, 9)


def test_part_of_sentence_reads_as_in_its_document(seed: Path) -> None:
    raw = seed.read_bytes().decode("utf-8")
    cleaned = clean(raw)
    at = cleaned.text.index("绷紧弦")
    start, end = cleaned.to_raw(at, at + 3)
    assert clean(raw[start:end], cleaned.plan.inside()).text == "绷紧弦"


def test_every_gold_mention_reads_as_in_its_document(shared: Path) -> None:
    for path in sorted((shared / "gold" / "dev").glob("*.gold.jsonl")):
        raw = Path(str(path).replace(".gold.jsonl", ".txt")).read_bytes().decode("utf-8")
        cleaned = clean(raw)
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if row["type"] == "mention":
                i, j = cleaned.to_clean(row["start"], row["end"])
                start, end = cleaned.to_raw(i, j)
                assert cleaned.to_clean(start, end) == (i, j)
                assert clean(raw[start:end], cleaned.plan.inside()).text == cleaned.text[i:j]


# --- pollution made by rule -----------------------------------------------------------------------------------------

TO_TRADITIONAL = OpenCC("s2t")
AMBIGUOUS = frozenset("于后并干系斗里只制范征余")
ANNOTATED = frozenset("協習導標進構關發認獻學領擔當機達實際務產業團結調穩經濟創")
PHRASES = [
    "坚持稳中求进工作总基调",
    "全面贯彻新发展理念",
    "着力保障和改善民生",
    "沿着正确方向前进",
    "加强社会治理",
    "团结一致",
    "关于干部队伍建设",
    "深入实施创新驱动发展战略",
    "提高人民生活水平",
    "维护国家安全",
    "显著增强综合国力",
    "学习原著",
    "于是后来",
]


def convert(text: str) -> str:
    return "".join(c if c in AMBIGUOUS else TO_TRADITIONAL.convert(c) for c in text)


def reading(character: str, style: Style = Style.TONE) -> str:
    return str(pinyin(character, style=style)[0][0])


def fixed_set(text: str, _: random.Random) -> str:
    return "".join(c + f"({reading(c)})" if c in ANNOTATED else c for c in convert(text))


def no_break(text: str, dice: random.Random) -> str:
    forms = ("({}\u00a0)", "({})\u00a0", "(\u00a0{})")
    return "".join(c + dice.choice(forms).format(reading(c)) if c in ANNOTATED else c for c in convert(text))


def toneless_twice(text: str, dice: random.Random) -> str:
    return "".join(
        c + f"({reading(c, Style.NORMAL)})" * 2 if c > "\u4e00" and c < "\u9fff" and dice.random() < 0.2 else c
        for c in convert(text)
    )


def every_converted(text: str, _: random.Random) -> str:
    return "".join(t + f"({reading(t)})" if t != c else c for c, t in zip(text, convert(text), strict=True))


def commas(text: str, dice: random.Random) -> str:
    return "".join("，" + c if c in "，、。" and dice.random() < 0.5 else c for c in convert(text))


def half_width(text: str, _: random.Random) -> str:
    return fixed_set(text, _).translate(str.maketrans("，：；！？", ",:;!?"))


STYLES = (fixed_set, no_break, toneless_twice, every_converted, commas, half_width)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PHRASES), min_size=4, max_size=12), st.sampled_from(STYLES), st.integers(0, 10**6))
def test_pollution_is_undone(phrases: list[str], style: object, seed_number: int) -> None:
    text = "，".join(phrases) + "。"
    raw = style(text, random.Random(seed_number))  # type: ignore[operator]
    assert clean(raw).text == text
    check_offsets(raw)


def test_character_error_rate_of_gold_is_within_bounds(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for path in sorted((shared / "gold" / "dev").glob("*.clean.txt")):
        raw = Path(str(path).replace(".clean.txt", ".txt")).read_bytes().decode("utf-8")
        wrong, length = score.cer(path.read_text("utf-8"), clean(raw).text)
        assert wrong / length <= 0.002


def test_simplified_corpora_keep_their_characters(shared: Path) -> None:
    """Of the running text of a clean Simplified report nothing but layout and widths may change."""
    folder = shared / "corpora" / "provincial_gwr_2026"
    if not folder.is_dir():
        pytest.skip("needs ../shared/corpora")
    for path in sorted(folder.glob("*.txt")):
        cleaned = clean(path.read_bytes().decode("utf-8"))
        assert not {"pinyin", "split characters", "lost bytes", "traditional", "doubled punctuation"} & set(
            cleaned.steps
        )


@pytest.mark.bench
@pytest.mark.parametrize(
    "part",
    [
        "<!--",
        "<script>",
        "[",
        "](",
        "**",
        "*国",
        "'国",
        '"国',
        "國(",
        "國(a",
        "國(guo)",
        "國?guo)f",
        "?!痹",
        "(国",
        ",,",
        "&amp;",
        "<p",
        "--",
        "http://",
        " ",
        "\u3000",
        "\n",
        "国\n",
        "国，\n",
        "\n\u200b",
        "> ",
        "- ",
        "\u3000国",
    ],
)
def test_hostile_repetition_takes_linear_time(part: str) -> None:
    clean(part * 10)
    for tail in ("", "x", "\n"):
        start = time.process_time()
        clean(part * (200_000 // len(part)) + tail)
        assert time.process_time() - start < 10


@pytest.mark.bench
def test_speed() -> None:
    text = "，".join(PHRASES) + "。\n"
    for raw, least in ((text * 4000, 500_000), (fixed_set(text, random.Random(0)) * 1000, 150_000)):
        start = time.process_time()
        clean(raw)
        assert len(raw) / (time.process_time() - start) > least


def test_han_is_a_class_of_ideographs() -> None:
    assert re.fullmatch(f"[{HAN}]+", "〇國国㐀𠀀")
    assert not re.search(f"[{HAN}]", "，aア1")
