"""What keeps a server from starting: settings with which it could not be kept safe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http.request import validate_host

OF_A_TRIAL = "only-for-a-trial-on-this-machine-and-never-for-a-server"
LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
SHORTEST, LEAST = 50, 10  # characters of a secret, and different ones among them
# What stands in examples, and what Django writes into new projects.
KNOWN = re.compile(r"django-insecure-|trial|change.?me|example|placeholder|secret.?key", re.I)


@dataclass(frozen=True)
class Said:
    """What the environment says of this server."""

    is_trial: bool
    is_debugging: bool
    secret: str
    hosts: list[str]
    root: str
    mail_host: str
    issuer: str = ""


def refuse(said: Said) -> None:
    """End the process with a sentence for everything that is unsafe."""
    if found := list(of_a_trial(said) if said.is_trial else of_a_server(said)):
        raise SystemExit("\n".join(["Rumbo does not start like this.", *found]))


def of_a_trial(said: Said) -> Iterator[str]:
    """A trial has no secret, so it is for one's own machine alone."""
    if set(said.hosts) - LOCAL:
        yield "ALLOWED_HOSTS: Set SECRET_KEY before you name hosts in ALLOWED_HOSTS."


def of_a_server(said: Said) -> Iterator[str]:
    """Everything that would be unsafe on a server, in sentences."""
    if said.is_debugging:
        yield "DEBUG: Leave it out. It shows our code and our settings to whoever causes an error."
    secret = said.secret
    if len(secret) < SHORTEST or len(set(secret)) < LEAST or KNOWN.search(secret):
        yield (
            f"SECRET_KEY: Take at least {SHORTEST} random characters that stand in no example, such"
            ' as those of: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    yield from _of_the_address(said)
    if not said.mail_host:
        yield "MAIL_HOST: Name a server for mails. Without one nobody can be invited or recover."
    if said.issuer and not said.issuer.startswith("https://"):
        yield "OIDC_ISSUER: It has to begin with https://, or anybody between could say who comes."


def _of_the_address(said):
    if not all(host.strip(". ") for host in said.hosts) or any(
        "*" in host or host.startswith(".") for host in said.hosts
    ):
        yield (
            "ALLOWED_HOSTS: Name the hosts one by one. A star, or a dot in front, lets others pick"
            " our name."
        )
    root = urlsplit(said.root)
    if root.scheme != "https" or not validate_host(root.hostname or "", said.hosts):
        yield "ROOT: It has to be https://, with one of the names in ALLOWED_HOSTS."
