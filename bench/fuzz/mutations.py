"""Makes broken files of whole ones: by chance, and where formats keep their sizes, counts and times.

Everything is drawn from one `random.Random`, so that a number names a file for ever.
"""

import random
from collections.abc import Callable, Sequence

NUMBERS = (
    b"\0", b"\xff", b"\x7f", b"\x80", b"\0\0", b"\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff",
    b"\x80\0\0\0", b"\0\0\0\1", b"\0\1\0\0", b"\xff" * 8, b"\x01" + b"\xff" * 7, b"\0" * 7 + b"\1",
)  # fmt: skip
EBML = (
    b"\xb0", b"\xba", b"\x2a\xd7\xb1", b"\x44\x89", b"\x63\xa2", b"\xa3", b"\xa0", b"\xa1", b"\x1f\x43\xb6\x75",
    b"\x1c\x53\xbb\x6b", b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b", b"\x42\x82", b"\x86", b"\xe7", b"\x9b", b"\xae",
    b"\xe0", b"\xe1", b"\xb5", b"\x56\xaa", b"\x56\xbb", b"\x53\xb8", b"\x55\xb0",
)  # fmt: skip
"""Identifiers of Matroska: sizes of the picture, time scale, duration, private data, blocks, clusters, cues..."""
BOXES = (
    b"ftyp", b"moov", b"mvhd", b"trak", b"tkhd", b"edts", b"elst", b"mdia", b"mdhd", b"hdlr", b"minf", b"stbl",
    b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"co64", b"stss", b"mdat", b"moof", b"traf", b"tfhd",
    b"trun", b"avc1", b"avcC", b"vp09", b"vpcC", b"av01", b"av1C", b"mp4a", b"esds", b"jpeg", b"dref", b"free",
)  # fmt: skip
MARKERS = tuple(bytes([0xFF, code]) for code in (0xC0, 0xC2, 0xC4, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD, 0xE1, 0xFE))
"""JPEG: size, Huffman tables, scan, quantisation, restart, Exif, comment."""
CHUNKS = (b"OggS", b"OpusHead", b"OpusTags", b"IHDR", b"IDAT", b"PLTE", b"VP8 ", b"VP8X", b"RIFF")
CRAFTED = (
    b"", b"\x1a", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x01" + b"\xff" * 7, b"#EXTM3U\n/etc/passwd\n",
    b"ffconcat version 1.0\nfile /etc/passwd\n", b"\0\0\0\x18ftypmp42" + b"\0" * 8, b"\0\0\0\x14ftypqt  " + b"\0" * 8,
    b"\0\0\0\1ftypmp42" + b"\xff" * 60, b"OggS\0\2" + b"\xff" * 60, b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 30, b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\3" + b"\1" * 40,
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\6\0\0\0" + b"\0" * 8,
)  # fmt: skip
MOST_BYTES = 2_000_000

Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def mutant(whole: Sequence[bytes], number: int, *, seed: int) -> tuple[int, bytes]:
    """Return which of the whole files the broken file `number` was made of, and its bytes."""
    chance = random.Random(f"{seed}-{number}")
    place = chance.randrange(len(whole))
    if chance.random() < 0.01:
        return place, chance.choice(CRAFTED)
    body = bytearray(whole[place])
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        chance.choice(CHANGES)(body, chance, whole)
    return place, bytes(body[:MOST_BYTES])


def _flip(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    for _ in range(chance.choice((1, 4, 16, 200)) if body else 0):
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)


def _noise(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    begin, end = _slice(body, chance)
    body[begin:end] = chance.randbytes(end - begin)


def _number(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    _put(body, chance.randrange(len(body) + 1), chance.choice(NUMBERS))


def _cut(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    del body[chance.randrange(len(body) + 1) :]


def _lose(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    begin, end = _slice(body, chance)
    del body[begin:end]


def _double(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    begin, end = _slice(body, chance)
    body[end:end] = body[begin:end] * chance.choice((1, 2, 30))


def _swap(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    begin, end = _slice(body, chance)
    piece = body[begin:end]
    del body[begin:end]
    place = chance.randrange(len(body) + 1)
    body[place:place] = piece


def _splice(body: bytearray, chance: random.Random, whole: Sequence[bytes]) -> None:
    other = chance.choice(whole)
    begin = chance.randrange(len(other) + 1)
    _put(body, chance.randrange(len(body) + 1), other[begin : begin + chance.choice((16, 500, 20_000))])


def _field(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    """Change what follows, or for boxes also what stands before, a name that formats know."""
    name = chance.choice(chance.choice((EBML, BOXES, MARKERS, CHUNKS)))
    places = [place for place in range(min(len(body), 5_000)) if body.startswith(name, place)]
    places = places or ([place] if (place := body.find(name)) >= 0 else [])
    if not places:
        return
    after = chance.choice(places) + len(name) + chance.choice((-len(name) - 4, 0, 0, 1, 2, 4, 8, 12))
    value = chance.choice(NUMBERS) if chance.random() < 0.7 else chance.randbytes(chance.choice((1, 2, 4)))
    _put(body, max(0, after), value)


def _rename(body: bytearray, chance: random.Random, _whole: Sequence[bytes]) -> None:
    """Put one box in the place of another."""
    place = body.find(chance.choice(BOXES))
    if place >= 0:
        _put(body, place, chance.choice(BOXES))


CHANGES: tuple[Change, ...] = (
    _flip, _flip, _noise, _number, _number, _cut, _lose, _double, _swap, _splice, _field, _field, _field, _rename,
)  # fmt: skip


def _slice(body: bytearray, chance: random.Random) -> tuple[int, int]:
    begin = chance.randrange(len(body) + 1)
    return begin, min(len(body), begin + chance.choice((1, 4, 64, 1000, 10_000)))


def _put(body: bytearray, place: int, value: bytes) -> None:
    body[place : place + len(value)] = value
