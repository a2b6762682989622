"""A drawn student who sees what the page asks, and does it: the camera of a journey with a liveness request."""

import base64
import io
import json

import numpy as np
from PIL import Image, ImageDraw

from demo.clip import lay_student
from demo.room import room

TURNED_DEGREES = 36
STEPS = 6
EYES = ((206, 102), (247, 104))
"""Middles of the eyes on the student's portrait; see demo.figures."""
PLAYER = """
(() => {
  const pictures = PICTURES, canvas = document.createElement('canvas');
  canvas.width = 640; canvas.height = 480;
  const load = source => Object.assign(new Image(), { src: 'data:image/jpeg;base64,' + source });
  const frames = Object.fromEntries(Object.entries(pictures).map(([name, list]) => [name, list.map(load)]));
  const asked = () => {
    if (window.onlyAPicture) return 'straight';
    const drawn = [...document.querySelectorAll('[id^=challenge-picture-]')].find(one => !one.hidden);
    return drawn ? drawn.id.replace('challenge-picture-', '') : 'straight';
  };
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  let since = 0, last = 'straight', count = 0;
  setInterval(() => {
    const now = performance.now(), name = asked();
    if (name !== last) { since = now; last = name; }
    const list = frames[name], at = Math.floor((now - since - 700) / 100);
    const frame = at < 0 || at >= list.length ? frames.straight[0] : list[at];
    brush.drawImage(frame, 0, 0, 640, 480);
    brush.fillStyle = (count += 1) % 2 ? '#123' : '#456';
    brush.fillRect(0, 0, 4, 4);
  }, 100);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
})();
"""


def script() -> str:
    """Return what makes a page's camera show the drawn student, who turns and blinks as the page asks.

    While `window.onlyAPicture` is set it shows one picture, as a print would.
    """
    straight = _student(0)
    ways = {
        "straight": [straight],
        "turn_left": [_student(degrees) for degrees in _there_and_back(TURNED_DEGREES)],
        "turn_right": [_student(-degrees) for degrees in _there_and_back(TURNED_DEGREES)],
        "blink": [_closed(straight)] * 4,
    }
    coded = {name: [_jpeg(picture) for picture in pictures] for name, pictures in ways.items()}
    return PLAYER.replace("PICTURES", json.dumps(coded))


def _there_and_back(degrees: float) -> list[float]:
    up = [degrees * step / STEPS for step in range(1, STEPS + 1)]
    return [*up, *[degrees] * 4, *up[::-1]]


def _student(degrees: float) -> Image.Image:
    picture = Image.fromarray(room())
    lay_student(picture, 0.0, turned=degrees, left=0.0)
    return picture


def _closed(picture: Image.Image) -> Image.Image:
    """Lay lids over the eyes."""
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    for x, y in EYES:
        left, top = 318 + (x - 223) * 1.25 + 2.5, 318 + (y - 186) * 1.25
        skin = tuple(int(c) for c in np.asarray(picture)[int(top) + 22, int(left)])
        draw.ellipse((left - 17, top - 9, left + 17, top + 10), fill=skin)
        draw.arc((left - 15, top - 6, left + 15, top + 8), 20, 160, fill=(60, 40, 30), width=2)
    return out


def _jpeg(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return base64.b64encode(out.getvalue()).decode()
