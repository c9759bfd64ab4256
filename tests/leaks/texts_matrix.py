"""Who comes through the doors of running texts; what the letters say stands in `test_matrix.py`.

All who work on the map read its texts, the steward and the editors write them. Who looks for
nothing in particular over the API is asked for words. The text that is
tried last is a section of the map; the element that is tried has been taken off it.
"""

TEXTS = {
    # The API.
    "GET api/v1/narratives": "syyyyyyyyyy",
    "GET api/v1/roadmaps/<slug:slug>/search": "hhhhhhhhhhh",
    "GET api/v1/roadmaps/<slug:slug>/search?draft=true": "hhhhwwwwwww",
    "POST api/v1/narratives": "swwwwwwwwww",
    "GET api/v1/narratives/<uuid:pk>": "shhhyyyyyyy",
    "PATCH api/v1/narratives/<uuid:pk>": "shhhfffyyyf",
    "DELETE api/v1/narratives/<uuid:pk>": "shhhfffyyyf",
    "POST api/v1/narratives/<uuid:pk>/restore": "shhhfffwwwf",
    "GET api/v1/narratives/<uuid:pk>/text": "shhhyyyyyyy",
    "GET api/v1/narratives/<uuid:pk>/steps": "shhhyyyyyyy",
    "POST api/v1/narratives/<uuid:pk>/steps": "shhhwwwwwww",
    "GET api/v1/narratives/<uuid:pk>/blame": "shhhyyyyyyy",
    # The pages.
    "GET roadmaps/<slug:slug>/text": "hhhhyyyyyyy",
    "GET roadmaps/<slug:slug>/search": "hhhhyyyyyyy",
    "POST roadmaps/<slug:slug>/text/begin": "shhhfffyyyf",
    "GET roadmaps/<slug:slug>/texts/<uuid:key>": "hhhhyyyyyyy",
    "POST roadmaps/<slug:slug>/texts/<uuid:key>": "hhhhfffwwwf",
    "GET roadmaps/<slug:slug>/texts/<uuid:key>/propose": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/texts/<uuid:key>/propose": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/texts/<uuid:key>/history": "hhhhyyyyyyy",
    "POST roadmaps/<slug:slug>/texts/<uuid:key>/restore": "shhhfffyyyf",
    "POST roadmaps/<slug:slug>/texts/<uuid:key>/withdraw": "shhhfffyyyf",
    "POST roadmaps/<slug:slug>/texts/<uuid:key>/move": "shhhfffyyyf",
    "POST roadmaps/<slug:slug>/elements/<slug:code>/text": "shhhhhhhhhh",
}
