import json
import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.views.debug import ExceptionReporter

from accounts import keys
from accounts.models import Key, User
from changes.models import Change, record


@pytest.fixture
def made(editor):
    """A key of the editor, and its secret."""
    return keys.make(editor, "Nightly copy", ["write", "read"])


@pytest.fixture
def key(made):
    return made[0]


@pytest.fixture
def secret(made):
    return made[1]


def test_SR_28_a_secret_is_random_and_can_be_known_by_its_prefix(editor):
    found = {keys.make(editor, "One of many", ["read"])[1] for _ in range(20)}
    assert len(found) == 20
    assert all(re.fullmatch(r"rumbo_[-\w]{43}", secret, re.ASCII) for secret in found)


def test_SR_28_only_the_hash_of_a_secret_is_stored(key, secret):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM accounts_key k")
        (row,) = cursor.fetchone()
    assert secret not in row
    assert secret.removeprefix("rumbo_") not in row
    assert re.fullmatch("[0-9a-f]{64}", key.digest)
    assert secret.startswith(key.start)


def test_SR_28_the_log_tells_of_a_key_but_not_its_secret_nor_its_hash(editor, key, secret):
    told = Change.objects.within(editor).last()
    assert (told.actor, told.verb) == (editor, "made")
    assert told.fields["scopes"] == [None, ["read", "write"]]
    for change in Change.objects.all():
        text = json.dumps(change.fields)
        assert secret not in text
        assert key.digest not in text


def test_a_key_is_found_by_its_secret(editor, key, secret):
    assert keys.find(secret) == key
    assert keys.find(secret).user == editor


@pytest.mark.parametrize("wrong", ["", "rumbo_", "rumbo_" + "A" * 43, "ñ\0", "x" * 10_000])
def test_a_wrong_secret_finds_nothing(key, wrong):
    assert keys.find(wrong) is None


def test_a_secret_without_its_prefix_finds_nothing(secret):
    assert keys.find(secret.removeprefix("rumbo_")) is None
    assert keys.find(secret + " ") is None


def test_a_key_is_good_until_the_day_it_expires(editor, key, secret):
    last = timezone.localdate() + timedelta(days=1)
    record(editor, "edited", key, expires_on=last)
    assert keys.find(secret) == key
    assert key.is_valid
    record(editor, "edited", key, expires_on=timezone.localdate())
    assert keys.find(secret) is None
    assert key.is_expired
    assert not key.is_valid


def test_a_key_lasts_ninety_days_if_nobody_says_otherwise(key):
    assert key.expires_on == timezone.localdate() + timedelta(days=90)


@pytest.mark.parametrize("days", [0, -1, 366, 10**12])
def test_SR_28_a_key_lasts_a_year_at_most(editor, days):
    with pytest.raises(ValidationError, match="from 1 to 365 days"):
        keys.make(editor, "For ever", ["read"], days)
    assert not editor.keys.exists()


def test_a_key_may_last_a_whole_year(editor):
    key, _secret = keys.make(editor, "A year", ["read"], 365)
    assert (key.expires_on - key.made_on).days == 365


@pytest.mark.parametrize("column", ["expires_on = expires_on + 276", "scopes = '{}'"])
def test_the_database_refuses_a_key_without_bounds(key, column):
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(f"UPDATE accounts_key SET {column}")


def test_a_key_has_a_purpose(editor):
    with pytest.raises(ValidationError, match="at least one scope"):
        keys.make(editor, "Nothing", [])


def test_an_unknown_scope_is_refused_with_those_that_there_are(editor):
    with pytest.raises(ValidationError, match=r"“reed” is no scope .* read, comment, write"):
        keys.make(editor, "Typo", ["read", "reed"])


