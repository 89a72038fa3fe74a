// Ours and our peers' times for the same task on the same file, in one run: `cargo xtask bench peers`.
// $VALHALLA_PYTHON and $PANDANA_PYTHON are the peers' own Pythons (a peer without one is left out),
// $PEERS_FOLDER is where their files go.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { maltaBytes, randomNumbers, startEngine } from '../../tests/node/engine.mjs';
import { machine, median, milliseconds, shown, table } from '../common/table.mjs';
import { overlap } from './overlap.mjs';
import { Peer } from './peer.mjs';

const MINUTES = 15;
const ROUNDS = 5;
const BUILDS = /** @type {const} */ (['simd', 'baseline']);
const FILE = fileURLToPath(new URL('../../www/public/demo/malta-2024-03-13.osm.pbf', import.meta.url));
const folder = process.env.PEERS_FOLDER ?? '';
mkdirSync(folder, { recursive: true });
const only = process.argv[2];

/**
 * Settings that make both sides search the same land, so that times compare. Valhalla drives near the limits: with our default
 * speeds (congestion is in them, and two minutes for parking) a circle is far smaller; that row stands by itself.
 */
const MODES = [
  { name: 'walking', mode: { base: 'walk', speedKmh: 4.8 }, costing: 'pedestrian', options: { walking_speed: 4.8 }, atLeast: 8 },
  { name: 'cycling', mode: { base: 'cycle', speedKmh: 12, fixedSeconds: 0 }, costing: 'bicycle', options: { cycling_speed: 12 }, atLeast: 5 },
  { name: 'driving', mode: { base: 'drive', fixedSeconds: 0, limitShare: 1, limitShareFast: 1 }, costing: 'auto', options: {}, atLeast: 5 },
  { name: 'driving at our default speeds, theirs at theirs', mode: 'drive', costing: 'auto', options: {}, unlike: true },
];
const DRIVING = MODES[2];

/** @type {{ task: string, simd?: number, baseline?: number, theirs?: number, peer?: string, atLeast?: number, check: string }[]} */
const rows = [];
/** Checks that failed. @type {string[]} */
const failed = [];

/** What two answers have in common, and whether that is what was promised. */
function checked(task, isGood, found) {
  if (!isGood) failed.push(`${task}: ${found}`);
  return isGood ? found : `**${found}**`;
}

/** A peer with its version, or what stands in its way. @param {string} variable @param {string} script */
async function peerOf(variable, script) {
  const python = process.env[variable];
  if (!python) return null;
  const peer = new Peer(python, script);
  const { version, python: under } = await peer.ask('version');
  console.log(`${peer.name} ${version} under Python ${under}`);
  return peer;
}

console.log(`${machine()} · one thread each · processor time, medians of several, ours and theirs in turn\n`);
const valhalla = await peerOf('VALHALLA_PYTHON', 'ask_valhalla.py');
const pandana = await peerOf('PANDANA_PYTHON', 'ask_pandana.py');
for (const [peer, name] of [[valhalla, 'pyvalhalla'], [pandana, 'pandana']]) {
  if (!peer) console.log(`${name} could not be installed: ours stands alone`);
}

/** Runs a task by name, unless another one was asked for. @param {string} name @param {() => Promise<void>} work */
async function task(name, work) {
  if (only && !name.includes(only)) return;
  console.log(`  ${name} …`);
  await work();
}

// ---- OSM file to ready network, cold ----
await task('file to network', async () => {
  const ours = { simd: [], baseline: [] };
  const memory = [];
  const theirs = [];
  const tiles = join(folder, 'tiles');
  for (let round = 0; round < ROUNDS; round++) {
    for (const build of BUILDS) {
      const script = fileURLToPath(new URL('import.mjs', import.meta.url));
      const cold = JSON.parse(String(execFileSync(process.execPath, [script, build, FILE])));
      ours[build].push(cold.ms);
      memory.push(cold.megabytes);
    }
    if (valhalla) theirs.push((await valhalla.ask('tiles', { file: FILE, folder: tiles })).ms);
  }
  rows.push({
    task: 'OSM file to ready network, three modes, cold',
    simd: median(ours.simd),
    baseline: median(ours.baseline),
    theirs: valhalla ? median(theirs) : undefined,
    peer: 'Valhalla tile build',
    atLeast: 5,
    check: `${Math.max(...memory).toFixed(0)} MB of wasm memory`,
  });
});

