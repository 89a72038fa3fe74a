// A search's further conditions on the page: the plan is the one that the engine gives for the same question.
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { assertAccessible } from './helpers/accessible.mjs';
import { check as onPage, DESKTOP, PHONE } from './helpers/check.mjs';
import { exactPeople } from './helpers/circle.mjs';
import { demoStudy, ended, OFFERED } from './helpers/study.mjs';
import { count, minutesText, peopleText } from '../../www/src/format.js';
import en from '../../www/src/text/en.js';
import zh from '../../www/src/text/zh.js';

const SERVICE = 'PHA';
const MADE = 60;
const ZONES = ['urban', 'suburban', 'rural'];
const FOUND_MS = 120_000;

/** @type {Study} */
let made;

before(async () => {
  // Makes the engine ready here too.
  (await demoStudy()).free();
  made = Study.synthetic({ villages: MADE });
});

const check = (name, path, steps, options) => onPage(name, `#made=${MADE}&tab=sites${path}`, steps, options);

/** The engine's own plan. @param {object} question @param {{ field: string, value: string }[]} [cells] of the standard, for this search alone */
function planned(question, cells = []) {
  const asked = made.apply({ edits: [{ standardCells: cells.map((cell) => ({ service: SERVICE, ...cell })) }] });
  const plan = ended(asked.findSites({ service: SERVICE, ...OFFERED, sites: 3, ...question }));
  asked.free();
  return plan;
}

const byZone = (field, value) => ZONES.map((zone) => ({ field: `${field}_${zone}`, value }));

/** The page shows this plan. */
async function assertPlan(c, plan, t = zh) {
  assert.deepEqual(await c.part('.plan .amount').allTextContents(), plan.sites.map((one) => (one.served === null ? `+${peopleText(t, one.newlyServed)}` : peopleText(t, one.served))));
}

const open = (c) => c.part('.more-conditions summary').click();

async function write(c, name, value) {
  await c.write(`[name="${name}"]`, value);
}

const asked = (c) => JSON.parse(c.hash().get('site'));

check('minutes of one’s own keep the modes of the zones; a mode keeps the minutes of the standard', '', async (page, c) => {
  await open(c);
  await write(c, 'minutes', '8');
  assert.match(await c.text('.headline'), /按标准的方式出行，都在 8 分钟内/);
  await c.search();
  const plan = planned({}, byZone('minutes', '8'));
  assert.deepEqual(plan.tried.minutes, [8, 8, 8]);
  assert.equal(new Set(plan.tried.modes).size, 3);
  await assertPlan(c, plan);
  await write(c, 'minutes', '');
  await c.part('.ask .segments').nth(0).locator('button').nth(1).click();
  await c.settled();
  await c.search();
  await assertPlan(c, planned({}, byZone('mode', 'walk')));
});

check('by zone with minutes that the page asks for, both count', '&m=zone&t=10', async (page, c) => {
  await c.search();
  await assertPlan(c, planned({}, byZone('minutes', '10')));
});

