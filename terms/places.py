"""Places by their names: countries in the reader's language, states and groups of countries."""

import re
from collections.abc import Callable, Iterable

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terms.languages import LOCALES, active

GROUPS = {
    "WORLD": _("World"),
    "NORTH-AMERICA": _("North America"),
    "OECD": _("OECD"),
}
STATES = {  # ISO 3166-2:MX; the names are the same in both languages
    "AGU": "Aguascalientes", "BCN": "Baja California", "BCS": "Baja California Sur",
    "CAM": "Campeche", "CHH": "Chihuahua", "CHP": "Chiapas", "CMX": "Ciudad de México",
    "COA": "Coahuila", "COL": "Colima", "DUR": "Durango", "GRO": "Guerrero",
    "GUA": "Guanajuato", "HID": "Hidalgo", "JAL": "Jalisco", "MEX": "Estado de México",
    "MIC": "Michoacán", "MOR": "Morelos", "NAY": "Nayarit", "NLE": "Nuevo León",
    "OAX": "Oaxaca", "PUE": "Puebla", "QUE": "Querétaro", "ROO": "Quintana Roo",
    "SIN": "Sinaloa", "SLP": "San Luis Potosí", "SON": "Sonora", "TAB": "Tabasco",
    "TAM": "Tamaulipas", "TLA": "Tlaxcala", "VER": "Veracruz", "YUC": "Yucatán",
    "ZAC": "Zacatecas",
}  # fmt: skip

# What the lists of the world's languages have beside countries: unions, tests, “unknown”.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
STATE = re.compile(r"([A-Z]{2})-([A-Z0-9]{1,3})", re.ASCII)


def is_country(code: str) -> bool:
    """Whether this is a country of ISO 3166-1, such as “MX”."""
    known = Locale.parse("en").territories
    return len(code) == 2 and code.isalpha() and code in known and code not in NO_COUNTRIES


def is_state(code: str) -> bool:
    """Whether this can be a state of ISO 3166-2, such as “MX-PUE”; those of Mexico are known."""
    parts = STATE.fullmatch(code)
    if parts is None or not is_country(parts[1]):
        return False
    return parts[1] != "MX" or parts[2] in STATES


def require_places(name: str, codes: Iterable[str], is_known: Callable[[str], bool]) -> None:
    """Refuse codes of places that there are not. name: the field that lists them."""
    for code in codes:
        if not is_known(code):
            message = gettext("“%(code)s” is no code of ISO 3166 that could stand here.")
            raise ValidationError({name: [message % {"code": code}]})


def say_place(code: str | None) -> str:
    """The name of a place; a code that is not known is shown as it is."""
    if not code:
        return ""
    if code in GROUPS:
        return str(GROUPS[code])
    country, _dash, state = code.partition("-")
    if state:
        return STATES.get(state, code) if country == "MX" else code
    return str(Locale.parse(LOCALES[active()]).territories.get(code, code))
