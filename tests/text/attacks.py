"""Every attack that the shared files hold, and what it means that HTML is harmless."""

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup

from tests.shared import shared_inputs

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Whatever a list may come to say.
_NEVER = {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "meta"}
_ADDRESSES = {"href", "src", "cite", "poster", "action", "formaction", "data", "srcset"}


@cache
def attacks() -> list[str]:
    folder = shared_inputs()
    found = _xss(folder / "xss") + _html5lib(folder / "html5lib")
    assert len(found) > 1500, f"only {len(found)} vectors were found under {folder}"
    return list(dict.fromkeys(found))


def _xss(folder: Path) -> list[str]:
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name == "README.md":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".json":
            found += [vector["payload"] for vector in json.loads(text)]
        elif path.suffix == ".test":
            found.append(text.partition("\n--\n")[0])
        elif path.suffix == ".xml":
            found += [text, unescape(text), unescape(unescape(text))]
        elif "event_handlers" in path.name:
            found += [f"<img src=x {name}=alert(1)>" for name in text.split()]
            found += [f"<svg><animate {name}='alert(1)'/></svg>" for name in text.split()]
        else:
            found += text.splitlines()
    return found


def _html5lib(folder: Path) -> list[str]:
    found: list[str] = []
    for path in sorted(folder.glob("*.dat")):
        tests = path.read_text(encoding="utf-8", errors="replace").split("#data\n")[1:]
        found += [test.partition("\n#errors")[0] for test in tests]
    return found


def harms(html: str, tags: set[str], attributes: dict[str, set[str]]) -> list[str]:
    """Return what a browser would find in this HTML beyond the lists, if anything."""
    found: list[str] = []
    if "<" not in html:
        return found
    for parser in ("html5lib", "html.parser"):
        for element in BeautifulSoup(f"<div>{html}</div>", parser).find_all(True):
            if element.name not in tags | {"html", "head", "body", "div"} or element.name in _NEVER:
                found.append(f"{parser}: <{element.name}>")
            allowed = attributes.get("*", set()) | attributes.get(element.name, set())
            for name, value in element.attrs.items():
                said = " ".join(value) if isinstance(value, list) else value
                if name not in allowed or name.startswith("on") or name in {"style", "srcdoc"}:
                    found.append(f"{parser}: <{element.name} {name}>")
                elif name in _ADDRESSES and not _leads_somewhere_known(said):
                    found.append(f"{parser}: <{element.name} {name}={said!r}>")
    return found


def _leads_somewhere_known(address: str) -> bool:
    """As browsers read it: no control characters or white space, then a scheme or none."""
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20\x7f-\x9f\ufeff\ufffd]", "", address))
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"}
