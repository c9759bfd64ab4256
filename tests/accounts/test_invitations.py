"""Invitations to an organisation: by mail, with one link, until they are answered."""

import hashlib
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import invitations, memberships, organisations, people
from accounts.invitations import Gone
from accounts.models import Invitation, User
from accounts.rules import Refused
from changes.models import Change, record
from tests import factories
from tests.threads import at_once

LINK = re.compile(r"http://localhost:8000(?:/es)?/invitations/([-\w]{43})")


@pytest.fixture
def manager(registrar, partner, association):
    memberships.edit(registrar, partner.memberships.get(), association.revision, role="manager")
    return partner


@pytest.fixture
def invite(manager, association, mailoutbox, django_capture_on_commit_callbacks):
    """Invites somebody to the association; gives the invitation and the secret of its link."""

    def send(email="ana@example.org", as_=manager, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            letter = invitations.invite(as_, association, email, **fields)
        return letter, LINK.search(mailoutbox[-1].body)[1]

    return send


@pytest.fixture
def invited(registrar):
    return people.add(registrar, "ana@example.org", factories.PASSWORD, name="Ana")


def test_a_mail_says_who_invites_to_what_until_when_with_one_link_in_both_languages(
    invite, clock, mailoutbox
):
    invite()
    (mail,) = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert mail.subject == "Partner invites you to Battery Association"
    assert "Partner invites you to work here for Battery Association, as: Member." in mail.body
    assert "Partner le invita a trabajar aquí por Battery Association, como: Miembro." in mail.body
    assert "18 May 2026" in mail.body
    assert len(set(LINK.findall(mail.body))) == 1


def test_a_mail_comes_in_the_language_of_somebody_who_is_known(
    invite, invited, registrar, mailoutbox
):
    record(registrar, "edited", invited, language="es")
    invite()
    assert mailoutbox[0].subject == "Partner le invita a Battery Association"
    assert "/es/invitations/" in mailoutbox[0].body


def test_only_the_digest_of_256_random_bits_is_kept(invite):
    letter, secret = invite()
    assert letter.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(Invitation.objects.values())
    assert invite("eva@example.org")[1] != secret


def test_SR_50_neither_the_address_nor_the_digest_stands_in_the_log(invite, association):
    letter, _secret = invite()
    said = str(list(Change.objects.values_list("fields", flat=True)))
    assert "ana@example.org" not in said
    assert letter.digest not in said
    assert Change.objects.within(association).last().verb == "invited"


def test_who_is_invited_joins_with_what_was_offered(invite, invited, association):
    letter, _secret = invite(may_submit=True, role="manager")
    membership = invitations.accept(invited, letter)
    assert (membership.role, membership.may_submit) == ("manager", True)
    assert invited.organisations.get() == association
    assert not Invitation.objects.exists()
    verbs = list(Change.objects.within(association).values_list("verb", flat=True))
    assert verbs[-2:] == ["accepted", "joined"]


def test_the_address_counts_whatever_its_case(invite, registrar, invited):
    letter, _secret = invite("ANA@Example.org")
    assert invitations.accept(invited, letter).user == invited


def test_an_account_is_made_for_somebody_new_and_joins(invite):
    letter, _secret = invite()
    said = {"name": "Ana", "language": "es"}
    person = invitations.open_account(letter, factories.PASSWORD, **said)
    assert (person.email, person.name, person.language) == ("ana@example.org", "Ana", "es")
    assert person.check_password(factories.PASSWORD)
    assert invitations.accept(person, letter).user == person


def test_no_second_account_is_made_for_an_address(invite, invited):
    letter, _secret = invite("Ana@example.org")
    with pytest.raises(Refused, match="Sign in"):
        invitations.open_account(letter, factories.PASSWORD, name="Ana", language="en")
    assert User.objects.filter(email__iexact="ana@example.org").count() == 1


@pytest.mark.parametrize("who", ["editor", "stranger", "anonymous", "steward"])
def test_SR_02_SR_09_only_managers_and_registrars_invite(who, association, request):
    actor = request.getfixturevalue(who)
    if who == "steward":
        actor.is_staff = False
    with pytest.raises(PermissionDenied):
        invitations.invite(actor, association, "ana@example.org")
    assert not Invitation.objects.exists()


def test_a_member_who_is_no_manager_does_not_invite(partner, association):
    with pytest.raises(PermissionDenied):
        invitations.invite(partner, association, "ana@example.org")


def test_a_manager_of_one_organisation_is_none_of_another(manager, ministry):
    with pytest.raises(PermissionDenied):
        invitations.invite(manager, ministry, "ana@example.org")


def test_a_registrar_invites_to_any_organisation(registrar, ministry):
    assert invitations.invite(registrar, ministry, "ana@example.org").organisation == ministry


@pytest.mark.parametrize("email", ["", "ana", "ana@", "a" * 250 + "@example.org"])
def test_what_is_no_address_is_not_written_to(manager, association, email, mailoutbox):
    with pytest.raises(ValidationError):
        invitations.invite(manager, association, email)
    assert mailoutbox == []


def test_who_belongs_already_is_not_invited(manager, association):
    with pytest.raises(Refused, match="belongs to the organisation already"):
        invitations.invite(manager, association, manager.email.upper())


def test_nobody_is_invited_to_an_organisation_that_went_into_another(
    manager, registrar, association
):
    later = factories.organisation(registrar, name="Energy Association")
    organisations.edit(registrar, later, predecessors=[association])
    with pytest.raises(Refused, match="is no more"):
        invitations.invite(manager, association, "ana@example.org")


def test_a_second_invitation_takes_the_place_of_the_first(invite, association):
    _first, old = invite()
    second, new = invite("Ana@Example.org")
    assert list(association.invitations.all()) == [second]
    assert not Invitation.objects.with_secret(old).exists()
    assert Invitation.objects.with_secret(new).get() == second


@pytest.mark.parametrize("who", ["editor", "stranger", "anonymous", "manager"])
def test_nobody_accepts_what_was_sent_to_somebody_else(invite, request, who):
    letter, _secret = invite()
    with pytest.raises(PermissionDenied):
        invitations.accept(request.getfixturevalue(who), letter)
    assert Invitation.objects.exists()


def test_who_may_no_longer_sign_in_accepts_nothing(invite, invited, registrar):
    letter, _secret = invite()
    record(registrar, "deactivated", invited, is_active=False)
    with pytest.raises(PermissionDenied):
        invitations.accept(invited, letter)


def test_an_invitation_lasts_fourteen_days(invite, invited, clock):
    letter, secret = invite()
    clock("2026-05-18T08:59")
    assert Invitation.objects.with_secret(secret).exists()
    clock("2026-05-18T09:00")
    assert not Invitation.objects.with_secret(secret).exists()
    assert letter.is_expired
    with pytest.raises(Gone):
        invitations.accept(invited, letter)


@pytest.mark.parametrize("end", ["withdraw", "decline", "accept"])
def test_what_was_answered_or_withdrawn_is_no_more(invite, invited, manager, end):
    letter, secret = invite()
    acts = {
        "withdraw": lambda: invitations.withdraw(manager, letter),
        "decline": lambda: invitations.decline(None, letter),
        "accept": lambda: invitations.accept(invited, letter),
    }
    acts[end]()
    assert not Invitation.objects.with_secret(secret).exists()
    for act in acts.values():
        with pytest.raises(Gone):
            act()


def test_only_managers_and_registrars_withdraw(invite, editor, registrar):
    letter, _secret = invite()
    with pytest.raises(PermissionDenied):
        invitations.withdraw(editor, letter)
    invitations.withdraw(registrar, letter)


def test_what_has_expired_can_be_withdrawn_so_that_the_address_goes(invite, manager, clock):
    letter, _secret = invite()
    clock("2026-07-01T09:00")
    invitations.withdraw(manager, letter)
    assert not Invitation.objects.exists()


def test_nobody_else_declines(invite, editor, invited):
    letter, _secret = invite()
    with pytest.raises(PermissionDenied):
        invitations.decline(editor, letter)
    invitations.decline(invited, letter)


def test_who_was_made_a_member_meanwhile_stays_what_they_are(
    invite, invited, registrar, association
):
    letter, _secret = invite(role="manager")
    known = people.join(registrar, invited, association)
    assert invitations.accept(invited, letter) == known
    assert association.memberships.get(user=invited).role == "member"


def test_invitations_are_not_sent_without_end(manager, association):
    for number in range(30):
        invitations.invite(manager, association, f"ana{number}@example.org")
    with pytest.raises(invitations.TooMany) as refusal:
        invitations.invite(manager, association, "ana@example.org")
    assert 0 < refusal.value.seconds <= 3600
    assert association.invitations.count() == 30


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_accept_one_joins_and_once(invite, invited, association):
    letter, _secret = invite()
    same = [User.objects.get(pk=invited.pk) for _ in range(2)]
    crowd = at_once(*(lambda who=who: invitations.accept(who, letter) for who in same))
    names = sorted(type(outcome).__name__ for outcome in crowd.outcomes())
    assert names == ["Gone", "Membership"]
    assert association.memberships.filter(user=invited).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_make_an_account_one_gets_it(invite):
    letter, _secret = invite()

    def begin():
        return invitations.open_account(letter, factories.PASSWORD, name="Ana", language="en")

    crowd = at_once(begin, begin)
    names = sorted(type(outcome).__name__ for outcome in crowd.outcomes())
    assert names == ["Refused", "User"]
    assert User.objects.filter(email="ana@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_while_it_is_accepted_is_one_of_the_two(
    invite, invited, manager, association
):
    letter, _secret = invite()
    crowd = at_once(
        lambda: invitations.accept(invited, letter), lambda: invitations.withdraw(manager, letter)
    )
    outcomes = [type(outcome).__name__ for outcome in crowd.outcomes()]
    assert outcomes.count("Gone") == 1
    has_joined = association.memberships.filter(user=invited).exists()
    assert has_joined == (outcomes[1] == "Gone")


def test_the_last_day_is_told_as_a_day(invite):
    letter, _secret = invite()
    assert letter.last_day == (timezone.now() + invitations.LASTS).date()
