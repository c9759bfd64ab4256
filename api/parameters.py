"""Every parameter of an address is known, has a value, and is said once: the rest is refused."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

LONGEST = 2000  # characters of one value


def check(query, known: Iterable[str]) -> None:
    """Refuse a parameter that is unknown, empty, too long or said twice."""
    chosen(query, "lang", dict(settings.LANGUAGES))
    known = sorted(known)
    mistakes = {}
    for name, values in query.lists():
        if mistake := _mistake(name, values, known):
            mistakes[name] = [mistake]
    if mistakes:
        raise ValidationError(mistakes)


def _mistake(name, values, known):
    if name not in known:
        return ErrorDetail(_("There is no such parameter.") + suggestion(name, known), "unknown")
    if len(values) > 1:
        return ErrorDetail(_("The parameter is there more than once."), "repeated")
    if not values[0].strip():
        return ErrorDetail(_("Give the parameter a value, or leave it out."), "empty")
    if len(values[0]) > LONGEST or "\0" in values[0]:
        return ErrorDetail(_("The value is too long, or it is no text."), "invalid")
    return None


def suggestion(word: str, known: Iterable[str]) -> str:
    """“ Did you mean …?”, and what there is; empty when there is nothing to choose from."""
    known = list(known)
    close = get_close_matches(word[:80].lower(), known, n=1)
    if close:
        return " " + _("Did you mean “%(word)s”?") % {"word": close[0]}
    if not known:
        return ""
    return " " + _("Possible are: %(words)s.") % {"words": ", ".join(known)}


def chosen(query, name: str, known: Iterable[str]) -> list[str]:
    """The words of a parameter that lists some of those that are known, by commas."""
    if name not in query:
        return []
    words = query[name].split(",")
    for word in words:
        if word not in known:
            message = _("“%(word)s” is not known here.") % {"word": word[:80]}
            text = message + suggestion(word, known)
            raise ValidationError({name: [ErrorDetail(text, "unknown")]})
    return words


def is_set(query, name: str) -> bool:
    """Whether a switch such as `count=true` is on."""
    value = query.get(name, "false")
    if value not in ("true", "false"):
        message = _("Say “true” or “false”.")
        raise ValidationError({name: [ErrorDetail(message, "invalid")]})
    return value == "true"
