"""Places by their names, in the pages."""

from django import template

from terms.places import say_place

register = template.Library()


@register.filter
def place(code):
    return say_place(code)


@register.filter
def places(codes):
    return ", ".join(say_place(code) for code in codes or ())
