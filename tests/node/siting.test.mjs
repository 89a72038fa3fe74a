// Siting problems as bare numbers, as a page or another program asks them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, randomNumbers, thrownBy } from './engine.mjs';

const { solveSiting, SitingSolver } = engine;

/** One row of candidates per demand point. */
function instance(rows, weight, candidates, options) {
  const rowStart = [0];
  for (const row of rows) rowStart.push(rowStart.at(-1) + row.length);
  return {
    objective: 'maxCoverage',
    candidates,
    weight: Float64Array.from(weight),
    rowStart: Uint32Array.from(rowStart),
    candidate: Uint32Array.from(rows.flat()),
    ...options,
  };
}
const TRAP = () =>
  instance([[0, 1], [0, 1], [0, 2], [0, 2], [1], [2]], [10, 10, 10, 10, 9, 9], 3, { sites: 2 });

test('the greedy trap is not fallen into, and the optimum is proven', () => {
  const plan = solveSiting(TRAP());
  assert.deepEqual([...plan.sites].sort(), [1, 2]);
  assert.deepEqual([plan.objective, plan.bound, plan.gap, plan.optimal], [58, 58, 0, true]);
});

test('slices lead where one go leads', () => {
  const random = randomNumbers(3);
  const rows = Array.from({ length: 400 }, () =>
    Array.from({ length: 60 }, (_, j) => j).filter(() => random() < 0.06),
  );
  const weight = rows.map(() => 1 + Math.floor(random() * 50));
  const problem = () => instance(rows, weight, 60, { sites: 6, workLimit: 300 });
  const whole = solveSiting(problem());
  const solver = new SitingSolver(problem());
  let state;
  do state = solver.step(0);
  while (!state.done);
  assert.deepEqual({ ...state, done: undefined }, { ...whole, done: undefined });
  const covered = rows.reduce(
    (sum, row, d) => sum + (row.some((j) => whole.sites.includes(j)) ? weight[d] : 0),
    0,
  );
  assert.equal(whole.objective, covered);
  assert.ok(whole.bound >= whole.objective);
  solver.free();
});

test('an edit bans, forces and releases', () => {
  const solver = new SitingSolver(TRAP());
  const best = (state) => [[...state.sites].sort(), state.objective];
  assert.deepEqual(best(solver.step(1000)), [[1, 2], 58]);
  solver.edit({ ban: Uint32Array.of(1) });
  assert.deepEqual(best(solver.step(1000)), [[0, 2], 49]);
  solver.edit({ release: Uint32Array.of(1), sites: 1 });
  assert.deepEqual(best(solver.step(1000)), [[0], 40]);
  solver.edit({ force: Uint32Array.of(2) });
  assert.deepEqual(best(solver.step(1000)), [[2], 29]);
  solver.free();
});

test('a field that is none of a problem or of a change is refused by name, and so is what is no object', () => {
  const refused = (call) => {
    const { code, place, found } = thrownBy(call);
    return [code, place, found];
  };
  assert.deepEqual(refused(() => solveSiting({ ...TRAP(), site: 2 })), ['argument.range', 'instance', 'unknown field "site"']);
  assert.deepEqual(refused(() => new SitingSolver({ ...TRAP(), workLimits: 2 })).slice(0, 2), ['argument.range', 'instance']);
  for (const none of [5, null, undefined, 'maxCoverage', []]) assert.deepEqual(refused(() => solveSiting(none)), ['argument.range', 'instance', 'not an object']);
  assert.equal(solveSiting({ ...TRAP(), site: undefined }).objective, 58);
  const solver = new SitingSolver(TRAP());
  assert.deepEqual(refused(() => solver.edit({ baned: [1] })), ['argument.range', 'change', 'unknown field "baned"']);
  for (const none of [5, null, undefined, [1]]) assert.deepEqual(refused(() => solver.edit(none)), ['argument.range', 'change', 'not an object']);
  solver.edit({});
  assert.equal(solver.step(1000).objective, 58);
  solver.free();
});

test('what is fixed serves and is not listed', () => {
  const plan = solveSiting({ ...TRAP(), fixed: Uint32Array.of(0), sites: 1 });
  assert.equal(plan.sites.length, 1);
  assert.equal(plan.objective, 49);
});

