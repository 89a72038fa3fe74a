// Where to build in the made-up prefecture and in the demo: questions in, explained plans out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine, maltaBytes, thrownBy } from './engine.mjs';

const { Study } = engine;
const study = Study.synthetic({ villages: 40 });
const malta = Study.fromOsm(maltaBytes);
const WALK = { service: 'PHA', mode: 'walk', minutes: 15 };

/** The search, stepped to its end. @param {any} of @param {any} question */
function searched(of, question) {
  const search = of.findSites(question);
  let state = search.step(1000);
  while (!state.done) state = search.step(1000);
  return { search, state };
}

const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a)), `${a}, ${b}`);

test("today's question has today's answer", () => {
  const search = malta.suggestSites({ ...WALK, sites: 3 });
  let before = search.step(1000);
  while (!before.done) before = search.step(1000);
  assert.equal(search.plan(), undefined);
  const { state } = searched(malta, { ...WALK, sites: 3 });
  assert.deepEqual(state.plan.sites.map((s) => [s.code, s.gain]), before.plan.sites.map((s) => [s.code, s.gain]));
  assert.deepEqual([state.plan.newlyServed, state.plan.bound], [before.plan.newlyServed, before.plan.bound]);
});

test('the share that is done never falls, and says when it begins again with fewer candidates', () => {
  const followed = (question, until) => {
    const search = malta.findSites({ ...WALK, ...question });
    let [last, pass, state] = [0, 1, search.step(0)];
    for (; !until(state); state = search.step(5)) {
      assert.ok(state.share >= last && state.share <= 1, `${state.share} after ${last}`);
      assert.ok(state.pass >= pass);
      if (state.pass > pass) assert.ok(state.share < 1);
      [last, pass] = [state.share, state.pass];
    }
    search.free();
    return state;
  };
  const crowded = followed({ sites: 6, capacity: 2000, mode: 'cycle', minutes: 30 }, (state) => state.phase !== 'circles');
  assert.ok(crowded.pass > 1 && crowded.spacingMetres === 100 * 2 ** (crowded.pass - 1));
  const phases = [{ year: 2027, sites: 1 }, { year: 2030, sites: 1 }];
  assert.equal(followed({ phases, workLimit: 50_000 }, (state) => state.done).pass, 1);
});

test('of many places ruled out an even sample is listed', () => {
  const { search } = searched(malta, { ...WALK, sites: 1, metresFromFacilities: 600, workLimit: 1000 });
  const { ruledOut, listed } = search.plan().tried;
  assert.ok(ruledOut.reduce((sum, one) => sum + one.count, 0) > 1000);
  assert.ok(listed.length >= 500 && listed.length <= 1000);
  // From one end of the islands to the other.
  const [west, east] = [Math.min(...listed.map((one) => one.at[0])), Math.max(...listed.map((one) => one.at[0]))];
  const [from, , to] = malta.describe().bounds;
  assert.ok(east - west > 0.7 * (to - from), `${west} to ${east} of ${from} to ${to}`);
});

test('a plan by the standard is explained, proven and becomes a scenario', () => {
  const { search, state } = searched(study, { service: 'ECN', budget: 600, junctions: false });
  const plan = search.plan();
  assert.equal(plan.objective, 'maxCoverage');
  assert.ok(plan.cost <= 600 && plan.sites.length > 0);
  assert.equal(plan.value, state.plan.newlyServed);
  assert.ok(plan.bound >= plan.value && plan.gap >= 0);
  near(plan.sites.reduce((sum, s) => sum + s.newlyServed, 0), plan.value);
  near(plan.totals.served - plan.totals.servedToday, plan.value);
  near(plan.totals.unserved, plan.totals.people - plan.totals.served);
  assert.equal(search.assignment(), undefined);
  assert.deepEqual(plan.groups.map((g) => g.code), ['0-2']);
  for (const { site, byUnit, byGroup, newlyServed, minutesAfter, standIns } of plan.sites) {
    near(byUnit.reduce((sum, u) => sum + u.people, 0), newlyServed);
    near(byGroup[0], newlyServed);
    assert.ok(['reuse', 'share', 'doorstep', 'new'].includes(site.kind));
    assert.ok(minutesAfter === null || minutesAfter <= 15);
    assert.ok(standIns.every((s, i) => i === 0 || s.loss >= standIns[i - 1].loss));
  }
  assert.ok(plan.tried.ruledOut.some((r) => r.reason === 'otherService' && r.count > 0));
  assert.ok(plan.curve.every((step, i, all) => i === 0 || step.value >= all[i - 1].value));
  const scenario = search.scenario();
  assert.equal(scenario.edits.length, plan.sites.length);
  const changed = study.apply(scenario);
  const again = searched(changed, { service: 'ECN', sites: 1 });
  near(again.search.plan().totals.servedToday, plan.totals.served);
  changed.free();
});

