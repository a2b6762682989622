"""The consent text as plain blocks: what is kept of it, and shown again later."""

from html.parser import HTMLParser

from django.template.loader import render_to_string

KINDS = {"h2": "heading", "li": "item", "p": "paragraph"}


class _Blocks(HTMLParser):
    """Collects the words of headings, items and paragraphs; links lose their address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in KINDS:
            self._open = tag
            self.blocks.append([KINDS[tag], ""])

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.blocks[-1][1] += data


def text_blocks(told: dict[str, bool]) -> list[list[str]]:
    """Return the text in the language in use, as [kind, words]. `told`: `consent.consent_facts`."""
    parser = _Blocks()
    parser.feed(render_to_string("recorder/_consent_text.html", {"told": told}))
    return [[kind, " ".join(words.split())] for kind, words in parser.blocks]
