"""Who comes through the doors of proposals; what the letters say stands in `test_matrix.py`.

The map is a draft: partner, editor and steward write, so they answer and propose nothing. What is
tried last was proposed by the observer, for whose organisation the commenter acts too.
"""

PROPOSALS = {}
