"""Places by their names: countries in the reader's language, states and groups of countries."""

from babel import Locale
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
