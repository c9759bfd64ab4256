"""What an answer says, without what is of the moment."""

import re

OF_THE_MOMENT = re.compile(
    rb'csrf\w*" value="\w+"|csrftoken=\w+;[^\n]*|"request_id":"[^"]+"|X-Request-ID: \S+'
    rb'|[\w-]*nonce[=-]"?[\w+/=-]+|Content-Length: \d+|Rate-?[Ll]imit[^\n]*|Expires: [^\n]*'
    rb"|Set-Cookie: sessionid=[^\n]*"
)


def said(answer, *names) -> bytes:
    """All of it. names: what was asked for by name, and is perhaps said again."""
    text = OF_THE_MOMENT.sub(b"", b"\n".join(answer.said))
    for name in names:
        text = text.replace(name.encode(), b"it")
    return text
