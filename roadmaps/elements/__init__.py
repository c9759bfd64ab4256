"""The seven kinds of elements, in the order in which a map is read."""

from roadmaps.elements.challenges import Challenge as Challenge
from roadmaps.elements.commands import KINDS as KINDS
from roadmaps.elements.commands import add as add
from roadmaps.elements.commands import edit as edit
from roadmaps.elements.commands import in_full as in_full
from roadmaps.elements.commands import reorder as reorder
from roadmaps.elements.commands import restore as restore
from roadmaps.elements.commands import withdraw as withdraw
from roadmaps.elements.element import CODE as CODE
from roadmaps.elements.element import LEADING as LEADING
from roadmaps.elements.element import LETTERS as LETTERS
from roadmaps.elements.element import Element as Element
from roadmaps.elements.element import Kind as Kind
from roadmaps.elements.fdi_targets import FDITarget as FDITarget
from roadmaps.elements.goals import Goal as Goal
from roadmaps.elements.infrastructure import Infrastructure as Infrastructure
from roadmaps.elements.initiatives import Initiative as Initiative
from roadmaps.elements.skills import Skill as Skill
from roadmaps.elements.technologies import Technology as Technology
