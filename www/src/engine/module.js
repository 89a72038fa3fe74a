/** Gets the compiled engine: from the host if it hands one over, else from the files beside the page. */

/** @typedef {WebAssembly.Module | ArrayBuffer | Uint8Array<ArrayBuffer> | string | URL} WasmSource */

const BASELINE = new URL('../../../pkg/service_circle_bg.wasm', import.meta.url);
const SIMD = new URL('../../../pkg/service_circle_simd_bg.wasm', import.meta.url);

/** A module of one function that fills a vector: valid only where vectors are known. */
const FILLS_A_VECTOR = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
  ...[1, 5, 1, 0x60, 0, 1, 0x7b], // one type: () -> v128
  ...[3, 2, 1, 0], // one function, of that type
  ...[10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 0x0b], // i32.const 0, i8x16.splat, end
);

/**
 * Where the engine lies, best first: with vector instructions where this browser has them, then without. Both give the same
 * answers. Whoever keeps files for offline use needs the first only: if it is not to be had, the next is asked for.
 */
export const engineAddresses = WebAssembly.validate(FILLS_A_VECTOR) ? [SIMD, BASELINE] : [BASELINE];

/**
 * @param {WasmSource} [source] a module, its bytes or an address
 * @returns {Promise<WebAssembly.Module>}
 */
export async function engineModule(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  if (source !== undefined) return fetched(source);
  const [best, ...others] = engineAddresses;
  try {
    return await fetched(best);
  } catch (error) {
    // A host may have copied the baseline module only.
    if (others.length === 0) throw error;
    return fetched(others[0]);
  }
}

/** @param {string | URL} address */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw Object.assign(new Error(String(address)), { code: 'page.fetch', place: String(address), found: String(response.status) });
  // Not compileStreaming: hosts that serve .wasm under another media type would break it.
  return WebAssembly.compile(await response.arrayBuffer());
}
