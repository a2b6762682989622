"""Which files may be handed in: told by their first bytes, never by their name alone. Nothing here opens them."""

from dataclasses import dataclass

_BY_MAGIC = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"{\\rtf", "rtf", "application/rtf"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIPPED = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "zip": "application/zip",
}
_TEXTS = ("txt", "md", "csv", "tex", "py", "java", "c", "cpp", "cs", "js", "sql", "ipynb", "html", "xml", "json")
"""Kept and given out as plain text: a browser never runs them."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
TAKEN = ("pdf", "jpg", "png", "rtf", *_ZIPPED, *_OLD, *_TEXTS)
"""Extensions, for the page's chooser of files."""


@dataclass(frozen=True, slots=True)
class FileType:
    extension: str
    media_type: str


def type_of(name: str, body: bytes) -> FileType | None:
    """Return what a file is, or None for what is not taken: programs, pages that run, unknown bytes, nothing."""
    for magic, extension, media_type in _BY_MAGIC:
        if body.startswith(magic):
            return FileType(extension, media_type)
    told = name.rpartition(".")[2].lower()
    if body.startswith(b"PK\x03\x04") and told in _ZIPPED:
        return FileType(told, _ZIPPED[told])
    if body.startswith(_OLD_OFFICE) and told in _OLD:
        return FileType(told, _OLD[told])
    if told in _TEXTS and _is_text(body):
        return FileType(told, "text/plain")
    return None


def _is_text(body: bytes) -> bool:
    if not body.strip() or b"\x00" in body:
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return all(byte >= 32 or byte in (9, 10, 13) for byte in body)  # another encoding, without control characters
    return True
