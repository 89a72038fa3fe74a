// A test of one page: opened, settled, used as the test says, and left without anything having gone wrong in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { circle } from './circle.mjs';

export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const TABLET = { viewport: { width: 820, height: 1100 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** @typedef {(page: import('playwright-core').Page, c: ReturnType<typeof circle>, t: import('node:test').TestContext) => Promise<void>} Steps */

let site;

// One browser for all tests of a file; each has a context of its own.
before(async () => {
  site = await launch();
});

after(() => site?.close());

/** @param {string} name @param {string} path with query and hash @param {Steps} steps @param {import('playwright-core').BrowserContextOptions} [options] */
export const check = (name, path, steps, options = DESKTOP) =>
  test(name, async (t) => {
    const { page, context, problems } = await site.open(path, options);
    const c = circle(page);
    await c.settled();
    await steps(page, c, t);
    assert.deepEqual(Object.values(problems).flat(), []);
    await context.close();
  });
