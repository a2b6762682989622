/* The sha256 of an ArrayBuffer, in hex. */
export async function sha256Hex(buffer, subtle) {
  return hexOf(new Uint8Array(await subtle.digest("SHA-256", buffer)));
}

function hexOf(bytes) {
  return Array.from(bytes).map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* 128 random bits in hex: they name a page load, also where a message arrives twice. */
export function randomKey(crypto) {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}

/* Blob.arrayBuffer() is too young for the browsers that students have. */
export function bytesOf(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}
