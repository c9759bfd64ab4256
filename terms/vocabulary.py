"""The words that the maps are written in: every code, its label and what it means."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.functional import lazy

from terms.languages import REFERENCE, active

Code = str | int

VOCABULARIES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("vocabularies.json").read_text(encoding="utf-8")
)
del VOCABULARIES["_meta"]

TERMS: dict[str, dict[Code, dict[str, Any]]] = {
    name: {term["code"]: term for term in vocabulary["terms"]}
    for name, vocabulary in VOCABULARIES.items()
}


@cache
def choices(name: str) -> Any:
    """The codes of a vocabulary as choices of Django, with labels in the reader's language."""
    terms = TERMS[name]
    kind: Any = models.IntegerChoices if _is_numbered(name) else models.TextChoices
    members = [(_member(term), (code, lazy_label(name, code))) for code, term in terms.items()]
    return kind(name.title().replace("_", ""), members, module=__name__)


def label(name: str, code: Code | None) -> str:
    """What a reader sees in place of a code; nothing where no code is given."""
    return _said(name, code, "label")


def definition(name: str, code: Code | None) -> str:
    """The sentence that says what a code means."""
    return _said(name, code, "definition")


def inverse(code: str) -> str:
    """How a link reads from its other end: “is addressed by”."""
    return _said("link_type", code, "inverse")


def _said(name: str, code: Code | None, member: str) -> str:
    if code is None or code == "":
        return ""
    words = TERMS[name][code][member]
    return str(words.get(active(), words[REFERENCE]))


lazy_label = lazy(label, str)


def _is_numbered(name: str) -> bool:
    return all(isinstance(code, int) for code in TERMS[name])


def _member(term: dict[str, Any]) -> str:
    # A number cannot be a name in Python: the grades are called by their English labels.
    word = term["code"] if isinstance(term["code"], str) else term["label"]["en"]
    return re.sub(r"\W", "_", word).upper()
