"""The page as a person meets it, in Debian's chromium with the network off: no request, no error, ever."""

import json
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph.build import build_graph
from graph.export.html import write
from pipeline.records import Records

pytest.importorskip("playwright", reason="playwright is not installed (pip install 'tifagraph[dev]')")
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
DESK = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 844}
XI = "习近平新时代中国特色社会主义思想"
MARKUP = "</script><img src=x onerror=\"window.hacked=1\"><a href='javascript:hacked=2'>\u202e&lt;"
SETTLED = """() => new Promise(done => {
    const look = () => performance.getEntriesByName("settled").length
        ? requestAnimationFrame(() => requestAnimationFrame(done)) : requestAnimationFrame(look);
    look();
})"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(
    seed_records: Records,
    seed_graph: nx.Graph,
    dated_records: Records,
    dated_graph: nx.Graph,
    spoil: Callable[[Records, str], Records],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Return the pages under test by name."""
    folder = tmp_path_factory.mktemp("pages")
    hostile = spoil(seed_records, MARKUP)
    made = {"seed": (seed_graph, seed_records), "corpus": (dated_graph, dated_records)}
    made["hostile"] = (build_graph(hostile), hostile)
    for name, (graph, records) in made.items():
        write(graph, records, folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def visit(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Return a function that opens a page; fail at the end on any request, console message or uncaught error."""
    problems: list[str] = []
    contexts = []

    def refuse(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            problems.append(f"request: {route.request.url}")
            route.abort()

    def start(state: str = "lang=zh&theme=light", name: str = "seed", **options: Any) -> Page:
        context = browser.new_context(**({"viewport": DESK, "offline": True, "locale": "zh-CN"} | options))
        contexts.append(context)
        context.route("**/*", refuse)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(f"{pages[name].as_uri()}#{state}")
        page.evaluate(SETTLED)
        return page

    yield start
    for context in contexts:
        context.close()
    assert problems == []


def table(pages: dict[str, Path], name: str, page: str = "seed") -> Any:
    """Return a table of a page as its file holds it."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', pages[page].read_text("utf-8"))
    assert found
    return json.loads(found[1])


def node(pages: dict[str, Path], label: str) -> dict[str, Any]:
    return next(n for n in table(pages, "nodes") if n["label"] == label)


def state(page: Page) -> str:
    return page.url.partition("#")[2]


def centre(page: Page) -> tuple[float, float]:
    box = page.locator("#mynetwork").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def shot(page: Page) -> str:
    """Return the picture's pixels, two frames from now."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return str(page.evaluate("document.querySelector('#mynetwork canvas').toDataURL()"))


# 1. Opens settled and legible


def test_opens_settled_with_the_backbone_and_says_what_is_hidden(visit: Open, pages: dict[str, Path]) -> None:
    page = visit()
    first = shot(page)
    page.wait_for_timeout(400)
    assert shot(page) == first, "nothing moves after the first paint"
    edges = table(pages, "edges")
    backbone = sum(edge["backbone"] for edge in edges)
    expect(page.locator("#edge-count")).to_have_text(f"显示 {backbone} 条，隐藏 {len(edges) - backbone} 条")


def test_slider_reveals_every_edge(visit: Open) -> None:
    page = visit()
    before = shot(page)
    slider = page.locator('[data-slider="edges"]')
    slider.focus()
    slider.press("End")
    expect(page.locator("#edge-count")).to_contain_text("隐藏 0 条")
    assert shot(page) != before


# 2. Evidence


def test_click_on_a_node_opens_its_sentences(visit: Open, pages: dict[str, Path]) -> None:
    target = node(pages, "四个意识")
    page = visit(f"lang=zh&theme=light&at={target['x']},{target['y']},1")
    page.mouse.click(*centre(page))
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("四个意识")
    expect(panel.locator("mark.lit").first).to_have_text("四个意识")
    expect(panel.locator(".origin").first).to_contain_text("2020-09-14")
    expect(panel.locator(".origin").first).to_contain_text("一要 旗帜鲜明讲政治")
    expect(panel.locator(".origin").first).to_contain_text(re.compile(r"(lexicon|grammar\.\w+) \d\.\d\d"))
    figures = dict(zip(panel.locator("dt").all_text_contents(), panel.locator("dd").all_text_contents(), strict=True))
    assert (figures["次数"], figures["独立"], figures["嵌套"]) == (
        str(target["count"]),
        str(target["standalone"]),
        str(target["nested"]),
    )
    page.mouse.click(centre(page)[0], centre(page)[1] + 300)


def test_click_on_an_edge_opens_what_joins_its_ends(visit: Open, pages: dict[str, Path]) -> None:
    page = visit()
    places = {n["id"]: (n["x"], n["y"]) for n in table(pages, "nodes")}

    def clearance(edge: dict[str, Any]) -> float:
        (ax, ay), (bx, by) = places[edge["from"]], places[edge["to"]]
        mx, my = (ax + bx) / 2, (ay + by) / 2
        return min(abs(mx - x) + abs(my - y) for x, y in places.values())

    edge = max((e for e in table(pages, "edges") if e["backbone"] and e["kind"] == "mentions"), key=clearance)
    (ax, ay), (bx, by) = places[edge["from"]], places[edge["to"]]
    page = visit(f"lang=en&theme=light&links=cooccurs&at={(ax + bx) / 2},{(ay + by) / 2},3")
    page.mouse.click(*centre(page))
    expect(page.locator("#panel .kicker")).to_have_text("mentions")
    assert f"sel=e%3A{edge['id']}" in state(page)
    expect(page.locator("#panel .evidence")).to_have_count(len(edge["evidence"]))


def test_directive_lists_its_concepts_and_sentences(visit: Open, pages: dict[str, Path]) -> None:
    page = visit(f"lang=en&theme=light&sel=n:{node(pages, '一要旗帜鲜明讲政治')['id']}")
    expect(page.locator("#panel h2")).to_have_text("一要旗帜鲜明讲政治")
    expect(page.locator("#panel .evidence").first).to_contain_text("一要旗帜鲜明讲政治。")
    expect(page.locator("#panel .chip").filter(has_text="四个意识")).to_have_count(1)


def test_citation_is_copied(visit: Open, pages: dict[str, Path]) -> None:
    page = visit(f"lang=zh&theme=light&sel=n:{node(pages, '四个意识')['id']}")
    page.locator("#panel").get_by_role("button", name="复制引文").first.click()
    expect(page.locator("#live")).to_have_text("已复制")
    page.locator("#search").focus()
    page.keyboard.press("Control+v")
    text = page.locator("#search").input_value()
    assert "增强“四个意识”" in text
    assert re.search(
        r"——《.+》（2020-09-14，工作总结），一要 旗帜鲜明讲政治，第 10 句。\[000_b56b6ce28b870dfd\.txt\]$", text
    )


def test_long_evidence_is_paged(visit: Open, pages: dict[str, Path]) -> None:
    page = visit(f"lang=en&theme=light&sel=n:{node(pages, '人民政协')['id']}")
    items = page.locator("#panel .evidence")
    first = items.first.text_content()
    expect(items).to_have_count(12)
    page.locator("#panel").get_by_role("button", name="Next").click()
    expect(page.locator("#panel .pager")).to_contain_text("13–")
    assert items.first.text_content() != first
    assert "page=1" in state(page)


def test_chip_leads_on_to_an_edge_and_its_other_end(visit: Open, pages: dict[str, Path]) -> None:
    page = visit(f"lang=en&theme=light&sel=n:{node(pages, '四个意识')['id']}")
    page.locator("#panel .chip").filter(has_text="两个维护").click()
    expect(page.locator("#panel .kicker")).to_have_text("co-occurs")
    page.locator("#panel h2 .chip").filter(has_text="两个维护").click()
    expect(page.locator("#panel h2")).to_have_text("两个维护")


# 3. Reading view


def test_reading_view_shows_the_whole_cleaned_text(visit: Open, seed_records: Records) -> None:
    page = visit("view=reading&lang=zh&theme=light")
    shown = "".join(page.locator("#view-reading .sentence").all_text_contents())
    assert shown == "".join(s.text.strip() for s in seed_records.sentences)
    expect(page.locator("#view-reading mark.slogan").first).to_be_visible()
    expect(page.locator("#view-reading mark.entity").first).to_be_visible()


def test_hovering_a_mention_lights_its_node(visit: Open) -> None:
    page = visit("view=reading&lang=zh&theme=light")
    page.locator("#view-reading mark").filter(has_text=re.compile("^四个意识$")).first.scroll_into_view_if_needed()
    page.mouse.move(5, 5)
    before = shot(page)
    page.locator("#view-reading mark").filter(has_text=re.compile("^四个意识$")).first.hover()
    assert shot(page) != before


def test_clicking_a_node_goes_to_its_mention(visit: Open, pages: dict[str, Path]) -> None:
    target = node(pages, "绷紧弦")
    page = visit(f"view=reading&lang=zh&theme=light&at={target['x']},{target['y']},1")
    page.mouse.click(*centre(page))
    expect(page.locator("#view-reading mark.here")).to_be_in_viewport()
    expect(page.locator("#mention-bar")).to_contain_text("绷紧弦：第 1 处，共 1 处")


def test_mentions_are_walked_one_by_one(visit: Open, pages: dict[str, Path]) -> None:
    target = node(pages, "全面建成小康社会")
    page = visit(f"view=reading&lang=zh&theme=light&sel=n:{target['id']}")
    expect(page.locator("#mention-bar")).to_contain_text("第 1 处，共 4 处")
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("#mention-bar")).to_contain_text("第 2 处，共 4 处")
    expect(page.locator("#view-reading mark.here")).to_be_in_viewport()


def test_source_stands_beside_the_cleaned_text(visit: Open) -> None:
    page = visit("view=reading&lang=en&theme=light")
    part = page.locator("#view-reading .part.directive").first
    part.get_by_role("button", name="Compare source").click()
    columns = part.locator(".side-by-side > div")
    expect(columns.nth(0)).to_contain_text("政協(xié)")
    expect(columns.nth(1)).to_contain_text("一要旗帜鲜明讲政治。坚持党对政协工作的全面领导")
    assert any("(xié)" in text for text in part.locator("del").all_text_contents())


# 4. Matrix


def test_matrix_counts_what_the_records_hold(visit: Open, seed_records: Records) -> None:
    page = visit("view=matrix&lang=zh&theme=light")
    heads = page.locator("#view-matrix thead th").all_text_contents()
    assert [head.strip("↓↑") for head in heads[3:10]] == [
        "引言",
        "一要 旗帜鲜明讲政治",
        "二要 勇于担当新使命",
        "三要 广泛凝聚正能量",
        "四要 履职尽责为人民",
        "五要 努力干出新样子",
        "结语",
    ]
    row = page.locator("#view-matrix tbody tr").filter(has_text="人民政协").first
    sections = [s.id for s in seed_records.sections if s.role in ("preamble", "directive", "closing")]
    wanted = [
        sum(m.concept == "ren-min-zheng-xie" and m.section == section for m in seed_records.mentions)
        for section in sections
    ]
    assert [int(text or 0) for text in row.locator("td").all_text_contents()[2:9]] == wanted


def test_matrix_sorts_and_a_cell_opens_its_evidence(visit: Open) -> None:
    page = visit("view=matrix&lang=en&theme=light")
    page.get_by_role("columnheader").filter(has_text="五要").get_by_role("button").click()
    counts = [int(t or 0) for t in page.locator("#view-matrix tbody tr td:nth-child(9)").all_text_contents()]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    expect(page.get_by_role("columnheader").filter(has_text="五要")).to_have_attribute("aria-sort", "descending")
    page.locator("#view-matrix tbody tr").first.locator("td:nth-child(9) button").click()
    expect(page.locator("#panel .kicker")).to_have_text("五要 努力干出新样子")
    marks = page.locator("#panel mark.lit")
    assert marks.count() == counts[0]


@pytest.mark.parametrize(("zone", "label"), [("ritual", "Ritual"), ("operative", "Operative"), ("both", "Both")])
def test_matrix_tells_ritual_from_operative(visit: Open, pages: dict[str, Path], zone: str, label: str) -> None:
    page = visit("view=matrix&lang=en&theme=light")
    page.locator("#view-matrix .segments").get_by_role("button", name=label).click()
    nodes = [n for n in table(pages, "nodes") if n.get("zone") == zone]
    badges = page.locator("#view-matrix tbody .badge").all_text_contents()
    assert badges == [label] * min(100, len(nodes))


def test_corpus_matrix_goes_by_speech_or_by_section(visit: Open, pages: dict[str, Path]) -> None:
    page = visit("view=matrix&lang=en&theme=light", "corpus")
    documents = table(pages, "tables", "corpus")["documents"]
    assert page.locator("#view-matrix thead th").count() == 3 + len(documents) + 2
    page.locator("#view-matrix select").select_option("1")
    expect(page.locator("#view-matrix thead")).to_contain_text("一")
    assert "doc=1" in state(page)


# 5. Finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("四个意识", "四个意识"),
        ("四個意識", "四个意识"),
        ("習近平新時代", XI),
        ("习近平新時代中國", XI),
        ("sigeyishi", "四个意识"),
        ("si ge yi shi", "四个意识"),
        ("sì gè yì shí", "四个意识"),
        ("sgys", "四个意识"),
        ("four consc", "四个意识"),
        ("政协", "人民政协"),
        ("一要", "一要旗帜鲜明讲政治"),
    ],
)
def test_search_finds(visit: Open, typed: str, found: str) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator("#results [role=option]").first).to_contain_text(found)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(found)


def test_search_says_when_there_is_nothing(visit: Open) -> None:
    page = visit()
    page.locator("#search").fill("没有这个提法吧")
    expect(page.locator("#results")).to_contain_text("没有找到")


def shown(page: Page) -> int:
    return int((page.locator("#node-count").text_content() or "").split(" ")[0])


def test_filters_by_kind_label_count_directive_and_community(visit: Open, pages: dict[str, Path]) -> None:
    page = visit()
    nodes = table(pages, "nodes")
    page.locator('[data-off="kinds:entity"]').uncheck()
    assert shown(page) == sum(n["kind"] != "entity" for n in nodes)
    page.locator('[data-off="labels:MOTTO"]').uncheck()
    assert shown(page) == sum(n["kind"] != "entity" and n.get("type") != "MOTTO" for n in nodes)
    page.locator("#reset").click()
    assert shown(page) == len(nodes)
    page.locator('[data-slider="count"]').press("ArrowRight")
    assert shown(page) == sum(n["kind"] == "directive" or n["count"] >= 2 for n in nodes)
    page.locator("#reset").click()
    directive = node(pages, "三要广泛凝聚正能量")
    page.locator('[data-choice="within"]').select_option(directive["id"])
    edges = [e for e in table(pages, "edges") if e["kind"] == "mentions" and directive["id"] in (e["from"], e["to"])]
    assert shown(page) == len(edges) + 1
    page.locator("#reset").click()
    page.locator('[data-choice="community"]').select_option("1")
    assert shown(page) == sum(n["community"] == 1 for n in nodes)


def test_filters_by_score_and_weight(visit: Open) -> None:
    page = visit()
    before = shown(page)
    page.locator('[data-slider="score"]').press("End")
    assert 0 < shown(page) < before
    page.locator("#reset").click()
    page.locator('[data-slider="weight"]').press("End")
    expect(page.locator("#edge-count")).not_to_contain_text("显示 269 条")


def test_focus_on_a_neighbourhood_and_back(visit: Open, pages: dict[str, Path]) -> None:
    target = node(pages, "三要广泛凝聚正能量")
    page = visit(f"lang=en&theme=light&sel=n:{target['id']}")
    page.get_by_role("button", name="Focus on its neighbourhood").click()
    assert shown(page) == target["degree"] + 1
    expect(page.locator("#focus-bar")).to_contain_text("三要广泛凝聚正能量")
    page.locator("#focus-bar button").click()
    assert shown(page) == len(table(pages, "nodes"))


def test_table_lists_sorts_and_leads_to_evidence(visit: Open, pages: dict[str, Path]) -> None:
    page = visit("view=table&lang=en&theme=light")
    counts = [int(t) for t in page.locator("#view-table tbody td:nth-child(5)").all_text_contents()]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == 100
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#view-table tbody tr")).to_have_count(len(table(pages, "nodes")) - 100)
    page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    page.locator("#view-table tbody tr").first.get_by_role("button").first.click()
    expect(page.locator("#panel h2")).to_be_visible()
    page.locator("#view-table tbody tr").first.get_by_role("button", name="Focus").click()
    assert "view=" not in state(page)
    expect(page.locator("#focus-bar")).to_be_visible()


# 6. Manners


def test_language_switch_changes_every_word_of_the_interface(visit: Open) -> None:
    page = visit("theme=light")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.locator("#language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for view in ("graph", "matrix", "table"):
        page.locator(f'[data-view-tab="{view}"]').click()
        words = page.evaluate(
            """() => [...document.querySelectorAll("button, legend, label > span, th, h2, option")]
                .filter(e => e.offsetParent && !e.querySelector("bdi") && !e.closest("bdi") && e.id !== "language")
                .map(e => e.textContent)"""
        )
        chinese = [word for word in words if re.search("[一-鿿]", word) and not re.search("[一二三四五]要|、|…", word)]
        assert chinese == [], view
    page.locator("#language").click()
    expect(page.locator('[data-view-tab="graph"]')).to_have_text("图谱")


def test_language_and_theme_follow_the_reader(visit: Open) -> None:
    page = visit("", locale="en-GB", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert "theme=light" in state(page)


def test_hash_brings_back_the_same_view(visit: Open) -> None:
    page = visit()
    page.locator("#search").fill("sgys")
    page.keyboard.press("Enter")
    page.locator('[data-off="labels:ORG"]').uncheck()
    page.locator("#theme").click()
    page.locator("#language").click()
    page.locator('[data-do="zoom-in"]').click()
    before, url = shot(page), state(page)
    again = visit(url)
    expect(again.locator("#panel h2")).to_have_text("四个意识")
    expect(again.locator('[data-off="labels:ORG"]')).not_to_be_checked()
    expect(again.locator("html")).to_have_attribute("data-theme", "dark")
    assert state(again) == url
    assert shot(again) == before


@pytest.mark.parametrize("broken", ["view=nowhere&sel=n:none&at=a,b,c", "sel=zzz&doc=99&page=-5&row=1e9", "%E0%A4%A"])
def test_broken_hash_does_no_harm(visit: Open, broken: str) -> None:
    page = visit(broken)
    for view in ("reading", "matrix", "table", "graph"):
        page.locator(f'[data-view-tab="{view}"]').click()
        expect(page.locator(f"#view-{view}")).to_be_visible()


def test_back_and_forward_change_of_hash_is_followed(visit: Open, pages: dict[str, Path]) -> None:
    page = visit()
    target = node(pages, "四个意识")
    page.evaluate(f"location.hash = 'view=table&lang=en&sel=n:{target['id']}'")
    expect(page.locator("#view-table")).to_be_visible()
    expect(page.locator("#panel h2")).to_have_text("四个意识")


def test_keyboard_alone(visit: Open) -> None:
    page = visit("lang=en&theme=light")
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    page.locator("#mynetwork").focus()
    page.keyboard.press("ArrowRight")
    first = state(page)
    assert "sel=n" in first
    page.locator("#mynetwork").focus()
    page.keyboard.press("ArrowUp")
    assert state(page) != first
    page.locator("#mynetwork").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("neighbours")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#mynetwork")).to_be_focused()
    for key, view in (("2", "reading"), ("3", "matrix"), ("4", "table"), ("1", "graph")):
        page.keyboard.press(key)
        expect(page.locator(f'[data-view-tab="{view}"]')).to_have_attribute("aria-current", "page")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_small_screen_by_touch(visit: Open, pages: dict[str, Path]) -> None:
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    target = node(pages, "四个意识")
    page = visit(f"lang=zh&theme=light&at={target['x']},{target['y']},1", **phone)
    expect(page.locator("#filters")).to_be_hidden()
    page.touchscreen.tap(*centre(page))
    expect(page.locator("#panel h2")).to_have_text("四个意识")
    for view in ("reading", "matrix", "table", "graph"):
        page.locator(f'[data-view-tab="{view}"]').tap()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], view
    page.locator("#panel .close").tap()
    page.locator("#filters-toggle").tap()
    expect(page.locator("#filters")).to_be_visible()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".bar button")].filter(e => e.offsetParent && e.id !== "skip")
            .map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"""
    )
    assert min(sizes) >= 34


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png_is_a_picture(visit: Open, theme: str, tmp_path: Path) -> None:
    page = visit(f"lang=zh&theme={theme}")
    page.locator("#menu-toggle").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 PNG 图片").click()
    assert download.value.suggested_filename == "tifagraph.png"
    download.value.save_as(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    box = page.locator("#mynetwork").bounding_box()
    assert box
    assert (width, height) == (round(box["width"]) * 2, round(box["height"] + 44) * 2)
    assert len(data) > 50_000


def test_svg_is_well_formed_and_says_what_the_page_says(visit: Open, pages: dict[str, Path], tmp_path: Path) -> None:
    page = visit("lang=en&theme=light")
    page.locator("#menu-toggle").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download SVG").click()
    download.value.save_as(tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    texts = [element.text for element in root.iter(f"{space}text")]
    assert "一要旗帜鲜明讲政治" in texts
    assert {"Directives", "Formulations", "Names"} <= set(texts)
    nodes, edges = table(pages, "nodes"), table(pages, "edges")
    assert len(list(root.iter(f"{space}line"))) == sum(edge["backbone"] for edge in edges)
    assert len(list(root.iter(f"{space}circle"))) == sum(n["kind"] == "slogan" for n in nodes) + 1
    assert not list(root.iter(f"{space}script"))


def test_print_leaves_the_controls_out(visit: Open) -> None:
    page = visit("view=reading&lang=zh&theme=dark")
    page.emulate_media(media="print")
    for name in (".tabs", "#search", ".tools", "#view-graph"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".speech-text")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation(visit: Open, pages: dict[str, Path], theme: str, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(f"lang={language}&theme={theme}")
    chosen = node(pages, "人民政协")["id"]
    states = (
        f"sel=n:{chosen}",
        f"view=reading&sel=n:{chosen}",
        f"view=matrix&sel=n:{chosen}",
        "view=table",
        f"focus={chosen}",
    )
    found = []
    for view in states:
        page.evaluate(f"location.hash = 'lang={language}&theme={theme}&{view}'")
        page.evaluate(SETTLED)
        results = axe.Axe().run(page).response
        found += [
            (view, v["id"], v["nodes"][0]["html"], v["nodes"][0].get("failureSummary")) for v in results["violations"]
        ]
    page.locator("#help").evaluate("dialog => dialog.showModal()")
    found += [("help", v["id"], v["nodes"][0]["html"]) for v in axe.Axe().run(page).response["violations"]]
    assert found == []


# 7. Safety


def test_hostile_documents_show_as_text(visit: Open, pages: dict[str, Path]) -> None:
    page = visit("lang=zh&theme=light&sel=n:si-ge-yi-shi", "hostile")
    expect(page.locator("#panel")).to_contain_text("<img src=x onerror=")
    expect(page.locator("#panel .evidence .text").first).to_contain_text("</script><img src=x")
    page.locator("#panel").get_by_role("button", name="对照原文").first.click()
    page.locator("#panel .chip").first.click()
    page.keyboard.press("/")
    page.keyboard.type("img")
    expect(page.locator("#results")).to_contain_text("<img src=x")
    page.keyboard.press("Escape")
    for view in ("reading", "matrix", "table", "graph"):
        page.locator(f'[data-view-tab="{view}"]').click()
    page.locator('[data-view-tab="reading"]').click()
    page.locator("#view-reading").get_by_role("button", name="对照原文").first.click()
    expect(page.locator("#view-reading .side-by-side").first).to_contain_text("⟨202E⟩")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, svg, iframe, a[href]").count() == 0


def test_hostile_svg_stays_well_formed(visit: Open, tmp_path: Path) -> None:
    page = visit("lang=zh&theme=light", "hostile")
    page.locator("#menu-toggle").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 SVG 矢量图").click()
    download.value.save_as(tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "g", "line", "circle", "rect", "polygon", "text"}


# 8. Scale


def test_large_graph_says_what_it_left_out(
    browser: Browser, pages: dict[str, Path], visit: Open, tmp_path: Path, seed_records: Records
) -> None:
    graph = nx.Graph()
    for number in range(3040):
        graph.add_node(
            f"n{number}", kind="slogan", type="POLICY", label=f"概念{number}", count=1, size=4.0, color="#0072B2",
            x=float(number % 60) * 80, y=float(number // 60) * 80, strength=float(number), community=0,
        )  # fmt: skip
    pages["large"] = tmp_path / "large.html"
    write(graph, seed_records, pages["large"])
    page = visit("lang=en&theme=light", "large")
    expect(page.locator("#notice")).to_contain_text("3000 strongest nodes; 40 more nodes and 0 edges are left out")
    expect(page.locator("#notice")).to_contain_text("graph.graphml")
