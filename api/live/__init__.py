"""The socket of an open page: what others change, and who is here."""

from api.live.application import application as application
