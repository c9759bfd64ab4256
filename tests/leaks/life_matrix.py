"""Who comes through the doors of a map's life; what the letters say stands in `test_matrix.py`.

The map is a draft, so a step that begins elsewhere is wrong for whoever takes it, and forbidden to
the others. Of the clearances one is tried that was asked of the partner's association. What makes
an edition needs a key, and says so before it looks at anything.
"""

LIFE = {
    # The API.
    "GET api/v1/roadmaps/<slug:slug>/steps": "hhhhyyyyyyy",
    "POST api/v1/roadmaps/<slug:slug>/submit-for-review": "shhhfffffwf",
    "POST api/v1/roadmaps/<slug:slug>/return-to-draft": "shhhffwffwf",
    "POST api/v1/roadmaps/<slug:slug>/open-consultation": "shhhffffffw",
    "POST api/v1/roadmaps/<slug:slug>/extend-consultation": "shhhfffffwf",
    "POST api/v1/roadmaps/<slug:slug>/close-consultation": "shhhffffffw",
    "POST api/v1/roadmaps/<slug:slug>/skip-consultation": "shhhffffffw",
    "POST api/v1/roadmaps/<slug:slug>/submit-for-approval": "shhhfffffwf",
    "POST api/v1/roadmaps/<slug:slug>/return-to-revision": "shhhffffffw",
    "POST api/v1/roadmaps/<slug:slug>/publish": "swwwwwwwwww",
    "POST api/v1/roadmaps/<slug:slug>/correct": "swwwwwwwwww",
    "POST api/v1/roadmaps/<slug:slug>/open-refresh": "shhhfffffwf",
    "POST api/v1/roadmaps/<slug:slug>/abandon-refresh": "shhhffffffw",
    "POST api/v1/roadmaps/<slug:slug>/retire": "shhhffffffw",
    "GET api/v1/signoffs": "syyyyyyyyyy",
    "POST api/v1/signoffs": "swwwwwwwwww",
    "GET api/v1/signoffs/<uuid:pk>": "shhhyyyyyyy",
    "DELETE api/v1/signoffs/<uuid:pk>": "shhhfffffyy",
    "POST api/v1/signoffs/<uuid:pk>/sign": "shhhfffwfff",
    "POST api/v1/signoffs/<uuid:pk>/overrule": "shhhffffffy",
    "GET api/v1/consultations": "yyyyyyyyyyy",
    "GET api/v1/consultations/<uuid:pk>": "hhhhyyyyyyy",
    # The pages.
    "GET roadmaps/<slug:slug>/steps": "hhhhyyyyyyy",
}
