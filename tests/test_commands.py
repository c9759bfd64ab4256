"""What is typed at a command line, and what comes back: words, and a number for other programs."""

import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from changes.models import Change
from tests.roles import environment, past_the_triggers
from tests.tree import ROOT


@pytest.fixture
def line(roadmap):
    """The third line in the history of a map."""
    return Change.objects.within(roadmap).get(revision=3)


def change_one_byte(line):
    """As somebody with all rights in the database could do it."""
    with past_the_triggers() as cursor:
        query = "UPDATE changes_change SET verb = overlay(verb placing 'x' from 1) WHERE id = %s"
        cursor.execute(query, [line.pk])


def manage(*arguments):
    """The command as a program of its own, on the database of this test."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
    )


def test_verify_says_that_the_log_holds(line, capsys):
    call_command("verify")
    said = capsys.readouterr()
    assert said.out == f"The log holds: {Change.objects.count()} lines.\n"
    assert said.err == ""


def test_verify_names_the_line_that_was_changed(line, capsys):
    change_one_byte(line)
    with pytest.raises(CommandError, match=re.escape("The log does not hold; faults: 1")):
        call_command("verify")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{line.ledger}: line 3 (number {line.pk}) is not as it was written.\n"


def test_verify_of_an_empty_log_holds(db, capsys):
    call_command("verify")
    assert capsys.readouterr().out == "The log holds: 0 lines.\n"


@pytest.mark.django_db(transaction=True)
def test_verify_tells_other_programs_by_its_number(line):
    done = manage("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"The log holds: \d+ lines\.\n", done.stdout)
    change_one_byte(line)
    done = manage("verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"line 3 (number {line.pk}) is not as it was written." in done.stderr


def test_a_command_that_does_not_exist_is_refused_in_a_sentence():
    done = manage("verfiy")
    assert done.returncode == 1
    assert "Did you mean verify?" in done.stderr
