"""To propose a change on the pages, and to answer it, without a script."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadmaps import elements, proposals
from roadmaps import roadmap as maps
from roadmaps.models import Element, Proposal
from tests import factories
from tests.roadmaps.things import now
from tests.roadmaps.views.writing.conftest import Desk, form_of
from tests.roadmaps.views.writing.forms import Form

MAP = "/roadmaps/electromobility"
WHY = "Our members count them otherwise."


def at(person, language=""):
    client = Client()
    client.force_login(person)
    return Desk(client, f"/{language}{MAP}" if language else MAP)


@pytest.fixture
def outside(partner, roadmap):
    return at(partner)


@pytest.fixture
def inside(editor, roadmap):
    return at(editor)


@pytest.fixture
def proposed(outside):
    form = outside.open("/elements/EMO-C01/propose")
    outside.follow(outside.send(form, title="Far too few technicians", why=WHY))
    return Proposal.objects.get()


def post(desk, proposed, step, **data):
    return desk.push(f"/proposals/{proposed.pk}/{step}", **data)


def test_the_same_form_proposes_and_changes_nothing(outside, challenge):
    page = outside.get("/elements/EMO-C01").content.decode()
    assert f"{MAP}/elements/EMO-C01/propose" in page
    form = outside.open("/elements/EMO-C01/propose")
    assert "data-autosave" not in form.html
    told = outside.follow(outside.send(form, title="Far too few technicians", why=WHY))
    assert "“title” changed from" in told
    assert WHY in told
    assert Element.objects.get(pk=challenge.pk).title == "Too few technicians"
    assert Proposal.objects.get().author.name == "Partner"


def test_the_same_form_sent_twice_proposes_once(outside):
    form = outside.open("/elements/EMO-C01/propose")
    for _time in range(2):
        outside.follow(outside.send(form, title="Far too few technicians", why=WHY))
    assert Proposal.objects.count() == 1


def test_a_proposal_needs_a_reason_and_nothing_typed_is_lost(outside):
    form = outside.open("/elements/EMO-C01/propose")
    again = form_of(outside.send(form, title="Far too few technicians"), 422)
    assert again.values["title"] == ["Far too few technicians"]
    again = form_of(outside.send(form, why=WHY), 422)
    assert "This changes nothing on the map." in again.errors
    assert not Proposal.objects.exists()


def test_what_somebody_wrote_meanwhile_clashes_before_it_is_proposed(outside, editor, challenge):
    form = outside.open("/elements/EMO-C01/propose")
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(editor, whole, whole.roadmap.revision, title="Hardly any technicians")
    answer = outside.send(form, title="Far too few technicians", why=WHY)
    again = form_of(answer, 409)
    assert again.theirs == ["“Hardly any technicians”"]
    outside.follow(outside.send(again))
    (edit,) = Proposal.objects.get().all_edits
    assert edit.before == "Hardly any technicians"


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/propose/add/skill", {"title": "Welding"}),
        ("/elements/EMO-G01/propose/figures",
         {"metric": "x", "label": "X", "low": "3", "unit": "cars", "kind": "count",
          "operator": "eq", "basis": "target"}),
        ("/elements/EMO-I01/propose/milestones", {"title": "First course", "planned": "2027"}),
        ("/elements/EMO-I01/propose/links?target=EMO-G01", {"kind": "contributes_to"}),
        ("/propose/edit", {"vision": "Every car."}),
    ],
)  # fmt: skip
def test_anything_that_can_be_written_can_be_proposed_and_accepted(
    outside, editor, roadmap, address, typed
):
    before = now(roadmap)
    outside.follow(outside.send(outside.open(address), why=WHY, **typed))
    assert now(roadmap) == before
    proposals.accept(editor, Proposal.objects.get())
    assert now(roadmap) > before


def test_a_figure_and_a_link_are_changed_by_proposal(outside, goal, initiative):
    figure, link = goal.figures.get(), initiative.links_out.first()
    form = outside.open(f"/figures/{figure.pk}/propose")
    page = outside.follow(outside.send(form, low="30", why=WHY))
    assert "was raised from" in page
    form = outside.open(f"/links/{link.pk}/propose")
    page = outside.follow(outside.send(form, strength="1", why=WHY))
    assert "“strength”" in page
    page = outside.get(f"/links/{link.pk}/propose/withdraw").content.decode()
    assert "This is only proposed" in page
    page = outside.follow(outside.push(f"/links/{link.pk}/propose/withdraw", why=WHY))
    assert "was removed" in page


def test_to_take_something_off_the_map_is_proposed_with_a_reason(outside, skill):
    answer = outside.push("/elements/EMO-S01/propose/withdraw", why=" ")
    assert answer.status_code == 409
    page = outside.follow(outside.push("/elements/EMO-S01/propose/withdraw", why=WHY))
    assert "“High-voltage work” was withdrawn." in page
    assert not Element.objects.get(pk=skill.pk).is_withdrawn


def test_an_editor_accepts_from_the_page(inside, proposed, challenge):
    page = inside.get(f"/proposals/{proposed.pk}").content.decode()
    assert 'name="edit" value="0" checked' in page
    assert "<svg" in page
    told = inside.follow(post(inside, proposed, "accept", edit=["0"], note="Thank you."))
    assert "Editor answered: Accepted." in told
    assert "Thank you." in told
    assert Element.objects.get(pk=challenge.pk).title == "Far too few technicians"
    log = inside.get("/history").content.decode()
    assert "who accepted a proposal of Partner, changed" in log


def test_a_clash_is_shown_and_taken_only_if_it_is_meant(inside, editor, proposed, challenge):
    whole = elements.in_full(Element.objects.get(pk=challenge.pk))
    elements.edit(editor, whole, whole.roadmap.revision, title="Hardly any technicians")
    page = inside.get(f"/proposals/{proposed.pk}").content.decode()
    assert "Somebody has changed the same since" in page
    assert "Hardly any technicians" in page
    answer = post(inside, proposed, "accept", edit=["0"])
    assert answer.status_code == 409
    inside.follow(post(inside, proposed, "accept", over=["0"]))
    assert Element.objects.get(pk=challenge.pk).title == "Far too few technicians"


def test_to_decline_without_a_reason_is_refused_on_the_page(inside, outside, proposed):
    answer = post(inside, proposed, "decline", answer="")
    assert answer.status_code == 422
    assert "Say why it is declined." in answer.content.decode()
    told = inside.follow(post(inside, proposed, "decline", answer="The survey says so."))
    assert "Editor answered: Declined." in told
    assert "The survey says so." in outside.get(f"/proposals/{proposed.pk}").content.decode()
    work = outside.client.get("/account/work").content.decode()
    assert "Editor answered your proposal" in work


def test_the_author_withdraws_on_the_page(outside, inside, proposed):
    page = outside.get(f"/proposals/{proposed.pk}").content.decode()
    assert "Withdraw my proposal" in page
    assert "Accept what is chosen" not in page
    outside.follow(post(outside, proposed, "withdraw"))
    assert "Withdraw my proposal" not in outside.get(f"/proposals/{proposed.pk}").content.decode()
    assert post(inside, proposed, "accept", edit=["0"]).status_code == 409


def test_the_list_tells_what_waits_and_answers_many(
    outside, inside, proposed, django_assert_max_num_queries
):
    form = outside.open("/elements/EMO-S01/propose")
    outside.follow(outside.send(form, title="Batteries", why="It is wider."))
    page = inside.get("/proposals").content.decode()
    assert "2 wait for an answer." in page
    assert "It is wider." in page
    assert (
        "There are no such proposals." in inside.get("/proposals?outcome=declined").content.decode()
    )
    assert WHY not in inside.get("/proposals?element=EMO-S01").content.decode()
    assert WHY not in inside.get("/proposals?mine=yes").content.decode()
    keys = re.findall(r'name="proposal" value="([^"]+)"', page)
    told = inside.follow(inside.push("/proposals/answer", proposal=keys, do="accept"))
    assert "2 proposals were answered." in told
    assert "0 wait for an answer." in told


def test_the_list_of_a_map_without_proposals_says_so(inside):
    assert "Nothing has been proposed yet." in inside.get("/proposals").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_proposals(
    outside, inside, proposed, django_assert_num_queries
):
    def count():
        with CaptureQueriesContext(connection) as queries:
            inside.get("/proposals")
        return len(queries)

    count()
    once = count()
    for number in range(4):
        form = outside.open("/elements/EMO-S01/propose")
        outside.follow(outside.send(form, title=f"Batteries {number}", why=WHY))
    assert count() == once


@pytest.mark.parametrize(
    "address", ["/proposals", "/propose/add/skill", "/elements/EMO-C01/propose"]
)
def test_SR_03_strangers_find_nothing(stranger, roadmap, address):
    assert at(stranger).get(address).status_code == 404


def test_SR_03_rivals_see_nothing_of_it(registrar, steward, roadmap, proposed):
    rival = factories.person(registrar, name="Rival")
    maps.grant(steward, roadmap, "commenter", user=rival)
    desk = at(rival)
    page = desk.get("/proposals").content.decode()
    assert "0 wait for an answer." in page
    assert WHY not in page
    assert desk.get(f"/proposals/{proposed.pk}").status_code == 404
    assert post(desk, proposed, "accept", edit=["0"]).status_code == 404


def test_who_writes_is_not_asked_to_propose(inside):
    assert "/propose" not in inside.get("/elements/EMO-C01").content.decode()
    assert inside.get("/elements/EMO-C01/propose").status_code == 403


def test_in_spanish(partner, roadmap):
    desk = at(partner, "es")
    assert "Proponer un cambio" in desk.get("/elements/EMO-C01").content.decode()
    form = Form(desk.get("/elements/EMO-C01/propose").content.decode())
    page = desk.follow(desk.send(form, title="Faltan técnicos", why="Así se dice."))
    assert "Lo que propone Partner" in page
    assert "Abierta" in page


def test_the_page_stands_where_every_request_is_by_itself(transactional_db, inside, proposed):
    """A picture of what would be is tried and taken back, also outside of any transaction."""
    before = now(proposed.roadmap)
    page = inside.get(f"/proposals/{proposed.pk}").content.decode()
    assert "The proposed changes on the roadmap" in page
    assert now(proposed.roadmap) == before
    inside.follow(post(inside, proposed, "accept", edit=["0"]))


def test_a_steward_who_looks_with_other_eyes_reads_it_without_a_picture(steward, editor, proposed):
    desk = at(steward)
    desk.client.post("/account/view-as", {"eyes": "role:editor"})
    page = desk.get(f"/proposals/{proposed.pk}").content.decode()
    assert WHY in page
    assert "Accept what is chosen" in page
