"""Where the editor of the browser lies: ProseMirror, as `django-prose-editor` brings it along."""

from importlib.resources import files
from pathlib import Path

EDITOR = Path(str(files("django_prose_editor"))) / "static" / "django_prose_editor"
