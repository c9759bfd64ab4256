"""The file of councils: who has a seat, what was recommended and answered."""

from demo.fields import Code, ElementKey, MapSlug, OrganisationCode, ProgrammeCode, term
from demo.files import Evidence, Record, Text, Translations


class Seat(Evidence):
    """A seat without the name of a person."""

    title: Text | None = None
    organisation: OrganisationCode | None = None
    reserved_for: term("helix") | None = None


class Answer(Record):
    """What the addressee answered, and how far it has got."""

    response: term("recommendation_response")
    reason: Text | None = None
    commitments: list[ElementKey] = []
    progress: term("recommendation_progress") | None = None
    progress_note: Text | None = None


class Recommendation(Evidence):
    """What the council recommends."""

    title: Text
    text: Text
    addressee: OrganisationCode
    roadmap: MapSlug
    elements: list[ElementKey] = []
    days: int  # for the reply
    answer: Answer | None = None
    translations: Translations = {}


class Council(Evidence):
    """The council of a programme."""

    code: Code
    programme: ProgrammeCode
    name: Text
    secretariat: OrganisationCode | None = None
    review_of: MapSlug | None = None
    seats: list[Seat] = []
    recommendations: list[Recommendation] = []
    translations: Translations = {}
