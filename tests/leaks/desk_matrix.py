"""Who comes through the doors of the desk of an association; letters are told in `test_matrix.py`.

The house of commenter and observer has asked a member firm, of which nobody is in the cast: so they
keep the desk, and for all others, who answers for the map included, there is nothing.
"""

DESK = {
    # The API.
    "GET api/v1/consulted": "syyyyyyyyyy",
    "POST api/v1/consulted": "swwwwwwwwww",
    "GET api/v1/consulted/<uuid:pk>": "shhhyyhhhhh",
    "GET api/v1/remarks": "syyyyyyyyyy",
    "POST api/v1/remarks": "swwwwwwwwww",
    "GET api/v1/remarks/<uuid:pk>": "shhhyyhhhhh",
    "PATCH api/v1/remarks/<uuid:pk>": "shhhffhhhhh",
    "DELETE api/v1/remarks/<uuid:pk>": "shhhffhhhhh",
    "POST api/v1/remarks/<uuid:pk>/restore": "shhhffhhhhh",
    "POST api/v1/remarks/<uuid:pk>/take-up": "shhhyyhhhhh",
    "POST api/v1/remarks/<uuid:pk>/leave": "shhhwwhhhhh",
    "POST api/v1/remarks/<uuid:pk>/reopen": "shhhyyhhhhh",
    # The pages; of the submissions the one of the partner's association is tried.
    "GET submissions/<uuid:key>/ask": "shhhhhhyhhh",
    "POST submissions/<uuid:key>/ask": "shhhhhhwhhh",
    "POST submissions/<uuid:key>/take-up": "shhhhhhyhhh",
    "GET consulted/<uuid:key>": "shhhhhhhhhh",
    "GET consulted/<uuid:key>/remark": "shhhhhhhhhh",
    "POST consulted/<uuid:key>/remark": "shhhhhhhhhh",
    "GET remarks/<uuid:key>/edit": "shhhhhhhhhh",
    "POST remarks/<uuid:key>/edit": "shhhhhhhhhh",
    "POST remarks/<uuid:key>/withdraw": "shhhhhhhhhh",
    "POST remarks/<uuid:key>/restore": "shhhhhhhhhh",
    "POST remarks/<uuid:key>/leave": "shhhyyhhhhh",
    "POST remarks/<uuid:key>/reopen": "shhhyyhhhhh",
}
