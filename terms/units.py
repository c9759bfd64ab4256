"""What is counted: the English words of the data, said in the reader's language."""

from decimal import Decimal

from terms.languages import active

PER_YEAR = (" per year", " a year", "/yr")

# English of many: English of one, Spanish of one, Spanish of many. Other words pass as they are.
WORDS = {
    "agencies": ("agency", "dependencia", "dependencias"),
    "agreements": ("agreement", "convenio", "convenios"),
    "applications": ("application", "solicitud", "solicitudes"),
    "areas": ("area", "área", "áreas"),
    "cars": ("car", "automóvil", "automóviles"),
    "centres": ("centre", "centro", "centros"),
    "chambers": ("chamber", "cámara", "cámaras"),
    "children": ("child", "niña o niño", "niñas y niños"),
    "collaborations": ("collaboration", "colaboración", "colaboraciones"),
    "companies": ("company", "empresa", "empresas"),
    "days": ("day", "día", "días"),
    "engineers": ("engineer", "ingeniero", "ingenieros"),
    "engines": ("engine", "motor", "motores"),
    "firms": ("firm", "empresa", "empresas"),
    "grants": ("grant", "apoyo", "apoyos"),
    "graduates": ("graduate", "egresado", "egresados"),
    "hours": ("hour", "hora", "horas"),
    "institutes": ("institute", "instituto", "institutos"),
    "institutions": ("institution", "institución", "instituciones"),
    "inventions": ("invention", "invención", "invenciones"),
    "jobs": ("job", "empleo", "empleos"),
    "laboratories": ("laboratory", "laboratorio", "laboratorios"),
    "locations": ("location", "sede", "sedes"),
    "maps": ("map", "mapa", "mapas"),
    "meetings": ("meeting", "reunión", "reuniones"),
    "modules": ("module", "módulo", "módulos"),
    "months": ("month", "mes", "meses"),
    "needs": ("need", "necesidad", "necesidades"),
    "occupations": ("occupation", "ocupación", "ocupaciones"),
    "officers": ("officer", "agente", "agentes"),
    "organisations": ("organisation", "organización", "organizaciones"),
    "partners": ("partner", "socio", "socios"),
    "patents": ("patent", "patente", "patentes"),
    "people": ("person", "persona", "personas"),
    "percentage points": ("percentage point", "punto porcentual", "puntos porcentuales"),
    "places": ("place", "lugar", "lugares"),
    "plants": ("plant", "planta", "plantas"),
    "points": ("point", "punto", "puntos"),
    "poles": ("pole", "polo", "polos"),
    "professionals": ("professional", "profesional", "profesionales"),
    "programmes": ("programme", "programa", "programas"),
    "projects": ("project", "proyecto", "proyectos"),
    "providers": ("provider", "proveedor", "proveedores"),
    "recommendations": ("recommendation", "recomendación", "recomendaciones"),
    "roles": ("role", "puesto", "puestos"),
    "sectors": ("sector", "sector", "sectores"),
    "shops": ("shop", "taller", "talleres"),
    "skills": ("skill", "competencia", "competencias"),
    "SMEs": ("SME", "mipyme", "mipymes"),
    "start-ups": ("start-up", "empresa emergente", "empresas emergentes"),
    "states": ("state", "estado", "estados"),
    "strategies": ("strategy", "estrategia", "estrategias"),
    "students": ("student", "estudiante", "estudiantes"),
    "suppliers": ("supplier", "proveedor", "proveedores"),
    "tablets": ("tablet", "tableta", "tabletas"),
    "technicians": ("technician", "técnico", "técnicos"),
    "times": ("time", "vez", "veces"),
    "to 1": ("to 1", "a 1", "a 1"),
    "tonnes": ("tonne", "tonelada", "toneladas"),
    "units": ("unit", "unidad", "unidades"),
    "vehicles": ("vehicle", "vehículo", "vehículos"),
    "weeks": ("week", "semana", "semanas"),
    "workers": ("worker", "trabajador", "trabajadores"),
    "years": ("year", "año", "años"),
    "m2": ("m²", "m²", "m²"),
}
WRITTEN = {"m2": "m²"}  # where the data cannot type what people read
ONES = {one: many for many, (one, _spanish, _plural) in WORDS.items()}

# What a share is a part of.
WHOLES = {
    "GDP": "del PIB",
    "GFA": "de la superficie construida",
    "SMEs": "de las mipymes",
    "budget": "del presupuesto",
    "contract research": "de la investigación por contrato",
    "employers": "de los empleadores",
    "exports": "de las exportaciones",
    "firms": "de las empresas",
    "firms with resources": "de las empresas con recursos",
    "government agencies": "de las dependencias",
    "gross floor area": "de la superficie construida",
    "income": "de los ingresos",
    "jobs": "de los empleos",
    "pre-Covid": "del nivel previo a la pandemia",
    "production": "de la producción",
    "sales": "de las ventas",
    "wages": "de los salarios",
}


def is_yearly(unit: str) -> bool:
    """Whether the unit itself already says “per year”."""
    return unit.endswith(PER_YEAR)


def without_year(unit: str) -> str:
    """The unit without its “per year”."""
    for ending in PER_YEAR:
        unit = unit.removesuffix(ending)
    return unit


def say_unit(unit: str, value: Decimal) -> str:
    """The unit for so many: “1 job”, “2 jobs”, “2 empleos”."""
    spanish = active() == "es"
    if unit.startswith("% of "):
        whole = unit.removeprefix("% of ")
        return f"% {WHOLES.get(whole, f'de {whole}')}" if spanish else unit
    many = ONES.get(unit, unit)
    if many not in WORDS:
        return unit
    english_one, spanish_one, spanish_many = WORDS[many]
    if value.copy_abs() == 1:
        return spanish_one if spanish else english_one
    return spanish_many if spanish else WRITTEN.get(many, many)
