"""What a line of the access table says."""

from dataclasses import dataclass

from tests.access.roles import Door


@dataclass(frozen=True, slots=True)
class Place:
    """One method of one address. `opens`: the statuses that its real request gets from whom it lets in."""

    name: str
    method: str
    door: Door
    opens: tuple[int, ...] = (200,)

    @property
    def key(self) -> str:
        return f"{self.method} {self.name}"


def rows(door: Door, text: str) -> list[Place]:
    """Read lines such as `review:card GET 200 POST 302`."""
    places = []
    for line in text.split("\n"):
        name, *told = line.split() or [""]
        places += [Place(name, told[n], door, (int(told[n + 1]),)) for n in range(0, len(told), 2)]
    return places
