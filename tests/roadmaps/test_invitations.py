"""Invitations to a role on a map: by mail, with one link, until they are answered."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import people
from accounts.invitations import Gone, decline
from accounts.rules import Refused
from changes.models import Change, record
from roadmaps import history, invitations, map_roles
from roadmaps.models import MapInvitation, Roadmap
from tests import factories
from tests.accounts.test_invitations import LINK
from tests.threads import at_once


@pytest.fixture
def invite(steward, empty_map, mailoutbox, django_capture_on_commit_callbacks):
    def send(email="ana@example.org", role="reviewer", **fields):
        with django_capture_on_commit_callbacks(execute=True):
            letter = invitations.invite(steward, empty_map, email, role, **fields)
        return letter, LINK.search(mailoutbox[-1].body)[1]

    return send


@pytest.fixture
def ana(registrar):
    return people.add(registrar, "ana@example.org", factories.PASSWORD, name="Ana")


def roles(roadmap, person):
    return Roadmap.objects.get(pk=roadmap.pk).roles_of(person)


def test_a_mail_says_to_which_role_on_which_map_and_until_when(clock, invite, mailoutbox):
    invite(until="2026-12-31")
    (mail,) = mailoutbox
    assert mail.subject == "Steward invites you to work on “Electromobility”"
    for words in (
        "Your role: Reviewer. Reads everything, comments",
        "The role ends after 31 December 2026.",
        "Su papel: Revisor.",
        "El papel termina después del 31 de diciembre de 2026.",
    ):
        assert words in mail.body
    assert len(set(LINK.findall(mail.body))) == 1


def test_a_title_is_written_as_it_is(empty_map, editor, invite, mailoutbox):
    empty_map.refresh_from_db()
    said = {"title": 'Cells & "more" <b>'}
    map_roles_base = empty_map.revision
    from_title = re.escape('Cells & "more" <b>')
    record(editor, "edited", empty_map, **said)
    assert empty_map.revision > map_roles_base
    invite()
    assert re.search(from_title, mailoutbox[0].subject)


def test_who_accepts_has_the_role_until_its_day(invite, ana, empty_map, clock):
    letter, secret = invite(until="2026-05-31")
    held = invitations.accept(ana, letter)
    assert (held.role, str(held.until)) == ("reviewer", "2026-05-31")
    assert roles(empty_map, ana) == {"reviewer"}
    assert not MapInvitation.objects.with_secret(secret).exists()


def test_SR_14_to_accept_raises_the_epoch_and_to_be_invited_does_not(invite, ana, empty_map):
    before = Roadmap.objects.get(pk=empty_map.pk).access_epoch
    letter, _secret = invite()
    assert Roadmap.objects.get(pk=empty_map.pk).access_epoch == before
    invitations.accept(ana, letter)
    assert Roadmap.objects.get(pk=empty_map.pk).access_epoch == before + 1


def test_who_is_invited_sees_nothing_before_they_accept(invite, ana, empty_map):
    invite()
    assert roles(empty_map, ana) == set()
    assert not Roadmap.objects.visible_to(ana).exists()


@pytest.mark.parametrize("who", ["editor", "approver", "partner", "stranger", "anonymous"])
def test_SR_09_only_stewards_invite_and_withdraw(who, invite, empty_map, request):
    actor, (letter, _secret) = request.getfixturevalue(who), invite()
    with pytest.raises(PermissionDenied):
        invitations.invite(actor, empty_map, "eva@example.org", "observer")
    with pytest.raises(PermissionDenied):
        invitations.withdraw(actor, letter)
    assert list(empty_map.invitations.all()) == [letter]


def test_who_has_the_role_is_not_invited_to_it_but_to_another(steward, editor, empty_map):
    with pytest.raises(Refused, match="has this role already"):
        invitations.invite(steward, empty_map, editor.email.upper(), "editor")
    assert invitations.invite(steward, empty_map, editor.email, "reviewer")


def test_who_had_the_role_until_yesterday_may_be_invited_again(steward, stranger, empty_map, clock):
    map_roles.grant(steward, empty_map, "editor", user=stranger, until="2026-05-04")
    clock("2026-05-05T09:00")
    letter = invitations.invite(steward, empty_map, stranger.email, "editor")
    invitations.accept(stranger, letter)
    assert roles(empty_map, stranger) == {"editor"}


def test_a_second_invitation_takes_the_place_of_the_first(invite, empty_map):
    _first, old = invite()
    second, _new = invite("ANA@example.org", role="editor")
    assert list(empty_map.invitations.all()) == [second]
    assert not MapInvitation.objects.with_secret(old).exists()


@pytest.mark.parametrize("fields", [{"role": "king"}, {"until": "2020-01-01"}, {"email": "no"}])
def test_nonsense_is_not_sent(fields, steward, empty_map, mailoutbox):
    said = {"email": "ana@example.org", "role": "editor"} | fields
    with pytest.raises(ValidationError):
        invitations.invite(steward, empty_map, **said)
    assert mailoutbox == []


@pytest.mark.parametrize("who", ["editor", "stranger", "anonymous"])
def test_nobody_accepts_what_was_sent_to_somebody_else(invite, who, request):
    letter, _secret = invite()
    with pytest.raises(PermissionDenied):
        invitations.accept(request.getfixturevalue(who), letter)


def test_an_invitation_expires_and_the_role_with_its_day(invite, ana, clock):
    letter, _secret = invite(until="2026-05-10")
    clock("2026-05-11T00:00")
    with pytest.raises(ValidationError, match="over already"):
        invitations.accept(ana, letter)
    clock("2026-05-18T10:00")
    with pytest.raises(Gone):
        invitations.accept(ana, letter)


def test_on_a_map_that_was_retired_meanwhile_nobody_begins(invite, ana, empty_map):
    letter, _secret = invite()
    Roadmap.objects.filter(pk=empty_map.pk).update(stage="retired")
    with pytest.raises(Refused, match="retired"):
        invitations.accept(ana, letter)


def test_who_was_given_the_role_meanwhile_has_it_once(invite, steward, ana, empty_map):
    letter, _secret = invite()
    known = map_roles.grant(steward, empty_map, "reviewer", user=ana)
    assert invitations.accept(ana, letter) == known
    assert not MapInvitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_accept_one_gets_the_role_and_once(invite, ana, empty_map):
    letter, _secret = invite()
    accept = [lambda: invitations.accept(type(ana).objects.get(pk=ana.pk), letter)] * 2
    names = sorted(type(outcome).__name__ for outcome in at_once(*accept).outcomes())
    assert names == ["Gone", "MapRole"]
    assert empty_map.roles.filter(user=ana).count() == 1


def test_SR_50_the_history_tells_of_invitations_without_addresses(
    invite, steward, ana, editor, empty_map
):
    for role in ("observer", "reviewer"):
        letter, _secret = invite(role=role)
    invitations.accept(ana, letter)
    decline(None, invite("eva@example.org", role="observer")[0])
    invitations.withdraw(steward, invite("eva@example.org", role="observer")[0])
    lines = Change.objects.within(empty_map).with_people().order_by("-revision")[:9]
    told = history.told(editor, Roadmap.objects.get(pk=empty_map.pk), lines)[::-1]
    assert [line["sentence"] for line in told] == [
        "Steward invited somebody to the role “Observer”.",
        "Steward replaced an invitation to the role “Observer”.",
        "Steward invited somebody to the role “Reviewer”.",
        "Ana accepted an invitation to the role “Reviewer”.",
        "Ana took up the role “Reviewer”.",
        "Steward invited somebody to the role “Observer”.",
        "An invitation to the role “Observer” was declined.",
        "Steward invited somebody to the role “Observer”.",
        "Steward withdrew an invitation to the role “Observer”.",
    ]
    assert "example.org" not in str(told)
