// Layouts of the made-up prefecture and of the demo: what is closed, merged, moved and expanded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, maltaBytes, thrownBy } from './engine.mjs';

const { Study } = engine;
const study = Study.synthetic({ villages: 40 });
const malta = Study.fromOsm(maltaBytes);

/** The search, stepped to its end. @param {any} of @param {any} question */
function searched(of, question) {
  const search = of.optimiseLayout(question);
  const phases = new Set();
  // In the thinnest slices at first, so that no phase passes unseen on a fast machine.
  let state = search.step(0);
  for (let i = 0; !state.done; state = search.step(i++ < 200 ? 0 : 50)) phases.add(state.phase);
  return { search, state, phases, plan: search.plan() };
}

const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a)), `${a}, ${b}`);

/** What a checkup of a service says of all. @param {any} of @param {string} service */
function inAll(of, service) {
  const table = of.checkup().indicators();
  const row = (table.services.indexOf(service) * table.units + table.units - 1) * table.names.length;
  const value = (name) => table.values[row + table.names.indexOf(name)];
  return {
    inReach: value('reachable') * value('people'),
    met: value('sufficient') * value('known') * value('base'),
    saturation: value('saturation'),
    facilities: of.facilities({ service }).filter((f) => f.state === 'open').length,
  };
}

test('the scenario of a plan leads to the checkup that the plan ends with', () => {
  for (const [of, service] of [[study, 'ECN'], [study, 'PHA'], [malta, 'LIB']]) {
    const { plan, search, state } = searched(of, { service, actions: 3 });
    assert.equal(state.actions, plan.actions.length);
    near(state.gain, plan.gain);
    near(plan.actions.reduce((sum, a) => sum + a.gain, 0), plan.gain);
    assert.ok(plan.actions.length > 0 && plan.actions.every((a) => a.gain > 0), service);
    assert.equal(plan.bound, null);
    const edited = of.apply(search.scenario());
    for (const [told, found] of [[plan.before, inAll(of, service)], [plan.after, inAll(edited, service)]]) {
      near(told.inReach, found.inReach);
      near(told.met, found.met);
      near(told.saturation, found.saturation);
      assert.equal(told.facilities, found.facilities);
    }
    edited.free();
  }
});

test('an action says what it is about, and what is unknown is null', () => {
  const { plan, phases } = searched(study, { service: 'ECN', actions: 6 });
  assert.ok(phases.has('places') || phases.has('trying'));
  const facilities = new Map(study.facilities().map((f) => [f.code, f]));
  const places = new Set(study.candidates().map((c) => c.code));
  for (const action of plan.actions) {
    assert.deepEqual(action.facility.at, facilities.get(action.facility.code)?.at);
    assert.equal(action.into !== null, action.kind === 'merge');
    assert.equal(action.to !== null, action.kind === 'move');
    if (action.to) assert.ok(places.has(action.to.code) && action.cost !== null);
    else assert.equal(action.cost, null);
    if (action.kind === 'close') assert.equal(action.capacityAfter, null);
    if (action.kind === 'expand') assert.ok(action.capacityAfter > action.capacityBefore && action.noLongerInReach === 0);
  }
});

test('a budget is kept, a search can be ended, and where nothing helps it is said', () => {
  const actionCosts = { close: 1, merge: 3, expand: 0.4 };
  const { plan } = searched(study, { service: 'PHA', budget: 60, actionCosts });
  assert.ok(plan.cost !== null && plan.cost <= 60);
  const search = study.optimiseLayout({ service: 'PHA' });
  let state = search.step(5);
  while (state.actions === 0 && !state.done) state = search.step(5);
  assert.equal(search.plan(), undefined);
  search.stop();
  while (!state.done) state = search.step(50);
  assert.equal(search.plan().ended, 'stopped');
  assert.ok(search.plan().actions.length >= 1);
  const nothing = searched(study, { service: 'PHA', may: [] });
  assert.deepEqual([nothing.plan.actions, nothing.plan.ended], [[], 'nothingToTry']);
  assert.deepEqual(nothing.search.scenario(), { edits: [] });
});

test('what is no question is refused by name', () => {
  const refused = (question) => {
    const error = thrownBy(() => study.optimiseLayout(question));
    return [error.code, error.place];
  };
  assert.deepEqual(refused({ service: 'KIN', budget: -1 }), ['argument.range', 'budget']);
  assert.deepEqual(refused({ service: 'KIN', may: ['burn'] }), ['argument.range', 'may']);
  assert.deepEqual(refused({ service: 'KIN', actions: 500 }), ['argument.range', 'actions']);
  assert.deepEqual(refused({ service: 'KIN', weights: { met: -1 } }), ['argument.range', 'weights.met']);
  assert.deepEqual(refused({ service: 'KIN', keep: ['nowhere'] }), ['scenario.unknown', 'keep']);
  assert.deepEqual(refused({ service: 'KIN', goal: 1 })[0], 'argument.range');
  assert.deepEqual(refused({ service: '???' })[0], 'study.service');
});
