"""What the people of the demo say in the margin of its texts. Nobody said any of it really."""

from django.db import transaction

from accounts.models import User
from demo.acts import the_map
from demo.narratives import WRITERS
from roadmaps import narratives, threads
from roadmaps.models import Narrative, Thread

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
    texts = Narrative.objects.standing().filter(roadmap=the_map(), element=None)
    narrative = texts.get(kind=kind, language=language)
    start = _place_of(quote, narratives.text_of(narrative).document)
    where = {"narrative": str(narrative.pk), "version": narrative.version, "start": start}
    name, said = first
    words = f"{said} {SHOWN}"
    thread = threads.begin(people[name], the_map(), words, end=start + len(quote), **where)
    for name, said in others:
        threads.write(people[name], thread, f"{said} {SHOWN}")
    return thread


def _place_of(quote, document) -> int:
    """The position at which some words begin; they stand within one paragraph."""
    places = []

    def look(node, at, _parent, _index):
        if node.is_text and quote in node.text:
            places.append(at + node.text.index(quote))
        return True

    document.nodes_between(0, document.content.size, look)
    return places[0]
