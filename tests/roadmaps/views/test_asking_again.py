"""Before something grave, somebody who came in long ago says again who they are, and goes on."""

import pytest

from accounts import memberships
from tests import factories
from tests.roadmaps.views.test_people import PAGE, seen


def test_SR_31_who_came_in_long_ago_says_again_who_they_are(
    client, steward, editor, empty_map, clock
):
    address = f"{PAGE}/{empty_map.roles.get(user=editor).pk}/revoke"
    client.force_login(steward)
    asked = client.get(address)
    clock("2026-05-04T09:11")
    answer = client.post(address, {"seen": seen(asked)})
    assert answer.status_code == 302
    assert "/account/is-it-you" in answer.headers["Location"]
    assert empty_map.roles.filter(user=editor).exists()
    done = client.post(answer.headers["Location"], {"password": factories.PASSWORD})
    assert done.status_code == 303
    assert not empty_map.roles.filter(user=editor).exists()


def test_SR_31_what_was_asked_before_goes_on_where_it_was(
    client, steward, editor, empty_map, clock
):
    client.force_login(steward)
    clock("2026-05-04T09:11")
    data = {"holder": f"user:{editor.pk}", "role": "reviewer", "until": ""}
    there = client.post(f"{PAGE}/grant", data).headers["Location"]
    asked = client.post(there, {"password": factories.PASSWORD})
    assert f'action="{PAGE}/grant"' in asked.content.decode()
    assert client.post(f"{PAGE}/grant", data | {"seen": seen(asked)}).status_code == 303
    assert empty_map.roles.filter(user=editor, role="reviewer").exists()


@pytest.mark.parametrize("step", ["invite", "change"])
def test_SR_31_who_makes_colleagues_says_again_who_they_are(
    client, registrar, partner, association, clock, step
):
    memberships.edit(registrar, partner.memberships.get(), association.revision, role="manager")
    client.force_login(partner)
    clock("2026-05-04T09:11")
    own = partner.memberships.get()
    last = {"invite": "invite", "change": f"members/{own.pk}/change"}[step]
    answer = client.post(f"/organisations/{association.code}/{last}", {"email": "ana@example.org"})
    assert "/account/is-it-you" in answer.headers["Location"]
    assert not association.invitations.exists()


def test_SR_31_who_takes_their_data_or_ends_their_account_says_again_who_they_are(
    client, editor, empty_map, clock
):
    client.force_login(editor)
    clock("2026-05-04T09:11")
    for answer in (
        client.post("/account/data", {"email": editor.email}),
        client.get("/account/data.json"),
    ):
        assert "/account/is-it-you" in answer.headers["Location"]
    assert client.get("/account/data").status_code == 200
    assert type(editor).objects.get(pk=editor.pk).closed_at is None
