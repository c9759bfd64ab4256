"""The people of the demo: one for each role, so that everything can be tried."""

from accounts import factors, people
from accounts.models import User

PASSWORD = "a course for every industry"  # noqa: S105
SECRET = "ACOURSEFOREVERYINDUSTRY234567234"  # noqa: S105 -- of everybody's authenticator app
GUARDED = {"steward", "approver"}  # who does not come in by a password alone

# e-mail, name, code of the organisation, role on the Mexican maps
CAST = [
    ("steward@economia.example", "Steward of the maps", "se", "steward"),
    ("editor@economia.example", "Editor at the ministry", "se", "editor"),
    ("approver@economia.example", "Approver", "se", "approver"),
    ("reviewer@hacienda.example", "Reviewer", "shcp", "reviewer"),
    ("reporter@ciencia.example", "Reporter", "secihti", "reporter"),
    ("partner@industria.example", "Partner at an association", "ina", "editor"),
    ("commenter@camara.example", "Commenter", "canacintra", "commenter"),
    ("observer@universidad.example", "Observer", "unam", "observer"),
]
SINGAPORE = [
    ("steward@mti.example", "Steward of the Singapore maps", "mti", "steward"),
    ("approver@mti.example", "Approver of the Singapore maps", "mti", "approver"),
]


def register() -> User:
    """The first person of the installation, who keeps the registers."""
    first = people.register("registrar@rumbo.example", PASSWORD, name="Registrar", is_staff=True)
    factors.tie_app(first, SECRET)
    return first


def gather(registrar, organisations: dict) -> dict[str, User]:
    """Everybody of the cast, by e-mail."""
    cast = {}
    for email, name, organisation, role in [*CAST, *SINGAPORE]:
        staff = role == "steward"
        person = people.add(registrar, email, PASSWORD, name=name, is_staff=staff)
        people.join(registrar, person, organisations[organisation], may_submit=role != "observer")
        if role in GUARDED:
            factors.tie_app(person, SECRET)
        cast[email] = person
    return cast
