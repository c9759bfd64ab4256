"""A server and those who write to it, as the browser does it, without any network."""

import random

from roadmaps.prose import rebase, require_sound
from tests.roadmaps.prose.documents import Author


class Server:
    """The newest text, and every step that led to it."""

    def __init__(self, doc):
        self.doc, self.steps, self.gone = doc, [], ""

    def take(self, version, steps, holding):
        """What became of the steps of somebody who last saw a version."""
        made = rebase(self.doc, steps, self.steps[version:], holding)
        for step in made.steps:
            self.gone += removed(self.doc, step)
            self.doc = step.apply(self.doc).doc
            self.steps.append(step)
        assert self.doc.eq(made.document)
        return made


class Writer:
    """Somebody with a copy of the text, and steps of their own that nobody has confirmed yet."""

    def __init__(self, seed, server):
        self.author, self.server = Author(seed), server
        self.author.fresh += seed * 1000  # so that no two put in the same sign
        self.doc, self.version, self.pending, self.confirmed = server.doc, 0, [], []

    def write(self):
        made = self.author.steps(self.doc)
        for number, step in enumerate(made.steps):
            holds = self.author.chance.random() < 0.5
            self.pending.append((step, step.invert(made.docs[number]), holds))
        self.doc = made.doc

    def send(self):
        """Send all that is pending, on the version that one has; and take up what came of it."""
        version, steps = self.version, [step for step, *_rest in self.pending]
        if steps:
            made = self.server.take(version, steps, holding(self.pending))
            self.confirmed += [steps[number] for number in made.kept]
            self._receive(len(self.server.steps) - len(made.steps))
            mine = self.server.steps[self.version :]
            assert [each.to_json() for each in mine] == [
                step.to_json() for step, *_rest in self.pending
            ]
            self.version, self.pending = len(self.server.steps), []
        self.receive()

    def receive(self):
        self._receive(len(self.server.steps))

    def _receive(self, until):
        """Carry what is pending over what others wrote, as the editor in the browser does."""
        over = self.server.steps[self.version : until]
        if over:
            before = self.pending
            for _step, undo, _holds in reversed(before):
                self.doc = undo.apply(self.doc).doc
            for step in over:
                self.doc = step.apply(self.doc).doc
            steps = [step for step, *_rest in before]
            made = rebase(self.doc, steps, over, holding(before)) if steps else None
            self.pending = []
            for number, step in zip(made.kept, made.steps, strict=True) if made else ():
                self.pending.append((step, step.invert(self.doc), before[number][2]))
                self.doc = step.apply(self.doc).doc
        self.version = until


def assert_all_converge(server, seed, turns):
    """Five write, send and hear at random; then all have one text in which nothing is lost."""
    writers = [Writer(number, server) for number in range(1, 6)]
    chance = random.Random(seed)  # noqa: S311
    for _turn in range(turns):
        writer = chance.choice(writers)
        chance.choice((writer.write, writer.write, writer.send, writer.receive))()
    for writer in (*writers, *writers):
        writer.send()
    for writer in writers:
        assert writer.doc.eq(server.doc)
    server.doc.check()
    require_sound(server.doc)
    put_in = {sign for writer in writers for step in writer.confirmed for sign in signs(step)}
    assert put_in - set(server.doc.text_content) - set(server.gone) == set()


def signs(step):
    """The signs, each one of its kind, that a step puts in."""
    slice = step.to_json().get("slice") or {}
    return {sign for sign in str(slice) if "\u4e00" <= sign <= "\u9fff"}


def holding(pending):
    """The numbers of the steps that go on where their writer has just written."""
    return {number for number, (_step, _undo, holds) in enumerate(pending) if holds}


def removed(doc, step):
    """The words that a step takes out."""
    found = []
    step.get_map().for_each(lambda start, end, _new, _to: found.append(words(doc, start, end)))
    return "".join(found)


def words(doc, start, end):
    """What is written between two positions."""
    said = []

    def look(node, at, *_rest):
        if node.is_text:
            units = node.text.encode("utf-16-le")
            part = units[2 * max(start - at, 0) : 2 * (end - at)]
            said.append(part.decode("utf-16-le", "ignore"))
        return True

    if end > start:
        doc.nodes_between(start, end, look)
    return "".join(said)
