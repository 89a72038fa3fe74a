// The npm package as npm and bundlers see it.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { test } from 'node:test';

const PKG = new URL('../../pkg/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('package.json', PKG), 'utf8'));

test('every file that package.json names is there', async () => {
  const { main, module, types, files } = manifest;
  for (const name of [main, module, types, ...files]) {
    assert.ok((await stat(new URL(name, PKG))).size > 0, name);
  }
});

test('the module starts from bytes, as a host with no network starts it', async () => {
  const { default: init } = await import(new URL(manifest.module, PKG).href);
  const bytes = await readFile(new URL('service_circle_bg.wasm', PKG));
  const instance = await init({ module_or_path: bytes });
  assert.ok(instance.memory instanceof WebAssembly.Memory);
});
