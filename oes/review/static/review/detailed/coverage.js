// What a source has at a moment. Spans are { start_seconds, end_seconds }, in order of time.
export const JOIN_SECONDS = 0.5 // holes this small come from the change of recorders and are no gaps

export function spanAt(spans, seconds) {
  return spans.find((span) => seconds >= span.start_seconds && seconds < span.end_seconds) ?? null
}

// The span at a moment, or the one that a small hole parts from it: recording begins some hundredths after "OK".
export function spanNear(spans, seconds) {
  return spanAt(spans, seconds) ?? spans.find((span) => isCovered([span], seconds)) ?? null
}

export function spanAfter(spans, seconds) {
  return spans.find((span) => span.start_seconds > seconds) ?? null
}

export function isCovered(spans, seconds) {
  return spans.some((span) => seconds >= span.start_seconds - JOIN_SECONDS && seconds < span.end_seconds + JOIN_SECONDS)
}

export function lastEnd(spans) {
  return spans.reduce((last, span) => Math.max(last, span.end_seconds), 0)
}

// Why there is nothing to see: { why, reason }. `why` names the sentence.
export function absence({ spans, gaps, seconds, running }) {
  const gap = spanAt(gaps, seconds)
  if (!spans.length) return { why: running ? "not_yet" : "none" }
  if (seconds >= lastEnd(spans)) {
    if (running) return { why: "not_yet" }
    return gap ? { why: "gap", reason: gap.caption } : { why: "after" }
  }
  if (gap) return { why: "gap", reason: gap.caption }
  return { why: seconds < spans[0].start_seconds ? "before" : "gap_unknown" }
}

// Where to begin so that a moment is seen coming: up to `lead` before it, but not in a gap that ends before the moment.
export function leadIn(spans, seconds, lead) {
  const begun = seconds - lead
  if (isCovered(spans, begun)) return begun
  return spans.find((span) => span.start_seconds > begun && span.start_seconds <= seconds)?.start_seconds ?? begun
}

// The last moment that all sources have: so far a running report can be watched.
export function liveEdge(tracks) {
  const ends = tracks.map(lastEnd).filter((end) => end > 0)
  return ends.length ? Math.min(...ends) : 0
}

// Where a jump to `seconds` can land in ranges [[start, end], ...]: there, or a little later, else null.
export function landing(ranges, seconds) {
  for (const [start, end] of ranges) {
    if (seconds >= start && seconds < end) return seconds
    if (start > seconds && start - seconds <= 2 * JOIN_SECONDS) return start + 0.01
  }
  return null
}
