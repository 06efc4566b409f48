"""The comparison as a person meets it, in Debian's chromium with the network off: no request, no error, ever."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.comparison.compare import compare
from graph.comparison.sides import make_side
from graph.diachrony.slices import read_period
from graph.page.comparison import render
from pipeline.records import Records

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def page_file(dated_records: Records, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comparison") / "comparison.html"
    sides = (make_side("corpus", dated_records, read_period(period)) for period in ("2018..2018", "2019..2020"))
    render.write(compare(*sides), path)
    return path


@pytest.fixture
def page(page_file: Path) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        context = browser.new_context(locale="zh-CN", offline=True)
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: troubles.extend([request.url] if "file:" not in request.url else []))
        page.goto(page_file.as_uri())
        yield page
        browser.close()
        assert [trouble for trouble in troubles if not trouble.startswith("data:")] == []


def names(page: Any) -> list[str]:
    return list(page.locator(".open").all_text_contents())


def test_groups_filter_and_rows_open(page: Any) -> None:
    page.click('[data-group="added"]')
    assert names(page) == ["六稳", "六保"]
    page.click(".open >> nth=0")
    assert page.locator(".detail .quote").count() >= 1
    assert page.evaluate("document.activeElement.textContent") == "六稳"
    page.keyboard.press("Enter")
    assert page.locator(".detail").count() == 0


def test_search_and_sorting(page: Any) -> None:
    page.fill("#search", "六保")
    assert names(page) == ["六保"]
    page.fill("#search", "")
    page.click('[data-sort="b"]')
    assert names(page)[0] == "六稳"
    assert page.evaluate("document.activeElement.dataset.sort") == "b"


def test_two_languages(page: Any) -> None:
    assert page.locator('[data-group="dropped"]').text_content().startswith("不再提")
    page.click("#language")
    assert page.locator('[data-group="dropped"]').text_content().startswith("Dropped")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_phone_shows_no_page_wider_than_itself(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.click(".open >> nth=0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
