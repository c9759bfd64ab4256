"""The addresses of the pages. They are for sending, and keep for ever."""

from django.urls import path, register_converter

from roadmaps.views import (
    editions,
    elements,
    grants,
    indicators,
    institutes,
    invitations,
    links,
    log,
    looks,
    maps,
    members,
    memberships,
    organisations,
    people,
    personal_data,
    pictures,
    portfolio,
    programmes,
    sectors,
    sources,
    table,
)
from roadmaps.views.writing import elements as element_forms
from roadmaps.views.writing import lanes, parts, things
from roadmaps.views.writing import links as link_forms
from roadmaps.views.writing import maps as map_forms


class Word:
    """What hangs on an element, as addresses name it."""

    regex = "|".join(parts.PARTS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Word, "word")
MAP = "roadmaps/<slug:slug>"
PEOPLE = f"{MAP}/people"
ORGANISATION = "organisations/<slug:code>"
ELEMENT = f"{MAP}/elements/<slug:code>"
THING = f"{MAP}/<word:word>/<uuid:key>"

urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("programmes/<slug:code>", programmes.programme, name="programme"),
    path("sectors/<slug:code>", sectors.sector, name="sector"),
    path("roadmaps/<slug:slug>", maps.roadmap, name="roadmap"),
    path("roadmaps/<slug:slug>/links", links.links, name="links"),
    path("roadmaps/<slug:slug>/table", table.table, name="table"),
    path("roadmaps/<slug:slug>/figures", maps.figures, name="figures"),
    path("roadmaps/<slug:slug>/checks", maps.checks, name="checks"),
    path("roadmaps/<slug:slug>/picture.svg", pictures.picture_svg, name="picture-svg"),
    path("roadmaps/<slug:slug>/picture.png", pictures.picture_png, name="picture-png"),
    path("roadmaps/<slug:slug>/picture.pdf", pictures.picture_pdf, name="picture-pdf"),
    path("roadmaps/<slug:slug>/network.svg", pictures.network_svg, name="network-svg"),
    path("roadmaps/<slug:slug>/elements/<slug:code>", elements.element, name="element"),
    path(f"{MAP}/history", log.log, name="history"),
    path(f"{MAP}/undo", log.take_back, name="undo"),
    path(f"{MAP}/edit", map_forms.edit, name="edit-map"),
    path(f"{MAP}/table/<slug:kind>", lanes.lane, name="lane"),
    path(f"{MAP}/add/<slug:kind>", element_forms.add, name="add-element"),
    path(f"{ELEMENT}/edit", element_forms.edit, name="edit-element"),
    path(f"{ELEMENT}/period", element_forms.shift, name="shift-element"),
    path(f"{ELEMENT}/withdraw", element_forms.withdraw, name="withdraw-element"),
    path(f"{ELEMENT}/restore", element_forms.restore, name="restore-element"),
    path(f"{ELEMENT}/reorder", element_forms.reorder, name="reorder-element"),
    path(f"{ELEMENT}/links/add", link_forms.draw, name="draw-link"),
    path(f"{ELEMENT}/<word:word>/add", things.add, name="add-thing"),
    path(f"{MAP}/<word:word>/add", things.add, name="add-to-map"),
    path(f"{THING}/edit", things.edit, name="edit-thing"),
    path(f"{THING}/withdraw", things.withdraw, name="withdraw-thing"),
    path(f"{THING}/restore", things.restore, name="restore-thing"),
    path(f"{THING}/reorder", things.reorder, name="reorder-thing"),
    path("roadmaps/<slug:slug>/editions", editions.editions, name="editions"),
    path("roadmaps/<slug:slug>/editions/<str:number>", editions.edition, name="edition"),
    path("indicators", indicators.indicators, name="indicators"),
    path("indicators/<slug:code>", indicators.indicator, name="indicator"),
    path("institutes", institutes.institutes, name="institutes"),
    path("organisations/<slug:code>", organisations.organisation, name="organisation"),
    path("sources/<slug:code>", sources.source, name="source"),
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}/grant", grants.grant, name="grant-role"),
    path(f"{PEOPLE}/invite", grants.invite, name="invite-to-map"),
    path(f"{PEOPLE}/<uuid:key>/change", grants.change, name="change-role"),
    path(f"{PEOPLE}/<uuid:key>/revoke", grants.revoke, name="revoke-role"),
    path(f"{PEOPLE}/<uuid:key>/leave", grants.leave, name="leave-role"),
    path(f"{PEOPLE}/<uuid:key>/interest", grants.declare, name="declare-interest"),
    path(f"{PEOPLE}/invitations/<uuid:key>", grants.withdraw, name="withdraw-map-invitation"),
    path(f"{ORGANISATION}/invite", members.invite, name="invite-member"),
    path(f"{ORGANISATION}/leave", members.leave, name="leave-organisation"),
    path(f"{ORGANISATION}/members/<uuid:key>/change", members.change, name="change-member"),
    path(f"{ORGANISATION}/members/<uuid:key>/remove", members.remove, name="remove-member"),
    path(f"{ORGANISATION}/invitations/<uuid:key>", members.withdraw, name="withdraw-invitation"),
    path("invitations/<str:secret>", invitations.invitation, name="invitation"),
    path("account/memberships", memberships.memberships, name="memberships"),
    path("account/memberships/act-for", memberships.act_for, name="act-for"),
    path("account/invitations/<uuid:key>", invitations.answer, name="answer-invitation"),
    path("account/view-as", looks.look, name="look"),
    path("account/view-as/end", looks.end, name="end-look"),
    path("account/data", personal_data.page, name="personal-data"),
    path("account/data.json", personal_data.download, name="download-personal-data"),
]