/** Both builds with the same study, in instances of their own. */
const engines = await Promise.all(
  BUILDS.map(async (build) => {
    const { engine, wasmMegabytes } = await startEngine(build);
    const study = engine.Study.fromOsm(maltaBytes);
    return { build, engine, study, network: study.network(), wasmMegabytes };
  }),
);
const [{ study, network, wasmMegabytes }] = engines;
const studyMegabytes = wasmMegabytes();
const demand = study.demandPoints();
const homes = Array.from(demand.lng, (lng, i) => [lng, demand.lat[i]]);
const random = randomNumbers(2024);
/** @param {number} count @param {number[][]} from */
const drawn = (count, from) => Array.from({ length: count }, () => from[Math.floor(random() * from.length)]);
const onMainRoads = (at, mode) => network.locate({ at, mode }).componentShare > 0.5;

/** Ours in both builds and theirs in turn; each gives its milliseconds. */
async function inTurn(rounds, ours, theirs) {
  const times = { simd: [], baseline: [], theirs: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const engine of engines) {
      const ms = await ours(engine, round);
      // The first round warms all of them up.
      if (round > 0) times[engine.build].push(ms);
    }
    const ms = await theirs?.(round);
    if (ms !== undefined && round > 0) times.theirs.push(ms);
  }
  return {
    simd: median(times.simd),
    baseline: median(times.baseline),
    theirs: times.theirs.length > 0 ? median(times.theirs) : undefined,
  };
}

// ---- isochrones ----
if (valhalla) {
  const tiles = join(folder, 'tiles');
  if (only) await valhalla.ask('tiles', { file: FILE, folder: tiles });
  await valhalla.ask('start', { folder: tiles });
}
for (const { name, mode, costing, options, atLeast, unlike } of MODES) {
  await task(`isochrone ${name}`, async () => {
    const places = drawn(200, homes).filter((at) => onMainRoads(at, mode)).slice(0, 60);
    const question = (at) => ({ at, mode, minutes: [MINUTES], direction: 'from' });
    const shares = [];
    const areas = [];
    const each = { simd: [], baseline: [], theirs: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { build, network: ours } of engines) {
        for (const at of places) {
          const ms = milliseconds(() => ours.isochrone(question(at)));
          if (round > 0) each[build].push(ms);
        }
      }
      if (!valhalla) continue;
      const theirs = await valhalla.ask('isochrones', { places, costing, minutes: MINUTES, options });
      if (round > 0) each.theirs.push(...theirs.ms);
      if (round > 0) continue;
      places.forEach((at, i) => {
        const { shared, areaRatio } = overlap(network.isochrone(question(at)).features[0].geometry, theirs.drawn[i]);
        shares.push(shared);
        areas.push(areaRatio);
      });
    }
    const [shared, area] = [median(shares), median(areas)];
    const found = `${(shared * 100).toFixed(0)} % of the land shared, ${area.toFixed(2)} × their area`;
    rows.push({
      task: `isochrone ${name}, one band`,
      simd: median(each.simd),
      baseline: median(each.baseline),
      theirs: valhalla ? median(each.theirs) : undefined,
      peer: 'Valhalla isochrone',
      atLeast,
      check: valhalla ? checked(name, unlike || (shared > 0.5 && area > 0.7 && area < 1.4), found) : '–',
    });
  });
}

// ---- every node, and the nearest of 250, on one and the same graph ----
const arcs = network.arcs({ mode: 'walk' });
for (const name of ['tail', 'head', 'seconds', 'lng', 'lat']) writeFileSync(join(folder, name), arcs[name]);
/** People at the nodes, whole numbers: their sums do not depend on the order. */
const values = Float64Array.from({ length: arcs.nodeCount }, () => Math.floor(random() * 100));
writeFileSync(join(folder, 'values'), values);
for (const engine of engines) engine.bare = engine.engine.RoadNetwork.fromArcs(arcs);
const read = (name) => new Float64Array(readFileSync(join(folder, name)).buffer.slice(0));
/** @param {Float64Array} ours @param {Float64Array} theirs @param {(a: number, b: number) => boolean} agree */
function agreement(what, ours, theirs, agree) {
  let same = 0;
  for (let i = 0; i < ours.length; i++) same += Number(agree(ours[i], theirs[i]));
  const share = same / ours.length;
  return checked(what, share >= 0.999, `${(share * 100).toFixed(share === 1 ? 0 : 2)} % of ${ours.length} nodes agree`);
}
if (pandana && (!only || 'nodes nearest'.includes(only))) await pandana.ask('load', { folder });

