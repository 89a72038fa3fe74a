// Batches over 1 and 2 workers, each with an instance of its own: wall time, since that is what workers are to save.
import { EnginePool } from '../www/src/engine/pool.js';
import { engine, maltaBytes, moduleBytes, randomNumbers } from '../tests/node/engine.mjs';
import { spawnThread } from '../tests/node/threads.mjs';
import { machine, median, shown, table } from './common/table.mjs';

const ROUNDS = 5;
const study = engine.Study.fromOsm(maltaBytes);
const bytes = study.toBytes();
const { lng, lat } = study.demandPoints();
const random = randomNumbers(9);
const places = (count) =>
  Array.from({ length: count }, () => Math.floor(random() * lng.length)).map((i) => [lng[i], lat[i]]);
const homes = places(5000);
const batches = [
  ['matrix, 200 places × 5,000 homes, driving, 15 minutes', (pool) => pool.travelTimes({ from: homes, to: homes.slice(0, 200), mode: 'drive', cutoffMinutes: 15 })],
  ['matrix, 200 places × 5,000 homes, walking, 15 minutes', (pool) => pool.travelTimes({ from: homes, to: homes.slice(0, 200), mode: 'walk', cutoffMinutes: 15 })],
  ['500 circles, walking, 5, 10 and 15 minutes', (pool) => pool.isochrones({ places: homes.slice(0, 500), mode: 'walk', minutes: [5, 10, 15] })],
  ['100 circles, driving, 5, 10 and 15 minutes', (pool) => pool.isochrones({ places: homes.slice(0, 100), mode: 'drive', minutes: [5, 10, 15] })],
];
const module = await WebAssembly.compile(await moduleBytes('simd'));
const open = async (workers) => {
  const begin = performance.now();
  const pool = await EnginePool.open({ module, bytes, workers, spawn: spawnThread });
  return { pool, ms: performance.now() - begin };
};
const pools = [await open(1), await open(2)];
const rows = [['start the workers and open the study in each', pools[0].ms, pools[1].ms]];
for (const [name, ask] of batches) {
  const times = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, { pool }] of pools.entries()) {
      const begin = performance.now();
      await ask(pool);
      // The first round derives what the mode needs.
      if (round > 0) times[i].push(performance.now() - begin);
    }
  }
  rows.push([name, median(times[0]), median(times[1])]);
}
for (const { pool } of pools) pool.end();
console.log(`${machine()} · Malta, SIMD build · wall time, medians of ${ROUNDS}\n`);
console.log(table(
  ['batch', '1 worker>', '2 workers>', 'gain>'],
  rows.map(([name, one, two]) => [name, shown(one), shown(two), `${(one / two).toFixed(2)} ×`]),
));