test('places inside a ring and near a place to keep away from are never chosen', () => {
  const { search } = searched(study, { service: 'ECN', sites: 3, junctions: false });
  const [first, second] = search.plan().sites.map((s) => s.site);
  const around = ([lng, lat], d) => [[lng - d, lat - d], [lng + d, lat - d], [lng + d, lat + d], [lng - d, lat + d]];
  const question = { service: 'ECN', sites: 3, junctions: false, exclusions: [around(first.at, 0.001)], keepAway: [{ at: second.at, metres: 200 }] };
  const plan = searched(study, question).search.plan();
  const codes = plan.sites.map((s) => s.site.code);
  assert.ok(!codes.includes(first.code) && !codes.includes(second.code));
  const reason = (code) => plan.tried.listed.find((r) => r.code === code);
  assert.deepEqual([reason(first.code).reason, reason(first.code).number], ['excluded', 0]);
  assert.deepEqual([reason(second.code).reason, reason(second.code).metres], ['keptAway', 0]);
});

test('fewest sites, least travel and capacities are answered, or it is said what is missing', () => {
  const fewest = searched(study, { service: 'ECN', objective: 'minSites', coverage: 0.9 });
  const plan = fewest.search.plan();
  assert.ok(plan.totals.served >= 0.9 * plan.totals.people - 1e-6);
  assert.equal(plan.value, plan.sites.length);
  const tooFew = searched(study, { service: 'ECN', objective: 'minSites', coverage: 1, junctions: false });
  assert.equal(tooFew.state.infeasible.constraint, 'coverage');
  assert.ok(tooFew.state.infeasible.possible < tooFew.state.infeasible.asked);
  assert.equal(tooFew.search.plan(), undefined);
  for (const objective of ['minTotalTravel', 'minFarthestTravel']) {
    const travel = searched(study, { service: 'ECN', objective, sites: 2, junctions: false, workLimit: 200_000 });
    const found = travel.search.plan();
    assert.ok(found.value <= found.nothing && found.bound <= found.value);
    assert.equal(found.value < found.nothing, found.sites.length > 0);
    assert.ok(Number.isNaN(travel.state.plan.newlyServed));
  }
});

test('with capacities and districts a plan says who goes where, and its sites whom they serve', () => {
  const people = study.demandPoints();
  for (const districts of [false, true]) {
    const { search, state } = searched(study, { service: 'ECN', sites: 3, capacity: 400, districts, people: [{ group: 'total' }], junctions: false, workLimit: 50_000 });
    const plan = search.plan();
    const { servers, load, room, point, server, people: parts } = search.assignment();
    assert.ok(Number.isNaN(state.plan.newlyServed));
    assert.deepEqual(servers.filter((one) => one.site).map((one) => one.code), plan.sites.map((one) => one.site.code));
    const ofPoint = new Float64Array(people.people.length);
    const ofServer = new Float64Array(servers.length);
    const ofUnit = servers.map(() => new Map());
    parts.forEach((n, i) => {
      assert.ok(n > 0 && (i === 0 || point[i] >= point[i - 1]));
      if (districts) assert.ok(ofPoint[point[i]] === 0 && Math.abs(n - people.people[point[i]]) < 1e-6);
      ofPoint[point[i]] += n;
      ofServer[server[i]] += n;
      const unit = people.unit[point[i]];
      ofUnit[server[i]].set(unit, (ofUnit[server[i]].get(unit) ?? 0) + n);
    });
    ofPoint.forEach((n, i) => assert.ok(n <= people.people[i] + 1e-6));
    ofServer.forEach((n, i) => {
      near(n, load[i]);
      assert.ok(Number.isNaN(room[i]) ? !servers[i].site : n <= room[i] + 1e-6);
    });
    near(load.reduce((sum, n) => sum + n, 0), plan.totals.served);
    near(plan.totals.unserved, plan.totals.people - plan.totals.served);
    plan.sites.forEach(({ site, served, byUnit, byGroup, newlyServed, gaining, reachedNone }, i) => {
      // 400 where the place does not say what it holds.
      assert.ok(served > 0 && served <= room[i] + 1e-6, `${served} of ${room[i]}`);
      near(served, load[i]);
      near(byGroup[0], served);
      near(site.gain, served);
      assert.equal(byUnit.length, ofUnit[i].size);
      for (const one of byUnit) near(one.people, ofUnit[i].get(one.unit));
      assert.deepEqual([newlyServed, gaining, reachedNone], [null, null, null]);
    });
  }
});

