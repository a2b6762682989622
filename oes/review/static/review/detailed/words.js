// Texts come translated from the page; here their {names} are filled in.
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

// Seconds of the attempt as HH:MM:SS.
export function hms(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-6))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return parts.map((part) => String(part).padStart(2, "0")).join(":")
}

// How long something takes: "48 s", "2 min 5 s".
export function length(seconds, words) {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return fill(words.seconds, { n: whole })
  return fill(words.minutes, { m: Math.floor(whole / 60), s: whole % 60 })
}
