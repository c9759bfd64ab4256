"""Who comes through the doors of a map's life; what the letters say stands in `test_matrix.py`.

The map is a draft, so a step that begins elsewhere is wrong for whoever takes it, and forbidden to
the others. Of the clearances one is tried that was asked of the partner's association. What makes
an edition needs a key, and says so before it looks at anything.
"""

LIFE = {
    # The API: what is read of editions and drafts, what does not hold together, how it gets on,
    # and the steps.
    "GET api/v1/roadmaps/<slug:slug>/findings": "hhhhhhhhhhh",
    "GET api/v1/roadmaps/<slug:slug>/findings?draft=true": "hhhhyyyyyyy",
    "GET api/v1/roadmaps/<slug:slug>/diff": "hhhhhhhhhhh",
    "GET api/v1/roadmaps/<slug:slug>/diff?draft=true": "hhhhyyyyyyy",
    "GET api/v1/roadmaps/<slug:slug>/editions": "hhhhyyyyyyy",
    "GET api/v1/roadmaps/<slug:slug>/editions/<str:number>": "hhhhyyyyyyy",
    "GET api/v1/findings": "yyyyyyyyyyy",
    "GET api/v1/roadmaps/<slug:slug>/board": "hhhhhhhhhhh",
    "GET api/v1/roadmaps/<slug:slug>/board?draft=true": "hhhhyyyyyyy",
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
    # The pages. The step that is tried is the steward's.
    "GET roadmaps/<slug:slug>/checks": "hhhhyyyyyyy",
    "GET roadmaps/<slug:slug>/diff": "hhhhyyyyyyy",
    "GET roadmaps/<slug:slug>/editions": "hhhhyyyyyyy",
    "GET roadmaps/<slug:slug>/editions/<str:number>": "hhhhyyyyyyy",
    "GET roadmaps/<slug:slug>/steps": "hhhhyyyyyyy",
    "GET roadmaps/<slug:slug>/steps/<slug:code>": "hhhhhhhhhyh",
    "POST roadmaps/<slug:slug>/steps/<slug:code>": "shhhhhhhhwh",
    "GET roadmaps/<slug:slug>/clearance/ask": "hhhhfffffyy",
    "POST roadmaps/<slug:slug>/clearance/ask": "shhhfffffww",
    "GET roadmaps/<slug:slug>/clearance/<uuid:key>": "hhhhhhhyhhh",
    "POST roadmaps/<slug:slug>/clearance/<uuid:key>": "shhhhhhwhhh",
    "GET roadmaps/<slug:slug>/clearance/<uuid:key>/overrule": "hhhhffffffy",
    "POST roadmaps/<slug:slug>/clearance/<uuid:key>/overrule": "shhhffffffw",
    "POST roadmaps/<slug:slug>/clearance/<uuid:key>/drop": "shhhfffffyy",
    # Only what is in force is corrected.
    "GET roadmaps/<slug:slug>/elements/<slug:code>/correct": "hhhhfffffff",
    "POST roadmaps/<slug:slug>/elements/<slug:code>/correct": "shhhfffffff",
    "GET roadmaps/<slug:slug>/figures/<uuid:key>/correct": "hhhhfffffff",
    "POST roadmaps/<slug:slug>/figures/<uuid:key>/correct": "shhhfffffff",
    # What checks mean is for everybody; the name that keeps is for those who may see the map.
    "GET checks": "yyyyyyyyyyy",
    "GET checks/<slug:code>": "yyyyyyyyyyy",
    "GET id/roadmap/<slug:slug>": "hhhhyyyyyyy",
}