test('backup, districts and equal access are answered', () => {
  const ask = { service: 'ECN', sites: 3, junctions: false, workLimit: 50_000 };
  const once = searched(study, ask).search.plan();
  const twice = searched(study, { ...ask, backup: 2 });
  const backed = twice.search.plan();
  near(backed.totals.served - backed.totals.servedToday, backed.value);
  assert.ok(backed.totals.served <= once.totals.served && backed.bound >= backed.value);
  const same = twice.search.recount(1);
  near(same.served, backed.totals.served);
  near(same.servedToday, backed.totals.servedToday);
  const whole = searched(study, { ...ask, capacity: 50, districts: true }).search.plan();
  assert.ok(whole.sites.every((s) => s.served <= 50 + 1e-6) && whole.bound >= whole.value);
  for (const objective of ['minInequality', 'maxMin']) {
    const plan = searched(study, { ...ask, objective }).search.plan();
    assert.deepEqual([plan.objective, plan.bound, plan.gap], [objective, null, null]);
    // Each step is a plan by itself, and none is worse than the one before.
    const better = (a, b) => (objective === 'maxMin' ? a >= b : a <= b);
    assert.ok(plan.curve.every((step, i, all) => step.code === null && (i === 0 || (step.sites > all[i - 1].sites && better(step.value, all[i - 1].value)))));
    assert.ok(objective === 'maxMin' ? plan.value >= plan.nothing : plan.value <= plan.nothing);
  }
});

test('a search can be ended at the best so far, counted again, and certified', () => {
  const search = malta.findSites({ ...WALK, sites: 4 });
  let state = search.step(5);
  while (state.phase === 'circles') state = search.step(20);
  search.stop();
  while (!state.done) state = search.step(20);
  const { totals, sites, value } = search.plan();
  assert.equal(sites.length, 4);
  const same = search.recount(1);
  near(same.served, totals.served);
  near(same.served - same.servedToday, value);
  assert.ok(search.recount(0.8).served < totals.served);
  const { problem, certificate, bound } = search.certificate();
  assert.ok(bound >= value, `${bound} is beaten by ${value}`);
  assert.deepEqual(typeof JSON.parse(problem), typeof JSON.parse(certificate));
});

test('what is no question is refused by name', () => {
  const refused = (question) => {
    const error = thrownBy(() => study.findSites(question));
    return [error.code, error.place];
  };
  assert.deepEqual(refused({ service: 'ECN' }), ['argument.range', 'sites']);
  assert.deepEqual(refused({ service: 'ECN', sites: 2, minutes: 10 }), ['argument.range', 'minutes']);
  assert.deepEqual(refused({ service: 'ECN', sites: 2, mode: 'walk' }), ['argument.range', 'minutes']);
  assert.deepEqual(refused({ service: 'ECN', sites: 2, objective: 'best' }), ['argument.range', 'objective']);
  assert.deepEqual(refused({ service: 'ECN', sites: 2, goal: 1 })[0], 'argument.range');
  assert.deepEqual(refused({ service: 'ECN', sites: 500 }), ['argument.range', 'sites']);
  assert.deepEqual(refused({ service: 'ECN', sites: 2, exclusions: [[[0, 0], [1, 1]]] }), ['argument.range', 'exclusions[0]']);
  assert.deepEqual(refused({ service: 'ECN', sites: 2, closable: [{ code: 'nowhere' }] })[0], 'scenario.unknown');
  const [open] = study.facilities({ service: 'ECN' }).filter((one) => one.state === 'open');
  assert.deepEqual(refused({ service: 'ECN', sites: 2, closable: [{ code: open.code }, { code: open.code, cost: 3 }] }), ['argument.range', 'closable']);
});
