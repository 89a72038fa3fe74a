// The built package, started once for all Node tests.
import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
export const engine = await import(new URL('pkg/service_circle.js', root).href);
export const instance = await engine.default({
  module_or_path: await readFile(new URL('pkg/service_circle_bg.wasm', root)),
});
export const maltaBytes = await readFile(
  new URL('www/public/demo/malta-2024-03-13.osm.pbf', root),
);
export const wasmMegabytes = () => instance.memory.buffer.byteLength / 2 ** 20;

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
