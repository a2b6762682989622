/* 3725 -> "1:02:05". */
export function timeOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return (hours ? [hours].concat(parts) : [String(Math.floor(whole / 60)), parts[1]]).join(":");
}
