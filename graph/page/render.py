"""The page's frame: template, style and scripts in one file under a content security policy."""

import base64
import hashlib
import json
import re
import unicodedata
from importlib import resources
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

STYLES = ("base.css", "layout.css", "views.css", "print.css")
SCRIPTS = (
    "i18n.js",
    "dom.js",
    "data.js",
    "state.js",
    "paint.js",
    "network.js",
    "search.js",
    "filters.js",
    "compare.js",
    "evidence.js",
    "reading.js",
    "matrix.js",
    "table.js",
    "download.js",
    "main.js",
)
VIS = "lib/vis-9.1.2/vis-network.min.js"

# What would end a script element, start a comment, break a line in old parsers, or hide or reorder text.
_UNSAFE = re.compile(
    "[<>&'\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def embed_json(value: Any) -> str:
    r"""Return `value` as JSON that is inert inside a script element; a string is taken to be JSON already.

    >>> print(embed_json(["</script>", "\u2028"]))
    ["\u003c/script\u003e","\u2028"]
    """
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return Markup(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", value))


def plain_title(text: str) -> str:
    """Return `text` on one line without the control and direction characters that a title bar would obey."""
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join(kept.split())


def digest(text: str) -> str:
    """Return a script's or style sheet's source expression for a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def read_parts(names: tuple[str, ...], room: str = "graph.page") -> str:
    """Return some files of the page, one after the other; `room` is the package they lie in."""
    folder = resources.files(room)
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def vis_network() -> str:
    """Return vis-network as pyvis ships it, licence and all, without the pointer to a source map that isn't there."""
    path = Path(pyvis.__file__).parent / "templates" / VIS
    return re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", path.read_text(encoding="utf-8"))


def render_page(net: Network, tables: dict[str, Any]) -> str:
    """Return the page of `net` and its evidence tables as one self-contained HTML document.

    Scripts and the style sheet are let in by their SHA-256 only (W3C, Content Security Policy Level 3, section 2.3.1);
    everything that comes from a document or a lexicon is JSON in an element that no browser runs.
    """
    style = "\n" + read_parts(STYLES)
    library = "\n" + vis_network()
    script = '\n(() => {\n"use strict";\n' + read_parts(SCRIPTS) + "\n})();\n"
    policy = (
        "default-src 'none'; "
        f"script-src {digest(library)} {digest(script)}; "
        f"style-src {digest(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("graph", "page"), FileSystemLoader(net.template_dir)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["embed_json"] = embed_json
    environment.globals.update(
        policy=policy,
        style=Markup(style),
        library=Markup(library),
        script=Markup(script),
        tables=tables,
        title=plain_title(net.heading),
    )
    net.templateEnv = environment
    net.path = "page.html"
    return str(net.generate_html())
