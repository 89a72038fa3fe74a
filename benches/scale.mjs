// Malta tiled and stitched to 1, 2 and 4 million junctions: time and wasm memory of each task, SIMD build, one thread.
// The networks are those that scale.rs wrote into $BENCH_FOLDER. With a size and a part as arguments it measures just
// these and prints JSON: every instance has a process of its own, for wasm memory never shrinks.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomNumbers, startEngine } from '../tests/node/engine.mjs';
import { machine, median, milliseconds, shown, table } from './common/table.mjs';

const SIZES = ['one', '1m', '2m', '4m'];
const MODES = ['walk', 'cycle', 'drive'];
const MOST_MEGABYTES = 700;
const MOST_OPENING_MS = 1000;

/** @typedef {{ task: string, ms: number, megabytes: number }} Row */

/** Opens a network in a fresh instance; a first, small one has the module compiled to its best. @param {string} size */
async function opened(size) {
  const bytes = (of) => readFileSync(join(process.env.BENCH_FOLDER ?? '', `malta-${of}.bin`));
  const { engine, wasmMegabytes } = await startEngine('simd');
  for (let i = 0; i < 10; i++) engine.RoadNetwork.fromBytes(bytes('one')).free();
  /** @type {Row[]} */
  const rows = [];
  const row = (task, ms) => rows.push({ task, ms, megabytes: wasmMegabytes() });
  const once = (task, work) => {
    let value;
    row(task, milliseconds(() => (value = work())));
    return value;
  };
  const file = bytes(size);
  const network = once('open the binary form', () => engine.RoadNetwork.fromBytes(file));
  return { engine, network, rows, row, once };
}

/** What is asked of places: joining them, circles around them. @param {string} size */
async function places(size) {
  const { network, rows, row, once } = await opened(size);
  const { bounds, modes } = once('derive three modes', () => network.describe());
  const [west, south, east, north] = bounds;
  const random = randomNumbers(1);
  const anywhere = () => [west + (east - west) * random(), south + (north - south) * random()];
  for (const mode of MODES) {
    const locate = (at) => network.locate({ at, mode });
    // The first question of all indexes the roads.
    if (mode === MODES[0]) once('index the roads', () => locate(anywhere()));
    const found = [];
    while (found.length < 60) {
      const at = anywhere();
      const { reason, componentShare } = locate(at);
      if (reason === null && componentShare > 0.5) found.push(at);
    }
    const each = (work) => median(found.map((at) => milliseconds(() => work(at))));
    const circle = (at) => network.isochrone({ at, mode, minutes: [15] });
    found.forEach(circle);
    row(`${mode}: join a place to the roads`, each(locate));
    row(`${mode}: isochrone, 15 minutes`, each(circle));
  }
  return { rows, junctions: modes.walk.nodes };
}

/** What is asked of all nodes at once. @param {string} size */
async function nodes(size) {
  const { engine, network, rows, row, once } = await opened(size);
  const arcs = once('walk: give out the arcs', () => network.arcs({ mode: 'walk' }));
  network.free();
  const bare = once('walk: take the arcs in', () => engine.RoadNetwork.fromArcs(arcs));
  const random = randomNumbers(2);
  const sources = Uint32Array.from({ length: 250 }, () => Math.floor(random() * arcs.nodeCount));
  for (const [within, cutoffSeconds] of [['however far', undefined], ['within 15 minutes', 900]]) {
    const ask = () => milliseconds(() => bare.nodeTimes({ sources, cutoffSeconds }));
    row(`walk: nearest of 250 for all nodes, ${within}`, median(Array.from({ length: 5 }, ask)));
  }
  return { rows: rows.slice(1), junctions: arcs.nodeCount };
}

/** The hierarchy of a mode, from nothing, after an edit and from its order. @param {string} size */
async function hierarchy(size) {
  const { engine, network, rows, once } = await opened(size);
  const mode = 'drive';
  const [west, south, east, north] = network.describe().bounds;
  const at = [(west + east) / 2, (south + north) / 2];
  network.locate({ at, mode });
  once('drive: build the hierarchy', () => network.prepare({ mode }));
  const random = randomNumbers(3);
  let road = null;
  while (!road) road = network.roadAt({ at: [west + (east - west) * random(), south + (north - south) * random()], mode });
  const edited = network.edit([{ closeRoad: { way: road.way, between: road.between } }]);
  edited.locate({ at, mode });
  once('drive: re-weight it after a road is closed', () => edited.prepare({ mode }));
  edited.free();
  const bytes = network.toBytes();
  network.free();
  const again = engine.RoadNetwork.fromBytes(bytes);
  again.locate({ at, mode });
  once('drive: make it ready from the binary form', () => again.prepare({ mode }));
  return { rows: rows.slice(1), junctions: 0 };
}

const PARTS = { places, nodes, hierarchy };

const [size, part] = process.argv.slice(2);
if (size) {
  console.log(JSON.stringify(await PARTS[part](size)));
} else {
  const ask = (of, what) => {
    console.log(`  ${of}, ${what} …`);
    return JSON.parse(String(execFileSync(process.execPath, [fileURLToPath(import.meta.url), of, what])));
  };
  const answers = SIZES.map((of) => Object.keys(PARTS).map((part) => ask(of, part)));
  console.log(`\n${machine()} · SIMD build, one thread · processor time\n`);
  const parts = Object.keys(PARTS).flatMap((_, which) =>
    answers[0][which].rows.map((first, i) => {
      const cells = answers.map((answer) => answer[which].rows[i]);
      return [first.task, ...cells.map(({ ms, megabytes }) => `${shown(ms)}, ${megabytes.toFixed(0)} MB`)];
    }),
  );
  const head = answers.map(([{ junctions }]) => `${junctions.toLocaleString('en')} junctions>`);
  console.log(table(['task, and wasm memory after it', ...head], parts));
  const million = answers[1][0].rows;
  const most = Math.max(...million.map((row) => row.megabytes));
  const opening = million[0].ms;
  console.log(`\nof a million junctions: ${most.toFixed(0)} MB with three modes (at most ${MOST_MEGABYTES}), open in ${shown(opening)} (at most ${shown(MOST_OPENING_MS)})`);
  if (most > MOST_MEGABYTES || opening > MOST_OPENING_MS) process.exitCode = 1;
}
