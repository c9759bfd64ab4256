"""A real OpenID provider on this machine, and the settings with which we use it."""

from contextlib import contextmanager

from oidc_provider_mock import User, run_server_in_thread

NAME = "sso"


def ana(sub="ana", email="", **claims):
    """Somebody whom the provider knows."""
    return User(sub=sub, claims={"email": email, "email_verified": True, "name": "Ana", **claims})


@contextmanager
def provider(settings, *people):
    """The address of the provider, as long as it runs."""
    with run_server_in_thread(user_claims=people) as server:
        address = f"http://localhost:{server.server_port}"
        use(settings, address)
        yield address


def use(settings, address):
    """What the environment would have said."""
    settings.OIDC_ISSUER, settings.OIDC_NAME = address, "the ministry"
    settings.SINGLE_SIGN_ON = NAME
    app = {
        "provider_id": NAME,
        "name": settings.OIDC_NAME,
        "client_id": "rumbo",
        "secret": "shared with the provider",
        "settings": {"server_url": address},
    }
    own = {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": own}
