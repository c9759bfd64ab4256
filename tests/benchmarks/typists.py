"""The writers of the benchmark of texts, all in one process of its own: it types, and listens.

Run as a program: `typists.py PORT RATE SECONDS` with the sessions, maps and texts as JSON on its
input. Each writer has one message under way; what is typed meanwhile goes with the next, as in the
page. Tells in JSON how long each step took until each of the others had it.
"""

import asyncio
import base64
import gc
import json
import math
import os
import re
import sys
import time
from itertools import cycle

WARM = 1.5  # seconds of typing before it counts
WAIT = 15  # seconds within which everybody is let in
TICK = 0.004
MOST_READ = 500  # messages
ROW = re.compile(rb'"version":(\d+),"client":"([^"]+)","number":(\d+)')
STEP = {
    "stepType": "replace", "from": 1, "to": 1,
    "slice": {"content": [{"type": "text", "text": "x"}]},
}  # fmt: skip


class Typist(asyncio.Protocol):
    """A page on which somebody types in one text."""

    def __init__(self, load, number, place):
        self.load, self.place = load, place
        self.name = f"typist-{number}"
        self.pile, self.is_in = bytearray(), False
        self.version, self.number = place["version"], 0
        self.typed, self.under_way = [], []  # the moments of what is typed

    def connection_made(self, transport):
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{self.load.port}"
        lines = [
            f"GET /live/{self.place['slug']} HTTP/1.1", f"Host: {host}",
            "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13", f"Origin: http://{host}",
            f"Cookie: {self.place['cookie']}", "", "",
        ]  # fmt: skip
        transport.write("\r\n".join(lines).encode())

    def data_received(self, data):
        now = time.perf_counter()
        self.pile += data
        if not self.is_in:
            head, gap, rest = bytes(self.pile).partition(b"\r\n\r\n")
            if not gap:
                return
            if b" 101 " not in head:
                raise SystemExit(head.decode())
            self.is_in, self.pile = True, bytearray(rest)
        at = 0
        while (frame := _frame(self.pile, at)) is not None:
            payload, at = frame
            self.hear(payload, now)
        del self.pile[:at]

    def hear(self, payload, now):
        if payload.startswith(b'{"type":"text"'):
            for version, client, number in self.load.rows(payload):
                self.version = max(self.version, version)
                self.load.arrived(self, client, number, now)
        elif payload.startswith(b'{"type":"refused"') or payload.startswith(b'{"type":"again"'):
            self.load.refused += 1
            self.under_way = []

    def type(self, now):
        self.typed.append(now)
        self.send()

    def send(self):
        if self.under_way or not self.typed:
            return
        self.under_way, self.typed = self.typed, []
        self.number += 1
        self.load.sent[self.name.encode(), self.number] = self.under_way
        message = {"type": "typed", "text": self.place["text"], "base": self.version,
                   "steps": [STEP] * len(self.under_way), "holding": [], "client": self.name,
                   "number": self.number}  # fmt: skip
        self.transport.write(_masked(json.dumps(message).encode()))


class Load:
    """All of them, and what became of what they typed."""

    def __init__(self, port, places):
        self.port, self.places = port, places
        self.sent, self.took, self.refused, self.from_when = {}, [], 0, 0.0
        self.read = {}

    def rows(self, payload):
        """What a message tells; ten pages hear the same one, and it is read once."""
        if payload not in self.read:
            if len(self.read) > MOST_READ:
                self.read.clear()
            told = ROW.findall(payload)
            self.read[payload] = [(int(row[0]), row[1], int(row[2])) for row in told]
        return self.read[payload]

    def arrived(self, typist, client, number, now):
        moments = self.sent.get((client, number), ())
        if client == typist.name.encode():
            typist.under_way = []
            typist.send()
            return
        self.took += [now - moment for moment in moments if moment >= self.from_when]

    async def run(self, rate, seconds):
        loop = asyncio.get_running_loop()
        typists = []
        for number, place in enumerate(self.places):
            made = loop.create_connection(
                lambda number=number, place=place: Typist(self, number, place),
                "127.0.0.1",
                self.port,
            )
            typists.append((await asyncio.wait_for(made, WAIT))[1])
        until = time.perf_counter() + WAIT
        while not all(each.is_in for each in typists) and time.perf_counter() < until:
            await asyncio.sleep(0.05)
        await asyncio.sleep(2)  # until all are welcomed
        for typist in typists:  # each has written something before, as people have
            typist.type(time.perf_counter())
            await asyncio.sleep(0.01)
        await asyncio.sleep(1)
        self.sent.clear()
        print("in", flush=True)
        return await self.type(typists, rate, seconds)

    async def type(self, typists, rate, seconds):
        begun, worked = time.perf_counter(), time.process_time()
        self.from_when = begun + WARM
        turns, count = cycle(typists), 0
        while (now := time.perf_counter()) < begun + WARM + seconds:
            for _step in range(int((now - begun) * rate) - count):
                next(turns).type(time.perf_counter())
                count += 1
            await asyncio.sleep(TICK)
        await asyncio.sleep(3)
        counted = sum(len(each) for each in self.sent.values())
        took = sorted(self.took) or [math.inf]
        return {
            "typed": count, "sent": counted, "refused": self.refused, "heard": len(took),
            "load": (time.process_time() - worked) / (time.perf_counter() - begun),
            "p50": took[len(took) // 2], "p99": took[int(len(took) * 0.99)],
        }  # fmt: skip


def _frame(pile, at):
    """The next frame that is there as a whole: what it says, and where it ends."""
    if len(pile) < at + 2:
        return None
    size, start = pile[at + 1] & 127, at + 2
    if size > 125:
        wide = 2 if size == 126 else 8
        if len(pile) < start + wide:
            return None
        size, start = int.from_bytes(pile[start : start + wide], "big"), start + wide
    if len(pile) < start + size:
        return None
    return bytes(pile[start : start + size]), start + size


def _masked(payload):
    """A frame as a client sends it; a mask of zeros leaves it as it is."""
    size = len(payload)
    if size < 126:
        head = bytes([129, 128 | size])
    else:
        head = bytes([129, 128 | 126]) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + payload


if __name__ == "__main__":
    gc.disable()  # what is measured are the pauses of the server
    port, rate, seconds = (int(word) for word in sys.argv[1:])
    load = Load(port, json.load(sys.stdin))
    print(json.dumps(asyncio.run(load.run(rate, seconds))))
