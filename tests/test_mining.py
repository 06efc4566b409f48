"""Mining: where names stand first, which strings look like formulations, what completes a table (invented texts)."""

from pathlib import Path

import pytest

from pipeline.errors import LexiconError
from pipeline.lexicon.corpora import Source, read_corpora
from pipeline.lexicon.entries import COLUMNS
from pipeline.lexicon.formulations import PATTERNS, find_formulations
from pipeline.lexicon.mining import Sighting, fill_seen, fill_tables, find_pairs, main, sight

SOURCES = [
    Source("1979", "gwr 1979", "我们实现“四化”，发展三农。第三农场。"),
    Source("2012", "cpc 18", "推进“五位一体”总体布局。又说五位一体总体布局，三农。"),
    Source("", "jiang 7", "讲正气。"),
]
HEADER = "\t".join(COLUMNS) + "\n"


def test_sight_counts_from_the_first_document_on() -> None:
    assert sight(["三农", "五位一体总体布局", "讲正气", "双百"], SOURCES) == {
        "三农": Sighting("1979", "gwr 1979", 2, 2),
        "五位一体总体布局": Sighting("2012", "cpc 18", 1, 2),
        "讲正气": Sighting("", "jiang 7", 1, 1),
        "双百": Sighting(),
    }
    assert fill_seen(["四化"], SOURCES) == {"四化": ("1979", "gwr 1979")}
    assert sight([], SOURCES) == {}


def test_fill_writes_ids_years_and_order(tmp_path: Path) -> None:
    table = tmp_path / "numeric.tsv"
    table.write_text(
        HEADER
        + "\t五位一体总体布局\tNUMERIC\t四化\t\t政治\t\t\t\n"
        + "\t讲正气\tMOTTO\t\t\t党建\tvirtue\t\t\n"
        + "san-nong-9\t三农\tNUMERIC\t\t\t农业\t\t1900\tnowhere\n",
        encoding="utf-8",
    )
    fill_tables([table], SOURCES)
    once = table.read_text(encoding="utf-8")
    assert once == (
        HEADER
        + "jiang-zheng-qi\t讲正气\tMOTTO\t\t\t党建\tvirtue\t\tjiang 7\n"
        + "san-nong-9\t三农\tNUMERIC\t\t\t农业\t\t1979\tgwr 1979\n"
        + "wu-wei-yi-ti-zong-ti-bu-ju\t五位一体总体布局\tNUMERIC\t四化\t\t政治\t\t1979\tgwr 1979\n"
    )
    fill_tables([table], SOURCES)
    assert table.read_text(encoding="utf-8") == once


def test_fill_names_a_row_that_lacks_cells(tmp_path: Path) -> None:
    table = tmp_path / "numeric.tsv"
    table.write_text(HEADER + "三农\tNUMERIC\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"numeric\.tsv:2: 2 cells; a row has 9"):
        fill_tables([table], SOURCES)


FOUND = [
    ("quoted", "坚持“五位一体”，他说“好”。", ["五位一体"]),
    ("numeral", "要做到：三个面向，又有三十个面向世界的大国家项目。", ["三个面向"]),
    ("quoted-numeral", "“三农”和“一圈两带、三城”", ["三农", "一圈两带、三城"]),
    ("repeated-numeral", "三严三实，二十二次，四纵四横", ["三严三实", "四纵四横"]),
    ("doctrine", "贯彻新发展理念，坚持群众路线。", ["新发展理念", "群众路线"]),
    ("motto", "有：不忘初心、牢记使命。今天下午，会议开了很久。", ["不忘初心、牢记使命"]),
]


@pytest.mark.parametrize(("pattern", "text", "found"), FOUND, ids=[pattern for pattern, _, _ in FOUND])
def test_formulations(pattern: str, text: str, found: list[str]) -> None:
    assert set(PATTERNS) == {name for name, _, _ in FOUND}
    finds = find_formulations([Source("2020", "xi", text), Source("2021", "xwlb", text)], pattern)
    for name in found:
        assert (finds[name].code, finds[name].count, finds[name].documents) == ("xi", 2, {"xi", "xwlb"})
    assert not finds.keys() & {"好", "今天下午，会议开了很久", "二十二次"}


def test_pairs_give_the_shortest_sentence() -> None:
    rows = [["", "三农", "", "", "", "", "", "", ""], ["", "六稳", "", "", "", "", "known", "", ""]]
    pairs = [("重视“三农”工作，做好“六稳”。", "long"), ("重视三农。", "short"), ("做好六稳。", "six")]
    assert find_pairs(rows, pairs) == [("三农", "重视三农。", "short")]


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere"]) == 2
    assert "python -m pipeline.lexicon.mining" in capsys.readouterr().err


@pytest.mark.slow
def test_corpora_are_dated_and_simplified(shared: Path) -> None:
    sources = read_corpora(shared / "corpora")
    assert len(sources) > 2500
    assert [source.date or "9999" for source in sources] == sorted(source.date or "9999" for source in sources)
    assert {source.code.split()[0] for source in sources} >= {"gwr", "cpc", "xwlb", "hk", "mao", "deng", "jiang"}
    for source in sources:
        if source.code.startswith(("gwr 1954", "hk")):
            assert "國" not in source.text
