// The browser's own hashes and signatures, and ours where it has none.

import { hexOf } from "./bytes.js"
import { holdsInPlainJs } from "./ed25519.js"
import { Sha256 } from "./sha2.js"

export const PIECE_BYTES = 16 * 1024 * 1024

// `subtle`: crypto.subtle, or nothing.
export function cryptoOf(subtle) {
  return {
    // The SHA-256 of a source's bytes from `start` to `end`, read in slices where they are many.
    async digest(source, start, end) {
      if (subtle && end - start <= PIECE_BYTES) {
        return hexOf(new Uint8Array(await subtle.digest("SHA-256", await source.read(start, end))))
      }
      const sha256 = new Sha256()
      for (let place = start; place < end; place += PIECE_BYTES) {
        sha256.update(await source.read(place, Math.min(end, place + PIECE_BYTES)))
      }
      return hexOf(sha256.digest())
    },

    async digestOf(bytes) {
      if (subtle) return hexOf(new Uint8Array(await subtle.digest("SHA-256", bytes)))
      return hexOf(new Sha256().update(bytes).digest())
    },

    async holds(publicKey, message, signature) {
      let key
      try {
        key = await subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"])
      } catch {
        return holdsInPlainJs(publicKey, message, signature)
      }
      return subtle.verify("Ed25519", key, signature, message)
    },
  }
}
