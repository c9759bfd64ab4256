"""The file of one map: its elements, its links, its editions."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from demo.fields import (
    Country,
    ElementKey,
    IndicatorCode,
    MapSlug,
    OrganisationCode,
    Period,
    Prefix,
    ProgrammeCode,
    Region,
    SectorCode,
    SourceCode,
    term,
    wrong,
)
from demo.files import Evidence, Figure, Record, Text, Translations
from terms.vocabulary import TERMS

LINK_TYPES = TERMS["link_type"]


class Participation(Record):
    """An organisation has a part in an element."""

    organisation: OrganisationCode
    role: term("participation_role")
    note: Text | None = None
    source: SourceCode | None = None
    certainty: term("certainty") = "sourced"


class Element(Evidence):
    """One thing on the map."""

    key: ElementKey
    title: Text
    summary: Text | None = None
    pillar: term("pillar") | None = None
    topic: Text | None = None
    period: Period | None = None
    places: list[Region] = []
    place: Text | None = None
    sectors: list[SectorCode] = []
    visibility: term("visibility") = "public"
    status_note: Text | None = None
    translations: Translations = {}
    participations: list[Participation] = []
    figures: list[Figure] = []


class Challenge(Element):
    """What blocks the sector, threatens it, or opens a door to it."""

    kind: Literal["challenge"]
    valence: term("challenge_valence")
    categories: list[term("challenge_category")] = []
    barrier: term("challenge_barrier") | None = None
    severity: Annotated[int, Field(ge=1, le=5)] | None = None
    parent: ElementKey | None = None

    @field_validator("parent")
    @classmethod
    def is_challenge(cls, parent, info: ValidationInfo):
        if parent and info.context.kind_of(parent) != "challenge":
            message = _("“%(parent)s” is no challenge, so it cannot stand above one.")
            raise wrong(message, parent=parent)
        return parent


class Goal(Element):
    """A measurable state that the sector should reach."""

    kind: Literal["goal"]
    indicator: IndicatorCode | None = None
    direction: term("desired_direction") | None = None


class FDITarget(Element):
    """A kind of foreign investment that the country wants to host."""

    kind: Literal["fdi_target"]
    activity: Text | None = None
    motive: term("fdi_motive") | None = None
    mode: term("fdi_mode") | None = None
    proposition: Text | None = None
    origin_countries: list[Country] = []
    quality_tests: list[term("fdi_quality")] = []
    stage: term("fdi_stage") | None = None


class Technology(Element):
    """A technology that the sector must develop, adapt or take up."""

    kind: Literal["technology"]
    role: term("technology_role") | None = None
    maturity: Text | None = None
    public_value: Text | None = None


class Skill(Element):
    """A job role with an ability that is or will be short."""

    kind: Literal["skill"]
    skill_type: term("skill_type") | None = None
    reuse: term("skill_reuse") | None = None
    qualification: term("qualification") | None = None
    pathway: Text | None = None


class Infrastructure(Element):
    """A facility, network or service that the sector needs."""

    kind: Literal["infrastructure"]
    facility: term("facility") | None = None
    status: term("facility_status") | None = None


class Initiative(Element):
    """A piece of public or joint action."""

    kind: Literal["initiative"]
    instrument: term("instrument_type") | None = None
    status: term("initiative_status")


AnyElement = Annotated[
    Challenge | Goal | FDITarget | Technology | Skill | Infrastructure | Initiative,
    Field(discriminator="kind"),
]


class Link(Record):
    """One element serves, needs or waits for another one, perhaps on another map."""

    kind: term("link_type")
    source: ElementKey
    target: ElementKey
    strength: Annotated[int, Field(ge=1, le=3)]
    reason: Text | None = None
    evidence: SourceCode | None = None
    certainty: term("certainty") = "sourced"

    @field_validator("source")
    @classmethod
    def may_begin_here(cls, source, info: ValidationInfo):
        if rule := LINK_TYPES.get(info.data.get("kind")):
            _allow(rule, "source_kinds", info.context.kind_of(source))
        return source

    @field_validator("target")
    @classmethod
    def may_end_here(cls, target, info: ValidationInfo):
        rule = LINK_TYPES.get(info.data.get("kind"))
        if not rule:
            return target
        kind_of = info.context.kind_of
        _allow(rule, "target_kinds", kind_of(target))
        source = info.data.get("source")
        if source == target:
            raise wrong(_("An element cannot be linked with itself."))
        if rule["same_kind"] and source and kind_of(source) != kind_of(target):
            message = _("A link “%(link)s” joins two elements of one kind.")
            raise wrong(message, link=rule["code"])
        return target


def _allow(rule, side, kind):
    if kind in rule[side]:
        return
    if side == "source_kinds":
        message = _("A link “%(link)s” may not begin at this %(kind)s. It may begin at: %(kinds)s.")
    else:
        message = _("A link “%(link)s” may not end at this %(kind)s. It may end at: %(kinds)s.")
    raise wrong(message, link=rule["code"], kind=kind, kinds=", ".join(rule[side]))


class Relation(Evidence):
    """How the map follows from another one, or where it went."""

    kind: term("map_relation")
    other: MapSlug | None = None
    other_name: Text
    on: Period | None = None


class Partner(Record):
    """An organisation that has a part in the whole map, or a group without a name of its own."""

    organisation: OrganisationCode | None = None
    group: Annotated[Text | None, Field(validate_default=True)] = None
    role: term("participation_role") | None = None
    note: Text | None = None

    @field_validator("group")
    @classmethod
    def is_somebody(cls, group, info: ValidationInfo):
        if bool(group) == bool(info.data.get("organisation", "unknown")):
            raise wrong(_("A partner is one organisation or one group."))
        return group


class Content(Record):
    """What stands on a map."""

    figures: list[Figure] = []
    elements: list[AnyElement] = []
    links: list[Link] = []


class Edition(Content, Evidence):
    """A map as it was published once: its content takes the place of what it replaces."""

    label: Text
    launched: Period
    launched_note: Text | None = None
    launched_by: Text | None = None
    leads: list[Participation]
    status: term("edition_status") | None = None
    status_note: Text | None = None
    replaces: list[Text] = []


class Horizons(Record):
    """The years that divide the picture into columns."""

    base_year: int
    short_until: int
    medium_until: int
    vision_year: int

    @field_validator("short_until", "medium_until", "vision_year")
    @classmethod
    def follows(cls, year, info: ValidationInfo):
        if any(year <= earlier for earlier in info.data.values()):
            raise wrong(_("Base year, short term, medium term and vision follow one another."))
        return year


class Map(Content):
    """One map of a programme, with its past editions or with its working content."""

    slug: MapSlug
    prefix: Prefix
    title: Text
    summary: Text | None = None
    vision: Text | None = None
    programme: ProgrammeCode
    sector: SectorCode | None = None
    lead: OrganisationCode | None = None
    languages: list[Text]
    horizons: Horizons
    note: Text | None = None
    translations: Translations = {}
    partners: list[Partner] = []
    relations: list[Relation] = []
    editions: list[Edition] = []

    @field_validator("editions")
    @classmethod
    def replace_earlier_ones(cls, editions):
        labels: list[str] = []
        for edition in editions:
            for label in edition.replaces:
                if label not in labels:
                    raise wrong(_("No earlier edition is called “%(label)s”."), label=label)
            labels.append(edition.label)
        return editions


class Gaps(Record):
    """What the authors left open on purpose."""

    challenges_without_initiative: list[ElementKey]
    skills_without_initiative: list[ElementKey]
    fdi_targets_without_initiative: list[ElementKey]
    technologies_without_initiative: list[ElementKey]
    note: Text
