"""The addresses of the pages. They are for sending, and keep for ever."""

from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from roadmaps.views import (
    answers,
    board,
    checks,
    clearance,
    comments,
    consultations,
    consulted,
    corrections,
    desk,
    diff,
    editions,
    elements,
    filled,
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
    notes,
    organisations,
    outcomes,
    people,
    personal_data,
    pictures,
    portfolio,
    programmes,
    proposals,
    proposing_texts,
    responses,
    search,
    sectors,
    sources,
    steps,
    submissions,
    table,
    texts,
    threads,
    verdicts,
    work,
)
from roadmaps.views.council import councils, recommending, reviews, tracker
from roadmaps.views.writing import elements as element_forms
from roadmaps.views.writing import lanes, parts, things
from roadmaps.views.writing import links as link_forms
from roadmaps.views.writing import maps as map_forms
from roadmaps.views.writing.proposing import proposing


class Word:
    """What hangs on an element, as addresses name it."""

    regex = "|".join(parts.PARTS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Word, "word")


def page(route, view, name):
    """A page that is only read; those on which something is done take what is posted to them."""
    return path(route, require_safe(view), name=name)


MAP = "roadmaps/<slug:slug>"
PEOPLE = f"{MAP}/people"
ORGANISATION = "organisations/<slug:code>"
COUNCIL = "councils/<slug:code>"
RECOMMENDATION = "recommendations/<uuid:key>"
ROUND = "consultations/<uuid:key>"
SUBMISSION = "submissions/<uuid:key>"
COMMENT = "comments/<uuid:key>"
RESPONSE = "responses/<uuid:key>"
CONSULTED = "consulted/<uuid:key>"
REMARK = "remarks/<uuid:key>"
ELEMENT = f"{MAP}/elements/<slug:code>"
THREAD = f"{MAP}/threads/<uuid:key>"
TEXT = f"{MAP}/texts/<uuid:key>"
THING = f"{MAP}/<word:word>/<uuid:key>"

