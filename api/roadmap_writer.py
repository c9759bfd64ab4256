"""What people write of a map as a whole, and what they take back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers

from api import bodies, fields, sight
from api.bodies import Body
from api.mistakes import mistake
from api.writers import Writer
from changes.models import Change, request_id
from roadmaps import history, undo
from roadmaps import roadmap as maps
from roadmaps.models import Roadmap
from roadmaps.roadmap import DESCRIBED

NAMES = tuple(field.name for field in Roadmap._meta.fields if field.name in DESCRIBED)
UNDO = Body(
    "Undo",
    {
        "revision": fields.Whole(
            required=False, min_value=1, help_text="The line of the log that is to be undone."
        ),
        "request": fields.Text(
            required=False, max_length=36, help_text="Or all that was done in one go."
        ),
    },
)


class LineSerializer(serializers.Serializer):
    """One line of the log: who did what, from which values to which, also in a sentence."""

    revision = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(allow_null=True)
    on_behalf_of = serializers.CharField(allow_null=True, help_text="Code of an organisation.")
    proposed_by = serializers.CharField(
        allow_null=True, help_text="Whose proposal the actor accepted by this."
    )
    verb = serializers.CharField()
    kind = serializers.CharField()
    id = serializers.CharField()
    element = serializers.CharField(allow_null=True)
    fields = serializers.DictField(child=serializers.ListField())
    sentence = serializers.CharField()
    request = serializers.UUIDField(allow_null=True)


class UndoneSerializer(serializers.Serializer):
    """What was done to undo something."""

    revision = serializers.IntegerField(help_text="Of the map, now.")
    changes = LineSerializer(many=True)


class Commands:
    """The command that changes what a map says of itself, called like those of its contents."""

    edit = staticmethod(maps.describe)


class RoadmapWriter(Writer):
    """How people write what a map says of itself."""

    name = "roadmaps"
    model = Roadmap
    commands = Commands
    may = ("edit",)
    near = ()
    told = {"slug": "slug", "prefix": "prefix", "stage": "stage"}
    kept = ("revision",)

    def names(self):
        return NAMES

    def find(self, key):
        found = self.rows().filter(slug=key).first()
        if found is None:
            raise Http404
        return found

    def undo(self, actor, key, said):
        """Take back one line of the log, or all that was done in one go; what was done for it."""
        roadmap = self.find(key)
        if not sight.sees(actor, roadmap):
            raise Http404
        if not roadmap.roles_of(actor):
            raise PermissionDenied
        values = UNDO.read(actor, said)
        wanted = bodies.required_one(dict(values), "revision", "request")
        lines, before = Change.objects.within(roadmap), roadmap.revision
        if "revision" in values:
            (change,) = self._seen(actor, roadmap, lines.filter(revision=wanted), "revision")
            undo.undo(actor, roadmap, change)
        else:
            found = lines.filter(request=wanted) if sight.is_id(wanted) else lines.none()
            self._seen(actor, roadmap, found, "request")
            undo.undo_request(actor, roadmap, wanted)
        roadmap.refresh_from_db()
        done = lines.with_people().after(before).filter(request=request_id.get())
        return roadmap, history.told(actor, roadmap, done.order_by("revision"))

    def _seen(self, actor, roadmap, changes, member):
        """The lines, if there are some and this person may see all of them."""
        changes = list(changes)
        if not changes or len(history.told(actor, roadmap, changes)) < len(changes):
            raise mistake(member, "missing", _("There is no such line in the log of this map."))
        return changes


WRITER = RoadmapWriter()
