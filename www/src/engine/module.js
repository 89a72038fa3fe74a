/** Gets the compiled engine: from the host if it hands one over, else from the file beside the page. */

/** @typedef {WebAssembly.Module | ArrayBuffer | Uint8Array<ArrayBuffer> | string | URL} WasmSource */

/**
 * @param {WasmSource} [source] a module, its bytes or an address
 * @returns {Promise<WebAssembly.Module>}
 */
export async function engineModule(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const address = source ?? new URL('../../../pkg/service_circle_bg.wasm', import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw Object.assign(new Error(String(address)), { code: 'page.fetch', place: String(address), found: String(response.status) });
  // Not compileStreaming: hosts that serve .wasm under another media type would break it.
  return WebAssembly.compile(await response.arrayBuffer());
}
