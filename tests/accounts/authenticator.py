"""An authenticator app of our own, after RFC 6238, so that nothing is tested with itself."""

import base64
import hashlib
import hmac
import time

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = 30


def code(secret=SECRET, steps=0):
    """What the app shows now, or so many steps of half a minute later."""
    counter = int(time.time()) // STEP + steps
    key = base64.b32decode(secret)
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def fresh_code(secret=SECRET):
    """The same, but one that is good for some seconds more."""
    wait()
    return code(secret)


def wait():
    """Wait until what an app shows is good for some seconds more."""
    left = STEP - time.time() % STEP
    if left < 5:
        time.sleep(left + 0.1)
