// What a verifier says, from the words of one language. The same as words.py.

const MOST_SHOWN = 50

// The lines about a report: { outcome, findings: [texts], facts: [[label, value]] }.
export function told(report, words) {
  const findings = report.findings.slice(0, MOST_SHOWN).map((finding) => said(finding, words))
  const count = report.findings.length - MOST_SHOWN
  if (count > 0) findings.push(filled(words.places.more, { count }))
  return { outcome: words.outcomes[report.outcome], findings, facts: factsTold(report, words) }
}

export function said({ code, values }, words) {
  const places = placesOf(values, words).join(", ")
  return places ? `${words.sentences[code]} (${places})` : words.sentences[code]
}

function factsTold({ facts }, words) {
  const own = facts.about ?? {}
  const named = Object.keys(words.about).filter((key) => Object.hasOwn(own, key))
  const keys = [...named, ...Object.keys(own).filter((key) => !named.includes(key))]
  const about = keys.map((key) => [words.about[key] ?? key, own[key]])
  const known = Object.entries(words.facts).filter(([key]) => facts[key])
  return [...about, ...known.map(([key, label]) => [label, facts[key]])].map(([label, value]) => [label, String(value)])
}

function placesOf(values, { places, tracks }) {
  const out = []
  if ("link" in values) {
    const isSeveral = (values.to ?? values.link) !== values.link
    out.push(filled(isSeveral ? places.links : places.link, values))
  } else if ("to" in values) {
    out.push(filled(places.up_to, values))
  }
  if ("stands" in values) out.push(filled(places.stands, values))
  if ("track" in values) out.push(tracks[values.track] ?? values.track)
  if ("start" in values) out.push(filled(places.time, { start: clock(values.start), end: clock(values.end) }))
  for (const name of ["action", "part", "member"]) if (name in values) out.push(String(values[name]))
  for (const name of ["key", "receipt"]) if (name in values) out.push(filled(places[name], values))
  return out
}

export function clock(seconds) {
  const whole = Math.floor(seconds)
  const two = (number) => String(number).padStart(2, "0")
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name])
}
