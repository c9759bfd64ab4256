"""A web server whose processes can be killed: reads the product once, and forks at each line.

Run as a program. For each line on its input it begins one more web process on the same port, and
tells its number. The processes share the port, so that the others go on while one is dead.
"""

import os
import signal
import socket
import sys

import uvicorn

from config.asgi import application


def serve(listening):
    config = uvicorn.Config(
        application, ws="websockets-sansio", lifespan="off", log_level="critical"
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's business
    listening = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listening.getsockname()[1], flush=True)
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(listening)
            os._exit(0)
        print(child, flush=True)
