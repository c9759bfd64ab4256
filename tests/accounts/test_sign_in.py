"""Coming in by e-mail and password or by a code, leaving, and getting another password."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import people
from accounts.models import User
from changes.models import Change, record
from tests.accounts.conftest import is_in, link_in
from tests.factories import PASSWORD

CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")
ANOTHER = "the river knows where it goes"
VARYING = ("Expires", "Content-Length")  # with the time, and with the e-mail that is repeated
BOTH = pytest.mark.parametrize("prefix", ["", "/es"])


def test_a_person_signs_in_and_comes_to_the_maps(client, sign_in, editor):
    answer = sign_in(editor)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_in(client)


def test_the_case_of_an_e_mail_does_not_matter(client, sign_in, registrar):
    people.add(registrar, "Ana.Ruiz@Rumbo.example", PASSWORD)
    answer = client.post("/sign-in", {"login": " ANA.ruiz@rumbo.EXAMPLE", "password": PASSWORD})
    assert answer.status_code == 302


@BOTH
def test_one_comes_to_where_one_wanted_to_be(client, editor, prefix):
    page = client.get(f"{prefix}/account/keys", follow=True)
    (next_,) = re.findall(r'name="next" value="([^"]+)"', page.content.decode())
    data = {"login": editor.email, "password": PASSWORD, "next": next_}
    answer = client.post(f"{prefix}/sign-in", data)
    assert answer.headers["Location"] == f"{prefix}/account/keys"


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_a_foreign_place(client, sign_in, editor, place):
    answer = sign_in(editor, next=place)
    assert answer.headers["Location"] == "/"


@BOTH
def test_SR_26_a_wrong_password_and_an_unknown_e_mail_get_the_same_answer(client, editor, prefix):
    def told(email):
        answer = client.post(f"{prefix}/sign-in", {"login": email, "password": "not this one"})
        text = answer.content.decode().replace(email, "…")
        headers = {name: answer.headers[name] for name in answer.headers if name not in VARYING}
        return answer.status_code, headers, re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)

    known, unknown = told(editor.email), told("nobody@rumbo.example")
    assert known == unknown
    assert 'role="alert"' in known[2]


def test_SR_26_one_hash_is_computed_whether_there_is_an_account_or_not(
    client, sign_in, editor, registrar, settings, monkeypatch
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    record(registrar, "edited", editor, password=make_password(PASSWORD))
    gone = people.add(registrar, "gone@rumbo.example", PASSWORD)
    record(registrar, "edited", gone, is_active=False)
    bare = people.add(registrar, "bare@rumbo.example", PASSWORD)
    record(registrar, "edited", bare, password=make_password(None))
    hashed = []
    for name in ("encode", "verify"):
        work = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, work=work, name=name):
            hashed.append(name)
            return work(self, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    for email in (editor.email, gone.email, bare.email, "nobody@rumbo.example"):
        hashed.clear()
        client.post("/sign-in", {"login": email, "password": "not this one"})
        assert len(hashed) == 1, email


def test_who_may_no_longer_sign_in_is_told_no_more_than_anybody(client, sign_in, editor, registrar):
    record(registrar, "edited", editor, is_active=False)
    answer = sign_in(editor)
    assert "do not belong together" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"login": ""}, "Type your e-mail."),
        ({"login": "ana"}, "An e-mail looks like this"),
        ({"password": ""}, "Type your password."),
        ({"password": "not this one"}, "do not belong together"),
    ],
)
def test_what_is_wrong_is_said_and_the_e_mail_stays(client, editor, wrong, sentence):
    data = {"login": editor.email, "password": PASSWORD} | wrong
    html = client.post("/sign-in", data).content.decode()
    assert sentence in html
    assert "login" in wrong or f'value="{editor.email}"' in html
    assert PASSWORD not in html


@BOTH
def test_nobody_makes_an_account_without_an_invitation(client, db, prefix):
    page = client.get(f"{prefix}/sign-up")
    sentence = "ask the ministry" if not prefix else "pida al ministerio"
    assert sentence in page.content.decode()
    data = {"email": "eve@evil.example", "password1": ANOTHER, "password2": ANOTHER}
    client.post(f"{prefix}/sign-up", data)
    assert not User.objects.exists()


def test_SR_35_to_look_at_the_way_out_ends_nothing(client, sign_in, editor):
    sign_in(editor)
    assert client.get("/sign-out").status_code == 200
    assert is_in(client)


def test_SR_30_to_sign_out_ends_the_sessions_in_all_browsers(client, sign_in, editor, partner):
    other, somebody = Client(), Client()
    sign_in(editor)
    sign_in(editor, by=other)
    sign_in(partner, by=somebody)
    client.post("/sign-out")
    assert not is_in(client)
    assert not is_in(other)
    assert is_in(somebody)
    assert Session.objects.filter(pk=somebody.cookies["sessionid"].value).exists()


def test_SR_30_the_number_of_a_session_changes_when_one_signs_in(client, sign_in, editor):
    client.post("/sign-in/code", {"email": "nobody@rumbo.example"})
    before = client.cookies["sessionid"].value
    sign_in(editor)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_code_by_mail_signs_one_in(client, editor, postbox):
    answer = client.post("/sign-in/code", {"email": editor.email}, follow=True)
    (mail,) = postbox
    code = CODE.search(mail.body)[0]
    assert mail.to == [editor.email]
    assert code in mail.subject
    assert link_in(mail) == "/sign-in/code/sent"
    assert code not in answer.content.decode()
    client.post("/sign-in/code/sent", {"code": code})
    assert is_in(client)


def test_a_code_is_good_once_and_only_where_it_was_asked_for(client, editor, postbox):
    client.post("/sign-in/code", {"email": editor.email})
    code = CODE.search(postbox[0].body)[0]
    other = Client()
    other.post("/sign-in/code/sent", {"code": code})
    assert not is_in(other)
    client.post("/sign-in/code/sent", {"code": code})
    client.post("/sign-out")
    client.post("/sign-in/code/sent", {"code": code})
    assert not is_in(client)


def test_after_three_wrong_codes_another_one_has_to_be_sent(client, editor, postbox):
    client.post("/sign-in/code", {"email": editor.email})
    for _try in range(3):
        client.post("/sign-in/code/sent", {"code": "AAAA-AAAA"})
    client.post("/sign-in/code/sent", {"code": CODE.search(postbox[0].body)[0]})
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/sign-in/code", "/sign-in/password"])
def test_SR_26_who_asks_for_a_mail_does_not_learn_whether_there_is_an_account(
    client, editor, postbox, address
):
    def told(email):
        browser = Client()
        answer = browser.post(address, {"email": email}, follow=True)
        text = answer.content.decode().replace(email, "…")
        text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
        return answer.redirect_chain, answer.status_code, text

    assert told(editor.email) == told("nobody@rumbo.example")
    assert [mail.to for mail in postbox] == [[editor.email], ["nobody@rumbo.example"]]
    assert "No account is opened by this e-mail" in postbox[1].body


def test_mails_are_written_in_the_language_of_the_reader(client, editor, registrar, postbox):
    record(registrar, "edited", editor, language="es")
    client.post("/sign-in/password", {"email": editor.email})
    (mail,) = postbox
    assert mail.subject == "Una contraseña nueva para su cuenta"
    assert link_in(mail).startswith("/es/sign-in/password/")
    assert "una hora" in mail.body


@pytest.fixture
def set_anew(client, postbox):
    """Goes the way of a forgotten password to its end, and gives the last answer."""

    def go(person, password=ANOTHER):
        postbox.clear()
        client.post("/sign-in/password", {"email": person.email})
        page = client.get(link_in(postbox[0]), follow=True)
        address = page.redirect_chain[-1][0]
        data = {"password1": password, "password2": password}
        return client.post(address, data, follow=True)

    return go


def test_SR_30_a_forgotten_password_is_set_anew_and_ends_all_sessions(
    client, sign_in, editor, set_anew, postbox
):
    other = Client()
    sign_in(editor, by=other)
    assert "Your password is changed" in set_anew(editor).content.decode()
    assert not is_in(other)
    assert not is_in(client)
    assert sign_in(editor).status_code == 200
    assert sign_in(editor, ANOTHER).status_code == 302
    assert postbox[-1].subject == "Your account has changed"


def test_a_link_for_a_new_password_is_good_once(client, editor, set_anew, postbox):
    set_anew(editor)
    page = client.get(link_in(postbox[0]), follow=True)
    assert "no longer good" in page.content.decode()


def test_to_follow_a_link_for_a_new_password_signs_nobody_out(
    client, sign_in, editor, partner, postbox
):
    Client().post("/sign-in/password", {"email": partner.email})
    sign_in(editor)
    client.get(link_in(postbox[0]), follow=True)
    assert is_in(client)


def test_SR_30_who_changes_the_password_signs_in_anew_everywhere(client, sign_in, editor):
    other = Client()
    sign_in(editor, by=other)
    sign_in(editor)
    data = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    page = client.post("/account/password", data, follow=True)
    assert page.redirect_chain == [("/sign-in", 302)]
    assert "Your password is changed" in page.content.decode()
    assert not is_in(client)
    assert not is_in(other)
    assert sign_in(editor, ANOTHER).status_code == 302


def test_a_new_password_leaves_a_line_without_it_in_the_log(client, sign_in, editor, set_anew):
    set_anew(editor)
    told = Change.objects.within(editor).last()
    assert (told.actor, told.verb, told.fields) == (editor, "password_changed", {})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"oldpassword": "not this one"}, "This is not your present password."),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another one again"}, "same password each time"),
        ({"password1": "", "password2": ""}, "Type a new password."),
    ],
)
def test_a_password_is_not_changed_by_mistake(client, sign_in, editor, wrong, sentence):
    sign_in(editor)
    data = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER} | wrong
    html = client.post("/account/password", data).content.decode()
    assert sentence in html
    assert is_in(client)
    assert User.objects.get(pk=editor.pk).check_password(PASSWORD)
