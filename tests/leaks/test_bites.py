"""The walk finds a leak wherever one is made: in each place that hides something, in turn."""

import pytest
from django.db import transaction

from accounts import memberships
from accounts.models import Key, Membership
from api import sight
from api.invitations import MapInvitationViewSet
from api.tokens import TokenViewSet
from roadmaps import document
from roadmaps.document import past
from roadmaps.elements import Element
from roadmaps.entries import Entry
from roadmaps.models import MapInvitation, MapRole, Roadmap
from roadmaps.roadmap import Sight
from roadmaps.stages import Visibility
from tests.leaks.walk import Walk, steps

pytestmark = pytest.mark.django_db
ALL = Sight(visibilities=tuple(Visibility), is_member=True)


def have_every_role(monkeypatch, scene):
    monkeypatch.setattr(type(MapRole.objects.all()), "held_by", lambda rows, actor: rows)


def see_every_degree(monkeypatch, scene):
    monkeypatch.setattr(Roadmap, "sight_of", lambda roadmap, actor: ALL)


def see_every_element(monkeypatch, scene):
    monkeypatch.setattr(type(Element.objects.all()), "within", lambda rows, sight: rows)


def see_whatever_is_asked_for(monkeypatch, scene):
    monkeypatch.setattr(sight, "sees", lambda *asked: True)


def read_every_row(monkeypatch, scene):
    def rows(self, found, columns, **seen):
        return found.order_by().values("pk", *columns)

    monkeypatch.setattr(past.Present, "rows", rows)


def publish_what_stewards_see(monkeypatch, scene):
    roadmap = scene.maps["open"]
    Entry.objects.replace(roadmap, document.build(roadmap, scene.cast["steward"]))


def see_every_key(monkeypatch, scene):
    monkeypatch.setattr(TokenViewSet, "get_queryset", lambda view: Key.objects.all())


def read_every_letter(monkeypatch, scene):
    letters = MapInvitation.objects.select_related("roadmap", "inviter")
    monkeypatch.setattr(MapInvitationViewSet, "get_queryset", lambda view: letters)


def belong_everywhere(monkeypatch, scene):
    monkeypatch.setattr(memberships, "visible_to", lambda actor: Membership.objects.all())


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (have_every_role, "stranger"),
        (see_every_degree, "observer"),
        (see_every_element, "editor"),
        (see_whatever_is_asked_for, "commenter"),
        (read_every_row, "observer"),
        (publish_what_stewards_see, "anonymous"),
        (see_every_key, "steward"),
        (read_every_letter, "observer"),
        (belong_everywhere, "stranger"),
    ],
)
def test_a_leak_is_found(scene, monkeypatch, break_it, name):
    seen = Walk()
    with transaction.atomic():
        break_it(monkeypatch, scene)
        for _address in steps(scene, name, seen):
            if any(" told " in leak for leak in seen.leaks):
                break
        transaction.set_rollback(True)
    assert any(" told " in leak for leak in seen.leaks)