await task('nodes', async () => {
  const question = { values, cutoffSeconds: MINUTES * 60, direction: 'from' };
  let sums = new Float64Array();
  const times = await inTurn(
    3,
    ({ bare }) => milliseconds(() => (sums = bare.nodeSums(question))),
    pandana ? async () => (await pandana.ask('sums', { folder, seconds: MINUTES * 60 })).ms : undefined,
  );
  rows.push({
    task: 'every node as origin, sum within 15 minutes, walking',
    ...times,
    peer: 'pandana precompute + aggregate',
    atLeast: 2,
    check: pandana ? agreement('sums', sums, read('sums'), (a, b) => a === b) : '–',
  });
  // Every node that is reached counts once: so many were settled.
  const ones = new Float64Array(values.length).fill(1);
  const settled = engines[0].bare.nodeSums({ ...question, values: ones }).reduce((a, b) => a + b, 0);
  const each = (ms) => `${((ms * 1e6) / settled).toFixed(0)} ns`;
  console.log(`    ${(settled / values.length).toFixed(0)} nodes settled per origin, ${each(times.simd)} each in the SIMD build, ${each(times.baseline)} in the baseline`);
});

await task('nearest', async () => {
  // pandana finds a facility's node by its place: take nodes that are alone at theirs.
  const count = new Map();
  const key = (node) => `${arcs.lng[node]} ${arcs.lat[node]}`;
  for (let node = 0; node < arcs.nodeCount; node++) count.set(key(node), (count.get(key(node)) ?? 0) + 1);
  const nodes = new Set();
  while (nodes.size < 250) {
    const node = Math.floor(random() * arcs.nodeCount);
    if (count.get(key(node)) === 1) nodes.add(node);
  }
  const sources = Uint32Array.from(nodes);
  for (const [within, cutoffSeconds, atLeast] of [['within 15 minutes', MINUTES * 60, 40], ['however far', undefined, 40]]) {
    let found = new Float64Array();
    const far = cutoffSeconds ?? 1e6;
    const times = await inTurn(
      7,
      ({ bare }) => milliseconds(() => (found = bare.nodeTimes({ sources, cutoffSeconds }))),
      pandana ? async () => (await pandana.ask('nearest', { folder, nodes: [...nodes], seconds: far })).ms : undefined,
    );
    // They round to milliseconds another way, once for each arc passed.
    const agree = (a, b) => (Number.isNaN(a) ? b >= far : Math.abs(a - b) <= 0.1);
    rows.push({
      task: `nearest of 250 facilities for all nodes, walking, ${within}`,
      ...times,
      peer: 'pandana nearest_pois',
      atLeast,
      check: pandana ? agreement(`nearest ${within}`, found, read('nearest'), agree) : '–',
    });
  }
});

// ---- matrix ----
await task('matrix', async () => {
  const { mode, costing, options } = DRIVING;
  const joined = drawn(3000, homes).filter((at) => onMainRoads(at, mode));
  const candidates = joined.slice(0, 1000);
  const [origins, targets] = [joined.slice(-200), candidates.slice(0, 20)];
  const pairs = origins.length * targets.length;
  const whole = candidates.length * homes.length;
  const asked = { mode, cutoffMinutes: MINUTES };
  const theirs = [];
  let sample = null;
  const times = await inTurn(
    2,
    ({ network: ours }) => milliseconds(() => ours.travelTimes({ from: homes, to: candidates, ...asked })),
    valhalla
      ? async () => {
          sample = await valhalla.ask('matrix', { origins, targets, costing, options });
          theirs.push(sample.ms);
          return (sample.ms * whole) / pairs;
        }
      : undefined,
  );
  let check = '–';
  if (sample) {
    const ours = network.travelTimes({ from: origins, to: targets, mode });
    const ratios = [];
    ours.forEach((seconds, i) => {
      if (seconds > 120 && sample.seconds[i] !== null) ratios.push(seconds / sample.seconds[i]);
    });
    ratios.sort((a, b) => a - b);
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => ratios[Math.floor(ratios.length * share)]);
    const found = `ours / theirs ${middle.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)} for 80 %) on ${ratios.length} pairs`;
    check = `${checked('matrix', low > 0.5 && high < 2, found)}; theirs scaled by pairs from ${origins.length} × ${targets.length}: ${shown(median(theirs))}`;
  }
  const what = `1,000 candidates × ${homes.length.toLocaleString('en')} demand points, 15 minutes driving`;
  const scaled = { theirs: times.theirs, peer: 'Valhalla matrix', atLeast: 1000 };
  rows.push({ task: what, ...times, ...scaled, check });
  // The same with the mode's hierarchy made ready before: its building is a row of its own.
  const packed = network.toBytes();
  for (const engine of engines) {
    engine.prepared = engine.engine.RoadNetwork.fromBytes(packed);
    engine.prepared.prepare({ mode });
  }
  const some = { from: origins, to: candidates, ...asked };
  const plain = network.travelTimes(some);
  const swept = engines[0].prepared.travelTimes(some);
  const isSame = swept.every((seconds, i) => Object.is(seconds, plain[i]));
  const prepared = await inTurn(3, ({ prepared: ours }) =>
    milliseconds(() => ours.travelTimes({ from: homes, to: candidates, ...asked })));
  for (const engine of engines) engine.prepared.free();
  rows.push({
    task: `${what}, with the hierarchy`,
    ...prepared,
    ...scaled,
    check: checked('matrix with the hierarchy', isSame, `${plain.length.toLocaleString('en')} times the same to the bit`),
  });
});

