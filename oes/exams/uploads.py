"""Uploaded pictures are decoded in a confined process, so that no page's process can be crashed or filled by one."""

import logging

from oes.exams.pictures import LIMIT_BYTES, PictureRefused
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed, Room

log = logging.getLogger(__name__)
CODES = ("large", "format", "small")
TRIES = 2
"""The process of a picture may end because the thread that began it has: that is no word on the picture."""

room = Room("oes.exams.picture_operations", Limits(cpu_seconds=15, wall_seconds=30.0, memory_mb=768, uses=200))


def cleaned_picture(body: bytes) -> bytes:
    """Return an uploaded picture as `pictures.clean_jpeg` does. Raises PictureRefused, NoChild."""
    if len(body) > LIMIT_BYTES:
        raise PictureRefused("large")
    for _ in range(TRIES):
        try:
            _told, made = room.ask("clean", {}, [body])
        except Failed as refused:
            code = str(refused) if refused.kind == "refused" and str(refused) in CODES else "format"
            raise PictureRefused(code) from refused
        except Died as error:
            log.warning("picture broke its reader", extra={"reason": str(error)})
            continue
        if len(made) == 1:
            return made[0]
    raise PictureRefused("format")
