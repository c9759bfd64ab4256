"""Who comes through the doors of a map's life; what the letters say stands in `test_matrix.py`.

The hidden map is a draft. What is tried of its clearances is one that the partner's association was
asked for, of its steps the one that a steward takes.
"""

LIFE = {
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
