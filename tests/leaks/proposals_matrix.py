"""Who comes through the doors of proposals; what the letters say stands in `test_matrix.py`.

The map is a draft: partner, editor and steward write, so they answer and propose nothing. What is
tried last was proposed by the observer, for whose organisation the commenter acts too.
"""

PROPOSALS = {
    # The API. Who declines says why, and is asked for it before anything else.
    "GET api/v1/proposals": "syyyyyyyyyy",
    "POST api/v1/proposals": "swwwwwwwwww",
    "GET api/v1/proposals/<uuid:pk>": "shhhyyhyyyy",
    "POST api/v1/proposals/<uuid:pk>/accept": "shhhffhyyyf",
    "POST api/v1/proposals/<uuid:pk>/decline": "shhhwwhwwww",
    "POST api/v1/proposals/<uuid:pk>/withdraw": "shhhyfhffff",
    # The pages. What is posted to them chooses and says nothing.
    "GET roadmaps/<slug:slug>/proposals": "hhhhyyyyyyy",
    "POST roadmaps/<slug:slug>/proposals/answer": "hhhhfffyyyf",
    "GET roadmaps/<slug:slug>/proposals/<uuid:key>": "hhhhyyhyyyy",
    "POST roadmaps/<slug:slug>/proposals/<uuid:key>/accept": "hhhhffhwwwf",
    "POST roadmaps/<slug:slug>/proposals/<uuid:key>/decline": "hhhhffhwwwf",
    "POST roadmaps/<slug:slug>/proposals/<uuid:key>/withdraw": "hhhhyfhffff",
    "GET roadmaps/<slug:slug>/propose/edit": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/propose/edit": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/propose/add/<slug:kind>": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/propose/add/<slug:kind>": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/elements/<slug:code>/propose": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/elements/<slug:code>/propose": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/elements/<slug:code>/propose/withdraw": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/elements/<slug:code>/propose/withdraw": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/elements/<slug:code>/propose/links": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/elements/<slug:code>/propose/links": "hhhhyyyfffy",
    "GET roadmaps/<slug:slug>/elements/<slug:code>/propose/<word:word>": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/elements/<slug:code>/propose/<word:word>": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/propose/<word:word>": "hhhhyyyfffy",
    "POST roadmaps/<slug:slug>/propose/<word:word>": "hhhhwwwfffw",
    "GET roadmaps/<slug:slug>/<word:word>/<uuid:key>/propose": "hhhhhhhhhfy",
    "POST roadmaps/<slug:slug>/<word:word>/<uuid:key>/propose": "hhhhhhhhhfw",
    "GET roadmaps/<slug:slug>/<word:word>/<uuid:key>/propose/withdraw": "hhhhhhhhhfy",
    "POST roadmaps/<slug:slug>/<word:word>/<uuid:key>/propose/withdraw": "hhhhhhhhhfw",
}
