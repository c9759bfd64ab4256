"""What holds for every page."""

import re

import pytest

from tests.factories import PASSWORD

PAGES = {  # how many queries each page needs when it is read for the first time
    "/": 8,
    "/programmes/{programme}": 15,
    "/sectors/{sector}": 9,
    "/roadmaps/electromobility": 4,
    "/roadmaps/electromobility/links": 3,
    "/roadmaps/electromobility/table": 3,
    "/roadmaps/electromobility/figures": 3,
    "/roadmaps/electromobility/checks": 3,
    "/roadmaps/electromobility/editions": 3,
    "/roadmaps/electromobility/editions/1.0": 3,
    "/roadmaps/electromobility/elements/EMO-I01": 4,  # and what came in since the edition
    "/roadmaps/electromobility/board": 5,
    "/board": 3,
    "/indicators": 1,
    "/institutes": 1,
    "/organisations/{ministry}": 10,
    "/sources/survey-2024": 5,
    "/sign-in": 0,
}


@pytest.fixture
def address(published, programme, sector, ministry):
    codes = {"programme": programme.code, "sector": sector.code, "ministry": ministry.code}
    return lambda page: page.format(**codes)


@pytest.mark.parametrize(("page", "count"), PAGES.items())
def test_a_page_asks_the_database_a_fixed_number_of_times(
    client, address, django_assert_num_queries, page, count
):
    with django_assert_num_queries(count):
        assert client.get(address(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_keeps_the_strict_policy(text, address, page, language):
    page = address(page) if language == "en" else f"/es{address(page)}"
    html = text(page)
    assert f'<html lang="{language}">' in html
    assert not re.search(r"\sstyle\s*=", html), "no style attributes"
    assert not re.search(r"<style|\son[a-z]+=", html), "nothing inline"
    for script in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL):
        assert not script.strip()


@pytest.mark.parametrize("page", [page for page in PAGES if page != "/sign-in"])
def test_a_page_that_is_only_read_takes_nothing(client, address, page):
    assert client.post(address(page)).status_code == 405
    assert client.head(address(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_the_other_language_is_one_click_away_and_keeps_the_page(text, address, page):
    here = address(page)
    there = f"/es{here}"
    assert f'href="{there}" lang="es"' in text(here)
    assert f'href="{here}" lang="en"' in text(there)


def test_the_language_switch_keeps_what_was_asked_for(text, published):
    page = text("/roadmaps/electromobility/table?kind=goal")
    assert 'href="/es/roadmaps/electromobility/table?kind=goal"' in page


def test_texts_in_another_language_are_marked(text, published):
    page = text("/es/roadmaps/electromobility")
    assert '<span lang="en">Too few technicians</span>' in page


@pytest.mark.parametrize("language", ["", "/es"])
def test_signing_in_and_out_by_e_mail(client, roadmap, editor, language):
    answer = client.post(f"{language}/sign-in", {"login": editor.email, "password": "wrong"})
    assert 'role="alert"' in answer.content.decode()
    answer = client.post(f"{language}/sign-in", {"login": editor.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert editor.name in client.get(f"{language}/roadmaps/electromobility").content.decode()
    client.post(f"{language}/sign-out")
    assert client.get(f"{language}/roadmaps/electromobility").status_code == 404


def test_a_machine_can_ask_whether_all_is_well(client, db):
    answer = client.get("/health?format=json")
    assert answer.status_code == 200
    assert "Database" in answer.content.decode()
    assert "works" in client.get("/health", headers={"accept": "text/html"}).content.decode()
