"""Texts that go into other texts."""

from django.utils.functional import Promise


class Later:
    """A lazy text that is translated where it is filled in: in the language of each reader."""

    def __init__(self, text: Promise | str) -> None:
        self.text = text

    def __str__(self) -> str:
        return str(self.text)
