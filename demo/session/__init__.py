"""A whole exam session with made-up people, in the sizes of a real one: planned, imported, sat, judged, checked."""
