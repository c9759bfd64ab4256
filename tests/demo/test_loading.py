"""The real maps, loaded once for all tests of this file and taken back at the end."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from accounts.models import Membership, User
from changes.models import Change
from changes.verify import faults
from demo import acts, cast, life, proposals, talks
from demo.comparing import differences
from demo.counting import report
from demo.loading.everything import load
from demo.management.commands.demo import FOLDER
from demo.reading import read
from roadmaps import diff, narratives
from roadmaps.elements import KINDS, LETTERS
from roadmaps.findings import check
from roadmaps.models import Edition, Element, Figure, Narrative, Roadmap
from roadmaps.prose import marking
from tests.accounts import authenticator
from tests.emptying import analyse, hold, truncate

pytestmark = pytest.mark.django_db  # so that there is a database of the tests, also for these alone
KIND_OF_GAP = {
    "challenges_without_initiative": ("challenge", "challenge_unaddressed"),
    "skills_without_initiative": ("skill", "skill_undelivered"),
    "fdi_targets_without_initiative": ("fdi_target", "fdi_target_undelivered"),
    "technologies_without_initiative": ("technology", "technology_unbrought"),
}
NEW_IN_THE_SECOND = {
    "en": [
        "The figure “Growth of national content” of “National content up by 15 percent in "
        "value chains” is now counted from 0 % in 2025.",
        "The figure “Production for domestic consumption” of “More cars built for the home "
        "market” is now counted from 0 % in 2025.",
        "“Olinia output”: “summary” is now “10,000 small electric cars in 2027 and 25,000 "
        "in 2028, with more than 70 percent of national content by 2030”.",
        "“Olinia output”: “indicator” is now Olinia vehicles made.",
        "“Olinia output”: “summary in Spanish” is now “10,000 autos eléctricos pequeños en "
        "2027 y 25,000 en 2028, con más de 70 por ciento de contenido nacional hacia 2030”.",
        "The figure “Units (2027)” of “Olinia output” is now counted from 0 units in 2025.",
        "The figure “Units (2028)” of “Olinia output” is now counted from 0 units in 2025.",
    ],
    "es": [
        "La cifra «Crecimiento del contenido nacional» de «Aumentar 15 por ciento el "
        "contenido nacional en las cadenas de valor» se cuenta ahora frente a 0 % en 2025.",
        "La cifra «Producción para el consumo interno» de «Más autos fabricados para el "
        "mercado interno» se cuenta ahora frente a 0 % en 2025.",
        "«Producción de Olinia»: «resumen» dice ahora «10,000 small electric cars in 2027 "
        "and 25,000 in 2028, with more than 70 percent of national content by 2030».",
        "«Producción de Olinia»: «indicador» dice ahora Vehículos Olinia fabricados.",
        "«Producción de Olinia»: «resumen en español» dice ahora «10,000 autos eléctricos "
        "pequeños en 2027 y 25,000 en 2028, con más de 70 por ciento de contenido nacional "
        "hacia 2030».",
        "La cifra «Unidades (2027)» de «Producción de Olinia» se cuenta ahora frente a 0 "
        "unidades en 2025.",
        "La cifra «Unidades (2028)» de «Producción de Olinia» se cuenta ahora frente a 0 "
        "unidades en 2025.",
    ],
}


@pytest.fixture(autouse=True)
def _django_db_marker():
    """The mark only says that there has to be a database; what is loaded stays for all tests."""


@pytest.fixture(scope="module")
def facts():
    return read(FOLDER)


@pytest.fixture(scope="module")
def loaded(facts, django_db_setup, django_db_blocker):
    """Everything in one transaction that is never committed."""
    with django_db_blocker.unblock():
        truncate()
    with django_db_blocker.unblock(), transaction.atomic():
        hold()
        load(facts, lambda noun, number: None)
        analyse()
        yield facts
        transaction.set_rollback(True)


def test_everything_that_was_read_was_loaded(loaded):
    for line in list(report(loaded))[1:]:
        noun, number, kept, left = line.rsplit(maxsplit=3)
        assert int(number) > 0, noun
        assert (number, left) == (kept, "0"), noun


def test_the_database_says_what_the_files_say(loaded):
    assert list(differences(loaded)) == []


def test_a_figure_that_differs_is_named(loaded):
    with transaction.atomic():
        figure = Figure.objects.get(metric="gdp_rank")
        Figure.objects.filter(pk=figure.pk).update(low=11)
        assert any("low" in difference for difference in differences(loaded))
        transaction.set_rollback(True)


def test_a_text_that_differs_is_named(loaded):
    with transaction.atomic():
        vision = Narrative.objects.get(roadmap__slug="semiconductors", kind="vision", language="es")
        editor = User.objects.get(email=cast.CAST[1][0])
        Roadmap.objects.filter(slug="semiconductors").update(stage="draft")
        told = marking.parse("Otra cosa.", {})
        narratives.put(editor, vision, vision.version, told, "other", 1)
        assert list(differences(loaded)) == [
            "semiconductors, vision (es): the text differs from that of the file."
        ]
        transaction.set_rollback(True)


def test_the_texts_of_the_demo_have_several_authors_each(loaded):
    for narrative in Narrative.objects.all():
        spans = narratives.signed(narrative).authors
        written = {span.author for span in spans}
        assert len(written) > 1, narrative
        assert narrative.settled == narrative.version


def test_the_log_of_the_loading_holds(loaded):
    assert list(faults()) == []


def test_the_gaps_are_exactly_those_left_open_on_purpose(loaded):
    expected, found = set(), set()
    for name, (kind, code) in KIND_OF_GAP.items():
        expected |= {(code, _code_of(loaded, key, kind)) for key in getattr(loaded.gaps[0], name)}
    for edition in Edition.objects.current().filter(roadmap__programme__code="mexico"):
        findings = check(json.loads(bytes(edition.content)))
        codes = {code for _kind, code in KIND_OF_GAP.values()}
        found |= {(each.code, each.element) for each in findings if each.code in codes}
    assert found == expected


def _code_of(facts, key, kind):
    """The public code of an element, told from its place in the file."""
    for sheet in facts.maps:
        keys = [each.key for each in sheet.elements or [] if each.kind == kind]
        if key in keys:
            return f"{sheet.prefix}-{LETTERS[kind]}{keys.index(key) + 1:02d}"
    raise AssertionError(key)


def test_each_map_is_published_and_both_editions_of_those_that_have_two(loaded):
    assert Roadmap.objects.count() == Roadmap.objects.published().count() == 28
    assert Edition.objects.current().count() == 28
    electronics = Edition.objects.filter(roadmap__slug="sg-electronics").order_by("major")
    told = [(each.number, each.label, each.status) for each in electronics]
    assert told == [("1.0", "ITM 2020", "superseded"), ("2.0", "ITM 2025", "current")]


def test_every_kind_of_element_is_there(loaded):
    assert set(Element.objects.values_list("kind", flat=True)) == set(KINDS)


def test_illustrative_numbers_stay_marked(loaded):
    assert Figure.objects.filter(certainty="illustrative", source__code="demo").count() > 10


def test_SR_25_the_cast_can_sign_in_and_who_is_trusted_with_a_code(loaded):
    for email, _name, _organisation, role in [*cast.CAST, *cast.SINGAPORE]:
        browser = Client()
        browser.post("/sign-in", {"login": email, "password": cast.PASSWORD})
        assert (browser.get("/account").status_code == 200) == (role not in cast.GUARDED), email
        if role in cast.GUARDED:
            code = authenticator.fresh_code(cast.SECRET)
            browser.post("/sign-in/second-step", {"code": code})
            assert browser.get("/account").status_code == 200, email


def test_there_is_somebody_of_everything_that_people_can_be(loaded):
    """Managers, somebody in two organisations, interests, a role with a last day, a guest."""
    automotive = Roadmap.objects.get(slug="automotive")
    assert Membership.objects.filter(role="manager").count() == len(cast.MANAGERS)
    partner = User.objects.get(email="partner@industria.example")
    assert partner.organisations.count() == 2
    assert automotive.roles.get(user=partner).interest == cast.INTERESTS[partner.email]
    assert automotive.roles.exclude(until=None).get().organisation.code == "unam"
    assert automotive.invitations.get().email == cast.GUEST


@pytest.fixture
def second_edition(loaded):
    """The automotive map after it was taken to its second edition; taken back afterwards."""
    with transaction.atomic():
        yield life.tell()
        transaction.set_rollback(True)


def test_a_map_of_the_demo_goes_on_to_its_second_edition(second_edition):
    told = second_edition.editions.order_by("published_at").values_list("major", "minor", "status")
    assert list(told) == [(1, 0, "superseded"), (0, 1, "superseded"), (2, 0, "current")]
    assert second_edition.stage == "draft"
    lines = Change.objects.within(second_edition).filter(verb="signed").order_by("revision")
    keys = [line.subject for line in lines]
    assert len(keys) == 3
    assert keys[0] == keys[2] != keys[1]  # one ministry reads it again after it was changed
    assert list(faults()) == []


def test_what_is_new_in_it_is_said_in_both_languages(second_edition):
    old, new = (
        json.loads(bytes(second_edition.editions.get(major=major).content)) for major in (1, 2)
    )
    for language, sentences in NEW_IN_THE_SECOND.items():
        with override(language):
            said = [told.sentence for told in diff.tell(diff.compare(old, new), old, new)]
        assert [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in said] == sentences


def test_after_it_the_database_says_what_the_files_say(loaded, second_edition):
    assert list(differences(loaded)) == []


def test_four_changes_of_it_are_proposed_and_say_that_nobody_did(second_edition):
    later, new, plainer, off = made = proposals.tell()
    assert [each.outcome for each in made] == ["open", "open", "open", "declined"]
    assert all(proposals.SHOWN in each.reason for each in made)
    assert [told.sentence.replace("\N{NO-BREAK SPACE}", " ") for told in later.told] == [
        "“Battery and electric-drive institute” was moved: 2026–2031 before, 2027–2032 now."
    ]
    (written,) = plainer.all_edits
    assert (written.verb, written.subject) == ("written", "narrative")
    assert written.before["version"] == acts.text("diagnosis", "en").version
    assert new.all_edits[0].after["certainty"] == "illustrative"
    assert off.all_edits[0].before["certainty"] == "illustrative"


def test_two_passages_of_its_texts_are_talked_about(second_edition):
    measures, far = talks.tell()
    assert (measures.quote, far.quote) == tuple(talk[2] for talk in talks.TALKS)
    assert [thread.notes.count() for thread in (measures, far)] == [2, 2]
    assert all(talks.SHOWN in note.text for note in measures.notes.all())
    assert not measures.passage.is_gone
