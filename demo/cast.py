"""The people of the demo: one for each role, so that everything can be tried."""

from accounts import factors, people
from accounts.models import User

PASSWORD = "a course for every industry"  # noqa: S105
SECRET = "ACOURSEFOREVERYINDUSTRY234567234"  # noqa: S105 -- of everybody's authenticator app
GUARDED = {"steward", "approver"}  # who does not come in by a password alone

REGISTRAR = "registrar@rumbo.example"
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
MANAGERS = {"steward@economia.example", "partner@industria.example", "steward@mti.example"}
# Who belongs to a second organisation, and so says for which one they act.
ALSO = {"partner@industria.example": "canacintra"}
# What somebody has to win or to lose, as they would declare it.
INTERESTS = {
    "partner@industria.example": "The association speaks for makers of vehicle parts.",
    "reviewer@hacienda.example": "The ministry pays for a part of the programmes.",
}
GUEST = "guest@universidad.example"  # invited, and not here yet
SINGAPORE = [
    ("steward@mti.example", "Steward of the Singapore maps", "mti", "steward"),
    ("approver@mti.example", "Approver of the Singapore maps", "mti", "approver"),
]
# Who speaks for organisations that are made up; what they may do follows from these.
MADE_UP = [
    ("signer@proveedores.example", "Signer of a made-up association", "proveedores-ficticios"),
    ("drafter@cluster.example", "Drafter of a made-up cluster", "cluster-ficticio"),
]


def register() -> User:
    """The first person of the installation, who keeps the registers."""
    first = people.register(REGISTRAR, PASSWORD, name="Registrar", is_staff=True)
    factors.tie_app(first, SECRET)
    return first


def gather(registrar, organisations: dict) -> dict[str, User]:
    """Everybody of the cast, by e-mail."""
    cast = {}
    for email, name, organisation, role in [*CAST, *SINGAPORE]:
        staff = role == "steward"
        person = people.add(registrar, email, PASSWORD, name=name, is_staff=staff)
        said = {"role": "manager"} if email in MANAGERS else {}
        place = organisations[organisation]
        people.join(registrar, person, place, may_submit=role != "observer", **said)
        if email in ALSO:
            people.join(registrar, person, organisations[ALSO[email]], may_submit=True)
        if role in GUARDED:
            factors.tie_app(person, SECRET)
        cast[email] = person
    return cast


def welcome(registrar, organisations: dict) -> dict[str, User]:
    """Who speaks for organisations that are made up, by the code of the organisation."""
    voices = {}
    for email, name, organisation in MADE_UP:
        person = people.add(registrar, email, PASSWORD, name=name)
        people.join(registrar, person, organisations[organisation], may_submit=True)
        voices[organisation] = person
    return voices
