"""Make tests/data/dated_records: four invented speeches, dated, in which formulations come, go and return."""

import hashlib
import re
from pathlib import Path

from pipeline.records import Concept, Document, Mention, Records, Section, Sentence, kind_of, write_records

HERE = Path(__file__).resolve().parent

SPEECHES = {
    "2018/a.txt": (
        "2018-03-05",
        "同志们，今天谈改革开放和高质量发展。\n一要打好三大攻坚战。推进污染防治，推进精准脱贫。\n二要坚持新发展理念。新发展理念引领高质量发展。\n改革开放永远在路上。\n",
    ),
    "2019/b.txt": (
        "2019-03-05",
        "同志们，今天谈改革开放。\n一要打好三大攻坚战。精准脱贫是硬仗。\n二要做好六稳工作。六稳连着高质量发展。\n国务院和各省一起努力。\n",
    ),
    "2020/c.txt": (
        "2020-05-22",
        "同志们，今天谈六稳和六保。\n一要落实六保任务。六保是六稳的着力点，国务院作了部署。\n二要抓好污染防治。\n新发展理念不动摇。\n",
    ),
    "undated/d.txt": (None, "同志们，改革开放不停步。\n一要坚持新发展理念。国务院抓落实。\n奋斗吧。\n"),
}
CONCEPTS = (
    ("gai-ge-kai-fang", "改革开放", "POLICY", [], "reform and opening up"),
    ("gao-zhi-liang-fa-zhan", "高质量发展", "POLICY", [], "high-quality development"),
    ("guo-wu-yuan", "国务院", "ORG", [], "State Council"),
    ("jing-zhun-tuo-pin", "精准脱贫", "POLICY", [], ""),
    ("liu-bao", "六保", "NUMERIC", [], "Six Priorities"),
    ("liu-wen", "六稳", "NUMERIC", [], "Six Stabilities"),
    ("san-da-gong-jian-zhan", "三大攻坚战", "NUMERIC", ["jing-zhun-tuo-pin", "wu-ran-fang-zhi"], ""),
    ("wu-ran-fang-zhi", "污染防治", "POLICY", [], ""),
    ("xin-fa-zhan-li-nian", "新发展理念", "DOCTRINE", [], ""),
)


def main() -> None:
    records = Records()
    for doc, (date, text) in SPEECHES.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        records.documents.append(
            Document(doc, f"讲话 {doc.split('/')[0]}", date, None, None, digest, "utf-8", text, {})
        )
        lines = list(re.finditer(r"[^\n]*\n", text))
        for number, line in enumerate(lines):
            marker = re.match("[一二]要", line[0])
            last = number == len(lines) - 1
            role = "directive" if marker else "closing" if last else "preamble"
            title = line[0].split("。")[0][2:] if marker else ""
            name = f"s{number}"
            records.sections.append(
                Section(doc, name, None, role, 1, marker[0] if marker else "", title, line.start(), line.end())
            )
            for piece in re.finditer("[^。]*。\n?", line[0]):
                start = line.start() + piece.start()
                index = sum(row.doc == doc for row in records.sentences)
                end = start + len(piece[0])
                records.sentences.append(Sentence(doc, index, number, name, start, end, start, piece[0], None))
                found = [(m.start(), row) for row in CONCEPTS for m in re.finditer(row[1], piece[0])]
                for at, (concept, label, kind, _, _) in sorted(found):
                    begin = start + at
                    records.mentions.append(
                        Mention(
                            doc,
                            begin,
                            begin + len(label),
                            begin,
                            label,
                            kind_of(kind),
                            kind,
                            concept,
                            label,
                            name,
                            index,
                            "lexicon",
                            1.0,
                        )
                    )
    records.concepts = [
        Concept(name, label, kind_of(kind), kind, [], members, "", english, "", None, True)
        for name, label, kind, members, english in CONCEPTS
    ]
    write_records(records, HERE / "dated_records")


if __name__ == "__main__":
    main()
