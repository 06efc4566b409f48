"""The lexicon: its tables, the loader that validates them, the user's corrections, the matcher, check and show."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.lexicon import Lexicon
from pipeline.lexicon.check import describe_counts, find_faults
from pipeline.lexicon.entries import COLUMNS
from pipeline.lexicon.matcher import STOPS
from pipeline.lexicon.shadow import make_shadow, shadow_text
from pipeline.lexicon.show import format_entry, look_up

HEADER = "\t".join(COLUMNS) + "\n"
WORDS = {
    "wu-wei-yi-ti": "五位一体\tNUMERIC\t五位一体总体布局\t\t政治\t\t2012\tcpc 18",
    "bu-wang-chu-xin-lao-ji-shi-ming": "不忘初心、牢记使命\tMOTTO\t\t\t党建\t\t\t",
    "yi-ren-min-wei-zhong-xin-de-fa-zhan-si-xiang": "以人民为中心的发展思想\tDOCTRINE\t\t\t党建\t\t\t",
    "san-nong": "三农\tNUMERIC\t\t农业|农村|农民\t农业\t\t2003\tgwr 2003",
    "xian-fa": "宪法\tDOCUMENT\t\t\t文件\t\t\t",
}
ORDINARY = {
    "nong-cun": "农村\tPOLICY\t\t\t农业\t\t\t",
    "nong-min": "农民\tGROUP\t\t\t农业\t\t\t",
    "nong-ye": "农业\tPOLICY\t\t\t农业\t\t\t",
}


def write(path: Path, rows: dict[str, str], header: str = HEADER) -> Path:
    path.write_text(header + "".join(f"{key}\t{rows[key]}\n" for key in sorted(rows)), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = tmp_path / "data"
    tables.mkdir()
    write(tables / "words.tsv", WORDS)
    write(tables / "members.tsv", ORDINARY)
    return tables


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.load()


def matches(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.concept) for found in lexicon.match(text)]


def test_shipped_tables_have_no_fault() -> None:
    assert find_faults() == []


def test_shipped_tables_hold_what_the_project_promises(shipped: Lexicon) -> None:
    entries = [entry for entry in shipped.entries.values() if entry.matched]
    counts = {label: sum(entry.label == label for entry in entries) for label in ("NUMERIC", "DOCTRINE", "MOTTO")}
    assert counts["NUMERIC"] >= 400
    assert counts["DOCTRINE"] >= 450
    assert counts["MOTTO"] >= 600
    assert len(entries) >= 3000
    assert sum(entry.label == "NUMERIC" and bool(entry.members) for entry in entries) >= 250


@pytest.mark.parametrize(
    ("formula", "members"),
    [
        ("四个意识", "政治意识 大局意识 核心意识 看齐意识"),
        ("四个自信", "道路自信 理论自信 制度自信 文化自信"),
        ("六稳", "稳就业 稳金融 稳外贸 稳外资 稳投资 稳预期"),
        ("四个现代化", "农业现代化 工业现代化 国防现代化 科学技术现代化"),
        ("三大攻坚战", "防范化解重大风险 精准脱贫 污染防治"),
        ("两个一百年", "第一个百年奋斗目标 第二个百年奋斗目标"),
    ],
)
def test_members_stand_in_official_order(shipped: Lexicon, formula: str, members: str) -> None:
    entry = shipped.find(formula)
    assert entry is not None
    assert [shipped.entries[member].name for member in entry.members] == members.split()


def test_every_entry_is_its_own_answer(shipped: Lexicon) -> None:
    for entry in shipped.entries.values():
        for surface in entry.surfaces:
            assert shipped.find(surface) is entry
            if entry.matched:
                assert (0, len(surface), entry.id) in {(m.start, m.end, m.concept) for m in shipped.match(surface)}


MATCHES = [
    ("推进“五位一体”总体布局", [("“五位一体”总体布局", "wu-wei-yi-ti"), ("五位一体", "wu-wei-yi-ti")]),
    ("推进五位一体总体布局", [("五位一体", "wu-wei-yi-ti"), ("五位一体总体布局", "wu-wei-yi-ti")]),
    ("不忘初心，牢记使命", [("不忘初心，牢记使命", "bu-wang-chu-xin-lao-ji-shi-ming")]),
    ("不忘初心 牢记使命", [("不忘初心 牢记使命", "bu-wang-chu-xin-lao-ji-shi-ming")]),
    ("“不忘初心”“牢记使命”", [("“不忘初心”“牢记使命”", "bu-wang-chu-xin-lao-ji-shi-ming")]),
    ("“不忘初心、牢记使命”", [("不忘初心、牢记使命", "bu-wang-chu-xin-lao-ji-shi-ming")]),
    ("以人民为中心发展思想", [("以人民为中心发展思想", "yi-ren-min-wei-zhong-xin-de-fa-zhan-si-xiang")]),
    ("「三农」工作", [("三农", "san-nong")]),
    ("《宪法》第三条", [("宪法", "xian-fa")]),
    ("遵守宪，法律", []),
    ("第三农产品、十三农庄", []),
    ("三农户、三农场", []),
    ("三农", [("三农", "san-nong")]),
    ("五位。一体", []),
    ("“十三”农业", []),
    ("第“三”农业", []),
    ("“我们五位”一体总体布局", []),
    ("农村和农民", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), MATCHES, ids=[text for text, _ in MATCHES])
def test_match(folder: Path, text: str, found: list[tuple[str, str]]) -> None:
    assert matches(Lexicon.load(folder=folder), text) == found


def test_stops_name_entries(shipped: Lexicon) -> None:
    rows = [line.split("\t") for line in STOPS.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["name", "before", "after"]
    assert rows[1:] == sorted(rows[1:])
    for name, before, after in rows[1:]:
        entry = shipped.find(name)
        assert entry is not None
        for text in (*(mark + name for mark in before), *(name + mark for mark in after)):
            assert (name, entry.id) not in matches(shipped, text)


def test_members_are_concepts_but_never_matched(folder: Path) -> None:
    lexicon = Lexicon.load(folder=folder)
    assert [lexicon.entries[member].name for member in lexicon.entries["san-nong"].members] == ["农业", "农村", "农民"]
    assert not lexicon.entries["nong-ye"].matched
    assert list(lexicon.entries) == sorted(lexicon.entries)


@given(st.text(alphabet="不忘初心牢记使命三农“”‘’、，。 第十\n\t", max_size=40))
def test_spans_lead_back_to_the_text(text: str) -> None:
    shadow = make_shadow(text)
    assert shadow.text == shadow_text(text)
    for start in range(len(shadow.text)):
        assert shadow.span(start, start + 1) is not None
        first, last = shadow.span(start, start + 1) or (0, 0)
        assert text[first:last] == shadow.text[start]


USER = [
    ("si-ge-xin\t四个新\tNUMERIC\n", "四个新气象", ["si-ge-xin"]),
    ("san-nong\t三农问题\tNUMERIC\n", "三农问题", ["san-nong"]),
    ("san-nong-2\t三农\tPOLICY\n", "三农", ["san-nong-2"]),
    ("-san-nong\t\t\n", "三农", []),
    ("-san-nong\n", "三农", []),
    ("nong-ye\t农业\tPOLICY\n", "农业", ["nong-ye"]),
]


@pytest.mark.parametrize(("row", "text", "found"), USER, ids=[row.strip() for row, _, _ in USER])
def test_a_users_table_adds_replaces_and_removes(
    folder: Path, tmp_path: Path, row: str, text: str, found: list[str]
) -> None:
    table = tmp_path / "my.tsv"
    table.write_text("id\tname\tlabel\n\n" + row, encoding="utf-8")
    assert [match.concept for match in Lexicon.load(table, folder=folder).match(text)] == found


def test_a_replaced_or_removed_member_stays_linked_or_goes(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "my.tsv"
    table.write_text("label\tname\tid\nPOLICY\t农业\tthe-land\n\t\t-nong-min\n", encoding="utf-8")
    assert Lexicon.load(table, folder=folder).entries["san-nong"].members == ("the-land", "nong-cun")


FAULTS = [
    ("a\t三农", "2 cells"),
    ("San-Nong\t四个新\tNUMERIC\t\t\t政治\t\t\t", "id 'San-Nong' must be pinyin"),
    ("si\t四\tNUMERIC\t\t\t政治\t\t\t", "shorter than two"),
    ("si\t四个新\tSLOGAN\t\t\t政治\t\t\t", "label 'SLOGAN' is none of"),
    ("si\t“四个新”\tNUMERIC\t\t\t政治\t\t\t", "holds '“'"),
    ("si\t四个新\tNUMERIC\t四 新\t\t政治\t\t\t", "holds ' '"),
    ("si\t四个新\tNUMERIC\t四新||四个新气象\t\t政治\t\t\t", "is empty"),
    ("si\t四个新\tNUMERIC\t四新|\t\t政治\t\t\t", "is empty"),
    ("si\t四个新\tNUMERIC\t四个新\t\t政治\t\t\t", "repeats an alias"),
    ("si\t四个新\tNUMERIC\t\t\t天文\t\t\t", "domain '天文' is none of"),
    ("si\t四个新\tNUMERIC\t\t\t政治\t\tsoon\t", "first_year 'soon'"),
    ("si\t四个新\tNUMERIC\t\t\t政治\t Four\t\t", "no white space"),
    ("si\t四个新\tNUMERIC\t\t新气象\t政治\t\t\t", "member 新气象 of 四个新 is no entry"),
    ("si\t四个新\tNUMERIC\t\t四个新\t政治\t\t\t", "a member of itself"),
    ("si\t三农\tNUMERIC\t\t\t政治\t\t\t", "三农 already names"),
    ("si\t四个新\tNUMERIC\t三、农\t\t政治\t\t\t", "三、农 already names san-nong"),
    ("san-nong\t四个新\tNUMERIC\t\t\t政治\t\t\t", "id san-nong is already at"),
    ("b\t四个新\tNUMERIC\t\t\t政治\t\t\t\na\t五个新\tNUMERIC\t\t\t政治\t\t\t", "a stands after b"),
]


@pytest.mark.parametrize(("rows", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_faulty_table_is_named_with_its_line(folder: Path, rows: str, message: str) -> None:
    table = folder / "zzz.tsv"
    table.write_text(HEADER + rows + "\n", encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        Lexicon.load(folder=folder)
    assert message in str(error.value)
    assert str(error.value).startswith((f"{table}:{2 + rows.count(chr(10))}: ", f"{folder / 'words.tsv'}:"))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", ["", "id\tname\n", "id\tname\tlabel\tcolour\n", "id\tname\tlabel\tid\n"])
def test_a_faulty_header_is_named(folder: Path, tmp_path: Path, content: str) -> None:
    table = tmp_path / "my.tsv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"my\.tsv:1: the first line must name the columns"):
        Lexicon.load(table, folder=folder)
    write(folder / "zzz.tsv", {}, content)
    with pytest.raises(LexiconError, match=r"zzz\.tsv:1: the columns must be"):
        Lexicon.load(folder=folder)


def test_what_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"missing\.tsv: cannot be read"):
        Lexicon.load(tmp_path / "missing.tsv", folder=folder)
    (tmp_path / "gbk.tsv").write_bytes("id\tname\tlabel\n三农".encode("gbk"))
    with pytest.raises(LexiconError, match=r"gbk\.tsv: cannot be read as UTF-8"):
        Lexicon.load(tmp_path / "gbk.tsv", folder=folder)
    with pytest.raises(LexiconError, match="holds no lexicon tables"):
        Lexicon.load(folder=tmp_path / "nowhere")


def test_a_user_cannot_remove_what_is_not_there(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "my.tsv"
    table.write_text("id\tname\tlabel\n-wu-you\t\t\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"my\.tsv:2: there is no entry wu-you to remove"):
        Lexicon.load(table, folder=folder)


CHECKS = [
    ("si-ge-yi-shi\t四個意識\tNUMERIC\t\t\t党建\t\t\t", "Traditional characters; write 四个意识"),
    ("si-ge\t四个意识\tNUMERIC\t\t\t党建\t\t\t", "is not the pinyin of 四个意识: si-ge-yi-shi"),
    ("si-ge-yi-shi\t四个意识\tNUMERIC\t四、个意识\t\t党建\t\t\t", "differs by marks only"),
    ("si-ge-yi-shi\t四个意识\tNUMERIC\t\t农业\t党建\t\t\t", "has a single member"),
]


@pytest.mark.parametrize(("row", "message"), CHECKS, ids=[message for _, message in CHECKS])
def test_check_finds_what_loading_forgives(folder: Path, row: str, message: str) -> None:
    assert find_faults(folder=folder) == []
    (folder / "zzz.tsv").write_text(f"{HEADER}{row}\n", encoding="utf-8")
    faults = find_faults(folder=folder)
    assert len(faults) == 1
    assert message in faults[0]
    assert faults[0].startswith(f"{folder / 'zzz.tsv'}:2: ")


def test_check_finds_idle_members_and_reports_broken_tables(folder: Path) -> None:
    write(folder / "members.tsv", ORDINARY | {"lin-ye": "林业\tPOLICY\t\t\t农业\t\t\t"})
    assert [fault.partition(": ")[2] for fault in find_faults(folder=folder)] == [
        "林业 is a member of nothing; drop it"
    ]
    (folder / "zzz.tsv").write_text("broken\n", encoding="utf-8")
    assert f"{folder / 'zzz.tsv'}:1: the columns must be" in find_faults(folder=folder)[0]


def test_show(folder: Path) -> None:
    lexicon = Lexicon.load(folder=folder)
    entry = lexicon.find("“三农”")
    assert entry is not None
    assert format_entry(lexicon, entry).splitlines() == [
        "三农",
        "  id          san-nong",
        "  label       NUMERIC (农业)",
        "  pinyin      san nong",
        "  traditional 三農",
        "  first seen  2003 (gwr 2003)",
        "  members     农业 · 农村 · 农民",
    ]
    assert "  member of   三农" in format_entry(lexicon, lexicon.entries["nong-ye"]).splitlines()


@pytest.mark.parametrize("query", ["三农", "三農", "「三農」", "san-nong"])
def test_look_up_takes_either_script_and_ids(folder: Path, query: str) -> None:
    entry = look_up(Lexicon.load(folder=folder), query)
    assert entry is not None
    assert entry.name == "三农"


def test_look_up_of_what_is_not_there(folder: Path) -> None:
    assert look_up(Lexicon.load(folder=folder), "五农") is None


def test_check_reads_the_users_table_too(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "my.tsv"
    table.write_text("id\tname\tlabel\nsi-ge\t四個意識\tNUMERIC\n-san-nong\n", encoding="utf-8")
    assert [fault.partition(": ")[0] for fault in find_faults(table, folder=folder)] == [f"{table}:2"]


def test_counts_leave_members_out(folder: Path) -> None:
    lines = describe_counts(Lexicon.load(folder=folder))
    assert [line.split() for line in lines if not line.endswith(" 0")] == [
        ["NUMERIC", "2"],
        ["DOCTRINE", "1"],
        ["MOTTO", "1"],
        ["DOCUMENT", "1"],
        ["all", "5"],
    ]
