"""Every message that people may read, found in the code and in the templates."""

import io
from collections import defaultdict
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[3]
APPS = ("accounts", "api", "changes", "config", "demo", "roadmaps", "sectors", "terms")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}


def found() -> dict:
    """Each message, or pair of singular and plural, with the files that it stands in."""
    messages = defaultdict(set)
    for path, text in [*_code(), *_templates()]:
        stream = io.BytesIO(text.encode())
        for _line, message, _comments, context in extract("python", stream, KEYWORDS):
            if message and message not in ("", ("", "")):
                messages[context, message].add(str(path.relative_to(ROOT)))
    return dict(messages)


def _code():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")


def _templates():
    for folder in (ROOT / "templates", ROOT / "api" / "templates"):
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
            yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))