urlpatterns = [
    page("", portfolio.portfolio, "portfolio"),
    page("programmes/<slug:code>", programmes.programme, "programme"),
    page("sectors/<slug:code>", sectors.sector, "sector"),
    page("roadmaps/<slug:slug>", maps.roadmap, "roadmap"),
    page("roadmaps/<slug:slug>/links", links.links, "links"),
    page("roadmaps/<slug:slug>/table", table.table, "table"),
    page("roadmaps/<slug:slug>/figures", maps.figures, "figures"),
    page("roadmaps/<slug:slug>/checks", checks.checks, "checks"),
    page("roadmaps/<slug:slug>/board", board.board, "board"),
    page("board", board.boards, "boards"),
    page("roadmaps/<slug:slug>/picture.svg", pictures.picture_svg, "picture-svg"),
    page("roadmaps/<slug:slug>/picture.png", pictures.picture_png, "picture-png"),
    page("roadmaps/<slug:slug>/picture.pdf", pictures.picture_pdf, "picture-pdf"),
    page("roadmaps/<slug:slug>/network.svg", pictures.network_svg, "network-svg"),
    page("roadmaps/<slug:slug>/elements/<slug:code>", elements.element, "element"),
    page(f"{MAP}/history", log.log, "history"),
    page(f"{MAP}/diff", diff.compare, "diff"),
    path(f"{MAP}/undo", log.take_back, name="undo"),
    page(f"{MAP}/steps", steps.steps, "steps"),
    path(f"{MAP}/steps/<slug:code>", steps.step, name="step"),
    path(f"{MAP}/clearance/ask", clearance.ask, name="ask-signoff"),
    path(f"{MAP}/clearance/<uuid:key>", clearance.sign, name="sign"),
    path(f"{MAP}/clearance/<uuid:key>/overrule", clearance.overrule, name="overrule"),
    path(f"{MAP}/clearance/<uuid:key>/drop", clearance.drop, name="drop-signoff"),
    path(f"{ELEMENT}/correct", corrections.of_element, name="correct-element"),
    path(f"{MAP}/figures/<uuid:key>/correct", corrections.of_figure, name="correct-figure"),
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
    page(f"{MAP}/proposals", proposals.proposals, "proposals"),
    path(f"{MAP}/proposals/answer", proposals.answer_many, name="answer-proposals"),
    page(f"{MAP}/proposals/<uuid:key>", proposals.proposal, "proposal"),
    path(f"{MAP}/proposals/<uuid:key>/accept", proposals.accept, name="accept-proposal"),
    path(f"{MAP}/proposals/<uuid:key>/decline", proposals.decline, name="decline-proposal"),
    path(f"{MAP}/proposals/<uuid:key>/withdraw", proposals.withdraw, name="withdraw-proposal"),
    path(f"{MAP}/propose/edit", proposing(map_forms.edit), name="propose-map"),
    path(f"{MAP}/propose/add/<slug:kind>", proposing(element_forms.add), name="propose-element"),
    path(f"{ELEMENT}/propose", proposing(element_forms.edit), name="propose-change"),
    path(
        f"{ELEMENT}/propose/withdraw",
        proposing(element_forms.withdraw),
        name="propose-withdraw-element",
    ),
    path(f"{ELEMENT}/propose/links", proposing(link_forms.draw), name="propose-link"),
    path(f"{ELEMENT}/propose/<word:word>", proposing(things.add), name="propose-thing"),
    path(f"{MAP}/propose/<word:word>", proposing(things.add), name="propose-on-map"),
    path(f"{THING}/propose", proposing(things.edit), name="propose-change-thing"),
    path(f"{THING}/propose/withdraw", proposing(things.withdraw), name="propose-withdraw-thing"),
    page(f"{MAP}/search", search.find, "search"),
    page(f"{MAP}/text", texts.texts, "texts"),
    path(f"{MAP}/text/begin", texts.begin, name="begin-text"),
    path(TEXT, texts.write, name="write-text"),
    page(f"{TEXT}/history", texts.history, "text-history"),
    path(f"{TEXT}/propose", proposing_texts.propose, name="propose-text"),
    path(f"{TEXT}/restore", texts.go_back, name="restore-text"),
    path(f"{TEXT}/withdraw", texts.withdraw, name="withdraw-text"),
    path(f"{TEXT}/move", texts.move, name="move-text"),
    path(f"{ELEMENT}/text", texts.begin_body, name="begin-body"),
    page(f"{MAP}/threads", threads.all_threads, "threads"),
    path(f"{MAP}/threads/begin", notes.begin, name="begin-thread"),
    path(THREAD, threads.thread, name="thread"),
    path(f"{THREAD}/resolve", threads.resolve, name="resolve-thread"),
    path(f"{THREAD}/reopen", threads.reopen, name="reopen-thread"),
    path(f"{THREAD}/attach", threads.attach, name="attach-thread"),
    path(f"{MAP}/notes/<uuid:key>", notes.edit_note, name="edit-note"),
    page("roadmaps/<slug:slug>/editions", editions.editions, "editions"),
    page("roadmaps/<slug:slug>/editions/<str:number>", editions.edition, "edition"),
    page("checks", checks.all_checks, "all-checks"),
    page("checks/<slug:code>", checks.check, "check"),
    page("indicators", indicators.indicators, "indicators"),
    page("indicators/<slug:code>", indicators.indicator, "indicator"),
    page("institutes", institutes.institutes, "institutes"),
    page("organisations/<slug:code>", organisations.organisation, "organisation"),
    page("sources/<slug:code>", sources.source, "source"),
    page(PEOPLE, people.people, "people"),
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
    page("councils", councils.all_councils, "councils"),
    page(COUNCIL, councils.council, "council"),
    path("programmes/<slug:code>/councils/add", councils.add, name="add-council"),
    path(f"{COUNCIL}/edit", councils.edit, name="edit-council"),
    path(f"{COUNCIL}/seats/add", councils.add_seat, name="add-seat"),
    path(f"{COUNCIL}/seats/<uuid:key>/edit", councils.edit_seat, name="edit-seat"),
    path(f"{COUNCIL}/seats/<uuid:key>/abolish", councils.abolish_seat, name="abolish-seat"),
    path(f"{COUNCIL}/reviews/add", reviews.open_review, name="open-review"),
    path(f"{COUNCIL}/recommendations/add", recommending.draft, name="draft-recommendation"),
    page("reviews/<uuid:key>", reviews.review, "review"),
    path("reviews/<uuid:key>/close", reviews.close, name="close-review"),
    page("recommendations", tracker.tracker, "recommendations"),
    page(RECOMMENDATION, tracker.recommendation, "recommendation"),
    path(f"{RECOMMENDATION}/edit", recommending.edit, name="edit-recommendation"),
    path(f"{RECOMMENDATION}/make", recommending.make, name="make-recommendation"),
    path(f"{RECOMMENDATION}/discard", recommending.discard, name="discard-recommendation"),
    path(f"{RECOMMENDATION}/reply", recommending.reply, name="reply"),
    path(f"{RECOMMENDATION}/follow-up", recommending.follow_up, name="follow-up"),
    page("consultations", consultations.consultations, "consultations"),
    page(ROUND, consultations.consultation, "consultation"),
    path(f"{ROUND}/comment", comments.comment, name="comment"),
    path(f"{ROUND}/invite", consultations.invite, name="invite-to-consultation"),
    page(f"{ROUND}/tray", consultations.tray, "comments-tray"),
    page(f"{ROUND}/answers", answers.answers, "answers"),
    path(f"{ROUND}/answers/together", answers.take_together, name="answer-together"),
    path(f"{ROUND}/answers/assign", answers.assign, name="assign-answers"),
    path(f"{ROUND}/answers/give", answers.give, name="give-answers"),
    page(f"{ROUND}/answers/table.<slug:sort>", filled.table, "answers-table"),
    path(f"{ROUND}/answers/import", filled.take_answers, name="import-answers"),
    page(f"{ROUND}/form.<slug:sort>", filled.form, "comment-form"),
    path(f"{SUBMISSION}/import", filled.take_remarks, name="import-comments"),
    page(f"{ROUND}/outcome", outcomes.outcome, "outcome"),
    path(RESPONSE, responses.response, name="response"),
    path(f"{RESPONSE}/discard", responses.discard, name="discard-response"),
    path(f"{COMMENT}/verdict", verdicts.judge, name="judge-answer"),
    path(f"{COMMENT}/edit", comments.edit, name="edit-comment"),
    path(f"{COMMENT}/withdraw", comments.withdraw, name="withdraw-comment"),
    path(f"{COMMENT}/restore", comments.restore, name="restore-comment"),
    path(f"{COMMENT}/attach", consultations.attach, name="attach-comment"),
    path(SUBMISSION, submissions.submission, name="submission"),
    page(f"{SUBMISSION}/receipt.json", submissions.receipt, "receipt"),
    path(f"{SUBMISSION}/decline", submissions.decline, name="decline-submission"),
    path(f"{SUBMISSION}/take-back", submissions.take_back, name="take-back-submission"),
    path(f"{SUBMISSION}/withdraw", submissions.withdraw, name="withdraw-submission"),
    path(f"{SUBMISSION}/remind", consultations.remind, name="remind-submission"),
    path(f"{SUBMISSION}/ask", desk.ask, name="ask-member"),
    path(f"{SUBMISSION}/take-up", desk.take_up, name="take-up-remarks"),
    page(CONSULTED, consulted.consulted, "consulted"),
    path(f"{CONSULTED}/remark", consulted.write, name="remark"),
    path(f"{REMARK}/edit", consulted.edit, name="edit-remark"),
    path(f"{REMARK}/withdraw", consulted.withdraw, name="withdraw-remark"),
    path(f"{REMARK}/restore", consulted.restore, name="restore-remark"),
    path(f"{REMARK}/leave", desk.leave, name="leave-remark"),
    path(f"{REMARK}/reopen", desk.reopen, name="reopen-remark"),
    path("invitations/<str:secret>", invitations.invitation, name="invitation"),
    page("account/memberships", memberships.memberships, "memberships"),
    path("account/memberships/act-for", memberships.act_for, name="act-for"),
    path("account/invitations/<uuid:key>", invitations.answer, name="answer-invitation"),
    page("account/work", work.work, "work"),
    path("account/work/seen", work.see_all, name="see-notices"),
    path("account/work/<uuid:key>/seen", work.see, name="see-notice"),
    path("account/work/told", work.choose, name="choose-notices"),
    path("account/view-as", looks.look, name="look"),
    path("account/view-as/end", looks.end, name="end-look"),
    path("account/data", personal_data.page, name="personal-data"),
    path("account/data.json", personal_data.download, name="download-personal-data"),
]
