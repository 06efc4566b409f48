"""Make tests/data/seed_records from the seed speech's gold annotation (run once; needs ../shared/gold).

The tests of graph/ want records that don't change whenever the extraction gets better.
"""

import bisect
import dataclasses
import difflib
import hashlib
import json
import re
import sys
from pathlib import Path

import opencc
from pypinyin import Style, lazy_pinyin

from pipeline.records import Concept, Document, Mention, Records, Section, Sentence, kind_of, write_records

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SEED = ROOT / "seeds" / "000_b56b6ce28b870dfd.txt"

# canonical name: aliases, members, English, domain, first year seen
KNOWN = {
    "两个一百年": (["“两个一百年”奋斗目标"], [], "Two Centenary Goals", "历史时期", 2012),
    "三大攻坚战": ([], ["防范化解重大风险", "精准脱贫", "污染防治"], "three tough battles", "经济", 2017),
    "四个意识": ([], ["政治意识", "大局意识", "核心意识", "看齐意识"], "Four Consciousnesses", "党建", 2016),
    "四个自信": ([], ["道路自信", "理论自信", "制度自信", "文化自信"], "Four-Sphere Confidence", "党建", 2016),
    "两个维护": ([], [], "Two Upholds", "党建", 2018),
    "六稳": ([], ["稳就业", "稳金融", "稳外贸", "稳外资", "稳投资", "稳预期"], "Six Stabilities", "经济", 2018),
    "六保": ([], [], "Six Priorities", "经济", 2020),
    "人民政协": (["政协"], [], "Chinese People's Political Consultative Conference", "政协统战", 1949),
    "习近平新时代中国特色社会主义思想": (
        [],
        [],
        "Xi Jinping Thought on Socialism with Chinese Characteristics for a New Era",
        "党建",
        2017,
    ),
    "新发展理念": (
        [],
        ["创新发展", "协调发展", "绿色发展", "开放发展", "共享发展"],
        "new development philosophy",
        "经济",
        2015,
    ),
    "供给侧结构性改革": ([], [], "supply-side structural reform", "经济", 2015),
    "高质量发展": ([], [], "high-quality development", "经济", 2017),
    "稳中求进工作总基调": ([], [], "", "经济", 2011),
    "中华民族伟大复兴中国梦": (["中国梦"], [], "Chinese Dream of national rejuvenation", "历史时期", 2012),
    "十三五": (["“十三五”规划"], [], "13th Five-Year Plan", "经济", 2015),
    "十四五": (["“十四五”规划"], [], "14th Five-Year Plan", "经济", 2019),
}


def slug(name: str) -> str:
    parts = [re.sub(r"[^a-z0-9]+", "", part.lower()) for part in lazy_pinyin(name, errors=lambda text: list(text))]
    return "-".join(part for part in parts if part) or "x"


def align(raw: str, clean: str) -> list[int]:
    """Return the raw offset of every clean offset (and of the end)."""
    convert = opencc.OpenCC("t2s")
    folded = "".join(convert.convert(character)[:1] or character for character in raw)
    offsets = [-1] * (len(clean) + 1)
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, folded, clean, autojunk=False).get_opcodes():
        for step in range(j_end - j):
            offsets[j + step] = i + step if tag == "equal" else min(i + step, i_end)
    offsets[len(clean)] = len(raw)
    return offsets


def main(gold: Path) -> None:
    raw = SEED.read_bytes().decode("utf-8")
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    section_rows = [row for row in rows if row["type"] == "section"]
    starts = {row["start"] for row in section_rows}
    clean = gold.with_name(gold.name.replace(".gold.jsonl", ".clean.txt")).read_text(encoding="utf-8")
    to_raw = align(raw, clean)
    # join the hard wraps, widen the punctuation: what the cleaning does to this text
    keep = [
        i for i, character in enumerate(clean) if character != "\n" or to_raw[i] + 1 in starts or i == len(clean) - 1
    ]
    text = "".join(clean[i] for i in keep)
    to_raw = [to_raw[i] for i in keep] + [len(raw)]
    text = re.sub(r"(?<!\d):|:(?!\d)", "：", text.replace(",", "，").replace("!", "！"))

    def to_clean(offset: int) -> int:
        return bisect.bisect_left(to_raw, offset)

    doc = "000_b56b6ce28b870dfd.txt"
    records = Records()
    records.documents.append(
        Document(
            doc,
            "XX市政协工作座谈会上讲话",
            "2020-09-14",
            "工作总结",
            None,
            hashlib.sha256(SEED.read_bytes()).hexdigest(),
            "utf-8",
            text,
            {"pinyin": 337, "punctuation": text.count("，"), "simplified": 1000, "wrap": len(clean) - len(text)},
        )
    )
    records.sections = [
        Section(doc, **{key: row[key] for key in ("id", "parent", "role", "level", "marker", "title", "start", "end")})
        for row in section_rows
    ]
    paragraph = 0
    for piece in re.finditer(r"[^。！？\n]*[。！？]?[”』）]*\n*", text):
        if not piece.group():
            continue
        start, end = to_raw[piece.start()], to_raw[piece.end()]
        section = next(s.id for s in reversed(records.sections) if s.start <= start)
        source = raw[start:end]
        records.sentences.append(
            Sentence(
                doc,
                len(records.sentences),
                paragraph,
                section,
                start,
                end,
                piece.start(),
                piece.group(),
                source if source != piece.group() else None,
            )
        )
        paragraph += piece.group().endswith("\n")
    names = {alias: name for name, known in KNOWN.items() for alias in known[0]}
    labels: dict[str, str] = {}
    sentence_starts = [sentence.clean_start for sentence in records.sentences]
    for row in sorted((row for row in rows if row["type"] == "mention"), key=lambda row: (row["start"], -row["end"])):
        start, end = to_clean(row["start"]), to_clean(row["end"])
        surface = text[start:end]
        name = names.get(surface, surface)
        labels.setdefault(name, row["label"])
        records.mentions.append(
            Mention(
                doc,
                row["start"],
                row["end"],
                start,
                surface,
                kind_of(labels[name]),
                labels[name],
                slug(name),
                name,
                row["section"],
                bisect.bisect_right(sentence_starts, start) - 1,
                "lexicon" if name in KNOWN else "grammar.quote",
                1.0 if row["tier"] == "core" else 0.6,
            )
        )
    for name in sorted(KNOWN):
        if name in labels:
            for member in KNOWN[name][1]:
                labels.setdefault(member, "POLICY")
    for name, label in sorted(labels.items(), key=lambda item: slug(item[0])):
        aliases, members, english, domain, first = KNOWN.get(name, ([], [], "", "", None))
        pinyin = " ".join(lazy_pinyin(name, style=Style.TONE))
        records.concepts.append(
            Concept(
                slug(name),
                name,
                kind_of(label),
                label,
                aliases,
                [slug(member) for member in members],
                domain,
                english,
                pinyin,
                first,
                name in KNOWN,
            )
        )
    assert len({concept.id for concept in records.concepts}) == len(records.concepts)
    assert "".join(sentence.text for sentence in records.sentences) == text
    for mention in records.mentions:
        assert text[mention.clean_start :].startswith(mention.text), dataclasses.asdict(mention)
    write_records(records, HERE / "seed_records")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
