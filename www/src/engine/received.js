/** A file on its way from the host, with its progress. */

/** Telling draws the page anew, which takes longer than a part of a file that lies near. */
const TELL_EVERY_MS = 100;

/**
 * The body of a response, telling how much of it is there.
 * @param {Response} response @param {(share: number | null) => void} tell
 */
export async function received(response, tell) {
  const total = Number(response.headers.get('content-length'));
  if (!response.body || !total) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  let told = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) continue;
    told = now;
    tell(Math.min(1, length / total));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
