"""What each kind of problem is called, and what it means to whoever asked."""

from django.utils.translation import gettext_lazy as _

# status: (name, title, what it means and what to do)
PROBLEMS = {
    400: (
        "bad-request",
        _("The request cannot be understood."),
        _("A parameter is unknown, empty or has a value that it cannot have. `errors` says which."),
    ),
    401: (
        "not-signed-in",
        _("Sign in first."),
        _("This is for people who have signed in, or the credentials are not valid."),
    ),
    403: (
        "not-allowed",
        _("You may not do this."),
        _("You may see the thing, but not do what you asked for."),
    ),
    404: (
        "not-found",
        _("There is nothing here."),
        _("The thing does not exist, or you may not see it: the answer is the same."),
    ),
    405: (
        "method-not-allowed",
        _("This address cannot be used in this way."),
        _("The header `Allow` lists the methods that the address knows."),
    ),
    406: (
        "not-acceptable",
        _("There is no answer in the format that was asked for."),
        _("Ask for one of the formats that the documentation lists, or send no `Accept`."),
    ),
    409: (
        "refused",
        _("This cannot be done now."),
        _("The thing is in a state that does not allow it, or somebody else was faster."),
    ),
    410: (
        "withdrawn",
        _("This was withdrawn."),
        _("It was public once. The list it belongs to says what stands in its place."),
    ),
    412: (
        "changed-since",
        _("This has been changed since you saw it."),
        _("The tag in `If-Match` is not that of the thing as it is now. Get it again."),
    ),
    415: (
        "unsupported-media-type",
        _("The format of the request is not supported."),
        _("Send `application/json`."),
    ),
    422: (
        "invalid",
        _("The request is understood, but not valid."),
        _("`errors` says what is wrong, and where."),
    ),
    428: (
        "say-what-you-saw",
        _("Say what you saw."),
        _(
            "Send the tag of the thing in `If-Match`, or the revision of the map as `base`, so "
            "that nobody's words get lost."
        ),
    ),
    429: (
        "too-many-requests",
        _("Too many requests."),
        _("Wait as many seconds as the header `Retry-After` says."),
    ),
    500: (
        "server-error",
        _("Something went wrong on our side."),
        _("It has been noted. Tell us the `request_id` if it happens again."),
    ),
    503: (
        "unavailable",
        _("The service is not available for a moment."),
        _("Try again after as many seconds as the header `Retry-After` says."),
    ),
}
