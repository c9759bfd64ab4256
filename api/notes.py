"""A note in the margin of a map, for programs: its author may change it."""

from typing import Any

from django.http import Http404
from rest_framework.permissions import IsAuthenticated

from api import bodies, conditions, fields, parsing
from api.bodies import Body
from api.threads import NOTED, OneThreadSerializer, ThreadViewSet, mentions
from api.writing import once
from roadmaps import threads
from roadmaps.models import Note, Thread

CHANGED = Body(
    "NoteEdit",
    {
        "base": bodies.BASE,
        "text": fields.Text(max_length=20_000, required=False),
        "mentions": mentions(),
    },
    NOTED.owned,
)


class NoteViewSet(ThreadViewSet):
    """Notes in threads that you read; you change your own, and the log keeps what they said."""

    permission_classes = [IsAuthenticated]
    queryset = Thread.objects.none()
    http_method_names = ["patch", "options"]
    whole = OneThreadSerializer
    bodies = {"partial_update": CHANGED}

    def partial_update(self, request, pk):
        """Change what you said. The answer is the whole thread; `base` is its revision.

        It is a merge patch (RFC 7396), and may also be sent as `application/merge-patch+json`.
        """

        def change():
            note = self._note(pk)
            thing, condition = self.held(request, note.thread_id)
            said = parsing.body_of(request)
            base = conditions.base_of(said, condition, thing)
            values: dict[str, Any] = CHANGED.read(request.user, said)
            note.thread = thing
            threads.edit(request.user, note, base, **values)
            return self.outcome(self.find(thing.pk))

        return once(request, change)

    def _note(self, key):
        read = self.get_queryset().order_by().values("pk")
        found = Note.objects.filter(thread__in=read, pk=key).first()
        if found is None:
            raise Http404
        return found
