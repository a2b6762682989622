"""Files that the fuzzing begins with: one of each kind that a browser sends, small, drawn by code."""

import io
import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

SIZE = (160, 120)
COPIED_SECONDS = 2.0
SAME_BYTES = {"fflags": "+bitexact"}
"""No random names in the files: a number has to make the same broken file again."""


def seeds(data: Path | None = None) -> dict[str, bytes]:
    """Return the files by name; with a labelled data folder some of its recordings too (H.264, faces)."""
    os.environ.setdefault("SVT_LOG", "0")  # the encoder of AV1 tells its whole configuration otherwise
    made = {
        "vp8-opus.webm": _clip("libvpx", "webm", sound="libopus"),
        "vp9.webm": _clip("libvpx-vp9", "webm"),
        "vp9-aac.mp4": _clip("libvpx-vp9", "mp4", sound="aac"),
        "av1.mp4": _clip("libsvtav1", "mp4", options={"preset": "12", "svtav1-params": "lp=1"}),
        "mjpeg.mov": _stills(),
        "opus.ogg": _sound_only(),
        "photo.jpg": _photo("JPEG"),
        "photo.png": _photo("PNG"),
        "photo.webp": _photo("WEBP"),
    }
    if data is not None:
        made |= {f"data-{path.stem}.mp4": _beginning(path) for path in sorted((data / "honest").glob("*.mp4"))[:3]}
    return made


def _picture(number: int) -> np.ndarray:
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    ground = np.stack([rows * 2, columns, (rows + columns + 5 * number) % 256], axis=-1).astype(np.uint8)
    ground[40:80, 4 * number : 4 * number + 30] = 255
    return ground


def _clip(codec: str, container: str, *, sound: str = "", options: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container, options=SAME_BYTES) as out:
        video = out.add_stream(codec, rate=10, options=options or {})
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        video.codec_context.thread_count = 1
        heard = _sound_stream(out, sound) if sound else None
        for number in range(20):
            frame = av.VideoFrame.from_ndarray(_picture(number), format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode())
        if heard:
            _draw_sound(out, heard)
    return file.getvalue()


def _sound_only() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="ogg", options=SAME_BYTES) as out:
        _draw_sound(out, _sound_stream(out, "libopus"))
    return file.getvalue()


def _sound_stream(out: av.container.OutputContainer, codec: str) -> av.AudioStream:
    stream = out.add_stream(codec, rate=48000)
    stream.layout = "mono"
    return stream


def _draw_sound(out: av.container.OutputContainer, stream: av.AudioStream) -> None:
    wave = (np.sin(np.arange(960) / 10) * 8000).astype(np.int16)[np.newaxis]
    for number in range(100):
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48000, number * 960
        out.mux(stream.encode(frame))
    out.mux(stream.encode())


def _stills() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mov", options=SAME_BYTES) as out:
        stream = out.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuvj420p"
        for number in range(4):
            packet = av.Packet(_jpeg(number))
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, 1000), True
            packet.pts = packet.dts = 1000 * number
            packet.duration = 1000
            out.mux(packet)
    return file.getvalue()


def _jpeg(number: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(_picture(number)).save(file, "JPEG", quality=50)
    return file.getvalue()


def _photo(kind: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(_picture(3)).resize((320, 240)).save(file, kind)
    return file.getvalue()


def _beginning(path: Path) -> bytes:
    """Return the first seconds of a recording, its packets copied."""
    file = io.BytesIO()
    with av.open(str(path)) as source, av.open(file, "w", format="mp4", options=SAME_BYTES) as out:
        video = source.streams.video[0]
        stream = out.add_stream_from_template(video)
        for packet in source.demux(video):
            if packet.dts is None or float(packet.dts * packet.time_base) > COPIED_SECONDS:
                break
            packet.stream = stream
            out.mux(packet)
    return file.getvalue()
