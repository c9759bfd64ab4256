"""The round of the demo, told once for all tests of this file and taken back at the end."""

import json
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Organisation, User
from changes.verify import faults
from demo import acts, cast, life, proposals, round
from demo.comparing import differences
from demo.loading.everything import load
from demo.management.commands.demo import FOLDER
from demo.reading import read
from roadmaps import answering, outcomes, workflow
from roadmaps.models import Comment, Edition, Proposal, Verdict
from roadmaps.representativeness import sides_of
from tests.accounts import authenticator
from tests.emptying import analyse, hold, truncate

pytestmark = pytest.mark.django_db  # so that there is a database of the tests, also for these alone
MEXICO = "mexico"
PUBLIC = ["", "/picture.svg", "/links", "/table", "/figures", "/checks", "/editions", "/proposals"]
TYPES = {
    "substantive": 18, "support": 10, "omission": 8, "question": 7, "evidence": 5, "factual": 4,
    "editorial": 4, "general": 4,
}  # fmt: skip
ACTIONS = {"modify": 25, "none": 16, "keep": 10, "add": 6, "delete": 3}
DISPOSITIONS = {
    "accepted": 8, "accepted_in_part": 3, "accepted_in_principle": 2, "not_accepted": 5,
    "noted": 4, "already_covered": 1, "out_of_scope": 1, "pending": 3,
}  # fmt: skip
OUTCOMES = {"open": 8, "accepted": 3, "accepted_in_part": 1, "declined": 4}
SIDES = {  # asked, sent, declined, silent, withdrawn
    "government": (2, 1, 1, 0, 0),
    "industry": (4, 3, 0, 1, 0),
    "academia": (3, 3, 0, 0, 0),
    "civil_society": (2, 2, 0, 0, 0),
    "other": (1, 0, 0, 0, 1),
}
ENDS = ("submitted", "declined", "no_reply", "withdrawn")


@pytest.fixture(autouse=True)
def _django_db_marker():
    """The mark only says that there has to be a database; what is told stays for all tests."""


@pytest.fixture(scope="module")
def facts():
    """Those of one country: nothing in the round speaks of another one."""
    found = read(FOLDER)
    found.maps = [each for each in found.maps if each.programme == MEXICO]
    found.councils = [each for each in found.councils if each.programme == MEXICO]
    return found


@pytest.fixture(scope="module")
def told(facts, django_db_setup, django_db_blocker):
    """The round, and what everybody could read before it began."""
    with django_db_blocker.unblock():
        truncate()
    with django_db_blocker.unblock(), transaction.atomic():
        hold()
        load(facts, lambda noun, number: None)
        analyse()
        life.tell()
        proposals.tell()
        before = read_by_all()
        yield round.tell(), before
        transaction.set_rollback(True)


@pytest.fixture
def asked(told):
    return told[0]


def read_by_all():
    browser = Client()
    pages = [f"{prefix}/roadmaps/automotive{page}" for prefix in ("", "/es") for page in PUBLIC]
    pages += ["/", "/consultations", "/api/v1/roadmaps/automotive", "/api/v1/consultations"]
    return {page: (browser.get(page).status_code, browser.get(page).content) for page in pages}


def test_what_everybody_reads_of_the_map_is_as_before(told):
    assert read_by_all() == told[1]


def test_the_database_still_says_what_the_files_say(asked, facts):
    assert list(differences(facts)) == []
    assert list(faults()) == []


def test_twelve_organisations_of_all_sides_are_asked(asked):
    sides = {side.helix: side for side in sides_of(asked)}
    said = {
        helix: (side.asked, *(side.counts[end] for end in ENDS)) for helix, side in sides.items()
    }
    assert said == SIDES
    assert sum(numbers[0] for numbers in said.values()) == 12


def test_nobody_can_take_one_of_them_for_a_real_one(asked):
    for organisation in Organisation.objects.filter(submissions__consultation=asked):
        assert "Fictici" in organisation.name
        assert organisation.note == round.NOTE
    assert "nobody said any of this" in asked.brief
    assert "nadie ha dicho nada de esto" in asked.brief
    made = Proposal.objects.filter(roadmap=asked.roadmap)
    assert all("nobody proposed it" in each.reason for each in made)


def test_sixty_comments_are_sent_of_all_types_and_with_all_that_can_be_asked(asked):
    sent = Comment.objects.sent().filter(submission__consultation=asked)
    assert Counter(sent.values_list("type", flat=True)) == TYPES
    assert Counter(sent.values_list("action", flat=True)) == ACTIONS
    assert sum(TYPES.values()) == sum(ACTIONS.values()) == 60


