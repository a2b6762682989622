"""All suites, in the order of the page. Each file holds one; add it to the list here."""

from bench.accuracy.run import Suite
from bench.accuracy.suites import (
    clips,
    conditions_of_clips,
    faces_cfp,
    faces_lfw,
    head_pose,
    honest,
    objects,
    operating,
    presentation,
    screens,
    speech,
)

SUITES: tuple[Suite, ...] = (
    honest.SUITE,
    clips.SUITE,
    operating.SUITE,
    conditions_of_clips.SUITE,
    faces_lfw.SUITE,
    faces_cfp.SUITE,
    head_pose.SUITE,
    presentation.SUITE,
    speech.SUITE,
    objects.SUITE,
    screens.SUITE,
)
