"""What goes wrong in a real room, done to a picture: light, noise, focus, distance, compression. Pure.

Every condition takes RGB (uint8, height x width x 3) and returns RGB. Sizes are shares of the picture, so that a
portrait of 250 pixels and a webcam frame of 640 suffer alike.
"""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

AS_IT_IS = "as it is"
DARK_SHARE = 0.2
DARK_NOISE = 3.0
NOISE = 25.0
BLUR_OF_WIDTH = 1 / 160
SMALL_FACTOR = 3
JPEG_QUALITY = 12
SIDE_LEAST = 0.15
SEED = 7

Change = Callable[[np.ndarray], np.ndarray]


def dark(rgb: np.ndarray) -> np.ndarray:
    """A fifth of the light, and the noise that a webcam then shows."""
    return _with_noise(rgb.astype(np.float32) * DARK_SHARE, DARK_NOISE)


def noisy(rgb: np.ndarray) -> np.ndarray:
    """Sensor noise with a deviation of a tenth of the range."""
    return _with_noise(rgb.astype(np.float32), NOISE)


def blurred(rgb: np.ndarray) -> np.ndarray:
    """Out of focus: a radius of 4 pixels in a picture 640 wide."""
    radius = rgb.shape[1] * BLUR_OF_WIDTH
    return np.asarray(Image.fromarray(rgb).filter(ImageFilter.GaussianBlur(radius)))


def small(rgb: np.ndarray) -> np.ndarray:
    """A third of the pixels each way: a cheap camera, or somebody who sits far away."""
    return np.asarray(Image.fromarray(rgb).reduce(SMALL_FACTOR))


def compressed(rgb: np.ndarray) -> np.ndarray:
    """JPEG with visible blocks."""
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "JPEG", quality=JPEG_QUALITY)
    return np.asarray(Image.open(file).convert("RGB"))


def mirrored(rgb: np.ndarray) -> np.ndarray:
    """Left and right exchanged, as some cameras do."""
    return np.ascontiguousarray(rgb[:, ::-1])


def side_lit(rgb: np.ndarray) -> np.ndarray:
    """A window on the left: light falls to 15 % at the right edge."""
    fall = np.linspace(1.0, SIDE_LEAST, rgb.shape[1], dtype=np.float32)[np.newaxis, :, np.newaxis]
    return np.asarray(np.rint(rgb * fall)).astype(np.uint8)


CONDITIONS: dict[str, Change] = {
    "dark": dark,
    "noisy": noisy,
    "blurred": blurred,
    "small": small,
    "compressed": compressed,
    "mirrored": mirrored,
    "side-lit": side_lit,
}


def changed(rgb: np.ndarray, condition: str) -> np.ndarray:
    """Return the picture under a condition; AS_IT_IS leaves it alone."""
    return rgb if condition == AS_IT_IS else CONDITIONS[condition](rgb)


def _with_noise(values: np.ndarray, deviation: float) -> np.ndarray:
    noise = np.random.default_rng(SEED).normal(0.0, deviation, values.shape)
    return np.asarray(np.rint(values + noise).clip(0, 255)).astype(np.uint8)
