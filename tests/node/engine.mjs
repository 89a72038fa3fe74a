// The built package, started once for all Node tests. $SERVICE_CIRCLE_BUILD names the build to
// start: `baseline` (as a page without SIMD gets it, and the default) or `simd`.
import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
const MODULES = { baseline: 'service_circle_bg.wasm', simd: 'service_circle_simd_bg.wasm' };

/** @typedef {keyof typeof MODULES} Build */

/** The bytes of a build's module. @param {Build} build */
export const moduleBytes = (build) => {
  if (!MODULES[build]) throw new Error(`there is no build ${build}, only ${Object.keys(MODULES)}`);
  return readFile(new URL(`pkg/${MODULES[build]}`, root));
};

/**
 * Starts a build in an instance of its own, with memory of its own.
 * @param {Build} build @param {string} [name] another instance of the same build needs another name
 */
export async function startEngine(build, name = build) {
  // The bindings hold one instance for each address they are imported by.
  const engine = await import(new URL(`pkg/service_circle.js?${name}`, root).href);
  const instance = await engine.default({ module_or_path: await moduleBytes(build) });
  const wasmMegabytes = () => instance.memory.buffer.byteLength / 2 ** 20;
  return { engine, instance, wasmMegabytes };
}

export const build = /** @type {Build} */ (process.env.SERVICE_CIRCLE_BUILD ?? 'baseline');
export const { engine, instance, wasmMegabytes } = await startEngine(build);
export const maltaBytes = await readFile(
  new URL('www/public/demo/malta-2024-03-13.osm.pbf', root),
);

/** A repeatable stream of numbers in [0, 1). @param {number} seed */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The error that a call throws. @param {() => unknown} call */
export function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return /** @type {Error & {code?: string, place?: string}} */ (error);
  }
  throw new Error('nothing was thrown');
}
