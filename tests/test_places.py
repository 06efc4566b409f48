"""Places and levels: from the file's name, the title, the organs in the head."""

import pytest

from pipeline.places import find_place
from pipeline.records import LEVELS


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ("——2026年1月26日在广东省第十四届\n人民代表大会第五次会议上", "a.txt", ("广东", "province")),
        ("2026年宁夏回族自治区政府工作报告", "a.txt", ("宁夏", "province")),
        ("2026年上海市政府工作报告", "a.txt", ("上海", "province")),
        ("香港特别行政区行政长官\n2024年施政报告", "a.txt", ("香港", "province")),
        ("在四川省成都市第十八届人民代表大会上", "a.txt", ("四川成都市", "city")),
        ("北京市海淀区人民政府工作报告", "a.txt", ("北京海淀区", "county")),
        ("凉山彝族自治州人民政府", "a.txt", ("凉山彝族自治州", "city")),
        ("桐庐县政府工作报告", "a.txt", ("桐庐县", "county")),
        ("在XX市经济工作会议上的讲话", "a.txt", (None, "city")),
        ("在全省政协工作座谈会上", "a.txt", (None, "province")),
        ("县委书记在大会上的讲话", "a.txt", (None, "county")),
        ("政府工作报告\n——在第十四届全国人民代表大会第二次会议上\n国务院总理 李强", "a.txt", (None, "central")),
        ("中共中央总书记在四川考察时强调", "a.txt", (None, "central")),
        ("各位代表：", "浙江省_2026_政府工作报告.txt", ("浙江", "province")),
        ("各位代表：", "gwr/1954_国务院政府工作报告.txt", (None, "central")),
        ("新华社北京11月5日电 在北京人民大会堂", "a.txt", (None, None)),
        ("各位来宾，女士们，先生们：", "a.txt", (None, None)),
        ("", "", (None, None)),
    ],
)
def test_place_and_level(head, name, expected):
    assert find_place(head, name) == expected
    assert expected[1] is None or expected[1] in LEVELS
