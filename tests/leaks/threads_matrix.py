"""Who comes through the doors of the threads; what the letters say stands in `test_matrix.py`.

Those who work on the map read and talk; observer and commenter look on and find nothing. The thread
that is tried last was begun by the editor and is open, so there is nothing to reopen.
"""

THREADS = {
    # The API.
    "GET api/v1/threads": "syyyyyyyyyy",
    "POST api/v1/threads": "swwwwwwwwww",
    "GET api/v1/threads/<uuid:pk>": "shhhhhyyyyy",
    "POST api/v1/threads/<uuid:pk>/notes": "shhhhhwwwww",
    "POST api/v1/threads/<uuid:pk>/resolve": "shhhhhyyyyy",
    "POST api/v1/threads/<uuid:pk>/reopen": "shhhhhwwwww",
    "POST api/v1/threads/<uuid:pk>/attach": "shhhhhwwwww",
    "PATCH api/v1/notes/<uuid:pk>": "shhhhhffyff",
    # The pages.
    "GET roadmaps/<slug:slug>/threads": "hhhhhhyyyyy",
    "GET roadmaps/<slug:slug>/threads/begin": "hhhhhhyyyyy",
    "POST roadmaps/<slug:slug>/threads/begin": "hhhhhhwwwww",
    "GET roadmaps/<slug:slug>/threads/<uuid:key>": "hhhhhhyyyyy",
    "POST roadmaps/<slug:slug>/threads/<uuid:key>": "hhhhhhwwwww",
    "POST roadmaps/<slug:slug>/threads/<uuid:key>/resolve": "hhhhhhyyyyy",
    "POST roadmaps/<slug:slug>/threads/<uuid:key>/reopen": "hhhhhhyyyyy",
    "POST roadmaps/<slug:slug>/threads/<uuid:key>/attach": "hhhhhhyyyyy",
    "GET roadmaps/<slug:slug>/notes/<uuid:key>": "hhhhhhffyff",
    "POST roadmaps/<slug:slug>/notes/<uuid:key>": "hhhhhhffwff",
}
