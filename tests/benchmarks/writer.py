"""One writer in a process of its own: edits a map for some seconds, and prints edits a second."""

import sys
import time
import uuid

import django

django.setup()

from accounts.models import User  # noqa: E402
from roadmaps import elements  # noqa: E402
from roadmaps.models import Roadmap  # noqa: E402

WARM = 1.0  # seconds before it counts, until all writers are there


def main(seconds, slug, number):
    steward = User.objects.get(email="steward@economia.example")
    roadmap = Roadmap.objects.get(slug=slug)
    element = elements.in_full(list(roadmap.elements.all())[number])
    begun = time.perf_counter() + WARM
    count = 0
    while (now := time.perf_counter()) < begun + seconds:
        roadmap.refresh_from_db()
        elements.edit(steward, element, roadmap.revision, summary=str(uuid.uuid4()))
        count += now >= begun
    print(count / seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