check('costs of a kind and a budget, a capacity, planned facilities', '', async (page, c) => {
  await open(c);
  await write(c, 'cost-new', '300');
  await c.part('.answer > .segments button').nth(1).click();
  // Little money is soon searched through.
  await c.write('.answer .row .number-field input', '700');
  await c.search();
  const cheap = planned({ sites: undefined, budget: 700, costs: { new: 300 } });
  await assertPlan(c, cheap);
  assert.ok((await c.text('.plan-notes')).includes(zh.siteConditions.cost(zh.sites.costs(count(zh, cheap.cost)), cheap.costAssumed)));
  assert.equal(await c.text('.unserved'), zh.sites.unserved.reach(peopleText(zh, cheap.totals.unserved)));
  await c.part('.answer > .segments button').nth(0).click();
  await write(c, 'capacity', '1500');
  await write(c, 'plannedUntil', '2027');
  await c.search();
  const full = planned({ costs: { new: 300 }, capacity: 1500, plannedUntil: 2027 });
  await assertPlan(c, full);
  assert.equal(await c.text('.unserved'), zh.sites.unserved.room(peopleText(zh, full.totals.unserved)));
  await c.part('.plan .line').first().click();
  const units = made.units();
  const [first] = full.sites;
  assert.ok(first.byUnit.length > 0);
  const card = await c.text('.why');
  assert.ok(card.includes(zh.sites.whomServes), card);
  for (const one of first.byUnit.slice(0, 12)) assert.ok(card.includes(`${units[one.unit].name} ${peopleText(zh, one.people)}`), card);
  assert.deepEqual(asked(c), { budget: 700, capacity: 1500, costs: { new: 300 }, plannedUntil: 2027 });
  assert.equal(await c.part('.certificate').count(), 1);
  await page.reload();
  await c.settled();
  await open(c);
  assert.equal(await c.part('[name="capacity"]').inputValue(), '1500');
  await c.part('#objective').selectOption('minTotalTravel');
  assert.equal(await c.part('[name="capacity"]').count(), 0);
});

check('with a capacity all is about people newly served, and nothing is said before it is known', `&site=${encodeURIComponent(JSON.stringify({ capacity: 1500 }))}`, async (page, c) => {
  await c.part('.run').click();
  await c.part('.plan .amount').first().waitFor({ timeout: FOUND_MS });
  const early = await page.evaluate(() => {
    const root = document.querySelector('service-circle').shadowRoot;
    return { amounts: [...root.querySelectorAll('.plan .amount')].map((one) => one.textContent), done: !root.querySelector('.adopt').disabled, said: root.querySelectorAll('.total, .answer > .proof').length };
  });
  if (!early.done) assert.deepEqual([early.amounts, early.said], [['…', '…', '…'], 0]);
  await c.found();
  const { bound, optimal, totals } = planned({ capacity: 1500 });
  const { served, servedToday } = totals;
  assert.equal(await c.text('.total'), zh.sites.totalRoom(3, peopleText(zh, served - servedToday)));
  assert.equal(await c.part('.answer > .proof').getAttribute('title'), zh.sites.proofHow(exactPeople(bound - servedToday)));
  assert.ok(optimal, 'as many as there is room for');
  assert.equal(await c.text('.answer > .proof'), zh.sites.proofOptimal(3));
});

check('without new buildings there are no junctions either', '', async (page, c) => {
  await c.part('.conditions summary').first().click();
  const junctions = c.part('.conditions .under input');
  await c.part('.conditions .check', { hasText: zh.sites.kinds.new }).locator('input').uncheck();
  assert.equal(await junctions.isChecked(), false);
  assert.equal(await junctions.isDisabled(), true);
  assert.deepEqual(asked(c), { kinds: ['reuse', 'share', 'doorstep'], junctions: false });
  await c.part('.run').click();
  await c.part('.notice').waitFor();
  assert.equal(await c.part('.plan').count(), 0, 'the made-up data have a place of no other kind');
  await c.part('.conditions .check', { hasText: zh.sites.kinds.new }).locator('input').check();
  assert.equal(await junctions.isChecked(), true);
});

check('facilities that may be closed are picked on the map and from the list; the plan says which it closes', '', async (page, c) => {
  const facilities = made.facilities({ service: SERVICE }).filter((one) => one.state === 'open');
  const [first, second] = facilities;
  await open(c);
  await c.part('[name="closable"]').selectOption(first.code);
  assert.deepEqual(asked(c).closable, [{ code: first.code, cost: 0 }]);
  await page.evaluate(([lng, lat]) => { location.hash = location.hash.replace(/&map=[^&]*/, '') + `&map=${lng},${lat},17`; }, second.at);
  await c.settled();
  await c.part('.closable .button').click();
  await page.mouse.click(...(await c.mapPoint(0.5, 0.5)));
  await c.part('.closable li').nth(1).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await c.part('.adding-hint').count(), 0);
  const closable = [{ code: first.code, cost: 0 }, { code: second.code, cost: 0 }];
  assert.deepEqual(asked(c).closable, closable);
  await c.search();
  const plan = planned({ closable });
  await assertPlan(c, plan);
  assert.ok(plan.closes.length > 0);
  const names = plan.closes.map((code) => facilities.find((one) => one.code === code).name);
  assert.ok((await c.text('.plan-notes')).includes(zh.siteConditions.closes(names.join('、'))));
  await c.part('.adopt').click();
  await c.settled();
  const steps = JSON.parse(c.hash().get('e'));
  for (const code of plan.closes) assert.ok(steps[0].includes(code), 'the scenario closes it');
});

