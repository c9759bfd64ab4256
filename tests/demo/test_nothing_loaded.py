"""When the command of the demo loads nothing: what it was given is faulty, or somebody is there."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from roadmaps.models import Roadmap


@pytest.fixture
def broken(tmp_path):
    (tmp_path / "sources.json").write_text('[{"code": "UPPER", "title": "", "kind": "rumour"}]')
    return tmp_path


def test_from_faulty_files_nothing_is_loaded(db, broken, capsys):
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("demo", folder=Path(broken))
    told = capsys.readouterr().err
    assert "sources.json" in told
    assert told.count("sources.json") >= 3
    assert not User.objects.exists()


def test_what_is_there_already_is_left_alone(roadmap, capsys):
    before = connection.introspection.table_names()
    call_command("demo")
    assert "nothing was loaded" in capsys.readouterr().out
    assert Roadmap.objects.count() == 1
    assert before == connection.introspection.table_names()
