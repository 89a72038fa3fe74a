// Sites over several years, and sites of several services, asked of the made-up prefecture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, maltaBytes, thrownBy } from './engine.mjs';

const { Study } = engine;
const study = Study.synthetic({ villages: 40 });
const malta = Study.fromOsm(maltaBytes);

/** Steps a search to its end. @param {any} search */
function finished(search) {
  let state = search.step(100);
  while (!state.done) state = search.step(100);
  return search;
}

const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a)), `${a}, ${b}`);
const sum = (list) => list.reduce((all, one) => all + one, 0);

test('what is built in a phase stays, and every phase is told with its bound', () => {
  for (const [of, question] of [
    [study, { service: 'ECN', junctions: false }],
    [malta, { service: 'PHA', mode: 'walk', minutes: 15 }],
  ]) {
    const phases = [
      { year: 2027, sites: 2 },
      { year: 2029, sites: 1, weight: 2 },
    ];
    const search = finished(of.findSites({ ...question, phases, workLimit: 100_000 }));
    const plan = search.plan();
    const [first, second] = plan.phases.phases;
    assert.ok(first.sites.length <= 2 && first.sites.length + second.sites.length <= 3);
    assert.ok(second.served >= first.served && first.served > first.without);
    near(first.served + 2 * second.served, plan.phases.value);
    near(first.bound + 2 * second.bound, plan.phases.bound);
    assert.ok(plan.phases.bound >= plan.phases.value - 1e-6);
    near(plan.phases.gap, (plan.phases.bound - plan.phases.value) / plan.phases.value);
    near(sum(first.sites.map((s) => s.gain)), first.served - first.without);
    near(plan.totals.served, second.served);
    const codes = [...first.sites, ...second.sites].map((s) => s.code).sort();
    assert.deepEqual(plan.sites.map((s) => s.site.code).sort(), codes);
    // No phase alone is better than its bound says.
    const alone = finished(of.findSites({ ...question, sites: 2, workLimit: 100_000, plannedUntil: 2027 }));
    assert.ok(alone.plan().totals.served <= first.bound + 1e-6);
    const edits = search.scenario().edits;
    assert.deepEqual(edits[0], { year: 2029 });
    const opened = edits.filter((e) => e.open).map((e) => e.open.year);
    assert.deepEqual(opened.sort(), [...first.sites.map(() => 2027), ...second.sites.map(() => 2029)]);
    // The scenario of the plan serves in each year what the plan says of its end.
    for (const { year, served } of [first, second]) {
      const then = of.apply({ edits: [{ year }, ...edits.slice(1)] });
      const anywhere = { ...question, junctions: true, sites: 1, workLimit: 1000 };
      const today = finished(then.findSites(anywhere)).plan().totals.servedToday;
      near(today, served);
      then.free();
    }
  }
});

test('phases that are none are refused by name', () => {
  const refused = (rest) => {
    const error = thrownBy(() => study.findSites({ service: 'ECN', ...rest }));
    return [error.code, error.place];
  };
  const phases = [{ year: 2027, sites: 2 }];
  assert.deepEqual(refused({ phases, sites: 3 }), ['argument.range', 'phases']);
  assert.deepEqual(refused({ phases: [...phases, ...phases] }), ['argument.range', 'phases[1]']);
  assert.deepEqual(refused({ phases: [{ year: 2027 }] }), ['argument.range', 'phases[0]']);
  assert.deepEqual(refused({ phases, objective: 'minTotalTravel' }), ['siting.unsupported', 'phases']);
});

test('a site of several services is worth its gains together less its one cost', () => {
  const services = [{ service: 'ECN' }, { service: 'CHC', weight: 2 }, { service: 'LIB' }];
  for (const limits of [{ sites: 3 }, { budget: 500 }, { worth: 2 }, { worth: 2, sites: 2 }]) {
    const search = finished(study.findHubs({ services, junctions: false, workLimit: 100_000, ...limits }));
    const plan = search.plan();
    assert.deepEqual(plan.services.map((s) => [s.service, s.weight]), [['ECN', 1], ['CHC', 2], ['LIB', 1]]);
    plan.services.forEach(({ servedToday, served, people }, i) => {
      near(served - servedToday, sum(plan.sites.map((s) => s.newlyServed[i])));
      assert.ok(served <= people + 1e-6);
    });
    for (const { site, newlyServed, net } of plan.sites) {
      near(site.gain, newlyServed[0] + 2 * newlyServed[1] + newlyServed[2]);
      if (limits.worth) assert.ok(net > 0 && Math.abs(net - (site.gain - limits.worth * site.cost)) < 1e-6);
      else assert.equal(net, null);
    }
    near(plan.value, sum(plan.sites.map((s) => s.net ?? s.site.gain)));
    assert.ok(plan.bound >= plan.value - 1e-6);
    for (const { site, newlyServed, byUnit, minutes } of plan.sites) {
      near(sum(byUnit.map((one) => one.people)), site.gain);
      assert.deepEqual(byUnit.map((one) => one.people), byUnit.map((one) => one.people).sort((a, b) => b - a));
      minutes.forEach((told, i) => assert.ok(told === null || (newlyServed[i] > 0 && told[0] > told[1]), `${told}`));
    }
    plan.services.forEach(({ minutes, modes }) => assert.deepEqual([minutes.length, modes.length], [3, 3]));
    assert.deepEqual(plan.ruledOut.map((one) => one.reason).filter((reason) => reason === 'otherService').length, 1);
    if (limits.sites) assert.ok(plan.sites.length <= limits.sites);
    if (limits.budget) assert.ok(plan.cost <= limits.budget);
    const edited = study.apply(search.scenario());
    for (const { service } of services) {
      const open = (of) => of.facilities({ service }).filter((f) => f.state === 'open').length;
      assert.equal(open(edited), open(study) + plan.sites.length);
    }
    edited.free();
  }
});

test('one service alone is the plain question', () => {
  const question = { mode: 'walk', minutes: 15, sites: 3, workLimit: 50_000 };
  const alone = finished(malta.findHubs({ ...question, services: [{ service: 'PHA' }] })).plan();
  const plain = finished(malta.findSites({ ...question, service: 'PHA' })).plan();
  near(alone.value, plain.value);
  near(alone.bound, plain.bound);
});

test('what is no question about several services is refused by name', () => {
  const refused = (question) => {
    const error = thrownBy(() => study.findHubs(question));
    return [error.code, error.place];
  };
  const services = [{ service: 'ECN' }, { service: 'CHC' }];
  assert.deepEqual(refused({ services: [], sites: 1 }), ['argument.range', 'services']);
  assert.deepEqual(refused({ services }), ['argument.range', 'sites']);
  assert.deepEqual(refused({ services: [...services, services[0]], sites: 1 }), ['argument.range', 'services[2]']);
  assert.deepEqual(refused({ services: [{ service: 'ECN', weight: -1 }], sites: 1 }), ['argument.range', 'services[0]']);
  assert.deepEqual(refused({ services, sites: 1, capacity: 5 }), ['siting.unsupported', 'capacity']);
  assert.deepEqual(refused({ services, sites: 1, goal: 5 })[0], 'argument.range');
});
