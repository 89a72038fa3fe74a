// Siting: what is reached, row by row, ours in wasm beside HiGHS where a row compares: `cargo xtask bench siting [row]`.
// $BENCH_FOLDER holds the instances and the native times that main.rs wrote, $HIGHS_PYTHON is the Python that has highspy.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEngine } from '../../tests/node/engine.mjs';
import { machine, median, shown, table } from '../common/table.mjs';
import { Peer } from '../peers/peer.mjs';

const folder = process.env.BENCH_FOLDER ?? '';
const only = process.argv[2];
/** Work between two looks at the clock. */
const SLICE_MS = 10;
const EDIT_MS = 500;
const BASE_MS = 5000;

const file = (name) => join(folder, `${name}.bin`);
const percent = (part, digits = 2) => `${(100 * part).toFixed(digits)} %`;
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** What main.rs wrote, as a problem. @param {string} name @param {object} question */
function problem(name, question) {
  const bytes = readFileSync(file(name));
  const numbers = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const [candidates, points, pairs] = numbers;
  let at = 3;
  const take = (many) => numbers.slice(at, (at += many));
  const [weight, cost, rowStart, candidate, seconds] = [points, candidates, points + 1, pairs, pairs].map(take);
  const density = pairs / points / candidates;
  const instance = { objective: 'maxCoverage', timeLimitMs: 1e9, candidates, weight: Float64Array.from(weight), rowStart, candidate, ...question };
  return { instance, seconds: Float64Array.from(seconds), cost: Float64Array.from(cost), density, points };
}

/** p × density, as it stands beside a figure. */
const hardness = ({ density, instance }) => `p × density = ${((instance.sites ?? 0) * density).toFixed(2)}`;

let engines = 0;
/** An instance of its own, for wasm memory never shrinks; its code has been run before. */
async function fresh() {
  const started = await startEngine('simd', `siting-${engines++}`);
  const rows = Array.from({ length: 3000 }, (_, d) => [d % 97, 97 + (d % 89), 186 + (d % 83)]);
  const rowStart = Uint32Array.from({ length: rows.length + 1 }, (_, d) => 3 * d);
  const weight = Float64Array.from(rows, (_, d) => 1 + (d % 7));
  const candidate = Uint32Array.from(rows.flat());
  for (const objective of ['maxCoverage', 'minSites']) {
    const sites = objective === 'minSites' ? undefined : 20;
    started.engine.solveSiting({ objective, candidates: 269, weight, rowStart, candidate, sites, timeLimitMs: 300 });
  }
  return started;
}

/** The plans of a solver at moments of its own processor time; the first as soon as there is one. */
function* moments(engine, instance, marks) {
  const begin = cpu();
  const solver = new engine.SitingSolver(instance);
  let found = solver.step(0);
  yield { ...found, ms: cpu() - begin, mark: 0, solver };
  for (const mark of marks) {
    while (!found.done && cpu() - begin < mark) found = solver.step(SLICE_MS);
    yield { ...found, ms: cpu() - begin, mark, solver };
  }
  solver.free();
}

/** @type {[string, string, string, string, string][]} */
const printed = [];
/** A line of the table. @param {boolean} isReached */
function line(row, instance, asked, reached, isReached) {
  printed.push([row, instance, asked, reached, isReached ? 'yes' : '**no**']);
  console.log(`  ${asked}: ${reached}${isReached ? '' : ' (NOT reached)'}`);
}

const python = process.env.HIGHS_PYTHON;
const highs = python ? new Peer(python, '../siting/ask_highs.py') : null;
console.log(machine());
if (highs) {
  highs.name = 'HiGHS';
  const { version, python: under } = await highs.ask('version');
  console.log(`HiGHS ${version} (highspy under Python ${under}), one thread, interior point`);
} else {
  console.log('highspy could not be installed: ours stands alone, and what compares is left out');
}

