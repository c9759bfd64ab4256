"""Running text as a tree with positions: what it may consist of, how it changes, how it is told.

Nothing here knows of maps or of the database. The editor in the browser has the same schema and
counts positions in the same way, in units of UTF-16.
"""

from roadmaps.prose.placing import Placed as Placed
from roadmaps.prose.placing import Stand as Stand
from roadmaps.prose.placing import differing as differing
from roadmaps.prose.placing import place as place
from roadmaps.prose.schema import EMPTY as EMPTY
from roadmaps.prose.schema import SCHEMA as SCHEMA
from roadmaps.prose.schema import Unsound as Unsound
from roadmaps.prose.schema import cited as cited
from roadmaps.prose.schema import document as document
from roadmaps.prose.schema import mentioned as mentioned
from roadmaps.prose.schema import require_sound as require_sound
from roadmaps.prose.steps import Rebased as Rebased
from roadmaps.prose.steps import carry_over as carry_over
from roadmaps.prose.steps import rebase as rebase
from roadmaps.prose.steps import steps_of as steps_of
