"""My organisations and roles: where I belong, for whom I act, what I give up."""

import pytest

from accounts import people
from changes.models import Change
from roadmaps import map_roles
from tests import factories

PAGE = "/account/memberships"
ASKED = 7


def test_my_organisations_and_roles_are_named(client, text, partner, steward, empty_map):
    map_roles.grant(steward, empty_map, "editor", user=partner, until="2099-12-31")
    client.force_login(partner)
    html = text(PAGE)
    for words in ("Battery Association", "Electromobility", "until 31 December 2099"):
        assert words in html


def test_who_has_nothing_is_told_what_to_do(client, text, approver):
    client.force_login(approver)
    html = text(PAGE)
    assert "You belong to no organisation." in html
    assert "No role was given to you yourself" in html


def test_what_is_over_is_not_mine_any_more(client, text, stranger, steward, empty_map, clock):
    map_roles.grant(steward, empty_map, "editor", user=stranger, until="2026-05-04")
    clock("2026-05-05T09:00")
    client.force_login(stranger)
    assert "Electromobility" not in text(PAGE)


def test_who_has_not_signed_in_is_sent_to_do_so(client, db):
    assert client.get(PAGE).headers["Location"].startswith("/sign-in")
    assert client.post(f"{PAGE}/act-for").status_code == 302


def test_for_whom_i_act_is_chosen_shown_and_kept(
    client, text, registrar, editor, association, empty_map, challenge
):
    client.force_login(editor)
    assert "For whom you act" not in text("/account/memberships")
    people.join(registrar, editor, association)
    assert "For whom you act" in text("/account/memberships")
    client.post("/account/memberships/act-for", {"organisation": association.code})
    assert "Editor · Battery Association" in text("/")
    client.post("/roadmaps/electromobility/elements/EMO-C01/withdraw")
    assert Change.objects.within(empty_map).last().on_behalf_of == association
    client.post("/account/memberships/act-for", {"organisation": "nowhere"})
    assert "Editor · " not in text("/")


def test_the_page_takes_a_fixed_number_of_queries(
    client, registrar, steward, editor, programme, empty_map, django_assert_num_queries
):
    client.force_login(editor)
    for _ in range(2):
        with django_assert_num_queries(ASKED):
            client.get(PAGE)
        for _ in range(3):
            people.join(registrar, editor, factories.organisation(registrar))
            roadmap = factories.roadmap(steward, programme)
            map_roles.grant(steward, roadmap, "editor", user=editor)


@pytest.mark.parametrize("code", ["nowhere", "a\0b", "x" * 5000])
def test_for_an_organisation_that_is_not_theirs_nobody_acts(client, partner, code):
    client.force_login(partner)
    answer = client.post("/account/memberships/act-for", {"organisation": code})
    assert answer.status_code == 303
    assert client.session["acting_for"] == ""
