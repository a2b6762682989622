"""All suites, in the order of the page. Each file holds one; add it to the list here."""

from bench.accuracy.run import Suite
from bench.accuracy.suites import faces_cfp, faces_lfw, head_pose, objects, presentation

SUITES: tuple[Suite, ...] = (
    faces_lfw.SUITE,
    faces_cfp.SUITE,
    head_pose.SUITE,
    presentation.SUITE,
    objects.SUITE,
)