check('places to keep away from are put on the map; what they rule out is listed with its reason', '', async (page, c) => {
  await open(c);
  await c.part('.keep-away .button').click();
  await page.keyboard.press('Escape');
  assert.equal(await c.part('.keep-away li').count(), 0);
  await c.part('.keep-away .button').click();
  await page.mouse.click(...(await c.mapPoint(0.5, 0.45)));
  await c.part('.keep-away li').waitFor();
  await c.write('.keep-away input', '4000');
  await c.search();
  const { keepAway } = asked(c);
  assert.equal(keepAway[0].metres, 4000);
  const plan = planned({ keepAway });
  await assertPlan(c, plan);
  const kept = plan.tried.ruledOut.find((one) => one.reason === 'keptAway').count;
  assert.ok(kept > 0);
  await c.part('.ruled-out summary').click();
  assert.match(await c.text('.ruled'), new RegExp(`${zh.sites.reasons.keptAway} ${count(zh, kept)}`));
  await c.part('.keep-away li button').last().click();
  assert.equal(await c.part('.plan').count(), 0);
});

check('who counts, and how much', '', async (page, c) => {
  await open(c);
  await c.part('[name="who"]').selectOption('total');
  await c.part('[name="who"]').selectOption('60+');
  await c.part('.who-counts input').nth(1).fill('2');
  await c.part('.who-counts input').nth(1).press('Tab');
  await c.search();
  const plan = planned({ people: [{ group: 'total', weight: 1 }, { group: '60+', weight: 2 }] });
  assert.match(await c.text('.plan-notes'), /× 2.*按权重/);
  const w = zh.siteConditions;
  assert.deepEqual(await c.part('.plan .amount').allTextContents(), plan.sites.map((one) => `+${w.weightedPeople(count(zh, one.newlyServed))}`));
  const [total, elderly] = [0, 1].map((i) => peopleText(zh, plan.sites.reduce((sum, one) => sum + one.byGroup[i], 0)));
  assert.ok((await c.text('.total')).includes(`${total}、`), 'people of each group');
  assert.ok((await c.text('.total')).includes(`${elderly}够得着`));
  assert.ok((await c.text('.total')).includes(w.weightedTotal(count(zh, plan.value))));
  assert.equal(await c.text('.answer > .proof'), w.weightedProof.proofOptimal(3));
  // Of one group its weight is taken out: people are people, after adopting too.
  await c.part('.who-counts li button').nth(1).click();
  await c.part('.who-counts input').first().fill('3');
  await c.part('.who-counts input').first().press('Tab');
  await c.search();
  const alone = planned({ people: [{ group: 'total', weight: 3 }] });
  const people = peopleText(zh, alone.value / 3);
  assert.equal(await c.text('.total'), zh.sites.total(3, people));
  await c.part('.adopt').click();
  await c.settled();
  assert.ok((await c.text('.answer > .proof')).startsWith(zh.sites.adopted(people)));
});

const everywhere = [[[100, 10], [140, 10], [140, 50], [100, 50]]];
check('where every place is ruled out, the reason and its count are told and stay listed', `&site=${encodeURIComponent(JSON.stringify({ exclusions: everywhere }))}`, async (page, c) => {
  await c.part('.run').click();
  await c.part('.notice').waitFor();
  assert.match(await c.text('.notice'), /没有可选的地点：全部 [\d,]+ 个地点都被排除，在禁建区内 [\d,]+ 个、不用于这项服务 \d+ 个.*请缩小或删去禁建区。/);
  assert.doesNotMatch(await c.text('.notice'), /ruled out|excluded/);
  await c.part('.notice button').click();
  assert.match(await c.text('.ruled-out .ruled'), new RegExp(`${zh.sites.reasons.excluded} [\\d,]+`));
  await c.part('.fences li button').first().evaluate((button) => button.click());
  assert.equal(await c.part('.ruled-out').count(), 0);
});

