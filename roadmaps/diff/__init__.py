"""What is different between two documents of one map: a list of edits, a sentence for each."""

from roadmaps.diff.compare import compare as compare
from roadmaps.diff.edits import Edit as Edit
from roadmaps.diff.sentences import Told as Told
from roadmaps.diff.sentences import tell as tell
