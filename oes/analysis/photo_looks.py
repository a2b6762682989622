"""What a program sees on reference photos at a glance, for the person who approves them. No numbers of faces."""

from oes.analysis.confined import look_at_photo
from oes.analysis.facts import BrokeReader
from oes.exams.models import ReferencePhoto
from oes.lib import blobs
from oes.lib.keys import NoKey
from oes.lib.sealed import Unsealable

Quality = ReferencePhoto.Quality


def look_next() -> bool:
    """Look at one photo that nobody has looked at; return False when there is none."""
    photo = ReferencePhoto.objects.filter(quality=Quality.UNKNOWN).order_by("?").first()
    if photo is None:
        return False
    ReferencePhoto.objects.filter(pk=photo.pk).update(quality=_quality(photo.blob_key))
    return True


def _quality(blob_key: str) -> str:
    try:
        facts = look_at_photo(blobs.read(blob_key), compares=False)
    except NoKey:  # the folder of keys may be the wrong one: no word on the photo
        raise
    except (FileNotFoundError, Unsealable, BrokeReader):
        return Quality.UNREADABLE
    return str(facts.reasons[0]) if facts.reasons else Quality.GOOD