// ---- rows of our own ----
await task('heat', async () => {
  const service = 'PHA';
  const existing = study.describe().services.find((s) => s.code === service)?.facilities ?? 0;
  const edits = drawn(250 - existing, homes).map((at) => ({ open: { at, services: [service] } }));
  const { bounds } = study.describe();
  // Where the residents live is worked out once for a study and all that are made from it.
  for (const { study: base } of engines) base.served({ service, mode: 'walk', minutes: MINUTES });
  const times = await inTurn(9, ({ study: base }) => {
    // Another study each time: an open one keeps its last answer.
    const edited = base.apply({ edits });
    const ms = milliseconds(() => edited.heatMinutes({ service, mode: 'walk', bounds, width: 512, height: 512 }));
    edited.free();
    return ms;
  });
  rows.push({
    task: 'heat surface 512 px, 250 facilities, network to pixels, walking',
    ...times,
    check: times.simd <= 30 ? 'at most 30 ms' : '**more than 30 ms**',
  });
});

await task('hierarchy', async () => {
  const mode = 'drive';
  // With a cut-off, or a plain search would answer.
  const sample = { from: drawn(60, homes), to: drawn(60, homes), mode, cutoffMinutes: 90 };
  const plain = network.travelTimes(sample);
  const same = (times) => times.every((seconds, i) => Object.is(seconds, plain[i]));
  const packed = network.toBytes();
  let isSame = true;
  const build = await inTurn(5, ({ engine }) => {
    const fresh = engine.RoadNetwork.fromBytes(packed);
    fresh.locate({ at: homes[0], mode });
    const ms = milliseconds(() => fresh.prepare({ mode }));
    isSame &&= same(fresh.travelTimes(sample));
    fresh.free();
    return ms;
  });
  rows.push({
    task: `hierarchy of one mode (${mode}), built`,
    ...build,
    check: checked('hierarchy', isSame, `${plain.length.toLocaleString('en')} times the same to the bit`),
  });
  // Opened again, only its times are worked out: the order is in the binary form.
  for (const { network: ours } of engines) ours.prepare({ mode });
  const ordered = network.toBytes();
  const open = await inTurn(5, ({ engine }) => {
    const again = engine.RoadNetwork.fromBytes(ordered);
    again.locate({ at: homes[0], mode });
    const ms = milliseconds(() => again.prepare({ mode }));
    again.free();
    return ms;
  });
  rows.push({ task: 'the same from the binary form, which holds the order', ...open, check: '–' });
  let touched = true;
  const reweight = await inTurn(21, ({ network: ours }, round) => {
    const { way, between } = ours.roadAt({ at: homes[(round * 977) % homes.length], mode });
    const edited = ours.edit([{ closeRoad: { way, between } }]);
    // The edited roads' own times first, as every search needs them.
    edited.locate({ at: homes[0], mode });
    const ms = milliseconds(() => edited.prepare({ mode }));
    if (round === 1) {
      const answer = edited.travelTimes(sample);
      const anew = ours.edit([{ closeRoad: { way, between } }]);
      const expected = anew.travelTimes(sample);
      touched &&= answer.every((seconds, i) => Object.is(seconds, expected[i]));
      anew.free();
    }
    edited.free();
    return ms;
  });
  rows.push({
    task: 'hierarchy of one mode, re-weighted after a road is closed',
    ...reweight,
    check: checked('re-weighted', touched, 'times as in one built anew'),
  });
});

valhalla?.end();
pandana?.end();
const ratioOf = (row, ours) => (row.theirs && ours ? `${(row.theirs / ours).toPrecision(3)} ×` : '–');
console.log(`\n${table(
  ['task', 'ours, SIMD>', 'ours, baseline>', 'theirs>', 'peer', 'ratio>', 'at least>', 'check'],
  rows.map((row) => [
    row.task,
    shown(row.simd),
    shown(row.baseline),
    shown(row.theirs),
    row.theirs ? row.peer : '–',
    ratioOf(row, row.simd),
    row.atLeast ? `${row.atLeast} ×` : '–',
    row.check,
  ]),
)}`);
console.log(`\nwasm memory: ${studyMegabytes.toFixed(0)} MB after the whole import (roads, buildings, places, areas), of 120 MB`);
if (failed.length > 0) {
  console.error(`\nanswers that do not compare:\n${failed.map((line) => `- ${line}`).join('\n')}`);
  process.exitCode = 1;
}
