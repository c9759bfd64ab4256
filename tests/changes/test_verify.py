import pytest
from django.core.management import CommandError, call_command

from changes.models import Change
from changes.verify import faults
from tests.roles import past_the_triggers


@pytest.fixture
def superuser(roadmap):
    """Somebody who can get past the triggers of the database."""
    with past_the_triggers() as cursor:
        yield cursor


def lines_of(roadmap):
    return Change.objects.within(roadmap).order_by("revision")


def test_SR_49_an_untouched_log_holds(roadmap, capsys):
    call_command("verify")
    assert "The log holds" in capsys.readouterr().out


def test_SR_49_a_changed_line_is_named(roadmap, superuser):
    line = lines_of(roadmap)[3]
    superuser.execute("UPDATE changes_change SET verb = 'edit3d' WHERE id = %s", [line.pk])
    assert list(faults()) == [
        f"{line.ledger}: line {line.revision} (number {line.pk}) is not as it was written."
    ]
    with pytest.raises(CommandError, match="faults: 1"):
        call_command("verify")


def test_SR_49_a_changed_line_with_a_new_hash_betrays_itself_in_the_next(roadmap, superuser):
    first, forged, after = lines_of(roadmap)[:3]
    forged.verb = "forged"
    values = ["forged", forged.seal(first.hash), forged.pk]
    superuser.execute("UPDATE changes_change SET verb = %s, hash = %s WHERE id = %s", values)
    assert list(faults()) == [
        f"{after.ledger}: line {after.revision} (number {after.pk}) is not as it was written."
    ]


def test_SR_49_a_missing_line_is_named(roadmap, superuser):
    line = lines_of(roadmap)[2]
    superuser.execute("DELETE FROM changes_change WHERE id = %s", [line.pk])
    assert f"{line.ledger}: line 3 is missing." in list(faults())


def test_SR_49_a_missing_last_line_is_noticed(roadmap, superuser):
    last = lines_of(roadmap).last()
    superuser.execute("DELETE FROM changes_change WHERE id = %s", [last.pk])
    count = last.revision
    assert list(faults()) == [
        f"{last.ledger}: the last line is {count - 1}, but {count} were written."
    ]


def test_SR_49_swapped_lines_are_named(roadmap, superuser):
    one, other = lines_of(roadmap)[2:4]
    for line, revision in ((one, 900), (other, one.revision), (one, other.revision)):
        superuser.execute(
            "UPDATE changes_change SET revision = %s WHERE id = %s", [revision, line.pk]
        )
    numbers = {f"(number {line.pk})" for line in (one, other)}
    named = [fault for fault in faults() if any(number in fault for number in numbers)]
    assert len(named) == 2


def test_SR_49_a_log_that_was_emptied_is_noticed(roadmap, superuser):
    superuser.execute("DELETE FROM changes_change WHERE ledger = %s", [lines_of(roadmap)[0].ledger])
    assert any("lines are missing" in fault for fault in faults())
