"""Everybody of the demo gets in as the README says."""

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client

from demo import cast
from tests import factories, tree
from tests.accounts import authenticator

ROWS = re.findall(
    r"^\| `(\S+@\S+)` \| .* \| .* \| ?(yes)? ?\|$", tree.texts()["README.md"], re.MULTILINE
)
GUESTS = [email for email, _code in ROWS if email == cast.GUEST]
MEMBERS = [row for row in ROWS if row[0] not in GUESTS]


@pytest.fixture
def gathered(db):
    registrar = cast.register()
    codes = {row[2] for row in [*cast.CAST, *cast.SINGAPORE]} | set(cast.ALSO.values())
    made_up = {row[2]: factories.organisation(registrar) for row in cast.MADE_UP}
    cast.welcome(registrar, made_up)
    return cast.gather(registrar, {code: factories.organisation(registrar) for code in codes})


def test_the_readme_names_everybody_and_their_password():
    everybody = [*cast.CAST, *cast.SINGAPORE, *cast.MADE_UP]
    people = [cast.REGISTRAR, *(row[0] for row in everybody)]
    assert sorted(email for email, _code in MEMBERS) == sorted(people)
    assert len(GUESTS) == 1
    assert f"`{cast.PASSWORD}`" in tree.texts()["README.md"]


@pytest.mark.parametrize(("email", "code"), MEMBERS)
def test_each_comes_in_as_the_readme_says(gathered, email, code):
    browser = Client()
    browser.post("/sign-in", {"login": email, "password": cast.PASSWORD})
    assert (browser.get("/account").status_code == 200) is not bool(code)
    if code:
        authenticator.wait()
        shown = io.StringIO()
        call_command("code", email, stdout=shown)
        browser.post("/sign-in/second-step", {"code": shown.getvalue().strip()})
        assert browser.get("/account").status_code == 200
