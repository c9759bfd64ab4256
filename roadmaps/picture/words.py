"""What a picture says in the reader's language, each word asked for once."""

from functools import cached_property

from django.utils.translation import gettext as _

from terms import periods
from terms.languages import active
from terms.translations import in_language
from terms.vocabulary import TERMS, label


class Words:
    """The words of one picture."""

    def __init__(self):
        language = active()
        self.prefix = "" if language == "en" else f"/{language}"

    @cached_property
    def kinds(self) -> dict[str, str]:
        """How the kinds of elements are called, by code."""
        return {str(code): label("element_kind", code) for code in TERMS["element_kind"]}

    @cached_property
    def links(self) -> dict[str, str]:
        """How the kinds of links are called, by code."""
        return {str(code): label("link_type", code) for code in TERMS["link_type"]}

    @cached_property
    def undated(self) -> str:
        return _("undated")

    @cached_property
    def made_up(self) -> str:
        return _("Made up for illustration.")

    def address(self, slug: str, code: str) -> str:
        """Where one reads about an element, in the reader's language."""
        return f"{self.prefix}/roadmaps/{slug}/elements/{code}"

    def name(self, element: dict, title: str) -> str:
        """What a screen reader says of a box, and what a pointer shows."""
        period = element["period"]
        when = periods.say(period) if period else self.undated
        name = f"{element['code']}, {self.kinds[element['kind']]}: {title}. {when}."
        return f"{name} {self.made_up}" if element["certainty"] == "illustrative" else name

    def title(self, element: dict) -> str:
        return in_language(element, "title")

    def link(self, link: dict) -> str:
        """A link as a sentence of codes."""
        return f"{link['source']['code']} {self.links[link['kind']]} {link['target']['code']}"
