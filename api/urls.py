"""The addresses of the API, under /api/v1/."""

from django.urls import path, re_path

from api import (
    board,
    bulk,
    challenges,
    changes,
    clusters,
    comments,
    consultations,
    consulted,
    councils,
    diff,
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
    invitations,
    links,
    map_roles,
    me,
    memberships,
    milestones,
    narratives,
    notes,
    notices,
    observations,
    organisations,
    outcomes,
    participations,
    personal_data,
    pictures,
    problems,
    programmes,
    progress_updates,
    proposals,
    recommendations,
    remarks,
    responses,
    reviews,
    roadmaps,
    search,
    seats,
    sectors,
    signoffs,
    skills,
    sources,
    steps,
    submissions,
    technologies,
    threads,
    tokens,
    vocabularies,
)
from roadmaps.steps import STEPS as STEPS_OF_A_MAP

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
    "progress-updates": progress_updates.ProgressUpdateViewSet,
    "board": board.BoardViewSet,
    "findings": findings.FindingViewSet,
    "vocabularies": vocabularies.VocabularyViewSet,
    "problems": problems.ProblemViewSet,
}
WRITTEN = {
    "elements": elements.ElementViewSet,
    "figures": figures.FigureViewSet,
    "links": links.LinkViewSet,
    "milestones": milestones.MilestoneViewSet,
    "participations": participations.ParticipationViewSet,
    "progress-updates": progress_updates.ProgressUpdateViewSet,
}
OF_A_KIND = (
    "challenges", "goals", "fdi-targets", "technologies", "skills", "infrastructure", "initiatives",
)  # fmt: skip
BY_CODE = ("programmes", "sectors", "organisations", "sources", "indicators", "institutes")
OF_A_MAP = {
    "picture.svg": pictures.PictureViewSet.as_view({"get": "picture"}),
    "network.svg": pictures.PictureViewSet.as_view({"get": "network"}),
    "<slug:table>.csv": pictures.PictureViewSet.as_view({"get": "table"}),
    "findings": findings.FindingsOfAMapViewSet.as_view({"get": "list"}),
    "diff": diff.DiffViewSet.as_view({"get": "retrieve"}),
    "search": search.SearchViewSet.as_view({"get": "retrieve"}),
    "board": board.BoardOfAMapViewSet.as_view({"get": "list"}),
    "steps": steps.StepsViewSet.as_view({"get": "retrieve"}),
    "editions": editions.EditionViewSet.as_view({"get": "list"}),
    "editions/<str:number>": editions.EditionViewSet.as_view({"get": "retrieve"}),
}
OF_ONESELF = {  # only for those who say who they are
    "me": me.MeViewSet.as_view({"get": "retrieve"}),
    "tokens": tokens.TokenViewSet.as_view({"get": "list"}),
    "tokens/<uuid:pk>": tokens.TokenViewSet.as_view({"delete": "destroy"}),
    "notices": notices.NoticeViewSet.as_view({"get": "list"}),
    "notices/preferences": notices.NoticePreferencesViewSet.as_view(
        {"get": "retrieve", "patch": "choose"}
    ),
    "notices/<uuid:pk>": notices.NoticeViewSet.as_view({"get": "retrieve", "patch": "see"}),
    "personal-data": personal_data.PersonalDataViewSet.as_view({"get": "retrieve"}),
}
AFFILIATIONS = {  # only for those who are tied to a map or an organisation themselves
    "map-roles": map_roles.MapRoleViewSet,
    "memberships": memberships.MembershipViewSet,
    "invitations": invitations.InvitationViewSet,
    "map-invitations": invitations.MapInvitationViewSet,
    "signoffs": signoffs.SignoffViewSet,
    "submissions": submissions.SubmissionViewSet,
    "comments": comments.CommentViewSet,
    "consulted": consulted.ConsultedViewSet,
    "remarks": remarks.RemarkViewSet,
    "proposals": proposals.ProposalViewSet,
    "responses": responses.ResponseViewSet,
    "threads": threads.ThreadViewSet,
    "narratives": narratives.NarrativeViewSet,
}
COUNCILS = {  # read by everybody as far as they are public
    "seats": seats.SeatViewSet,
    "reviews": reviews.ReviewViewSet,
    "recommendations": recommendations.RecommendationViewSet,
}
documentation.IndexViewSet.addresses = (
    *LISTS,
    "councils",
    *COUNCILS,
    "consultations",
    "changes",
    "openapi.yaml",
    "docs",
    "redoc",
)