check('what cannot be done says which condition and by how much', '', async (page, c) => {
  await c.part('#objective').selectOption('minFarthestTravel');
  await c.part('.answer > .segments button').nth(1).click();
  await c.write('.answer .row .number-field input', '1');
  await c.part('.run').click();
  await c.part('.answer > .warn').waitFor({ timeout: FOUND_MS });
  const { infeasible } = planned({ objective: 'minFarthestTravel', sites: undefined, budget: 1 });
  const money = (n) => `${count(zh, n)} ${zh.sites.money}`;
  assert.equal(infeasible.constraint, 'budget');
  assert.equal(await c.text('.answer > .warn'), zh.sites.unkept.budget(money(1), money(infeasible.possible), money(infeasible.possible - 1), infeasible.proven));
});

check('a plan without a site says why', '&m=walk&t=15', async (page, c) => {
  await c.part('#objective').selectOption('minFarthestTravel');
  await c.part('.run').click();
  await c.part('.plan-notes').waitFor({ timeout: FOUND_MS });
  await c.settled();
  const plan = planned({ objective: 'minFarthestTravel', mode: 'walk', minutes: 15 });
  assert.equal(plan.sites.length, 0, 'the example is one where nothing helps');
  assert.equal(await c.text('.answer > p[role="status"]'), `${zh.sites.noNearer(zh.sites.orMore(minutesText(zh, plan.tried.upToMinutes)))}${zh.sites.proofNearest}`);
  assert.ok(plan.optimal);
});

check('speeds that a search by zone cannot use are told', `&e=${encodeURIComponent(JSON.stringify([[{ speeds: { walk: { speedKmh: 3 } } }]]))}`, async (page, c) => {
  await open(c);
  assert.match(await c.text('.more-conditions .warn'), /引擎自己的速度/);
  await c.part('.ask .segments').nth(0).locator('button').nth(1).click();
  await c.part('.ask .segments').nth(1).locator('button').filter({ hasText: '15' }).click();
  await c.settled();
  assert.equal(await c.part('.more-conditions .warn').count(), 0);
  await c.search();
  await assertPlan(c, planned({ mode: { base: 'walk', speedKmh: 3 }, minutes: 15 }));
});

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  const full = encodeURIComponent(JSON.stringify({ keepAway: [{ at: [124.06, 29.43], metres: 900 }], people: [{ group: 'total', weight: 1 }], costs: { new: 300 } }));
  check(`the conditions, the curve, the proof and its certificate: ${name}`, `&lang=${lang}&site=${full}`, async (page, c) => {
    const t = lang === 'zh' ? zh : en;
    if (name === 'phone') await c.part('.sheet-head button').nth(1).click();
    await open(c);
    await c.search();
    const plan = planned({ keepAway: [{ at: [124.06, 29.43], metres: 900 }], people: [{ group: 'total', weight: 1 }], costs: { new: 300 } });
    await assertPlan(c, plan, t);
    assert.equal(await c.part('.curve .dot').count(), plan.curve.length);
    assert.equal(await c.text('.proof'), t.sites.proofOptimal(plan.sites.length));
    assert.ok(plan.optimal);
    const files = [];
    page.on('download', (file) => files.push(file.suggestedFilename()));
    await Promise.all([page.waitForEvent('download'), c.part('.certificate').click()]);
    await page.waitForTimeout(500);
    assert.deepEqual(files, ['siting-problem.json', 'siting-certificate.json']);
    await c.part('.ruled-out summary').click();
    await assertAccessible(page);
  }, options);
}
