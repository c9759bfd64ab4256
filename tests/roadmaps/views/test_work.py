"""My work: what waits, what was told, and how one is told."""

import pytest

from roadmaps import map_roles, notices
from roadmaps.models import Notice

HERE = "/account/work"
QUERIES = 5


@pytest.fixture
def asked(client, roadmap, steward, reviewer):
    (notice,) = notices.ask_reviewers(roadmap, steward)
    client.force_login(reviewer)
    return notice


def test_what_waits_for_me_stands_there_by_its_kind(text, asked):
    page = text(HERE)
    for words in ("Review asked", "Steward asks you to review “Electromobility”.",
                  'href="/roadmaps/electromobility"'):  # fmt: skip
        assert words in page, words


def test_it_stands_there_in_spanish(text, asked):
    page = text(f"/es{HERE}")
    for words in ("Mi trabajo", "Revisión solicitada", "Steward le pide revisar «Electromobility».",
                  "Una vez al día"):  # fmt: skip
        assert words in page, words


def test_the_reason_of_a_step_is_told_on_the_page(text, client, roadmap, steward, editor):
    notices.tell_step(roadmap, "submit_for_review", steward, "The figures are in.")
    client.force_login(editor)
    page = text(HERE)
    assert "The figures are in." in page
    assert "Nothing waits for you." in page


def test_for_whom_nothing_waits_the_page_says_so(text, client, stranger):
    client.force_login(stranger)
    page = text(HERE)
    assert "Nothing waits for you." in page
    assert "Nothing in the last thirty days." in page


def test_who_has_lost_the_role_reads_nothing_of_it(text, asked, steward, roadmap, reviewer):
    map_roles.revoke(steward, roadmap.roles.get(user=reviewer))
    assert "Electromobility" not in text(HERE)


def test_to_look_at_it_is_not_to_have_seen_it(text, asked):
    text(HERE)
    asked.refresh_from_db()
    assert asked.seen_at is None


def test_one_says_that_one_has_seen_it(client, text, asked):
    assert client.post(f"{HERE}/{asked.pk}/seen").status_code == 303
    asked.refresh_from_db()
    assert asked.seen_at is not None
    page = text(HERE)
    assert "I have seen all of it" not in page
    assert "Review asked" in page  # it waits all the same


def test_one_says_that_one_has_seen_all_of_it(client, asked, roadmap, steward):
    notices.tell_step(roadmap, "submit_for_review", steward)
    assert client.post(f"{HERE}/seen").status_code == 303
    assert set(Notice.objects.values_list("person__name", flat=True).filter(seen_at=None)) == {
        "Approver", "Editor",
    }  # fmt: skip


def test_what_others_were_told_is_not_there(client, asked, editor):
    client.force_login(editor)
    assert client.post(f"{HERE}/{asked.pk}/seen").status_code == 404
    asked.refresh_from_db()
    assert asked.seen_at is None


def test_one_chooses_how_one_is_told(client, text, asked, reviewer):
    answer = client.post(f"{HERE}/told", {"review_asked": "daily", "stage_changed": "none"})
    assert answer.status_code == 303
    assert notices.paces_of(reviewer)["review_asked"] == "daily"
    assert '<option value="none" selected>Not by mail</option>' in text(HERE)


def test_a_pace_that_is_not_there_is_refused(client, asked, reviewer):
    answer = client.post(f"{HERE}/told", {"review_asked": "hourly"})
    assert answer.status_code == 422
    assert "There is no such way" in answer.content.decode()
    assert notices.paces_of(reviewer)["review_asked"] == "at_once"


def test_nobody_is_let_in_who_has_not_signed_in(client, db):
    assert client.get(HERE).headers["Location"].startswith("/sign-in")


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    client, asked, roadmap, steward, django_assert_num_queries
):
    client.get(HERE)
    with django_assert_num_queries(QUERIES):
        client.get(HERE)
    for _number in range(3):
        notices.tell_step(roadmap, "submit_for_review", steward)
    with django_assert_num_queries(QUERIES):
        client.get(HERE)
