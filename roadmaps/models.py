"""Every model of this app, in the order in which to read them."""

from roadmaps.map_roles import MapRole as MapRole
from roadmaps.roadmap import Relation as Relation
from roadmaps.roadmap import Roadmap as Roadmap
from roadmaps.invitations import MapInvitation as MapInvitation
from roadmaps.looks import Look as Look
from roadmaps.elements import Challenge as Challenge
from roadmaps.elements import Element as Element
from roadmaps.elements import FDITarget as FDITarget
from roadmaps.elements import Goal as Goal
from roadmaps.elements import Infrastructure as Infrastructure
from roadmaps.elements import Initiative as Initiative
from roadmaps.elements import Skill as Skill
from roadmaps.elements import Technology as Technology
from roadmaps.participations import Participation as Participation
from roadmaps.figures import Figure as Figure
from roadmaps.links import Link as Link
from roadmaps.milestones import Milestone as Milestone
from roadmaps.milestones import ProgressUpdate as ProgressUpdate
from roadmaps.entries import Entry as Entry
from roadmaps.editions import Edition as Edition
from roadmaps.notices import Notice as Notice
from roadmaps.notices import NoticePreference as NoticePreference
