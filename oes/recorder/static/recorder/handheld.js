/* Phones and tablets stop the camera of a page that is not in front, so there the exam opens in a frame of this page.
   Tablets of Apple say that they are Macs. */
export function isHandheld(navigator, canShareScreen) {
  const touches = navigator.maxTouchPoints || 0;
  if (/Android|iPhone|iPad|iPod/.test(navigator.userAgent || "")) return true;
  return (navigator.platform === "MacIntel" && touches > 1) || (touches > 0 && !canShareScreen);
}

export function canShare(navigator) {
  return Boolean(navigator.mediaDevices && navigator.mediaDevices.getDisplayMedia);
}

/* Shows what only phones should read, and hides what only computers should. */
export function dressForPhone(document) {
  Array.from(document.querySelectorAll("[data-phone-only]")).forEach((part) => (part.hidden = false));
  Array.from(document.querySelectorAll("[data-computer-only]")).forEach((part) => (part.hidden = true));
}
