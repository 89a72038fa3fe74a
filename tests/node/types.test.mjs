// The public types: a golden file, so that every change of them is seen and meant.
// After a change that is meant: UPDATE_GOLDEN=1 node --test tests/node/types.test.mjs
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

const golden = new URL('../golden/service_circle.d.ts', import.meta.url);
const built = await readFile(new URL('../../pkg/service_circle.d.ts', import.meta.url), 'utf8');
// What follows is wasm-bindgen's own start-up interface. The order of declarations is the linker's,
// so they are sorted, each with its comment.
const ours = built
  .slice(0, built.indexOf('export type InitInput'))
  .split(/^(?=\/\*\*|export |import )/m)
  .reduce(
    (found, part) => {
      const isComment = part.startsWith('/**') && !/^(export|import) /m.test(part);
      if (isComment) return { ...found, comment: found.comment + part };
      return { list: [...found.list, (found.comment + part).trim()], comment: '' };
    },
    { list: /** @type {string[]} */ ([]), comment: '' },
  )
  .list.sort()
  .join('\n\n') + '\n';

test('the types of the package are those of the golden file', async () => {
  if (process.env.UPDATE_GOLDEN) await writeFile(golden, ours);
  assert.equal(ours, await readFile(golden, 'utf8'));
});
