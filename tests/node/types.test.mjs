// The public types: a golden file, so that every change of them is seen and meant.
// After a change that is meant: UPDATE_GOLDEN=1 node --test tests/node/types.test.mjs
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

const golden = new URL('../golden/service_circle.d.ts', import.meta.url);
const built = await readFile(new URL('../../pkg/service_circle.d.ts', import.meta.url), 'utf8');
// What follows is wasm-bindgen's own start-up interface.
const ours = built.slice(0, built.indexOf('export type InitInput'));

test('the types of the package are those of the golden file', async () => {
  if (process.env.UPDATE_GOLDEN) await writeFile(golden, ours);
  assert.equal(ours, await readFile(golden, 'utf8'));
});
