"""The cost of the chain is measured on real requests, and what is left out works again afterwards."""

from bench.chain import PARTS, measure, only, sender_of
from bench.seed import seed
from oes.domain.policy import Policy
from oes.journal.models import Entry
from oes.journal.services import append, first_broken
from oes.lib import blobs
from oes.recordings.models import ClientEvent, Segment


def test_it_measures_every_way_and_leaves_nothing_behind(db, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    told = seed(students=1, planned_minutes=60, policy=Policy(), address="http://127.0.0.1:9/")
    sender = sender_of(told["attempts"][0]["attempt"], told["attempts"][0]["token"])
    real = append
    figures = measure([sender], units=1)
    assert set(figures["part_ms"]) == set(PARTS)
    assert figures["with_ms"] > 0 < figures["without_ms"]
    units = 6 * 5  # five to warm up, one to measure, five ways of each
    assert (Segment.objects.count(), ClientEvent.objects.count()) == (2 * units, 3 * units)
    linked = Entry.objects.filter(chain__subject=sender.uuid, action="segment_stored").count()
    assert linked == 2 * 6 * 3  # all parts, all but sealing, all but hashing
    assert first_broken(sender.uuid) is None
    keys = Segment.objects.values_list("blob_key", flat=True)
    sealed = [blobs.is_sealed(blobs.path_of(key).read_bytes()) for key in keys]
    assert sum(sealed) == linked
    with only(frozenset(PARTS)):
        from oes.journal import services

        assert services.append is real
