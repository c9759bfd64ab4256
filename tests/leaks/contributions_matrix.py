"""Who comes through the doors of what is said in a round; letters are told in `test_matrix.py`.

Of the submissions one is tried that the partner's association has sent, and its remark; the house
of commenter and observer drafts another one. Steward and approver answer for the map, which is a
draft here, so that nobody is invited any more.
"""

CONTRIBUTIONS = {
    # The API.
    "GET api/v1/submissions": "syyyyyyyyyy",
    "POST api/v1/submissions": "swwwwwwwwww",
    "GET api/v1/submissions/<uuid:pk>": "shhhhhhyhyy",
    "PATCH api/v1/submissions/<uuid:pk>": "shhhhhhwhff",
    "POST api/v1/submissions/<uuid:pk>/decline": "shhhhhhwhff",
    "POST api/v1/submissions/<uuid:pk>/submit": "shhhhhhwhww",
    "POST api/v1/submissions/<uuid:pk>/take-back": "shhhhhhyhff",
    "POST api/v1/submissions/<uuid:pk>/withdraw": "shhhhhhyhff",
    "POST api/v1/submissions/<uuid:pk>/remind": "shhhhhhfhff",
    "GET api/v1/comments": "syyyyyyyyyy",
    "POST api/v1/comments": "swwwwwwwwww",
    "GET api/v1/comments/<uuid:pk>": "shhhhhhyhyy",
    "PATCH api/v1/comments/<uuid:pk>": "shhhhhhwhff",
    "DELETE api/v1/comments/<uuid:pk>": "shhhhhhwhff",
    "POST api/v1/comments/<uuid:pk>/restore": "shhhhhhwhff",
    "POST api/v1/comments/<uuid:pk>/attach": "shhhhhhwhww",
    "GET api/v1/submissions/<uuid:pk>/sent": "shhhhhhyhyy",
    # The pages.
    "GET consultations": "yyyyyyyyyyy",
    "GET consultations/<uuid:key>": "hhhhyyyyyyy",
    "GET consultations/<uuid:key>/comment": "shhhyyhhhhh",
    "POST consultations/<uuid:key>/comment": "shhhwwhwhhh",
    "GET consultations/<uuid:key>/invite": "shhhhhhhhff",
    "POST consultations/<uuid:key>/invite": "shhhhhhhhff",
    "GET consultations/<uuid:key>/tray": "shhhhhhhhyy",
    "GET comments/<uuid:key>/edit": "shhhhhhyhhh",
    "POST comments/<uuid:key>/edit": "shhhhhhwhhh",
    "POST comments/<uuid:key>/withdraw": "shhhhhhyhhh",
    "POST comments/<uuid:key>/restore": "shhhhhhyhhh",
    "POST comments/<uuid:key>/attach": "shhhhhhhhyy",
    "GET submissions/<uuid:key>": "shhhhhhyhyy",
    "POST submissions/<uuid:key>": "shhhhhhwhhh",
    "GET submissions/<uuid:key>/receipt.json": "shhhhhhyhyy",
    "GET submissions/<uuid:key>/decline": "shhhhhhyhhh",
    "POST submissions/<uuid:key>/decline": "shhhhhhwhhh",
    "POST submissions/<uuid:key>/take-back": "shhhhhhyhhh",
    "GET submissions/<uuid:key>/withdraw": "shhhhhhyhhh",
    "POST submissions/<uuid:key>/withdraw": "shhhhhhyhhh",
    "POST submissions/<uuid:key>/remind": "shhhhhhhhff",
}
