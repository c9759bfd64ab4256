"""The page about oneself."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts import people
from accounts.models import User
from changes.models import Change
from changes.veils import veiled

PAGE = "/account"
WAYS = ["/account/email", "/account/password", "/account/second-factor", "/account/sessions",
        "/account/keys"]  # fmt: skip


def test_a_person_finds_everything_about_themselves(client, editor):
    client.force_login(editor)
    for prefix in ("", "/es"):
        html = client.get(prefix + PAGE).content.decode()
        assert [way for way in WAYS if f'href="{prefix}{way}"' not in html] == []
        assert editor.email in html
    for way in WAYS:
        assert client.get(way).status_code == 200, way


def test_the_way_there_stands_at_the_top_of_each_page(client, editor, published):
    client.force_login(editor)
    assert f'href="{PAGE}">{editor.name}' in client.get("/").content.decode()
    assert client.get("/account/").headers["Location"] == PAGE


def test_name_and_language_are_changed_with_a_line_in_the_log(client, editor):
    client.force_login(editor)
    answer = client.post(PAGE, {"name": "Eva Editor", "language": "es"})
    assert answer.headers["Location"] == PAGE
    person = User.objects.get(pk=editor.pk)
    assert (person.name, person.language) == ("Eva Editor", "es")
    told = Change.objects.within(editor).last()
    names = [veiled(name, editor.secret) for name in ("Editor", "Eva Editor")]
    assert told.fields == {"name": names, "language": ["en", "es"]}


@pytest.mark.parametrize(
    "wrong",
    [{"language": "fr"}, {"language": ""}, {"name": "x" * 151}, {"name": "a\0b"}],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, editor, wrong):
    client.force_login(editor)
    html = client.post(PAGE, {"name": "Eva Editor", "language": "es"} | wrong).content.decode()
    assert 'role="alert"' in html
    assert "name" in wrong or 'value="Eva Editor"' in html
    assert User.objects.get(pk=editor.pk).name == "Editor"


def test_SR_10_nothing_else_can_be_set_there(client, editor):
    client.force_login(editor)
    more = {"is_staff": "on", "email": "eve@evil.example", "is_active": "", "password": "x"}
    client.post(PAGE, {"name": "Eva", "language": "en"} | more)
    person = User.objects.get(pk=editor.pk)
    assert (person.is_staff, person.is_active, person.email) == (False, True, editor.email)


def test_nobody_describes_somebody_else(editor, partner, anonymous):
    for actor in (partner, anonymous):
        with pytest.raises(PermissionDenied):
            people.describe(actor, editor, name="Mine")


@pytest.mark.parametrize("way", [PAGE, *WAYS])
def test_who_has_not_signed_in_is_sent_to_do_so(client, db, way):
    answer = client.get(way)
    assert answer.status_code == 302
    assert (
        answer.headers["Location"].startswith(f"/sign-in?next={way}")
        or "is-it-you" not in (answer.headers["Location"])
    )


@pytest.mark.parametrize("way", [PAGE, *WAYS])
def test_pages_about_oneself_are_kept_nowhere(client, editor, way):
    client.force_login(editor)
    assert "no-store" in client.get(way).headers.get("Cache-Control", "")
