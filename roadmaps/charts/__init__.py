"""Numbers as pictures: what an indicator did over the years, and what the maps cover."""

from roadmaps.charts.series import series as series
from roadmaps.charts.treemap import treemap as treemap
