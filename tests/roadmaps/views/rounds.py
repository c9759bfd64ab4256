"""Short ways to the pages of a round."""

import re

BASE = re.compile(r'name="base" value="(\d+)"')
SEEN = re.compile(r'name="seen" value="(\w+)"')


def here(asked, ending=""):
    return f"/consultations/{asked.consultation.pk}{ending}"


def basket(asked, ending=""):
    return f"/submissions/{asked.submission.pk}{ending}"


def said(**more):
    return {"text": "Too few.", "type": "factual", "action": "none", **more}


def put_in(send, asked, where="?element=EMO-C01", who=None, **more):
    told = said(organisation=asked.chamber.pk, **more)
    return send(who or asked.drafter, here(asked, f"/comment{where}"), **told)
