"""The two languages of the product, and how numbers are written in each."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LOCALES = {"en": "en", "es": "es_MX"}
REFERENCE = "en"


def active() -> str:
    """The language in which the reader is being answered."""
    language = (get_language() or REFERENCE).split("-")[0]
    return language if language in LOCALES else REFERENCE


def require_languages(name: str, codes: Iterable[str] | None) -> None:
    """Refuse languages in which the site cannot show anything. name: the field that lists them."""
    for code in codes or ():
        if code not in dict(settings.LANGUAGES):
            message = _("“%(language)s” is not a language of this site.") % {"language": code}
            raise ValidationError({name: [message]})


def language_named(code: str) -> str:
    """What a language is called inside a sentence; one we do not know by its code."""
    name = str(dict(settings.LANGUAGES).get(code, code))
    return name.lower() if active() == "es" else name


def field_in(field: str, language: str) -> str:
    """A field whose text is told in another language: “title in Spanish”."""
    return _("%(field)s in %(language)s") % {"field": field, "language": language_named(language)}
