"""Every check has its page: in the code, on paper, and in both languages."""

import ast
import re

import pytest
from django.utils.translation import override

from roadmaps.checks import CHECKS
from roadmaps.obstacles import GRAVE, OF_ITS_OWN, TO_BE_WEIGHED
from roadmaps.steps import STEPS
from tests import tree
from tests.checks import written

CODE = re.compile(r"[a-z]+(_[a-z]+)+")
MAKERS = {"Finding": 0, "Obstacle": 0, "_finding": 0, "_undelivered": 2, "_number_finding": 0}


def codes_said() -> set[str]:
    """Every code that stands where a finding or an obstacle is made."""
    found = set()
    for name in ("roadmaps/findings.py", "roadmaps/obstacles.py"):
        for maker, call in tree.called(tree.modules()[name]):
            place = MAKERS.get(maker)
            if place is not None and len(call.args) > place:
                said = call.args[place]
                if isinstance(said, ast.Constant):
                    found.add(said.value)
    return found


def test_every_code_has_its_page_and_every_page_its_code():
    assert len(codes_said()) > 15
    assert codes_said() == CHECKS.keys()


def test_what_stops_a_step_is_a_check():
    named = {code for codes in [*GRAVE.values(), *TO_BE_WEIGHED.values()] for code in codes}
    assert named | OF_ITS_OWN.keys() <= CHECKS.keys()
    assert {step for steps in OF_ITS_OWN.values() for step in steps} <= STEPS.keys()


def test_a_check_says_which_steps_it_stops():
    told = {code: [step.code for step in check.stops] for code, check in CHECKS.items()}
    assert told["dependency_cycle"] == ["submit_for_review", "submit_for_approval", "publish"]
    assert told["signoff_missing"] == ["open_consultation", "publish"]
    assert told["illustrative_number"] == []
    weighed = CHECKS["challenge_unaddressed"].is_weighed
    assert [step.code for step in weighed] == ["open_consultation"]


def test_the_paper_is_what_the_product_says():
    """Where this fails, `python -m tests.checks` writes it anew."""
    assert tree.texts()["docs/checks.md"] == written()


@pytest.mark.parametrize("code", CHECKS)
def test_each_says_everything_in_both_languages(code):
    check = CHECKS[code]
    assert CODE.fullmatch(code)
    for text in (check.title, check.meaning, check.why, check.mend):
        with override("es"):
            spanish = str(text)
        assert str(text) != spanish
        assert all(each.strip() for each in (str(text), spanish))


@pytest.mark.django_db
@pytest.mark.parametrize("code", CHECKS)
def test_each_has_a_page(client, code):
    for start in ("", "/es"):
        assert client.get(f"{start}/checks/{code}").status_code == 200


@pytest.mark.django_db
def test_the_pages_are_listed_and_others_are_missing(client):
    page = client.get("/checks").content.decode()
    assert all(f'href="/checks/{code}"' in page for code in CHECKS)
    assert client.get("/checks/no-such-check").status_code == 404
    assert client.get("/checks?x=1").status_code == 400
