"""The OES guard: tells an exam which listed programs run, and which program is in front.

It ends no program, reads no files, no titles and no keystrokes. What leaves the computer is in `watch.py`.
"""

__version__ = "0.1.0"
