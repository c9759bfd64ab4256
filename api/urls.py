"""The addresses of the API, under /api/v1/."""

from django.urls import path, re_path

from api import (
    challenges,
    changes,
    clusters,
    documentation,
    editions,
    elements,
    fdi_targets,
    figures,
    findings,
    goals,
    indicators,
    infrastructure,
    initiatives,
    institutes,
    links,
    me,
    milestones,
    observations,
    organisations,
    pictures,
    problems,
    programmes,
    roadmaps,
    sectors,
    skills,
    sources,
    technologies,
    tokens,
    vocabularies,
)

LISTS = {
    "programmes": programmes.ProgrammeViewSet,
    "clusters": clusters.ClusterViewSet,
    "sectors": sectors.SectorViewSet,
    "organisations": organisations.OrganisationViewSet,
    "sources": sources.SourceViewSet,
    "indicators": indicators.IndicatorViewSet,
    "observations": observations.ObservationViewSet,
    "institutes": institutes.InstituteViewSet,
    "roadmaps": roadmaps.RoadmapViewSet,
    "elements": elements.ElementViewSet,
    "challenges": challenges.ChallengeViewSet,
    "goals": goals.GoalViewSet,
    "fdi-targets": fdi_targets.FDITargetViewSet,
    "technologies": technologies.TechnologyViewSet,
    "skills": skills.SkillViewSet,
    "infrastructure": infrastructure.InfrastructureViewSet,
    "initiatives": initiatives.InitiativeViewSet,
    "figures": figures.FigureViewSet,
    "links": links.LinkViewSet,
    "milestones": milestones.MilestoneViewSet,
    "findings": findings.FindingViewSet,
    "vocabularies": vocabularies.VocabularyViewSet,
    "problems": problems.ProblemViewSet,
}
BY_CODE = ("programmes", "sectors", "organisations", "sources", "indicators", "institutes")
OF_A_MAP = {
    "picture.svg": pictures.PictureViewSet.as_view({"get": "picture"}),
    "network.svg": pictures.PictureViewSet.as_view({"get": "network"}),
    "<slug:table>.csv": pictures.PictureViewSet.as_view({"get": "table"}),
    "findings": findings.FindingViewSet.as_view({"get": "list"}),
    "editions": editions.EditionViewSet.as_view({"get": "list"}),
    "editions/<str:number>": editions.EditionViewSet.as_view({"get": "retrieve"}),
}
OF_ONESELF = {  # only for those who say who they are
    "me": me.MeViewSet.as_view({"get": "retrieve"}),
    "tokens": tokens.TokenViewSet.as_view({"get": "list"}),
    "tokens/<uuid:pk>": tokens.TokenViewSet.as_view({"delete": "destroy"}),
}
documentation.IndexViewSet.addresses = (*LISTS, "changes", "openapi.yaml", "docs", "redoc")


def one(name):
    return LISTS[name].as_view({"get": "retrieve"})


urlpatterns = [
    re_path("^$", documentation.IndexViewSet.as_view({"get": "retrieve"}), name="api"),
    path("openapi.yaml", documentation.openapi, name="openapi"),
    path("docs", documentation.swagger, name="api-docs"),
    path("redoc", documentation.redoc, name="api-redoc"),
    path("changes", changes.ChangeViewSet.as_view({"get": "list"})),
    path("roadmaps/<slug:slug>", one("roadmaps")),
    *[path(f"roadmaps/<slug:slug>/{end}", view) for end, view in OF_A_MAP.items()],
    *[path(address, view) for address, view in OF_ONESELF.items()],
    path("elements/<slug:key>", one("elements")),
    path("vocabularies/<slug:name>", one("vocabularies")),
    path("problems/<slug:name>", one("problems")),
    *[path(f"{name}/<slug:code>", one(name)) for name in BY_CODE],
    *[path(name, view.as_view({"get": "list"})) for name, view in LISTS.items()],
    re_path("", documentation.nowhere),
]
