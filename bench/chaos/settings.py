"""The settings of a tested installation: the product's own, and a hand inside its processes for faults."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench.chaos.inside"]  # noqa: F405