test('nothing to choose is answered, nonsense is refused', () => {
  assert.deepEqual([...solveSiting({ ...TRAP(), sites: 0 }).sites], []);
  assert.equal(solveSiting({ ...TRAP(), sites: 99 }).objective, 58);
  const input = [
    { weight: Float64Array.of(1, 1, NaN, 1, 1, 1) },
    { weight: Float64Array.of(1, 1, -1, 1, 1, 1) },
    { candidate: Uint32Array.of(0, 1, 0, 1, 0, 2, 0, 2, 1, 3) },
    { rowStart: Uint32Array.of(0, 2) },
    { fixed: Uint32Array.of(3) },
    { sites: undefined },
    { objective: 'best' },
  ];
  for (const change of input) {
    const error = thrownBy(() => solveSiting({ ...TRAP(), ...change }));
    assert.equal(error.code, 'siting.input', error.message);
    assert.ok(error.place);
  }
  const tooMany = { ...TRAP(), candidates: 4_294_967_293 };
  assert.equal(thrownBy(() => solveSiting(tooMany)).code, 'argument.range');
  for (const name of ['timeLimitMs', 'workLimit']) {
    for (const wrong of [NaN, -5]) {
      const { code, place } = thrownBy(() => solveSiting({ ...tooMany, candidates: 3, [name]: wrong }));
      assert.deepEqual([code, place], ['argument.range', name]);
    }
  }
  const capacity = Float64Array.of(1, 1, 1);
  const both = { ...TRAP(), objective: 'minTotalTravel', seconds: new Float64Array(10), capacity };
  assert.equal(thrownBy(() => solveSiting(both)).code, 'siting.unsupported');
});

test('every objective is answered and proven', () => {
  const seconds = Float64Array.of(60, 90, 60, 90, 60, 90, 60, 90, 30, 30);
  const all = { ...TRAP(), seconds, cost: Float64Array.of(3, 1, 1), unservedSeconds: 900 };
  const cover = solveSiting({ ...all, objective: 'minSites', sites: undefined });
  assert.deepEqual([[...cover.sites].sort(), cover.objective, cover.optimal], [[1, 2], 2, true]);
  const travel = solveSiting({ ...all, objective: 'minTotalTravel' });
  assert.deepEqual([travel.sites.length, travel.objective], [2, 58 * 90 - 18 * 60]);
  assert.deepEqual([travel.bound, travel.gap, travel.optimal], [travel.objective, 0, true]);
  const farthest = solveSiting({ ...all, objective: 'minFarthestTravel' });
  assert.deepEqual([farthest.objective, farthest.bound, farthest.optimal], [90, 90, true]);
  const afford = solveSiting({ ...all, objective: 'maxCoverage', sites: undefined, budget: 1 });
  assert.deepEqual([afford.objective, afford.optimal], [29, true]);
  const full = solveSiting({ ...TRAP(), capacity: Float64Array.of(15, 15, 15) });
  assert.deepEqual([full.objective, full.optimal], [30, true]);
  assert.equal(full.served.reduce((sum, part) => sum + part, 0), 30);
  const far = { ...all, objective: 'minTotalTravel', sites: 1, unservedSeconds: undefined };
  const error = thrownBy(() => solveSiting(far));
  assert.equal(error.code, 'siting.infeasible');
  assert.ok(error.place);
});

test('backup, districts and equal access are answered', () => {
  const need = new Uint32Array(6).fill(2);
  const backed = solveSiting({ ...TRAP(), sites: 3, need });
  assert.deepEqual([backed.objective, backed.bound, backed.optimal], [40, 40, true]);
  const whole = solveSiting({ ...TRAP(), capacity: Float64Array.of(15, 15, 15), whole: true, workLimit: 10_000 });
  assert.deepEqual([whole.objective, whole.bound], [20, 30]);
  for (const objective of ['minInequality', 'maxMin']) {
    const plan = solveSiting({ ...TRAP(), objective, decay: new Float64Array(10).fill(1) });
    assert.deepEqual([plan.bound, plan.gap, plan.optimal], [null, null, false]);
    // Of 29 people each in reach of 1 or 2 everybody has the same.
    assert.deepEqual([[...plan.sites].sort(), plan.objective < 1e-12], [[1, 2], objective === 'minInequality']);
  }
});

test('a certificate names its problem and states the value', () => {
  const solver = new SitingSolver(TRAP());
  solver.step(1000);
  const { problem, certificate, bound } = solver.certificate();
  assert.equal(bound, solver.step(0).bound);
  assert.equal(JSON.parse(problem).objective, 'maxCoverage');
  const proof = JSON.parse(certificate);
  assert.deepEqual(proof.sites.sort(), [1, 2]);
  assert.match(proof.problem, /^[0-9a-f]{16}$/);
  solver.free();
});
