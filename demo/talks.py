"""What the people of the demo say in the margin of its texts. Nobody said any of it really."""

from django.db import transaction

from accounts.models import User
from demo import acts
from demo.narratives import WRITERS
from roadmaps import threads
from roadmaps.models import Thread

SHOWN = "Made up to show how it works. · Inventado para mostrar cómo funciona."
TALKS = [  # about which words, of which text, in which language: who says what
    (
        "diagnosis", "en", "Three figures are told of it, and they do not measure the same",
        ("partner", "Which of the three should the map go by?"),
        ("editor", "The second one: it is the one that the next target is counted from."),
    ),
    (
        "vision", "es", "Ninguna meta con cifra llega todavía tan lejos.",
        ("partner", "¿Podemos proponer una para 2035 entre las asociaciones?"),
        ("steward", "Sí. Conviene decir primero con qué se mediría."),
    ),
]  # fmt: skip


@transaction.atomic
def tell() -> list[Thread]:
    """Two passages of the automotive map about which people talk."""
    people = {name: User.objects.get(email=email) for name, email in WRITERS.items()}
    return [_talk(people, *talk) for talk in TALKS]


def _talk(people, kind, language, quote, first, *others):
    narrative = acts.text(kind, language)
    start = acts.place_of(quote, narrative)
    where = {"narrative": str(narrative.pk), "version": narrative.version, "start": start}
    name, said = first
    words = f"{said} {SHOWN}"
    thread = threads.begin(people[name], acts.the_map(), words, end=start + len(quote), **where)
    for name, said in others:
        threads.write(people[name], thread, f"{said} {SHOWN}")
    return thread