STEPS = (
    "accept", "decline", "close", "make", "reply", "follow_up", "sign", "overrule", "submit",
    "take_back", "withdraw", "remind", "restore", "attach", "give", "judge",
    "take_up", "leave", "reopen", "notes", "resolve",
)  # fmt: skip
ONE = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}


def one(name, **more):
    return LISTS[name].as_view({"get": "retrieve", **more})


def many(name):
    """The list of a resource, to which something can perhaps be added."""
    reading = {"get": "list"} if name in LISTS else {}
    adding = {"post": "create"} if name in WRITTEN or name in OF_A_KIND else {}
    return (LISTS | WRITTEN)[name].as_view(reading | adding)


def written(name, view):
    """The addresses of a single thing that can be written."""
    here = f"{name}/<slug:key>"
    return [
        path(here, view.as_view(ONE)),
        path(f"{here}/restore", view.as_view({"post": "restore"})),
        path(f"{here}/reorder", view.as_view({"post": "reorder"})),
    ]


def tied(name, view):
    """The addresses of what ties people to maps and organisations."""
    here = f"{name}/<uuid:pk>"
    many, one = {"get": "list"}, {"get": "retrieve", "delete": "destroy"}
    if "post" in view.http_method_names:
        many["post"] = "create"
    if "patch" in view.http_method_names:
        one["patch"] = "partial_update"
    if "delete" not in view.http_method_names:
        del one["delete"]
    return [
        path(name, view.as_view(many)),
        path(here, view.as_view(one)),
        *[
            path(f"{here}/{step.replace('_', '-')}", view.as_view({"post": step}))
            for step in STEPS
            if hasattr(view, step)
        ],
    ]


urlpatterns = [
    re_path("^$", documentation.IndexViewSet.as_view({"get": "retrieve"}), name="api"),
    path("openapi.yaml", documentation.openapi, name="openapi"),
    path("docs", documentation.swagger, name="api-docs"),
    path("redoc", documentation.redoc, name="api-redoc"),
    path("bulk", bulk.BulkViewSet.as_view({"post": "bulk"}), name="bulk"),
    path("changes", changes.ChangeViewSet.as_view({"get": "list"})),
    path("roadmaps/<slug:slug>", one("roadmaps", patch="partial_update")),
    path("roadmaps/<slug:slug>/undo", roadmaps.RoadmapViewSet.as_view({"post": "undo"})),
    *[path(f"roadmaps/<slug:slug>/{end}", view) for end, view in OF_A_MAP.items()],
    *[
        path(
            f"roadmaps/<slug:slug>/{steps.address_of(step)}",
            steps.StepViewSet.as_view({"post": "take"}, step=step),
        )
        for step in STEPS_OF_A_MAP
    ],
    *[path(address, view) for address, view in OF_ONESELF.items()],
    *[address for name, view in WRITTEN.items() for address in written(name, view)],
    *[address for name, view in (AFFILIATIONS | COUNCILS).items() for address in tied(name, view)],
    path("proposals/<uuid:pk>/withdraw", proposals.ProposalViewSet.as_view({"post": "withdraw"})),
    path("notes/<uuid:pk>", notes.NoteViewSet.as_view({"patch": "partial_update"})),
    path("councils", councils.CouncilViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "councils/<slug:code>",
        councils.CouncilViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
    ),
    path(
        "narratives/<uuid:pk>/text",
        narratives.NarrativeViewSet.as_view({"get": "text", "put": "put_text"}),
    ),
    path(
        "narratives/<uuid:pk>/steps",
        narratives.NarrativeViewSet.as_view({"get": "steps", "post": "send_steps"}),
    ),
    path("narratives/<uuid:pk>/blame", narratives.NarrativeViewSet.as_view({"get": "blame"})),
    path("consultations", consultations.ConsultationViewSet.as_view({"get": "list"})),
    path(
        "consultations/<uuid:pk>/outcome",
        outcomes.OutcomeViewSet.as_view({"get": "retrieve"}),
    ),
    path("comments/<uuid:pk>/alike", comments.CommentViewSet.as_view({"get": "alike"})),
    path(
        "consultations/<uuid:pk>",
        consultations.ConsultationViewSet.as_view({"get": "retrieve"}),
    ),
    path(
        "submissions/<uuid:pk>/sent",
        submissions.SubmissionViewSet.as_view({"get": "sent"}),
    ),
    path("vocabularies/<slug:name>", one("vocabularies")),
    path("problems/<slug:name>", one("problems")),
    *[path(f"{name}/<slug:code>", one(name)) for name in BY_CODE],
    *[path(name, many(name)) for name in (LISTS | WRITTEN)],
    re_path("", documentation.nowhere),
]
