import av
import pytest

from oes.analysis import media
from oes.analysis.joining import Part, remux
from oes.analysis.media import WHOLE_RECORDING, UnreadableMedia
from oes.analysis.tests.drawing import drawn_clip


def _parts(folder, starts, **drawing):
    parts = []
    for number, start in enumerate(starts):
        path = folder / f"{number}-{drawing.get('codec', 'vp8')}.webm"
        path.write_bytes(drawn_clip(shade=20 + 60 * number, sound=number != 1, **drawing))
        parts.append(Part(path, start))
    return parts


def test_a_gap_stays_a_gap_and_the_clock_is_the_attempts(tmp_path):
    (joined,) = remux(_parts(tmp_path, [100, 101.9, 110]), stem=tmp_path / "camera")
    assert joined.path.name == "camera-0.webm"
    assert (joined.start_seconds, joined.end_seconds) == pytest.approx((100, 112), abs=0.1)
    with av.open(str(joined.path)) as container:
        assert container.duration / av.time_base == pytest.approx(112, abs=0.1)
        video = [p.pts for p in container.demux(video=0) if p.pts is not None]
    assert video == sorted(set(video))
    assert max(b - a for a, b in zip(video, video[1:], strict=False)) == pytest.approx(6200, abs=150)
    assert {stream for stream in (media.probe(joined.path, limits=WHOLE_RECORDING).audio_codec,)} == {"opus"}


def test_it_seeks_into_every_segment(tmp_path):
    (joined,) = remux(_parts(tmp_path, [0, 2, 10]), stem=tmp_path / "camera")
    for at, shade in ((1.0, 20), (3.0, 80), (11.5, 140)):
        picture = media.one_frame(joined.path, at_seconds=at)
        assert picture.at_seconds == pytest.approx(at, abs=0.11)
        assert picture.rgb[5, 5].mean() == pytest.approx(shade, abs=12)


def test_the_index_stands_in_front(tmp_path):
    (joined,) = remux(_parts(tmp_path, [0, 2, 4]), stem=tmp_path / "camera")
    data = joined.path.read_bytes()
    assert 0 < data.find(b"\x1c\x53\xbb\x6b", 100) < data.find(b"\x1f\x43\xb6\x75")  # cues before clusters


def test_another_codec_begins_another_file(tmp_path):
    parts = _parts(tmp_path, [0, 2]) + [Part(_vp9(tmp_path), 4), *_parts(tmp_path, [6])]
    joined = remux(parts, stem=tmp_path / "camera")
    assert [round(j.start_seconds) for j in joined] == [0, 4, 6]


def test_mp4_segments_join_to_mp4(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(drawn_clip(codec="libvpx-vp9", container="mp4"))
    (joined,) = remux([Part(path, 3.0), Part(path, 9.0)], stem=tmp_path / "screen")
    assert joined.path.suffix == ".mp4"
    data = joined.path.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")
    assert media.one_frame(joined.path, at_seconds=10.05).at_seconds == pytest.approx(10.0, abs=0.02)


def test_an_unreadable_segment_is_named_and_left_out(tmp_path):
    bad = tmp_path / "bad.webm"
    bad.write_bytes(b"rubbish")
    (joined,) = remux([*_parts(tmp_path, [0, 4]), Part(bad, 2.0)], stem=tmp_path / "camera")
    assert joined.skipped == (2.0,)
    with pytest.raises(UnreadableMedia):
        remux([Part(bad, 0.0)], stem=tmp_path / "camera")


def test_open_files_join_too(tmp_path):
    parts = _parts(tmp_path, [0, 2])
    with parts[0].source.open("rb") as first, parts[1].source.open("rb") as second:
        (joined,) = remux([Part(first, 0), Part(second, 2)], stem=tmp_path / "camera")
    assert joined.end_seconds == pytest.approx(4, abs=0.1)


def _vp9(folder):
    path = folder / "vp9.webm"
    path.write_bytes(drawn_clip(codec="libvpx-vp9"))
    return path
