"""Texts in several languages: what people wrote, beside the text it was translated from."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terms.languages import REFERENCE, active


def are_translations(value: Any) -> None:
    """Refuse anything but {language: {field: {"text": …, "revision": …}}}."""
    if not isinstance(value, dict):
        raise ValidationError(_("Translations are grouped by language."))
    for language, texts in value.items():
        if language not in dict(settings.LANGUAGES):
            message = _("“%(language)s” is not a language of this site.")
            raise ValidationError(message % {"language": language})
        if not isinstance(texts, dict) or not all(map(_is_translation, texts.values())):
            message = _("Each translation has a text and the revision it was made from.")
            raise ValidationError(message)


class Translated(models.Model):
    """Something whose texts may be translated, each from a known revision."""

    translations = models.JSONField(
        gettext_lazy("translations"), default=dict, blank=True, validators=[are_translations]
    )

    class Meta:
        abstract = True

    def said(self, field: str) -> str:
        """The text of a field in the reader's language, or as it was first written."""
        written = {"translations": self.translations, field: getattr(self, field)}
        return in_language(written, field)


def in_language(thing: Mapping[str, Any], field: str) -> str:
    """The text of a field in the reader's language, or as it was first written."""
    return _translation(thing, field) or str(thing.get(field) or "")


def language_of(thing: Mapping[str, Any], field: str, reference: str = REFERENCE) -> str:
    """The language of what `in_language` gives, so that a page can mark it.

    reference: the language in which the map was first written. Returns a code such as "es".
    """
    return active() if _translation(thing, field) else reference


def _translation(thing: Mapping[str, Any], field: str) -> str:
    texts = (thing.get("translations") or {}).get(active()) or {}
    found = texts.get(field) or ""
    return str(found.get("text") or "") if isinstance(found, Mapping) else str(found)


def _is_translation(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == {"text", "revision"}
        and isinstance(entry["text"], str)
        and type(entry["revision"]) is int
    )
