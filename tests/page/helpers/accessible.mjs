// What axe-core finds in a page, and whether the page fits the screen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(new URL('../../../www/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');

/** No serious finding, and nothing wider than the screen. @param {import('playwright-core').Page} page */
export async function assertAccessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
  const serious = found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  assert.deepEqual(serious.map((v) => [v.id, v.nodes.map((n) => n.html)]), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
}
