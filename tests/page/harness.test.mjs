// The harness itself: a page that misbehaves is caught, a good one is not.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './helpers/browser.mjs';

const FILES = {
  'index.html': '<!doctype html><link rel="icon" href="data:,"><title>good</title>',
  'bad.html': `<!doctype html><link rel="icon" href="data:,"><title>bad</title>
    <script>
      console.error('said aloud');
      setTimeout(() => { throw new Error('not caught'); });
      const worker = new Worker('worker.js');
      const answered = new Promise((resolve) => { worker.onmessage = resolve; });
      const far = fetch('http://page.invalid/').catch(() => 0);
      Promise.all([answered, far, fetch('missing.json')]).then(() => { document.title = 'over'; });
    </script>`,
  'worker.js': "fetch('http://worker.invalid/').catch(() => 0).then(() => postMessage(0));",
  'core.wasm': '\0asm\x01\0\0\0',
};

let folder;
let site;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-circle-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  site = await launch({ folder });
});

after(async () => {
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a good page has no problems', async () => {
  const { page, problems } = await site.open();
  assert.equal(await page.title(), 'good');
  assert.deepEqual(Object.values(problems).flat(), []);
});

test("console errors, page errors and foreign requests are caught, a worker's too", async () => {
  const { page, problems } = await site.open('bad.html');
  await page.waitForFunction(() => document.title === 'over');
  assert.ok(problems.consoleErrors.includes('said aloud'));
  assert.ok(problems.pageErrors.some((text) => text.includes('not caught')));
  assert.ok(problems.failedRequests.includes(`404 ${site.url}missing.json`));
  assert.ok(problems.foreignRequests.includes('http://page.invalid/'));
  assert.ok(problems.foreignRequests.includes('http://worker.invalid/'));
});

test('wasm has its type, and what is not in the folder is not served', async () => {
  assert.equal((await ask('/core.wasm')).type, 'application/wasm');
  for (const path of ['/none', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json']) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

/** Asks for a path as it is written: `fetch` would resolve the dots itself. */
function ask(path) {
  const { hostname, port } = new URL(site.url);
  return new Promise((resolve, reject) => {
    const answered = (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, type: answer.headers['content-type'] });
    };
    request({ hostname, port, path }, answered).on('error', reject).end();
  });
}
