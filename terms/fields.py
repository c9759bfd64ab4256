"""A field that takes one code of a vocabulary."""

from django.db import models

from terms.vocabulary import choices


class TermField(models.CharField):
    """One code of a vocabulary, shown by its label in the reader's language."""

    def __init__(self, vocabulary, **kwargs):
        self.vocabulary = vocabulary
        kwargs.setdefault("max_length", 30)
        kwargs["choices"] = choices(vocabulary).choices
        super().__init__(**kwargs)

    def deconstruct(self):
        # A new word in a vocabulary is no change of the table.
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, [self.vocabulary, *args], kwargs
