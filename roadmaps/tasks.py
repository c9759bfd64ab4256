"""What the clock does by way of the queue. A task is only a nudge: each may run twice, or never."""

from celery import shared_task

from roadmaps import narratives, notices, workflow


@shared_task
def send_notices():
    notices.send(notices.Pace.AT_ONCE)


@shared_task
def send_digests():
    notices.remind()
    notices.remind_of_closing()
    notices.send(notices.Pace.DAILY)


@shared_task
def take_what_is_due():
    workflow.take_what_is_due()
    narratives.settle_what_rests()
