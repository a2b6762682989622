const ASPECT_TOLERANCE = 0.02;

/* What is shared: "monitor", "window", "browser", or "unverified" where the browser does not say.
   Firefox tells only a label and a size: a screen is named like "Primary Monitor" and has the screen's shape. */
export function judgeSurface(settings, label, screen) {
  if (settings.displaySurface) {
    return settings.displaySurface === "monitor" || settings.displaySurface === "window"
      ? settings.displaySurface
      : "browser";
  }
  const named = /^(primary monitor|screen \d+|monitor \d+)$/i.test(label || "");
  const shaped = sameShape(settings, screen);
  if (named && shaped) return "monitor";
  if (!named && label && shaped === false) return "window";
  return "unverified";
}

function sameShape(settings, screen) {
  if (!settings.width || !settings.height || !screen.width || !screen.height) return null;
  const difference = settings.width / settings.height - screen.width / screen.height;
  return Math.abs(difference) < ASPECT_TOLERANCE;
}