def test_they_are_on_everything_that_one_can_speak_of(asked):
    sent = Comment.objects.sent().filter(submission__consultation=asked)
    places = Counter(place for each in sent for place in Comment.PLACE if getattr(each, place))
    assert places == {
        "element": 39, "figure": 9, "link": 3, "question": 6, "field": 13, "quote": 10,
        "narrative": 2, "start": 2, "end": 2,
    }  # fmt: skip
    assert sum(each.anchor == type(each.anchor)() and not each.question for each in sent) == 1


def test_some_of_it_is_confidential_and_some_without_a_name(asked):
    sent = asked.submissions.filter(status="submitted")
    choices = Counter(sent.values_list("publication", flat=True))
    assert choices == {"named": 6, "anonymous": 2, "confidential": 1}
    kept = Comment.objects.sent().filter(submission__consultation=asked, is_confidential=True)
    assert kept.count() == 4
    assert all(each.confidential_because for each in kept)
    assert outcomes.build(asked)["confidential"] == 10


def test_what_was_typed_by_whoever_fell_silent_is_kept(asked):
    silent = asked.submissions.get(status="no_reply")
    assert silent.comments.standing().count() == 2


def test_sixteen_changes_are_proposed_and_some_are_taken_up(asked):
    made = Proposal.objects.filter(roadmap=asked.roadmap)
    assert Counter(made.values_list("outcome", flat=True)) == OUTCOMES
    assert sum(OUTCOMES.values()) == 16
    edits = [edit for each in made for edit in each.all_edits]
    assert {"element", "figure", "link"} <= {edit.subject for edit in edits}
    assert {"added", "edited", "withdrawn"} <= {edit.verb for edit in edits}


def test_a_part_is_answered_and_what_changed_is_on_the_map(asked):
    begun = asked.responses.all()
    assert Counter(begun.values_list("disposition", flat=True)) == DISPOSITIONS
    assert (begun.count(), begun.given().count()) == (27, 23)
    assert answering.unanswered_in(asked).count() == 23
    assert all(each.changes for each in begun if each.disposition in answering.CHANGING)
    assert acts.element("AUT-S04").period == "2027/2030"
    assert acts.element("AUT-S05").period == ""
    assert acts.link("delivers", "AUT-I12", "AUT-S02").certainty
    new = acts.the_map().elements.get(title="Safe repair of electric vehicles")
    assert acts.link("delivers", "AUT-I12", new.code)


def test_some_are_satisfied_and_others_say_what_is_missing(asked):
    given = Verdict.objects.filter(comment__submission__consultation=asked)
    assert Counter(given.values_list("is_satisfied", flat=True)) == {True: 3, False: 3}


def test_it_cannot_be_published_and_the_first_comment_without_an_answer_is_named(asked):
    steward = User.objects.get(email="steward@economia.example")
    with pytest.raises(workflow.Held) as held:
        workflow.take(steward, acts.the_map(), "submit_for_approval")
    open_ones = [each for each in held.value.obstacles if each.code == "comment_unanswered"]
    assert len(open_ones) == 23
    assert "armadora-ficticia-2" in open_ones[0].sentence
    assert Edition.objects.filter(roadmap=asked.roadmap, kind="approved").count() == 2


def test_what_would_be_published_names_no_one_who_wants_no_name(asked):
    content = outcomes.build(asked)
    named = {each["organisation"]["code"] for each in content["comments"] if each["organisation"]}
    hidden = {"armadora-ficticia", "taller-ficticio", "baterias-ficticias"}
    assert len(named) == 6
    assert not named & hidden
    assert len(content["comments"]) == 50
    assert len(content["responses"]) == 22
    assert not any(code in json.dumps(content) for code in hidden)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Accepted in part", "Civil society"]),
        ("es", ["Aceptado en parte", "Sociedad civil"]),
    ],
)
def test_those_who_answer_see_the_table_in_their_language(asked, language, words):
    browser = _signed_in("steward@economia.example")
    prefix = "" if language == "en" else f"/{language}"
    page = browser.get(f"{prefix}/consultations/{asked.pk}/answers")
    assert page.status_code == 200
    outcome = browser.get(f"{prefix}/consultations/{asked.pk}/outcome")
    assert outcome.status_code == 200
    for word in words:
        assert word in outcome.content.decode(), word


def test_an_association_reads_what_it_sent_and_nothing_of_the_others(asked):
    browser = _signed_in("signer@proveedores.example")
    own, other = (asked.submissions.get(organisation__code=code)
                  for code in ("proveedores-ficticios", "armadora-ficticia"))  # fmt: skip
    page = browser.get(f"/submissions/{own.pk}").content.decode()
    assert "Lo necesitaríamos un año antes" in page
    assert "antes de 2027 no puede empezar" in page
    assert browser.get(f"/submissions/{other.pk}").status_code == 404


def _signed_in(email):
    browser = Client()
    browser.post("/sign-in", {"login": email, "password": cast.PASSWORD})
    if email.startswith("steward"):
        code = authenticator.fresh_code(cast.SECRET)
        browser.post("/sign-in/second-step", {"code": code})
    return browser
