"""Mails that one can answer from: what, by whom, until when, and one link."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation


def send(name: str, to: str, language: str, **words) -> None:
    """Send a mail once what it tells of is committed."""
    mail = compose(name, to, language, **words)
    transaction.on_commit(mail.send, robust=True)


def compose(name: str, to: str, language: str, **words) -> EmailMessage:
    """A mail that is not sent yet.

    name: of the template under templates/mails, whose first line is the subject. words: what the
    template needs; `root` is the address of this site.
    """
    with translation.override(language):
        text = render_to_string(f"mails/{name}.txt", {**words, "root": settings.ROOT})
    subject, _line, body = text.strip().partition("\n")
    return EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[to])


def in_language_of(person):
    """Say everything in the language in which somebody wants to be written to, for a while."""
    return translation.override(person.language)
