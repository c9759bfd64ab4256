"""On which screens and in which languages pages are looked at."""

import os
from itertools import product

import pytest

WIDE, NARROW = 1440, 390
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Each language and each width once; with EVERY_SCREEN=1 each language at each width.
PAIRS = [("", WIDE), ("/es", NARROW)]
if os.environ.get("EVERY_SCREEN") == "1":
    PAIRS = list(product(["", "/es"], [WIDE, NARROW, 360]))

SCREENS = pytest.mark.parametrize(("prefix", "width"), PAIRS)
