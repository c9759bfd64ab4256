"""What those who work on a map say to one another in its margin; the model first, then to talk."""

from roadmaps.threads.talking import attach as attach
from roadmaps.threads.talking import begin as begin
from roadmaps.threads.talking import edit as edit
from roadmaps.threads.talking import reopen as reopen
from roadmaps.threads.talking import resolve as resolve
from roadmaps.threads.talking import tray as tray
from roadmaps.threads.talking import write as write
from roadmaps.threads.thread import Note as Note
from roadmaps.threads.thread import Thread as Thread
from roadmaps.threads.thread import is_own as is_own
from roadmaps.threads.thread import readers as readers
