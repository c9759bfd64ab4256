"""What may stand in a field of the facts: a word, a period, a number, the name of a record."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from terms import periods
from terms.vocabulary import TERMS


def wrong(message: str, **words: Any) -> PydanticCustomError:
    """A fault in the facts, told in a sentence that is ready to be read."""
    return PydanticCustomError("wrong", "{told}", {"told": message % words})


def number(value: Any) -> Decimal:
    if not isinstance(value, str) or not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise wrong(_("Write the number in full and in quotation marks, such as “36872000000”."))
    return Decimal(value)


def period(text: str) -> str:
    try:
        periods.parse(text)
    except periods.NotAPeriod as error:
        raise wrong("%(sentence)s", sentence=str(error)) from error
    return text


def term(vocabulary: str) -> Any:
    """A word of one of our vocabularies."""

    def is_term(code: str) -> str:
        if code not in TERMS[vocabulary]:
            message = _("“%(code)s” is no %(vocabulary)s. Known are: %(terms)s.")
            known = ", ".join(map(str, TERMS[vocabulary]))
            raise wrong(message, code=code, vocabulary=vocabulary.replace("_", " "), terms=known)
        return code

    return Annotated[str, AfterValidator(is_term)]


def name_of(noun: str, sentence: Callable[[], str]) -> Any:
    """The name of a record that stands somewhere in the same folder."""

    def is_known(name: str, info: ValidationInfo) -> str:
        if name not in info.context.of(noun):
            raise wrong(sentence(), name=name)
        return name

    return Annotated[str, AfterValidator(is_known)]


def text_like(pattern: str, sentence: Callable[[], str]) -> Any:
    """A text of a fixed shape: a code, an address, a country."""

    def fits(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise wrong(sentence(), text=text)
        return text

    return Annotated[str, AfterValidator(fits)]


Number = Annotated[Decimal, BeforeValidator(number)]
Period = Annotated[str, AfterValidator(period)]

SourceCode = name_of("source", lambda: _("There is no source “%(name)s”."))
OrganisationCode = name_of("organisation", lambda: _("There is no organisation “%(name)s”."))
ProgrammeCode = name_of("programme", lambda: _("There is no programme “%(name)s”."))
SectorCode = name_of("sector", lambda: _("There is no sector “%(name)s”."))
IndicatorCode = name_of("indicator", lambda: _("There is no indicator “%(name)s”."))
MapSlug = name_of("map", lambda: _("There is no map “%(name)s”."))
ElementKey = name_of("element", lambda: _("There is no element “%(name)s” on any map."))
FigureKey = name_of("figure", lambda: _("There is no figure with the key “%(name)s”."))

Code = text_like(
    r"[a-z0-9]+(-[a-z0-9]+)*",
    lambda: _("“%(text)s” is no code: use small letters, digits and single hyphens."),
)
Metric = text_like(
    r"[a-z0-9]+(_[a-z0-9]+)*",
    lambda: _("“%(text)s” does not name what is measured: use small letters, digits and “_”."),
)
Prefix = text_like(
    r"[A-Z]{2,6}", lambda: _("“%(text)s” is no prefix: use two to six capital letters.")
)
Country = text_like(
    r"[A-Z]{2}", lambda: _("“%(text)s” is no country: use the two letters of ISO 3166-1.")
)
Region = text_like(
    r"[A-Z]{2}-[A-Z0-9]{1,3}",
    lambda: _("“%(text)s” is no region: use the code of ISO 3166-2, such as MX-PUE."),
)
Place = text_like(
    r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[A-Z]{4,}(-[A-Z]+)*",
    lambda: _("“%(text)s” is no place: use a code of ISO 3166 or the name of a group, OECD."),
)
Currency = text_like(
    r"[A-Z]{3}", lambda: _("“%(text)s” is no currency: use the three letters of ISO 4217.")
)
