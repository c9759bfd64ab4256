"""The running texts of a map: several people write one at once, letter by letter.

`narrative` is what is stored, `sections` what a text consists of, `writing` how it grows, `texts`
what it says at a version, `suggested` what somebody has proposed for it.
"""

from roadmaps.narratives.narrative import Kind as Kind
from roadmaps.narratives.narrative import Narrative as Narrative
from roadmaps.narratives.narrative import Snapshot as Snapshot
from roadmaps.narratives.narrative import Step as Step
from roadmaps.narratives.passages import Passage as Passage
from roadmaps.narratives.suggested import placed as placed
from roadmaps.narratives.suggested import placed_each as placed_each
from roadmaps.narratives.suggested import take_up as take_up
from roadmaps.narratives.suggested import thought_out as thought_out
from roadmaps.narratives.suggested import with_steps as with_steps
from roadmaps.narratives.texts import documents_of as documents_of
from roadmaps.narratives.texts import signed as signed
from roadmaps.narratives.texts import text_of as text_of
from roadmaps.narratives.writing import Message as Message
from roadmaps.narratives.writing import Written as Written
from roadmaps.narratives.writing import go_back as go_back
from roadmaps.narratives.writing import put as put
from roadmaps.narratives.writing import say_again as say_again
from roadmaps.narratives.writing import settle as settle
from roadmaps.narratives.writing import settle_what_rests as settle_what_rests
from roadmaps.narratives.writing import write as write
