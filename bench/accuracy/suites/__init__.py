"""All suites, in the order of the page. Each file holds one; add it to the list here."""

from bench.accuracy.run import Suite
from bench.accuracy.suites import clips, honest

SUITES: tuple[Suite, ...] = (clips.SUITE, honest.SUITE)
