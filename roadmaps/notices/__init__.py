"""What waits for somebody, and what they are told of; in which order to read it, bottom up.

A command says in its own transaction that something waits, by a function of `telling`. What is
told of and when it was sent is a row for each person; a mail is only a nudge to look there.
"""

from roadmaps.notices.notice import Kind as Kind
from roadmaps.notices.notice import Notice as Notice
from roadmaps.notices.notice import see as see
from roadmaps.notices.post import send as send
from roadmaps.notices.preferences import NoticePreference as NoticePreference
from roadmaps.notices.preferences import Pace as Pace
from roadmaps.notices.preferences import choose as choose
from roadmaps.notices.preferences import paces_of as paces_of
from roadmaps.notices.reminders import remind as remind
from roadmaps.notices.rounds import remind_of_closing as remind_of_closing
from roadmaps.notices.rounds import tell_outcome as tell_outcome
from roadmaps.notices.rounds import tell_received as tell_received
from roadmaps.notices.rounds import tell_responses as tell_responses
from roadmaps.notices.telling import ask_reviewers as ask_reviewers
from roadmaps.notices.telling import ask_signoff as ask_signoff
from roadmaps.notices.telling import people_of as people_of
from roadmaps.notices.telling import settle as settle
from roadmaps.notices.telling import settle_proposal as settle_proposal
from roadmaps.notices.telling import tell_answer as tell_answer
from roadmaps.notices.telling import tell_mentioned as tell_mentioned
from roadmaps.notices.telling import tell_proposal as tell_proposal
from roadmaps.notices.telling import tell_step as tell_step
from roadmaps.notices.words import sentence as sentence
