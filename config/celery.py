"""The queue for work in the background. A task is only a nudge: the truth is in the database."""

import os

from celery import Celery
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if not os.environ.get("CELERY_BROKER_URL"):
    raise ImproperlyConfigured("Set CELERY_BROKER_URL to the Redis that carries the tasks.")

SETTINGS = {
    "broker_url": os.environ["CELERY_BROKER_URL"],
    "broker_connection_retry_on_startup": True,
    # A pickle from a broker that somebody broke into would run as code.
    "task_serializer": "json",
    "result_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "timezone": "UTC",
    # A task whose worker is killed comes back: each may run twice.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    # One that takes longer than it may stay invisible would be given to a second worker.
    "task_time_limit": 1800,
    "broker_transport_options": {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    },
    # What nobody took in time is no loss: the next one finds all that is due.
    "beat_schedule": {
        "notices": {
            "task": "roadmaps.tasks.send_notices",
            "schedule": 60.0,
            "options": {"expires": 50},
        },
        "steps": {
            "task": "roadmaps.tasks.take_what_is_due",
            "schedule": 60.0,
            "options": {"expires": 50},
        },
        "digests": {
            "task": "roadmaps.tasks.send_digests",
            "schedule": crontab(hour="13", minute="0"),  # in the morning in Mexico
        },
    },
}

app = Celery("rumbo")
app.conf.update(SETTINGS)
app.autodiscover_tasks()
