// The browsers' verifier over many packs: reads [{path, keys, receipt}] from standard input, writes their reports.
// `--plain` does without WebCrypto.
import { readFileSync } from "node:fs"
import process from "node:process"
import { cryptoOf } from "../oes/evidence/static/evidence/crypto.js"
import { verify } from "../oes/evidence/static/evidence/verify.js"

const crypto = cryptoOf(process.argv.includes("--plain") ? undefined : globalThis.crypto.subtle)
const reports = []
for (const { path, keys, receipt } of JSON.parse(readFileSync(0, "utf8"))) {
  const bytes = new Uint8Array(readFileSync(path))
  const source = { size: bytes.length, read: async (start, end) => bytes.slice(start, end) }
  reports.push(await verify(source, crypto, { keys, receipt }))
}
process.stdout.write(JSON.stringify(reports))
