"""Straight upright lines to the left and right of a face, as the borders of a print or of a screen make them.

Own method: for each start and each of a few slants, the mean of the sideways luma differences along a line as high as
the face, cut off so that one strong spot does not make a line. 1 is an unbroken border; hair, shoulders and the things
of a room reach 0.3 to 0.6, a door or a shelf may reach 0.9.
"""

import numpy as np

from oes.analysis.pictures import reduced_luma
from oes.domain.measures import Borders

SLANTS = np.linspace(-0.16, 0.16, 9)
"""Sideways pixels per row: about 9 degrees either way."""
NOISE_LEVELS = 4.0
FULL_LEVELS = 12.0
"""Differences over two pixels: below the first they are noise, from the second on they count in full."""
NEAREST_WIDTHS, FARTHEST_WIDTHS = 0.12, 1.0
"""Where lines are looked for: so many face widths beside the box."""
TOP_HEIGHTS, BOTTOM_HEIGHTS = -0.2, 0.9
SIDE = 320
SLANT_WIDTHS = 0.2
"""A line that leans may leave the columns where it begins by this much."""
LEAST_ROWS, LEAST_COLUMNS = 12, 3
BAND_ROWS = 3
"""Rows are averaged by so many: a third of the work, and a slant moves by less than a pixel within them."""


def borders(rgb: np.ndarray, box: tuple[float, float, float, float], plane: np.ndarray | None = None) -> Borders | None:
    """Return the strongest line on either side; None where there is no room for one.

    `box`: x, y, width, height of the face in pixels of the picture. `plane`: the decoder's own luma, where it has one.
    Looks at a picture of about 320 pixels: in one of 160 the things of a room make lines too. Costs 0.3 ms.
    """
    scale = max(1, max(rgb.shape[:2]) // SIDE)
    high, wide = rgb.shape[0] // scale, rgb.shape[1] // scale
    x, y, width, height = (length / scale for length in box)
    top, bottom = max(0, int(y + TOP_HEIGHTS * height)), min(high, int(y + BOTTOM_HEIGHTS * height))
    begin = max(0, int(x - (FARTHEST_WIDTHS + SLANT_WIDTHS) * width))
    end = min(wide, int(x + (1 + FARTHEST_WIDTHS + SLANT_WIDTHS) * width))
    if bottom - top < LEAST_ROWS or end - begin < LEAST_ROWS:
        return None
    part = slice(top * scale, bottom * scale), slice(begin * scale, end * scale)
    pixels = rgb if plane is None or scale == 1 else plane
    steps = _steps(reduced_luma(pixels[part], step=scale, decoded=pixels is plane))
    x -= begin
    left = _strongest(steps, x - FARTHEST_WIDTHS * width, x - NEAREST_WIDTHS * width)
    right = _strongest(steps, x + (1 + NEAREST_WIDTHS) * width, x + (1 + FARTHEST_WIDTHS) * width)
    if left is None or right is None:
        return None
    middle = x + width / 2
    return Borders(left[0], right[0], (middle - left[1]) / width, (right[1] - middle) / width)


def _steps(light: np.ndarray) -> np.ndarray:
    """Return the sideways differences, -1..1, in bands of rows; 0 in the outermost columns."""
    steps = np.zeros(light.shape, dtype=np.float32)
    np.subtract(light[:, 2:], light[:, :-2], out=steps[:, 1:-1])
    steps *= np.abs(steps) >= NOISE_LEVELS
    steps /= FULL_LEVELS
    np.clip(steps, -1.0, 1.0, out=steps)
    bands = len(steps) // BAND_ROWS
    return np.asarray(steps[: bands * BAND_ROWS].reshape(bands, BAND_ROWS, -1).mean(axis=1))


def _strongest(steps: np.ndarray, first: float, last: float) -> tuple[float, float] | None:
    """Return strength and place (column at half height) of the strongest line that lies in these columns there."""
    bands, wide = steps.shape
    columns = np.arange(max(1, int(first)), min(wide - 1, int(last)))
    if len(columns) < LEAST_COLUMNS:
        return None
    rows = np.arange(bands)
    slanted = np.rint(SLANTS[:, np.newaxis] * BAND_ROWS * (rows - rows.mean())).astype(np.intp)
    reach = int(slanted.max(initial=0))  # slants lean as far either way
    padded = np.pad(steps, ((0, 0), (reach, reach)), mode="edge")
    runs = np.lib.stride_tricks.sliding_window_view(padded.ravel(), len(columns))
    strength = np.abs(runs[rows * padded.shape[1] + reach + columns[0] + slanted].mean(axis=1))
    slant, column = np.unravel_index(int(strength.argmax()), strength.shape)
    return float(strength[slant, column]), float(columns[column])
