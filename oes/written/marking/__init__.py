"""Marking of written works: criteria, markers, the cross-check, the final mark, release, open access (W9-W12)."""