const ROWS = {
  async 'coverage-5000'() {
    const given = problem('city-5000', { sites: 50 });
    const name = `5,000 × 50,000, p = 50, ${hardness(given)}`;
    const { engine, wasmMegabytes } = await fresh();
    const first = [];
    for (let round = 0; round < 3; round++) {
      for (const { ms } of moments(engine, given.instance, [])) first.push(ms);
    }
    line('coverage-5000', name, 'a plan in 200 ms', shown(median(first)), median(first) <= 200);
    const asked = new Map([[1000, 0.035], [10_000, 0.02], [30_000, 0.01]]);
    for (const { mark, gap, objective, bound } of moments(engine, given.instance, [...asked.keys()])) {
      const most = asked.get(mark);
      if (most === undefined) continue;
      const aim = mark === 30_000 ? 'aim: ' : '';
      const text = `${percent(gap)} (${objective} of at most ${bound})`;
      line('coverage-5000', name, `${aim}gap ${percent(most, 1)} at ${mark / 1000} s`, text, gap <= most);
    }
    line('coverage-5000', name, 'within 150 MiB', `${wasmMegabytes().toFixed(0)} MiB`, wasmMegabytes() <= 150);
  },

  async 'bound-2000'() {
    if (!highs) return;
    const given = problem('city-2000-aggregated', { sites: 50 });
    const theirs = await highs.ask('coverage', { file: file('city-2000-aggregated'), sites: 50 });
    const runs = JSON.parse(String(readFileSync(join(folder, 'bound-2000.json'))));
    const within = (run) => run.find(([, bound]) => bound <= theirs.bound * 1.0003)?.[0] ?? Infinity;
    const ours = median(runs.map(within));
    const text = `${shown(ours)} to HiGHS's ${shown(theirs.ms)} = 1/${(theirs.ms / ours).toFixed(1)} (bound ${theirs.bound.toFixed(1)}, ${theirs.status})`;
    line('bound-2000', `2,000 × 20,000, p = 50, ${hardness(given)}, both native`, 'LP bound within 0.03 % in 1/8 of HiGHS’s time', text, ours * 8 <= theirs.ms);
  },

  async 'proof-2000'() {
    const given = problem('city-2000-aggregated', { sites: 10 });
    const name = `2,000 × 20,000, p = 10, ${hardness(given)}, both native`;
    const runs = JSON.parse(String(readFileSync(join(folder, 'proof-2000.json'))));
    const within = (gap) => median(runs.map((run) => run.find(([, bound, value]) => bound <= value * (1 + gap))?.[0] ?? Infinity));
    line('proof-2000', name, 'proven optimal', Number.isFinite(within(0)) ? `after ${shown(within(0))}` : 'not within 10 s', Number.isFinite(within(0)));
    if (!highs) return;
    const theirs = await highs.ask('coverage', { file: file('city-2000-aggregated'), sites: 10, gap: 0.0005 });
    const ours = within(0.0005);
    line('proof-2000', name, 'gap 0.05 % in 1/10 of HiGHS’s time', `${shown(ours)} to HiGHS's ${shown(theirs.ms)} = 1/${(theirs.ms / ours).toFixed(1)} (${theirs.status})`, ours * 10 <= theirs.ms);
  },

  async 'coverage-500'() {
    const { engine } = await fresh();
    const few = problem('city-500', { sites: 10 });
    const times = [];
    for (let round = 0; round < 3; round++) {
      for (const found of moments(engine, few.instance, [5000])) if (found.mark) times.push(found.optimal ? found.ms : Infinity);
    }
    line('coverage-500', `500 × 5,000, p = 10, ${hardness(few)}`, 'proven optimal in 1 s', shown(median(times)), median(times) < 1000);
    const many = problem('city-500', { sites: 50 });
    for (const { mark, gap, objective, bound } of moments(engine, many.instance, [10_000])) {
      if (mark) line('coverage-500', `500 × 5,000, p = 50, ${hardness(many)}`, 'gap 0.3 % at 10 s', `${percent(gap)} (${objective} of at most ${bound})`, gap <= 0.003);
    }
  },

  async median() {
    const names = readdirSync(folder).filter((name) => name.startsWith('graph-')).map((name) => name.replace('.bin', ''));
    const { engine } = await fresh();
    let [same, proven] = [0, 0];
    const open = [];
    for (const name of names) {
      const sites = Number(name.split('-')[3]);
      const given = problem(name, { objective: 'minTotalTravel', sites });
      given.instance.seconds = given.seconds;
      const [, soon, late] = moments(engine, given.instance, [2500, 10_000]);
      same += Number(soon.objective === late.objective);
      proven += Number(late.optimal);
      if (!late.optimal || soon.objective !== late.objective) open.push(`${name}: ${soon.objective} then ${late.objective}, bound ${late.bound}`);
    }
    for (const text of open) console.log(`  ${text}`);
    const what = `p-median, ${names.length} random graphs of 100–900 nodes, density 1`;
    line('median', what, 'value at 2.5 s the best of 10 s', `${same} of ${names.length}`, same === names.length);
    line('median', what, '9 in 10 proven within 10 s', `${proven} of ${names.length}`, proven >= 0.9 * names.length);
  },

  async census() {
    for (const [points, sites] of [[2713, 50], [5000, 80], [7730, 100]]) {
      const given = problem(`census-${points}`, { sites });
      const { engine } = await fresh();
      const [, soon, late] = moments(engine, given.instance, [10_000, 60_000]);
      const behind = (late.objective - soon.objective) / late.objective;
      line('census', `${points.toLocaleString('en')} clustered points, each a candidate, p = ${sites}, ${hardness(given)}`, 'value at 10 s within 0.2 % of that at 60 s', `${percent(behind, 3)} below (gap ${percent(soon.gap)}, then ${percent(late.gap)})`, behind <= 0.002);
    }
  },

  async small() {
    if (!highs) return;
    const { engine } = await fresh();
    for (const sites of [20, 50, 100]) {
      const given = problem('census-818', { sites });
      const [, found] = moments(engine, given.instance, [5000]);
      const theirs = await highs.ask('coverage', { file: file('census-818'), sites, gap: 0, seconds: 60 });
      const behind = (theirs.value - found.objective) / theirs.value;
      line('small', `818 clustered points, p = ${sites}, ${hardness(given)}`, 'within 0.05 % of the optimum at 5 s', `${percent(behind, 3)} below HiGHS's ${theirs.value} (${theirs.status}, ${shown(theirs.ms)})${found.optimal ? `, proven after ${shown(found.ms)}` : ''}`, behind <= 0.0005);
    }
  },

  async weighted() {
    if (!highs) return;
    const { engine } = await fresh();
    for (const name of readdirSync(folder).filter((name) => /^cover-\d+\.bin$/.test(name)).map((name) => name.replace('.bin', ''))) {
      const given = problem(name, { objective: 'minSites' });
      given.instance.cost = given.cost;
      const [, found] = moments(engine, given.instance, [5000]);
      const theirs = await highs.ask('cover', { file: file(name), costs: true, gap: 0, seconds: 60 });
      const behind = (found.objective - theirs.value) / theirs.value;
      line('weighted', `weighted set cover 200 × 2,000, ${name}, density ${percent(given.density, 0)}`, 'within 2 % of the optimum at 5 s', `${percent(behind)} above HiGHS's ${theirs.value} (${theirs.status}, ${shown(theirs.ms)}); bound ${found.bound}${found.optimal ? `, proven after ${shown(found.ms)}` : ''}`, behind <= 0.02);
    }
  },

  async 'cover-2000'() {
    const given = problem('city-2000', { objective: 'minSites' });
    const name = `set cover, 2,000 × 20,000, density ${percent(given.density)}`;
    const { engine } = await fresh();
    const [first, second, late] = moments(engine, given.instance, [1000, 10_000]);
    line('cover-2000', name, 'a cover at once', `${first.objective} sites after ${shown(first.ms)}`, first.ms <= 1000);
    const theirs = highs && (await highs.ask('cover', { file: file('city-2000-aggregated'), costs: false }));
    const least = theirs ? Math.ceil(theirs.bound - 1e-6) : NaN;
    if (theirs) line('cover-2000', name, `bound ${least} (the LP's) at 1 s`, `${second.bound} (at 10 s ${late.bound}; HiGHS's LP ${theirs.bound.toFixed(2)} after ${shown(theirs.ms)})`, second.bound >= least);
    line('cover-2000', name, 'at most 88 sites at 10 s', `${late.objective}`, late.objective <= 88);
    line('cover-2000', name, 'aim: gap under 10 %', percent(late.gap), late.gap < 0.1);
  },

  async 'capacity-500'() {
    const given = problem('city-500', { sites: 20 });
    const all = given.instance.weight.reduce((sum, w) => sum + w, 0);
    const { engine } = await fresh();
    for (const share of [0.025, 0.05]) {
      const capacity = new Float64Array(given.instance.candidates).fill(Math.floor(all * share));
      const [, found] = moments(engine, { ...given.instance, capacity }, [10_000]);
      const theirs = highs && (await highs.ask('capacity', { file: file('city-500-aggregated'), sites: 20, most: capacity[0], gap: 0, seconds: 60 }));
      const beside = theirs ? `; HiGHS ${Math.round(theirs.value)} of at most ${Math.floor(theirs.bound + 1e-6)} after ${shown(theirs.ms)}` : '';
      line('capacity-500', `capacitated, 500 × 5,000, p = 20, each site serves ${percent(share, 1)}, ${hardness(given)}`, 'gap under 2 % at 10 s', `${percent(found.gap)} (${found.objective} of at most ${found.bound}) after ${shown(found.ms)}${beside}`, found.gap < 0.02);
    }
  },

  async 'edit-2000'() {
    const base = problem('city-2000', { sites: 50 });
    const { engine } = await fresh();
    const solver = new engine.SitingSolver(base.instance);
    let found;
    for (const begin = cpu(); cpu() - begin < BASE_MS; ) found = solver.step(SLICE_MS);
    const shut = (of, j) => {
      // A banned candidate as a fresh solver knows it: one without rows.
      const kept = Array.from(of.candidate, (k) => k !== j);
      const rowStart = of.rowStart.map((start) => start);
      let at = 0;
      for (let d = 0; d < of.weight.length; d++) {
        rowStart[d] = at;
        for (let k = of.rowStart[d]; k < of.rowStart[d + 1]; k++) at += Number(kept[k]);
      }
      rowStart[of.weight.length] = at;
      return { ...of, rowStart, candidate: of.candidate.filter((_, k) => kept[k]) };
    };
    const open = found.sites[0];
    const closed = Array.from({ length: base.instance.candidates }, (_, j) => j).find((j) => !found.sites.includes(j));
    const edits = [
      ['ban', { ban: Uint32Array.of(open) }, shut(base.instance, open)],
      ['release', { release: Uint32Array.of(open) }, base.instance],
      ['force', { force: Uint32Array.of(closed) }, { ...base.instance, fixed: Uint32Array.of(closed), sites: 49 }],
      ['p + 1', { release: Uint32Array.of(closed), sites: 51 }, { ...base.instance, sites: 51 }],
      ['p − 1', { sites: 49 }, { ...base.instance, sites: 49 }],
    ];
    for (const [name, edit, same] of edits) {
      const begin = cpu();
      solver.edit(edit);
      while (cpu() - begin < EDIT_MS) found = solver.step(SLICE_MS);
      const [, cold] = moments(engine, same, [BASE_MS]);
      const above = found.gap - cold.gap;
      line('edit-2000', `2,000 × 20,000, p = 50, ${hardness(base)}: ${name}`, `after 0.5 s a gap at most 0.3 points above a cold solver's after ${BASE_MS / 1000} s`, `${percent(found.gap)} to ${percent(cold.gap)}`, above <= 0.003);
    }
    solver.free();
  },
};

for (const [name, row] of Object.entries(ROWS)) {
  if (only && (only in ROWS ? name !== only : !name.includes(only))) continue;
  console.log(`${name} …`);
  await row();
}
highs?.end();
console.log(`\n${machine()} · processor time of one thread · SIMD build in Node unless it says native\n`);
console.log(table(['row', 'instance', 'at least', 'reached>', 'is that so'], printed));
if (!existsSync(folder) || printed.length === 0) process.exitCode = 1;
