"""A council with its secretariat, and those to whom it recommends."""

from types import SimpleNamespace

from accounts import memberships, people
from roadmaps import councils, recommendations
from tests import factories

TEXT = {"title": "Train technicians", "text": "Fund dual training in every state by 2027."}


def set_up(registrar, programme):
    """The council, somebody of its secretariat, and two of the agency that is addressed."""
    office = factories.organisation(registrar, "council", name="Council office")
    agency = factories.organisation(registrar, "agency", name="Training agency")
    council = councils.found(
        registrar, programme, "innovation", name="Innovation council", secretariat=office
    )
    clerk, head, clerk_of_the_agency = (
        factories.person(registrar, name=name) for name in ("Clerk", "Head", "Junior")
    )
    people.join(registrar, clerk, office)
    people.join(registrar, head, agency, may_submit=True)
    people.join(registrar, clerk_of_the_agency, agency)
    return SimpleNamespace(
        council=council, office=office, agency=agency, clerk=clerk, head=head,
        junior=clerk_of_the_agency, registrar=registrar,
    )  # fmt: skip


def drafted(scene, **fields):
    said = TEXT | {"addressee": scene.agency} | fields
    return recommendations.draft(scene.clerk, scene.council, **said)


def made(scene, **fields):
    return recommendations.make(scene.clerk, drafted(scene, **fields))


def promote(scene, person, organisation):
    """Let somebody submit in the name of their organisation."""
    held = person.memberships.get(organisation=organisation)
    organisation.refresh_from_db()
    memberships.edit(scene.registrar, held, organisation.revision, may_submit=True)
