"""Lets each app have a file `checks.py`, which Django reads when everything else is there."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DemoConfig(AppConfig):
    """The topmost app: whatever the checks look at is below it."""

    name = "demo"

    def ready(self):
        autodiscover_modules("checks")
