/**
 * Makes the demo study of the page: reads the map file in public/demo with the built engine and writes it beside in the
 * binary form, which opens at once and is smaller to fetch. Runs before every build, so that the form fits the engine.
 */
import { readFile, writeFile } from 'node:fs/promises';
import init, { Study } from '../pkg/service_circle.js';

/** @param {string} path below this folder */
const at = (path) => new URL(path, import.meta.url);

await init({ module_or_path: await readFile(at('../pkg/service_circle_bg.wasm')) });
const study = Study.fromOsm(await readFile(at('public/demo/malta-2024-03-13.osm.pbf')));
await writeFile(at('public/demo/malta.scb'), study.toBytes());
