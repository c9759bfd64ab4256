"""The settings of the product, with room for eight people who write as fast as they can."""

from config.settings import *  # noqa: F403
from config.settings import BUDGETS

BUDGETS = dict.fromkeys(BUDGETS, "1000000000 per minute")
