"""The people of an organisation on its page: for themselves, their managers and registrars."""

import pytest

from accounts import memberships, organisations, people
from accounts.models import Invitation
from tests import factories

ASKED = 15


@pytest.fixture
def page(association):
    return f"/organisations/{association.code}"


@pytest.fixture
def manager(registrar, association):
    person = factories.person(registrar, name="Manager")
    people.join(registrar, person, association, role="manager", position="Director")
    return person


@pytest.mark.parametrize("who", [None, "stranger", "steward"])
def test_SR_05_others_see_the_organisation_and_none_of_its_people(
    client, text, page, manager, who, request
):
    if who:
        person = request.getfixturevalue(who)
        type(person).objects.filter(pk=person.pk).update(is_staff=False)
        client.force_login(person)
    html = text(page)
    assert "Battery Association" in html
    assert "Manager" not in html
    assert "Its people" not in html


def test_members_see_one_another_and_change_nothing(client, text, page, manager, partner):
    client.force_login(partner)
    html = text(page)
    for words in ("Its people", "Manager", "Director", "Partner"):
        assert words in html
    assert "/invite" not in html
    assert "/remove" not in html
    assert "@rumbo.example" not in html


@pytest.mark.parametrize("who", ["manager", "registrar"])
def test_managers_and_registrars_invite_and_withdraw(client, text, page, manager, who, request):
    client.force_login(request.getfixturevalue(who))
    said = {"email": "ana@example.org", "role": "member", "may_submit": "on"}
    assert client.post(f"{page}/invite", said).status_code == 303
    letter = Invitation.objects.get()
    assert letter.may_submit
    assert "ana@example.org" in text(page)
    assert client.post(f"{page}/invitations/{letter.pk}").status_code == 303
    assert not Invitation.objects.exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, page, manager, partner):
    client.force_login(manager)
    for said, sentence in (
        ({"email": "ana", "role": "member"}, "Enter a valid email address."),
        ({"email": partner.email, "role": "member"}, "belongs to the organisation already"),
    ):
        response = client.post(f"{page}/invite", said)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert f'value="{said["email"]}"' in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_manager_says_what_somebody_is(client, text, page, manager, partner, association):
    client.force_login(manager)
    own = partner.memberships.get()
    address = f"{page}/members/{own.pk}/change"
    assert 'name="position"' in text(address)
    association.refresh_from_db()
    said = {"role": "manager", "position": "Head", "base": association.revision}
    assert client.post(address, said).status_code == 303
    own.refresh_from_db()
    assert (own.role, own.position) == ("manager", "Head")
    again = client.post(address, said | {"position": "Chair"})
    assert again.status_code == 422
    assert "Somebody else has changed the same" in again.content.decode()
    assert 'value="Chair"' in again.content.decode()


def test_a_manager_ends_a_membership_after_a_question(client, text, page, manager, partner):
    client.force_login(manager)
    address = f"{page}/members/{partner.memberships.get().pk}/remove"
    assert "End the membership of Partner in Battery Association?" in text(address)
    assert partner.memberships.exists()
    seen = client.get(address).content.decode().partition('name="seen" value="')[2][:64]
    assert client.post(address, {"seen": seen}).status_code == 303
    assert not partner.memberships.exists()


def test_SR_09_who_is_no_manager_does_none_of_it(client, page, manager, partner, editor):
    own = manager.memberships.get()
    steps = ("/invite", f"/members/{own.pk}/change", f"/members/{own.pk}/remove")
    for person, status in ((partner, 403), (editor, 404)):
        client.force_login(person)
        for step in steps:
            assert client.post(page + step, {"email": "a@example.org"}).status_code == status
    client.logout()
    for step in steps:
        assert client.post(page + step).status_code == 302


def test_SR_02_a_member_of_another_organisation_is_not_reached_from_here(
    client, page, manager, editor
):
    client.force_login(manager)
    foreign = editor.memberships.get()
    assert client.get(f"{page}/members/{foreign.pk}/change").status_code == 404
    assert client.post(f"{page}/members/{foreign.pk}/remove").status_code == 404


def test_a_member_leaves_after_a_question(client, text, page, partner):
    client.force_login(partner)
    assert "Leave Battery Association?" in text(f"{page}/leave")
    seen = client.get(f"{page}/leave").content.decode().partition('name="seen" value="')[2][:64]
    assert client.post(f"{page}/leave", {"seen": seen}).status_code == 303
    assert not partner.memberships.exists()
    assert client.get(f"{page}/leave").status_code == 404


def test_the_name_then_and_now_is_on_the_page(text, registrar, association, page):
    before = factories.organisation(registrar, name="Cell Makers", validity="../2020")
    organisations.edit(registrar, association, predecessors=[before])
    assert "Cell Makers" in text(page)
    assert "Battery Association" in text(f"/organisations/{before.code}")


def test_the_page_takes_a_fixed_number_of_queries(
    client, registrar, page, manager, association, django_assert_num_queries
):
    client.force_login(manager)
    for _ in range(2):
        with django_assert_num_queries(ASKED):
            client.get(page)
        for _ in range(3):
            people.join(registrar, factories.person(registrar), association)


def test_who_may_no_longer_sign_in_is_not_shown(client, text, page, manager, partner):
    type(manager).objects.filter(pk=manager.pk).update(is_active=False)
    client.force_login(partner)
    assert "Manager</th>" not in text(page)
    assert memberships.can(partner, "view", partner.organisations.get())
