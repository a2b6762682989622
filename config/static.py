"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class CollectedFiles(StaticFilesConfig):
    """Leaves out tests, and extensions of a bundle that nobody loads and that name files it does not carry."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.test.js", "ext", "test"]
