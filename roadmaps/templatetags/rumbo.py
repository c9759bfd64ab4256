"""How the pages say things: texts, terms, periods and figures in the reader's language."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terms import figures, periods, vocabulary
from terms.languages import REFERENCE, active
from terms.translations import Translated, in_language, language_of

register = template.Library()


@register.filter
def say(thing, field):
    """The text of a field in the reader's language."""
    return in_language(_written(thing, field), field)


@register.filter
def told(thing, field):
    """The same, marked with its language where it is not the one of the page."""
    written = _written(thing, field)
    text, language = in_language(written, field), language_of(written, field, REFERENCE)
    if language == active() or not text:
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def language(thing, field):
    """The language of what `say` says, for a text that is marked as a whole."""
    return language_of(_written(thing, field), field, REFERENCE)


@register.filter
def term(code, name):
    """The label of a code of a vocabulary."""
    return vocabulary.label(name, code)


@register.filter
def means(code, name):
    """The sentence that says what a code means."""
    return vocabulary.definition(name, code)


@register.filter
def inverse(kind):
    """How a link reads from its other end."""
    return vocabulary.inverse(kind)


@register.filter
def period(text):
    return periods.say(text or "")


@register.filter
def figure(thing):
    return figures.say_figure(thing)


@register.filter
def brief(thing):
    return figures.short_figure(thing)


@register.filter
def baseline(thing):
    return figures.say_baseline(thing)


@register.filter
def number(value):
    return figures.say_number(value)


@register.filter
def named(organisation):
    """The name of an organisation, short where it has a short one."""
    return organisation and (organisation["short_name"] or organisation["name"])


@register.filter
def words(text):
    """A code as people write it: “production goal”."""
    return text.replace("_", " ")


@register.filter
def at(mapping, key):
    """What a dictionary holds under a key; nothing where there is no dictionary."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def ministry():
    """Whose maps these are; a trial says that it is one."""
    if settings.DEMO:
        return _("%(ministry)s: demonstration data") % {"ministry": settings.MINISTRY}
    return settings.MINISTRY


@register.simple_tag(takes_context=True)
def languages(context):
    """The languages of the site, each with the address of this page in it."""
    request = context.get("request")
    # A page that says that nothing is here must not say where “here” is.
    is_lost = request is None or context.get("is_error")
    here = None if is_lost else request.get_full_path()
    return [
        {
            "code": code,
            "name": NAMES[code],
            "is_active": code == get_language(),
            "url": translate_url(here, code) if here else HOMES[code],
        }
        for code, _label in settings.LANGUAGES
    ]


NAMES = {"en": "English", "es": "Español"}  # each in its own language, for those who look for it
HOMES = {"en": "/", "es": "/es/"}


def _written(thing, field):
    if isinstance(thing, Translated):
        return {"translations": thing.translations, field: getattr(thing, field)}
    return thing
