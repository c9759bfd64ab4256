"""Words that stand only in what is hidden: whoever reads one has seen what is not for them."""

import gzip
import io
import re
import zipfile
from itertools import count

import brotli
from django.db import models

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NETWORK = "203.0.113."  # of RFC 5737: nobody asks from there
CANARY = re.compile(r"canary[a-z]{4}end|203\.0\.113\.\d{1,3}")
MOST = 40  # characters of a text that can hold one beside something else


class Canaries:
    """Makes words, and knows for whom each is meant and where it was put."""

    def __init__(self):
        self.numbers, self.networks = count(), count(1)
        self.meant: dict[str, frozenset[str]] = {}
        self.place: dict[str, str] = {}

    def word(self, place: str, *meant: str) -> str:
        """A word that nobody has used yet. meant: the names of those who may read it."""
        number, letters = next(self.numbers), ""
        for _letter in range(4):
            number, rest = divmod(number, len(LETTERS))
            letters += LETTERS[rest]
        word = f"canary{letters}end"
        self.meant[word], self.place[word] = frozenset(meant), place
        return word

    def email(self, place: str, *meant: str) -> str:
        """An e-mail with such a word in it."""
        return f"{self.word(place, *meant)}@rumbo.example"

    def network(self, place: str, *meant: str) -> str:
        """An address from which somebody may ask: a word of its own kind."""
        address = f"{NETWORK}{next(self.networks)}"
        self.meant[address], self.place[address] = frozenset(meant), place
        return address

    def texts(self, model, *meant: str, but=()) -> dict[str, str]:
        """A word in every text that people write freely on a thing of this kind."""
        written = model(kind=None).written if hasattr(model, "kind") else model().written
        names = [name for name in written if name not in but and is_free(model, name)]
        return {name: self.word(f"{model.__name__}.{name}", *meant) for name in names}

    def heard(self, said: bytes) -> list[str]:
        """The words that stand in what was said."""
        found = CANARY.findall(said.decode("latin-1").lower())
        assert set(found) <= self.meant.keys(), f"A word was changed: {found}"
        return found

    def not_for(self, name: str, words) -> list[str]:
        """The places of those words that somebody of the cast should not have read."""
        return sorted(self.places(word for word in words if name not in self.meant[word]))

    def places(self, words) -> set[str]:
        return {self.place[word] for word in words}


def is_free(model, name) -> bool:
    """Whether people may write whatever they like into a field."""
    field = model._meta.get_field(name)
    is_text = type(field) in (models.CharField, models.TextField)
    return is_text and not field.choices and (field.max_length or MOST) >= MOST


def read(response) -> list[bytes]:
    """All that an answer says: its headers, and its body as one reads it."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    cookies = response.cookies.output() if hasattr(response, "cookies") else ""
    body = response.content if not response.streaming else b"".join(response.streaming_content)
    match response.headers.get("Content-Encoding"):
        case "gzip":
            body = gzip.decompress(body)
        case "br":
            body = brotli.decompress(body)
    if response.headers.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return [headers.encode(), cookies.encode(), body]
