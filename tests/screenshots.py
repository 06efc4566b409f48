"""Take pictures of a built page for the README: light, dark, phone, reading view and matrix, as PNG.

python -m tests.screenshots outputs/graph.html docs/pictures
"""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--font-render-hinting=none",
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# Resolve two frames after the page has painted; wait_for_function would evaluate text, which the policy forbids.
SETTLED = """() => new Promise(done => {
    const look = () => performance.getEntriesByName("settled").length
        ? requestAnimationFrame(() => requestAnimationFrame(done)) : requestAnimationFrame(look);
    look();
})"""

# name: viewport, state of the page as in its hash
PICTURES: dict[str, tuple[dict[str, int], str]] = {
    "light": (DESK, "theme=light&lang=zh"),
    "evidence": (DESK, "theme=light&lang=en&sel=n:{concept}"),
    "dark": (DESK, "theme=dark&lang=zh&sel=n:{directive}"),
    "phone": (PHONE, "theme=light&lang=zh&sel=n:{concept}"),
    "reading": (DESK, "view=reading&theme=light&lang=zh&sel=n:{concept}"),
    "matrix": (DESK, "view=matrix&theme=light&lang=zh"),
    "list": (DESK, "view=table&theme=light&lang=en"),
}


def strongest(page: Page, kind: str) -> str:
    """Return the id of the page's most mentioned node of a kind."""
    script = """kind => JSON.parse(document.getElementById("nodes").textContent)
        .filter(node => node.kind === kind && (kind !== "directive" || node.role === "directive"))
        .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))[0]?.id ?? ''"""
    return str(page.evaluate(script, kind))


def take(page_file: Path, folder: Path, names: list[str]) -> list[Path]:
    """Write the named pictures of `page_file` into `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in names:
            viewport, state = PICTURES[name]
            options: dict[str, Any] = {"viewport": viewport, "offline": True}
            if viewport is PHONE:
                options.update(device_scale_factor=2, has_touch=True, is_mobile=True)
            page = browser.new_page(**options)
            problems: list[str] = []
            page.on("console", lambda message, to=problems: to.append(message.text) if message.type != "log" else None)
            page.on("pageerror", lambda error, to=problems: to.append(str(error)))
            page.goto(page_file.resolve().as_uri())
            ids = {"concept": strongest(page, "slogan"), "directive": strongest(page, "directive")}
            page.goto(page_file.resolve().as_uri() + "#" + state.format_map(ids))
            page.reload()
            page.evaluate(SETTLED)
            path = folder / f"{name}.png"
            page.screenshot(path=path)
            taken.append(path)
            page.close()
            if problems:
                raise SystemExit(f"{name}: the page complained: {problems}")
        browser.close()
    return taken


def main() -> None:
    """Read PAGE, FOLDER and optional names from the command line."""
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    for path in take(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or list(PICTURES)):
        print(path)


if __name__ == "__main__":
    main()
