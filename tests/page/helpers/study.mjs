// The demo study in Node, through the same package that the page uses: what the page shows is compared with it.
import { readFile } from 'node:fs/promises';
import init, { Study } from '../../../pkg/service_circle.js';

const at = (path) => new URL(`../../../${path}`, import.meta.url);

/** The file that the built page opens by itself, below `www/dist/`. */
async function demoPath() {
  const page = await readFile(at('www/dist/index.html'), 'utf8');
  return /<service-circle[^>]* src="([^"]+)"/.exec(page)[1];
}

/** @returns {Promise<Study>} */
export async function demoStudy() {
  await init({ module_or_path: await readFile(at('pkg/service_circle_bg.wasm')) });
  const path = await demoPath();
  const bytes = await readFile(at(`www/dist/${path}`));
  return path.endsWith('.scb') ? Study.fromBytes(bytes) : Study.fromOsm(bytes);
}

/** A small made-up prefecture: its units have four levels, and their zones differ. */
export const madeUp = () => Study.synthetic({ villages: 60 });

/** What the page lets a search for sites try where it is not told otherwise. */
export const OFFERED = { kinds: ['reuse', 'share', 'doorstep', 'new'], junctions: true };

/** The plan of a search that is run to its end. @param {{ step(ms: number): { done: boolean }, plan(): any, free(): void }} search */
export function ended(search) {
  while (!search.step(200).done);
  const plan = search.plan();
  search.free();
  return plan;
}
