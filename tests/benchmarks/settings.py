"""The settings of the product, with addresses and files to compare it with."""

import os

from config.settings import *  # noqa: F403
from config.settings import BUDGETS, STATICFILES_DIRS

ROOT_URLCONF = "tests.benchmarks.urls"
STATICFILES_DIRS = [*STATICFILES_DIRS, os.environ["RUMBO_BENCH_FILES"]]
BUDGETS = dict.fromkeys(BUDGETS, "1000000000 per minute")  # what is measured is counted as ever
