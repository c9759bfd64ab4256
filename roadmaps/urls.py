"""The addresses of the pages. They are for sending, and keep for ever."""

from django.urls import path

from roadmaps.views import (
    editions,
    elements,
    indicators,
    institutes,
    links,
    maps,
    organisations,
    pictures,
    portfolio,
    programmes,
    sectors,
    sources,
    table,
)

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
    path("roadmaps/<slug:slug>/editions", editions.editions, name="editions"),
    path("roadmaps/<slug:slug>/editions/<str:number>", editions.edition, name="edition"),
    path("indicators", indicators.indicators, name="indicators"),
    path("indicators/<slug:code>", indicators.indicator, name="indicator"),
    path("institutes", institutes.institutes, name="institutes"),
    path("organisations/<slug:code>", organisations.organisation, name="organisation"),
    path("sources/<slug:code>", sources.source, name="source"),
]
