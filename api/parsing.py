"""Reading a body as JSON, and refusing at once what could mean two things or hurt later."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType

from api.mistakes import MOST, Mistake, Mistakes, mistake, pointer
from changes.values import ILLEGIBLE, is_legible

LONGEST = 1_000_000  # bytes of a body
LENGTH = re.compile(r"\d{1,18}", re.ASCII)
DEEPEST = 12  # lists and objects within one another
DEEPEST_TEXT = 64  # where a running text is told as a tree
KINDS = ("application/json", "application/merge-patch+json")


def body_of(request, deepest: int = DEEPEST) -> dict[str, Any]:
    """The body of a request as an object; an empty one where nothing was sent."""
    content = raw(request)
    return parse(content, deepest) if content.strip() else {}


def raw(request) -> bytes:
    """The body as it was sent, if it says that it is JSON and is not too long."""
    declared = request.headers.get("Content-Length") or "0"
    if not LENGTH.fullmatch(declared):
        raise mistake("", "malformed", _("The body is not JSON that can be read."), 400)
    if int(declared) > LONGEST:
        raise _too_long()
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind and kind not in KINDS:
        raise UnsupportedMediaType(kind[:80])
    content = _content(request)
    if content and not kind:
        raise UnsupportedMediaType("")
    if len(content) > LONGEST:
        raise _too_long()
    return content


def _content(request) -> bytes:
    try:
        return request._request.body
    except RequestDataTooBig as error:  # it came in pieces, without saying how long it is
        raise _too_long() from error


def parse(content: bytes, deepest: int = DEEPEST) -> dict[str, Any]:
    """An object from its JSON, without doubles, strange numbers or characters that are none."""
    try:
        said = json.loads(content.decode(), object_pairs_hook=_object, parse_constant=_constant)
    except Mistakes:
        raise
    except (ValueError, RecursionError) as error:
        message = _("The body is not JSON that can be read.")
        raise mistake("", "malformed", message, 400) from error
    if not isinstance(said, dict):
        raise mistake("", "malformed", _("The body has to be one object of JSON."), 400)
    if mistakes := list(islice(_unreadable(said, deepest), MOST)):
        raise Mistakes(mistakes, 400)
    return said


def _constant(word):
    message = _("“%(word)s” is no number of JSON.") % {"word": word}
    raise mistake("", "malformed", message, 400)


def _object(pairs):
    made = dict(pairs)
    if len(made) < len(pairs):
        (twice, _times), *_others = Counter(name for name, _value in pairs).most_common(1)
        message = _("“%(name)s” is there more than once.") % {"name": _shown(twice)}
        raise mistake("", "repeated", message, 400)
    return made


def _unreadable(said: Any, deepest: int) -> Iterator[Mistake]:
    """Places that are too deep, and texts with what is no character."""
    waiting: list[tuple[Any, tuple]] = [(said, ())]
    while waiting:
        value, path = waiting.pop()
        if len(path) > deepest:
            yield Mistake(pointer(*path[:2]), "malformed", _("This is nested too deeply."))
            return
        if isinstance(value, dict):
            waiting += [(each, (*path, _shown(name))) for name, each in value.items()]
            waiting += [(name, path) for name in value]
        elif isinstance(value, list):
            waiting += [(each, (*path, number)) for number, each in enumerate(value)]
        elif isinstance(value, str) and not is_legible(value):
            message = _("Here is a character that no text can have.")
            yield Mistake(pointer(*path), "malformed", message)


def _shown(text):
    """A name that is safe to repeat."""
    return ILLEGIBLE.sub("?", text[:80])


def _too_long():
    message = _("The body may have %(most)s bytes at most.") % {"most": LONGEST}
    return mistake("", "too-long", message, 400)
