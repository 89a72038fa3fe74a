// Batches over workers: the same answers with 1, 2 or 4 of them, and without any.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnginePool } from '../../www/src/engine/pool.js';
import { build, engine, maltaBytes, moduleBytes, randomNumbers } from './engine.mjs';
import { spawnThread } from './threads.mjs';

const network = engine.RoadNetwork.fromOsm(maltaBytes);
const bytes = network.toBytes();
const module = await WebAssembly.compile(await moduleBytes(build));
const random = randomNumbers(3);
const places = (count) => Array.from({ length: count }, () => [14.38 + random() * 0.15, 35.86 + random() * 0.07]);
const [few, many] = [places(37), places(150)];
const questions = [
  { from: few, to: many, mode: 'walk', cutoffMinutes: 20 },
  { from: many, to: few, mode: 'drive' },
  { from: few, to: [], mode: 'walk' },
];
const circles = { places: few, mode: 'cycle', minutes: [5, 10] };

test('answers are the same with 1, 2 or 4 workers, and those of one instance', async () => {
  const expected = questions.map((q) => network.travelTimes(q));
  assert.ok(expected[0].some(Number.isFinite) && expected[0].some(Number.isNaN));
  const drawn = few.map((at) => network.isochrone({ ...circles, places: undefined, at }));
  for (const workers of [1, 2, 4]) {
    const pool = await EnginePool.open({ module, bytes, form: 'network', workers, spawn: spawnThread });
    assert.equal(pool.workers, workers);
    for (const [i, q] of questions.entries()) assert.deepEqual(await pool.travelTimes(q), expected[i]);
    assert.deepEqual(await pool.isochrones(circles), drawn);
    pool.end();
  }
});

test('what a worker refuses is refused with its code, and the pool goes on', async () => {
  const opened = { module, workers: 2, spawn: spawnThread };
  await assert.rejects(EnginePool.open({ ...opened, bytes: maltaBytes, form: 'network' }), { code: 'network.format' });
  const pool = await EnginePool.open({ ...opened, bytes, form: 'network' });
  // The place is that in the whole batch, and the first of several.
  const bad = few.with(30, [1, 99]).with(35, [1, 99]);
  const refused = (place) => ({ code: 'place.coordinate', place });
  await assert.rejects(pool.travelTimes({ from: bad, to: many, mode: 'walk' }), refused('from[30]'));
  await assert.rejects(pool.travelTimes({ from: many, to: bad, mode: 'walk' }), refused('to[30]'));
  await assert.rejects(pool.isochrones({ ...circles, places: bad }), refused('places[30]'));
  // More times than fit, whatever the parts: no array is made for them.
  const far = { length: 10_000_000 };
  await assert.rejects(pool.travelTimes({ from: far, to: far, mode: 'walk' }), { code: 'argument.range', place: 'to' });
  const seconds = await pool.travelTimes({ from: few, to: few, mode: 'walk' });
  assert.equal(seconds[0], 0);
  pool.end();
  await assert.rejects(pool.travelTimes({ from: few, to: few, mode: 'walk' }), { code: 'engine.stopped' });
});
