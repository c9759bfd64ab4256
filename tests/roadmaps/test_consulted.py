"""Whom an association asks among its members: once, with one link, and nobody else learns of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.rules import Refused
from roadmaps import consulted
from roadmaps import desk as desks
from roadmaps.models import Consultation, Consulted, Edition, Submission
from tests import factories
from tests.threads import at_once


@pytest.fixture
def asked(desk):
    return desk.reach_asked()


def test_a_firm_is_asked_and_its_people_get_one_link(
    desk, mailoutbox, django_capture_on_commit_callbacks
):
    desk.open()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        found = desk.ask()
    (mail,) = mailoutbox
    assert mail.to == [desk.worker.email]
    assert mail.body.count("http") == mail.body.count(f"/consulted/{found.pk}") == 1
    assert "Chamber asks you: Round one" in mail.subject
    assert "What do you need?" in mail.body


def test_nothing_of_it_moves_what_the_ministry_can_see(desk):
    desk.open()
    before = Submission.objects.values().get(), desk.round.story.now().revision
    desk.ask()
    desks.leave(desk.round.drafter, desk.say(), "Not ours.")
    assert (Submission.objects.values().get(), desk.round.story.now().revision) == before


def test_a_firm_is_asked_once_and_nobody_asks_oneself(asked):
    with pytest.raises(ValidationError, match="has been asked already"):
        asked.ask()
    with pytest.raises(Refused, match="in the basket itself"):
        asked.ask(asked.round.chamber)


def test_an_organisation_without_people_cannot_be_asked(asked, registrar):
    with pytest.raises(Refused, match="has an account"):
        asked.ask(factories.organisation(registrar))
    assert Consulted.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_SR_44_two_who_ask_the_same_firm_at_once_ask_it_once(desk):
    desk.open()
    outcomes = at_once(desk.ask, desk.ask).outcomes()
    assert Consulted.objects.count() == 1
    assert sorted(type(each).__name__ for each in outcomes) == ["Consulted", "ValidationError"]


@pytest.mark.parametrize("name", ["worker", "competitor", "steward", "approver"])
def test_SR_02_only_the_association_asks(desk, name):
    desk.open()
    people = {"worker": desk.worker, "competitor": desk.round.competitor}
    who = people.get(name) or getattr(desk.round.story, name)
    with pytest.raises(PermissionDenied):
        consulted.ask(who, desk.round.submission, desk.other)


def test_a_firm_reads_the_text_it_is_asked_about(desk):
    desk.open()
    assert not Consultation.objects.visible_to(desk.worker).exists()
    desk.ask()
    assert list(Consultation.objects.visible_to(desk.worker)) == [desk.round.consultation]
    assert Edition.objects.visible_to(desk.worker).count() == 1
    assert not Consultation.objects.visible_to(desk.fitter).exists()
