/**
 * Makes the demo study of the page: reads the map file beside this script with the built engine and writes it in the
 * binary form, which opens at once and is smaller to fetch. Runs before every build of the page.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import init, { Study } from '../../pkg/service_circle.js';

/** @param {string} path below the repository's root */
const at = (path) => new URL(`../../${path}`, import.meta.url);

await init({ module_or_path: await readFile(at('pkg/service_circle_bg.wasm')) });
const study = Study.fromOsm(await readFile(at('www/demo/malta-2024-03-13.osm.pbf')));
await mkdir(at('www/public/demo'), { recursive: true });
await writeFile(at('www/public/demo/malta.scb'), study.toBytes());
