"""What somebody who does not see a page needs of it: names, labels, headings, tables with heads, words that exist."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget", "list")
_NAMELESS = {"hidden", "submit", "button", "reset", "image"}
_CONTROLS = {"input", "select", "textarea"}
_PRESSED = {"a", "button", "summary"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Node:
    """An element with what stands in it: other elements and words."""

    tag: str
    told: dict[str, str] = field(default_factory=dict)
    parent: "Node | None" = None
    parts: list["Node | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def above(self) -> Iterator["Node"]:
        node = self.parent
        while node:
            yield node
            node = node.parent

    def words(self) -> str:
        """Return what a screen reader reads out in it."""
        if self.told.get("aria-hidden") == "true" or self.tag in ("script", "style", "template"):
            return ""
        own = self.told.get("aria-label") or (self.told.get("alt", "") if self.tag == "img" else "")
        return own or " ".join(part if isinstance(part, str) else part.words() for part in self.parts).strip()


class Tree(HTMLParser):
    """Reads a page into nodes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self._at = Node("")
        self.feed(text)
        self.all = [node for node in self.root.walk() if not any(up.tag == "template" for up in node.above())]
        self.by_id = {node.told["id"]: node for node in self.all if node.told.get("id")}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.parts.append(node)
        if tag not in _VOID:
            self._at = node

    def handle_endtag(self, tag: str) -> None:
        found = next((node for node in (self._at, *self._at.above()) if node.tag == tag), None)
        if found and found.parent:
            self._at = found.parent

    def handle_data(self, data: str) -> None:
        self._at.parts.append(data)

    def name_of(self, node: Node) -> str:
        """Return the name of a control, or nothing."""
        said = [self.by_id[key].words() for key in node.told.get("aria-labelledby", "").split() if key in self.by_id]
        labels = [up for up in node.above() if up.tag == "label"]
        if node.told.get("id"):
            labels += [one for one in self.all if one.tag == "label" and one.told.get("for") == node.told["id"]]
        said += [label.words() for label in labels] if node.tag in _CONTROLS else [node.words()]
        return node.told.get("aria-label", "") or " ".join(said).strip() or node.told.get("title", "")


def outline_faults(response: HttpResponse) -> list[str]:
    """Return what is missing on a page; nothing for answers that are no pages."""
    saved = response.get("Content-Disposition", "").startswith("attachment")
    if saved or response.streaming or "html" not in response.get("Content-Type", ""):
        return []
    return faults_in(response.content.decode())


def faults_in(text: str) -> list[str]:
    """Return what is missing in a page, or in the part of one."""
    tree = Tree(text)
    found = [*_names(tree), *_groups(tree), *_references(tree), *_tables(tree), *_levels(tree)]
    return found + (_whole(tree) if any(node.tag == "html" for node in tree.all) else [])


def _names(tree: Tree) -> Iterator[str]:
    for node in tree.all:
        named = node.tag in _PRESSED or (node.tag in _CONTROLS and node.told.get("type") not in _NAMELESS)
        named = named or node.tag in ("iframe", "video", "audio") or node.told.get("role") in ("img", "dialog")
        filled_later = node.tag == "button" and _is_hidden(node)
        if named and not (tree.name_of(node) or _is_silent(node) or filled_later):
            yield f"nameless {_shown(node)}"
        if node.tag == "img" and "alt" not in node.told:
            yield f"no alt: {_shown(node)}"
        if node.tag == "svg" and not (tree.name_of(node) or _is_silent(node)):
            yield f"svg read out: {_shown(node)}"
        if node.told.get("tabindex", "0").lstrip("-").isdigit() and int(node.told.get("tabindex", "0")) > 0:
            yield f"own order of focus: {_shown(node)}"


def _is_silent(node: Node) -> bool:
    return any(one.told.get("aria-hidden") == "true" for one in (node, *node.above()))


def _is_hidden(node: Node) -> bool:
    """Scripts give words to what they show later."""
    return any("hidden" in one.told for one in (node, *node.above()))


def _groups(tree: Tree) -> Iterator[str]:
    """A question with several answers to choose from says what it asks."""
    radios = [node for node in tree.all if node.tag == "input" and node.told.get("type") == "radio"]
    for node in radios:
        held = any(
            up.tag == "fieldset" or (up.told.get("role") in ("group", "radiogroup") and tree.name_of(up))
            for up in node.above()
        )
        if not held:
            yield f"radio without a question: {node.told.get('name')}"
    for node in tree.all:
        named = any(part.tag == "legend" and part.words() for part in node.walk())
        if node.tag == "fieldset" and not named and not {"aria-label", "aria-labelledby"} & set(node.told):
            yield f"fieldset without a legend: {_shown(node)}"


def _references(tree: Tree) -> Iterator[str]:
    for node in tree.all:
        for name in _REFERENCES:
            for key in node.told.get(name, "").split():
                if key not in tree.by_id and not (name == "for" and node.tag == "output"):
                    yield f"{name} names nothing: {key}"
    twice = Counter(node.told["id"] for node in tree.all if node.told.get("id"))
    yield from (f"id twice: {key}" for key, count in twice.items() if count > 1)


def _tables(tree: Tree) -> Iterator[str]:
    for node in tree.all:
        if node.tag == "th" and "scope" not in node.told:
            yield f"th without scope: {node.words()}"
        if node.tag == "table" and not any(part.tag == "th" for part in node.walk()):
            yield f"table without heads: {_shown(node)}"


def _levels(tree: Tree) -> Iterator[str]:
    before = 0
    for node in tree.all:
        if node.tag not in _HEADINGS:
            continue
        level = _HEADINGS.index(node.tag) + 1
        if before and level > before + 1:
            yield f"heading skips a level: {node.words()}"
        if not node.words() and not _is_hidden(node):
            yield f"empty {node.tag}"
        before = level


def _whole(tree: Tree) -> list[str]:
    counts = Counter(node.tag for node in tree.all)
    html = next(node for node in tree.all if node.tag == "html")
    title = next((node.words() for node in tree.all if node.tag == "title"), "")
    found = [f"{counts[tag]} times {tag}" for tag in ("h1", "main") if counts[tag] != 1]
    found += [] if html.told.get("lang") else ["no language"]
    return found + (["no title"] if title.startswith("·") or not title else [])


def _shown(node: Node) -> str:
    return node.tag + "".join(f" {name}={value}" for name, value in list(node.told.items())[:4])
