// Text as Excel and WPS write it on Chinese Windows: no browser and no Node encodes it by itself.

/** @type {Map<string, number[]>} the two-byte part, read off the decoder */
const codes = new Map();
const decoder = new TextDecoder('gb18030');
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail === 0x7f) continue;
    const text = decoder.decode(Uint8Array.of(lead, trail));
    if (text.length === 1 && text !== '\ufffd') codes.set(text, [lead, trail]);
  }
}

/** @param {string} text */
export function gb18030(text) {
  return Uint8Array.from([...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    const bytes = code < 0x80 ? [code] : codes.get(character);
    if (!bytes) throw new RangeError(`no two-byte form of ${character}`);
    return bytes;
  }));
}
