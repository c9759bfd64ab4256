"""The picture of a map on one page to print, and as an image for slides."""

import json
import re

import typst
from django.utils.translation import gettext as _

from roadmaps.lettering import FAMILY, FOLDER
from terms.languages import active
from terms.translations import in_language

PAGE = """
#set document(title: {title})
#set page(
  paper: "a3", flipped: {wide}, margin: 12mm,
  footer: text(8pt, fill: rgb("#5c5563"), {foot}),
)
#set text(font: {family}, size: 10pt, lang: {language})
= #{title}
#text(fill: rgb("#5c5563"), {line})
#v(3mm)
#align(center, image("picture.svg", width: 100%, height: 1fr, fit: "contain", alt: {alt}))
"""
IMAGE = """
#set page(width: {width}pt, height: auto, margin: 0pt)
#image("picture.svg", width: 100%, alt: {alt})
"""
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def pdf(document: dict, svg: str, edition: str) -> bytes:
    """One page with the title, the edition and the picture, readable by a screen reader.

    edition: what stands under the title, such as “Edition 1.0, 2026”.
    """
    wide, high = _size(svg)
    title = in_language(document["roadmap"], "title")
    page = PAGE.format(
        title=_text(title),
        line=_text(edition),
        foot=_text(
            _("The same map with its sources and figures is at /roadmaps/%(slug)s.")
            % {"slug": document["roadmap"]["slug"]}
        ),
        alt=_text(_("Roadmap of “%(title)s”") % {"title": title}),
        family=_text(FAMILY),
        language=_text(active()),
        wide="true" if wide >= high else "false",
    )
    return _compiled(page, svg, format="pdf", pdf_standards="ua-1")


def png(svg: str, name: str, width: int = 1180) -> bytes:
    """The picture as an image. width: in points, drawn at twice as many pixels."""
    return _compiled(IMAGE.format(width=width, alt=_text(name)), svg, format="png", ppi=144)


def _compiled(page, svg, **how) -> bytes:
    files = {"main.typ": page.encode(), "picture.svg": _without_links(svg).encode()}
    return typst.compile(files, font_paths=[str(FOLDER)], ignore_system_fonts=True, **how)


def _without_links(svg):
    return re.sub(r"</?a(?: [^>]*)?>", "", svg)


def _size(svg):
    wide, high = SIZE.search(svg).groups()
    return float(wide), float(high)


def _text(words):
    """Words as a string of the typesetter, whatever they contain."""
    return json.dumps(words, ensure_ascii=False)
