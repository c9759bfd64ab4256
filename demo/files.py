"""The files of facts: which records they hold and which fields a record has."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from demo.fields import (
    Code,
    Country,
    Currency,
    FigureKey,
    Metric,
    Number,
    OrganisationCode,
    Period,
    Place,
    ProgrammeCode,
    SectorCode,
    SourceCode,
    term,
    wrong,
)

Text = Annotated[str, Field(min_length=1)]
Spoken = Literal["title", "summary", "vision", "label", "name", "about", "text", "note"]
Translations = dict[Literal["es"], dict[Spoken, Text]]


class Record(BaseModel):
    """One record of a file; what it does not know, it refuses."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Evidence(Record):
    """Where it was read, and how far it can be trusted."""

    source: SourceCode | None = None
    certainty: term("certainty")
    note: Text | None = None


class Amount(Evidence):
    """A number or a range, and when it held."""

    operator: term("figure_operator")
    low: Number
    high: Annotated[Number | None, Field(validate_default=True)] = None
    period: Period | None = None
    period_note: Text | None = None
    scope: Text | None = None

    @field_validator("high")
    @classmethod
    def runs_upwards(cls, high, info: ValidationInfo):
        is_range = info.data.get("operator") == "range"
        if is_range and high is None:
            raise wrong(_("A range needs an upper end."))
        if high is not None and not is_range:
            raise wrong(_("Only a range has an upper end."))
        if high is not None and "low" in info.data and high < info.data["low"]:
            raise wrong(_("The upper end of a range must not be below its lower end."))
        return high


class Baseline(Record):
    """What a figure is measured against; its unit is the figure's where none is given."""

    value: Number | None = None
    unit: Text | None = None
    period: Period | None = None
    note: Text | None = None


class Figure(Amount):
    """A number with all that it needs to be read rightly."""

    key: FigureKey | None = None
    metric: Metric
    label: Text
    kind: term("figure_kind")
    unit: Text | None = None
    currency: Currency | None = None
    basis: term("measurement_basis")
    baseline: Baseline | None = None
    price_basis: Literal["nominal", "real"] | None = None
    condition: Text | None = None
    told_as: FigureKey | None = None
    part_of: FigureKey | None = None
    shared: bool = False
    shared_with: list[SectorCode] = []
    translations: Translations = {}

    @field_validator("told_as", "part_of")
    @classmethod
    def is_another(cls, key, info: ValidationInfo):
        if key and key == info.data.get("key"):
            raise wrong(_("A figure cannot be a part or a retelling of itself."))
        return key


class Fact(Evidence):
    """Something known in words."""

    label: Text
    text: Text
    translations: Translations = {}


class Source(Record):
    """A publication in which something was read."""

    code: Code
    title: Text
    publisher: Text
    date: Text | None = None  # as printed
    url: Text | None = None
    kind: term("source_kind")
    licence: Text | None = None
    note: Text | None = None


class Organisation(Record):
    """Whoever has a part in a map, or serves as a model."""

    code: Code
    name: Text
    short_name: Text | None = None
    kind: term("organisation_kind")
    country: Country | None = None
    role_in_maps: Text | None = None
    sectors: list[SectorCode] = []
    validity: Period | None = None
    predecessors: list[OrganisationCode] = []
    note: Text | None = None
    source: SourceCode | None = None
    certainty: term("certainty") = "unverified"
    facts: list[Fact] = []
    figures: list[Figure] = []
    translations: Translations = {}


class FundingShare(Evidence):
    """Which part of an institute's income comes from where."""

    kind: term("funding_kind")
    operator: term("figure_operator")
    percent: Number
    of_what: Text
    period: Period | None = None


class Institute(Evidence):
    """A research centre, here or abroad."""

    organisation: OrganisationCode
    programme: ProgrammeCode | None = None
    host: Text | None = None
    place: Text | None = None
    family: Text | None = None
    fields: list[Text] = []
    sectors: list[SectorCode] = []
    stage: term("institute_stage")
    funding: list[FundingShare] = []


class Comparators(Record):
    """Institutes and councils of other countries, with which we compare."""

    organisations: list[Organisation]
    institutes: list[Institute]


class Observation(Amount):
    """One value of an indicator."""

    place: Place
    partner: Place | None = None
    status: term("observation_status")
    vintage: Text | None = None


class Indicator(Record):
    """Something that is measured again and again."""

    code: Code
    programme: ProgrammeCode
    name: Text
    unit: Text | None = None
    currency: Currency | None = None
    kind: term("figure_kind")
    frequency: term("frequency")
    frequency_note: Text | None = None
    direction: term("desired_direction") | None = None
    sectors: list[SectorCode] = []
    note: Text | None = None
    translations: Translations = {}
    observations: list[Observation]


class Claim(Evidence):
    """What one of several contradicting sources says."""

    text: Text


class Conflict(Record):
    """Sources that contradict each other, kept side by side."""

    code: Code
    programme: ProgrammeCode
    about: Text
    claims: list[Claim]
    reading: Text
    translations: Translations = {}


class Pillar(Evidence):
    """What a programme calls one of the pillars."""

    code: term("pillar")
    name: Text


class Event(Evidence):
    """A day in the life of a programme."""

    date: Period
    text: Text


class Cluster(Evidence):
    """A group of sectors within one scheme."""

    scheme: Text
    code: Code
    name: Text


class Grouping(Evidence):
    """A sector stands in one cluster of a scheme."""

    scheme: Text
    cluster: Code

    @field_validator("cluster")
    @classmethod
    def exists(cls, cluster, info: ValidationInfo):
        scheme = info.data.get("scheme")
        if (scheme, cluster) not in info.context.of("cluster"):
            message = _("There is no cluster “%(cluster)s” in the scheme “%(scheme)s”.")
            raise wrong(message, cluster=cluster, scheme=scheme)
        return cluster


class Classification(Evidence):
    """The code that a statistical scheme gives to a sector."""

    scheme: Text
    version: Text
    code: Text


class Sector(Record):
    """A part of the economy."""

    code: Code
    name: Text
    lead: OrganisationCode | None = None
    is_priority: bool = False
    regions: list[Text] = []
    places: list[Place] = []
    note: Text | None = None
    translations: Translations = {}
    classifications: list[Classification] = []
    groupings: list[Grouping] = []
    figures: list[Figure] = []


class Programme(Record):
    """A country's set of maps."""

    code: Code
    name: Text
    place: Place
    languages: list[Text]
    licence: Text | None = None
    owner: OrganisationCode | None = None
    note: Text | None = None
    translations: Translations = {}
    pillars: list[Pillar] = []
    events: list[Event] = []
    facts: list[Fact] = []
    figures: list[Figure] = []
    clusters: list[Cluster] = []
    sectors: list[Sector]
