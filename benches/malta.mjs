// The embedded demo from file to suggested site: wasm in Node, one thread, medians.
// Beside each time stands its ratio to inflating the file, measured in the same run: the floor of
// any import, and a yardstick for machines of other speeds.
import { inflateSync } from 'node:zlib';
import { engine, maltaBytes, wasmMegabytes } from '../tests/node/engine.mjs';

const { Study } = engine;
const RUNS = 9;

/** @param {() => unknown} work @param {number} [runs] */
function median(work, runs = RUNS) {
  const times = Array.from({ length: runs }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return times.sort((a, b) => a - b)[runs >> 1];
}

/** The compressed parts of a PBF file: every zlib stream in it. @param {Uint8Array} bytes */
function blobs(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const head = view.getUint32(at);
    let field = at + 4;
    let size = 0;
    while (field < at + 4 + head) {
      const key = bytes[field++];
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[field++];
        value |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      if (key === 0x18) size = value;
      else field += value;
    }
    const body = bytes.subarray(at + 4 + head, at + 4 + head + size);
    const zlib = body.findIndex((b, i) => b === 0x78 && (b * 256 + body[i + 1]) % 31 === 0);
    if (zlib >= 0) found.push(body.subarray(zlib));
    at += 4 + head + size;
  }
  return found;
}

const parts = blobs(maltaBytes);
const floor = median(() => parts.forEach((part) => inflateSync(part)));
const rows = [['inflate the file (the yardstick)', floor]];
const row = (name, work, runs) => rows.push([name, median(work, runs)]);

const begin = performance.now();
let study = Study.fromOsm(maltaBytes);
rows.push(['file to study, first time', performance.now() - begin]);
const peak = wasmMegabytes();
row('file to study', () => Study.fromOsm(maltaBytes).free(), 5);
row('file to network', () => engine.RoadNetwork.fromOsm(maltaBytes).free(), 5);
const packed = study.toBytes();
row('binary form to study', () => Study.fromBytes(packed).free());

const question = { service: 'PHA', minutes: 15 };
for (const mode of ['walk', 'cycle', 'drive']) {
  row(`${mode}: join the residents, first answer`, () => {
    const fresh = Study.fromBytes(packed);
    fresh.served({ ...question, mode });
    fresh.free();
  }, 3);
  row(`${mode}: who is served, after an edit`, () => {
    const edited = study.apply({ edits: [{ open: { at: [14.4, 35.9], services: ['PHA'] } }] });
    edited.served({ ...question, mode });
    edited.free();
  });
  const network = study.network();
  const places = [[14.5134, 35.8979], [14.4611, 35.8972], [14.4, 35.89], [14.24, 36.044]];
  let next = 0;
  row(`${mode}: isochrone 5, 10, 15 minutes`, () =>
    network.isochrone({ at: places[next++ % 4], mode, minutes: [5, 10, 15] }), 40);
  network.free();
}
const bounds = study.describe().bounds;
row('heat surface, 512 px', () =>
  study.heatMinutes({ ...question, mode: 'walk', bounds, width: 512, height: 512 }));
for (const sites of [3, 10]) {
  row(`suggest ${sites} sites, to the end`, () => {
    const search = study.suggestSites({ ...question, mode: 'walk', sites });
    while (!search.step(1000).done);
    search.free();
  }, 3);
}

console.log('Malta, wasm in Node', process.version, '· one thread · medians\n');
console.log('| what | ms | × inflate |\n| --- | ---: | ---: |');
for (const [name, ms] of rows) console.log(`| ${name} | ${ms.toFixed(2)} | ${(ms / floor).toFixed(2)} |`);
study.free();
study = null;
console.log(`\nwasm memory: ${peak.toFixed(0)} MB after the import, ${wasmMegabytes().toFixed(0)} MB after all of this`);
