/* The time that is left, by the server's word and this device's steady clock: its wall clock may be wrong. */
export class Countdown {
  constructor({ now }) {
    this.now = now;
    this.until = null;
  }

  set(seconds) {
    this.until = this.now() + Math.max(0, seconds);
  }

  left() {
    return this.until === null ? null : Math.max(0, this.until - this.now());
  }
}

/* 1:05:09, or 5:09 in the last hour. */
export function clockText(seconds) {
  const whole = Math.ceil(seconds);
  const two = (value) => (value < 10 ? "0" + value : String(value));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return (hours ? hours + ":" + two(minutes) : String(minutes)) + ":" + two(whole % 60);
}

const TOLD_MINUTES = [30, 10, 5, 1];

/* Returns the minutes to be told aloud when the time passes one of the marks between two looks, or 0. */
export function markPassed(before, after) {
  if (before === null) return 0;
  return TOLD_MINUTES.find((minutes) => before > minutes * 60 && after <= minutes * 60 && after > 0) || 0;
}
