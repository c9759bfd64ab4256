"""The live socket: who has a map open hears at once what others do on it, and who they are."""

from api.live.sockets import application as application
