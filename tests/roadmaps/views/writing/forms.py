"""A form as a browser without scripts holds it: what it shows, and what it would send."""

import html
import re
from html.parser import HTMLParser

FORM = re.compile(r'<form class="(?:writing|lane)".*?</form>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SENTENCES = re.compile(r"<li>(.*?)</li>|<p>(.*?)</p>", re.DOTALL)


class Form(HTMLParser):
    """The form of a page for writing, with the words around its fields."""

    def __init__(self, page: str):
        super().__init__()
        form = FORM.search(page)
        self.html = form.group() if form else ""
        self.values: dict[str, list[str]] = {}  # what would be sent
        self.choices: dict[str, list[str]] = {}  # what may be chosen
        self.buttons: list[str] = []
        self._ids: dict[str, str] = {}
        self._text = None
        self.feed(self.html)

    @property
    def action(self) -> str:
        return html.unescape(re.search(r'action="([^"]+)"', self.html)[1])

    @property
    def labels(self) -> dict[str, str]:
        """What people read beside each field."""
        labels = re.findall(r'<label[^>]*for="([^"]+)"[^>]*>(.*?)</label>', self.html, re.DOTALL)
        found = {self._ids[key]: _text(words) for key, words in labels if key in self._ids}
        legends = re.findall(r'data-field="([^"]+)"><legend>(.*?)</legend>', self.html)
        return found | {name: _text(words) for name, words in legends}

    @property
    def errors(self) -> list[str]:
        """The sentences above the form that say what is wrong."""
        summary = re.search(r'<div class="errors".*?</div>', self.html, re.DOTALL)
        found = SENTENCES.findall(summary.group()) if summary else []
        return [_text(item or paragraph) for item, paragraph in found]

    @property
    def theirs(self) -> list[str]:
        """What others wrote meanwhile, where that clashes."""
        return [_text(words) for words in re.findall(r'class="[^"]*theirs">(.*?)</p>', self.html)]

    def filled(self, **typed) -> dict[str, list[str]]:
        """What is sent after somebody has typed this."""
        told = {
            name: value if isinstance(value, list) else [value] for name, value in typed.items()
        }
        return self.values | told

    def handle_starttag(self, tag, pairs):
        about = dict(pairs)
        name, kind = about.get("name"), about.get("type", "text")
        if tag == "option":
            self._choose(about.get("value", ""), "selected" in about)
        if not name:
            return
        self._ids[about.get("id")] = self._name = name
        if tag == "button":
            self.buttons.append(f"{name}={about['value']}")
        elif tag == "select":
            self.choices[name], self.values[name] = [], []
            self._is_one = "multiple" not in about
        elif tag == "textarea":
            self._text = ""
        elif kind in ("checkbox", "radio"):
            self.choices.setdefault(name, []).append(about.get("value", "on"))
            if "checked" in about:
                self.values.setdefault(name, []).append(about.get("value", "on"))
        else:
            self.values.setdefault(name, []).append(about.get("value") or "")

    def _choose(self, value, is_selected):
        is_first = not self.choices[self._name]
        self.choices[self._name].append(value)
        if is_selected and self._is_one:
            self.values[self._name] = [value]
        elif is_selected or (is_first and self._is_one):
            self.values[self._name].append(value)

    def handle_data(self, data):
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values.setdefault(self._name, []).append(self._text.removeprefix("\n"))
            self._text = None


def _text(words):
    return " ".join(html.unescape(TAG.sub("", words)).split())
