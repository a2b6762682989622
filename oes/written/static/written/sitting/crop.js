/* Which part of a page is kept: shares 0..1 of the turned picture. Plain numbers, no page. */
const LEAST = 0.1;
const NEAR = 0.06;
export const WHOLE = [0, 0, 1, 1];

/* Moves one edge ("left", "top", "right", "bottom") to a share; a tenth of the page always stays. */
export function withEdge(crop, edge, share) {
  const [left, top, right, bottom] = crop;
  const inside = (value, low, high) => Math.min(high, Math.max(low, value));
  if (edge === "left") return [inside(share, 0, right - LEAST), top, right, bottom];
  if (edge === "right") return [left, top, inside(share, left + LEAST, 1), bottom];
  if (edge === "top") return [left, inside(share, 0, bottom - LEAST), right, bottom];
  return [left, top, right, inside(share, top + LEAST, 1)];
}

/* The edges near a place of the picture, at most one of each pair; [] in the middle. */
export function edgesNear(crop, x, y) {
  const [left, top, right, bottom] = crop;
  const found = [];
  if (Math.abs(x - left) < NEAR) found.push("left");
  else if (Math.abs(x - right) < NEAR) found.push("right");
  if (Math.abs(y - top) < NEAR) found.push("top");
  else if (Math.abs(y - bottom) < NEAR) found.push("bottom");
  return found;
}

/* The same part after a quarter turn clockwise. */
export function turnedCrop(crop) {
  const [left, top, right, bottom] = crop;
  return [1 - bottom, left, 1 - top, right];
}