def test_scopes_are_kept_once_and_in_order(editor):
    key, _secret = keys.make(editor, "Twice", ["publish", "read", "publish"])
    assert key.scopes == ["read", "publish"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_key_has_a_name_of_some_length(editor, name):
    with pytest.raises(ValidationError) as refused:
        keys.make(editor, name, ["read"])
    assert list(refused.value.message_dict) == ["name"]


def test_SR_28_somebody_who_is_not_signed_in_gets_no_key(anonymous, db):
    with pytest.raises(PermissionDenied):
        keys.make(anonymous, "Mine", ["read"])


def test_SR_28_a_person_who_may_not_sign_in_gets_no_key(registrar, editor):
    record(registrar, "edited", editor, is_active=False)
    with pytest.raises(PermissionDenied):
        keys.make(editor, "Mine", ["read"])


def test_SR_28_a_key_opens_nothing_while_its_owner_may_not_sign_in(registrar, editor, secret):
    record(registrar, "edited", editor, is_active=False)
    assert keys.find(secret) is None
    record(registrar, "edited", editor, is_active=True)
    assert keys.find(secret) is not None


def test_SR_28_a_revoked_key_opens_nothing(editor, key, secret):
    keys.revoke(editor, key)
    assert keys.find(secret) is None
    assert Change.objects.of(key).last().verb == "revoked"
    assert not key.is_valid


def test_to_revoke_a_key_twice_is_to_revoke_it_once(editor, key):
    keys.revoke(editor, key)
    first = Key.objects.get().revoked_at
    keys.revoke(editor, key)
    assert Key.objects.get().revoked_at == first
    assert Change.objects.of(key).filter(verb="revoked").count() == 1


def test_one_who_keeps_the_registers_may_revoke_the_key_of_anybody(registrar, key, secret):
    keys.revoke(registrar, key)
    assert keys.find(secret) is None
    assert Change.objects.of(key).last().actor == registrar


@pytest.mark.parametrize("who", ["partner", "approver", "anonymous"])
def test_nobody_else_revokes_a_key(request, key, secret, who):
    with pytest.raises(PermissionDenied):
        keys.revoke(request.getfixturevalue(who), key)
    assert keys.find(secret) == key


@pytest.mark.django_db(transaction=True)
def test_two_who_revoke_a_key_at_once_leave_one_line(registrar, editor, key):
    def revoke(person):
        keys.revoke(User.objects.get(pk=person.pk), Key.objects.get(pk=key.pk))
        connection.close()

    threads = [threading.Thread(target=revoke, args=[who]) for who in (registrar, editor) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert Change.objects.of(key).filter(verb="revoked").count() == 1


def test_the_last_use_is_noted_without_a_line_in_the_log(key):
    lines = Change.objects.count()
    keys.note_use(key)
    assert timezone.now() - Key.objects.get().last_used_at < timedelta(seconds=10)
    assert Change.objects.count() == lines


def test_the_last_use_is_noted_once_a_minute(key, django_assert_num_queries):
    keys.note_use(key)
    first = Key.objects.get()
    with django_assert_num_queries(0):
        keys.note_use(first)
    keys.note_use(key)  # by another process, which read the key before the first use
    assert Key.objects.get().last_used_at == first.last_used_at


def test_keys_that_work_come_before_those_that_were_revoked(editor, key):
    keys.revoke(editor, key)
    later, _secret = keys.make(editor, "Later", ["read"])
    assert list(editor.keys.newest_first()) == [later, key]


def test_SR_29_a_fault_is_reported_without_the_secret(db):
    secret = "rumbo_" + "s" * 43
    with connection.cursor() as cursor, transaction.atomic():
        with pytest.raises(DatabaseError):
            cursor.execute("SELECT no_such_column")
        with pytest.raises(DatabaseError) as failed:
            keys.find(secret)
        transaction.set_rollback(True)
    # Without the first frame, which is this very test.
    error = failed.value.with_traceback(failed.value.__traceback__.tb_next)
    report = ExceptionReporter(None, type(error), error, error.__traceback__).get_traceback_html()
    assert "accounts/keys.py" in report
    assert secret not in report
