// A search's further conditions on the page: the plan is the one that the engine gives for the same question.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { launch } from './helpers/browser.mjs';
import { circle } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';
import { count, minutesText, peopleText } from '../../www/src/format.js';
import en from '../../www/src/text/en.js';
import zh from '../../www/src/text/zh.js';

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const SERVICE = 'PHA';
const MADE = 60;
const KINDS = ['reuse', 'share', 'doorstep', 'new'];
const ZONES = ['urban', 'suburban', 'rural'];
const FOUND_MS = 120_000;

let site;
/** @type {Study} */
let made;

before(async () => {
  site = await launch();
  // Makes the engine ready here too.
  (await demoStudy()).free();
  made = Study.synthetic({ villages: MADE });
});

after(() => site?.close());

const check = (name, path, run, options = DESKTOP) =>
  test(name, async () => {
    const { page, context, problems } = await site.open(`#made=${MADE}&tab=sites${path}`, options);
    const c = circle(page);
    await c.settled();
    await run(page, c);
    assert.deepEqual(Object.values(problems).flat(), []);
    await context.close();
  });

/** The engine's own plan. @param {object} question @param {{ field: string, value: string }[]} [cells] of the standard, for this search alone */
function planned(question, cells = []) {
  const asked = made.apply({ edits: [{ standardCells: cells.map((cell) => ({ service: SERVICE, ...cell })) }] });
  const search = asked.findSites({ service: SERVICE, kinds: KINDS, junctions: true, sites: 3, ...question });
  while (!search.step(200).done);
  const plan = search.plan();
  search.free();
  asked.free();
  return plan;
}

const byZone = (field, value) => ZONES.map((zone) => ({ field: `${field}_${zone}`, value }));

async function run(c) {
  await c.part('.run').click();
  await c.part('.adopt:enabled').waitFor({ timeout: FOUND_MS });
  await c.settled();
}

/** The page shows this plan. */
async function assertPlan(c, plan, t = zh) {
  assert.deepEqual(await c.part('.plan .amount').allTextContents(), plan.sites.map((one) => `+${peopleText(t, one.served === null ? one.newlyServed : one.site.gain)}`));
}

const text = async (c, selector) => (await c.part(selector).first().textContent()).replace(/\s+/g, ' ').trim();
const open = (c) => c.part('.more-conditions summary').click();

async function write(c, name, value) {
  await c.part(`[name="${name}"]`).fill(value);
  await c.part(`[name="${name}"]`).press('Tab');
}

const asked = (c) => JSON.parse(c.hash().get('site'));

check('minutes of one’s own keep the modes of the zones; a mode keeps the minutes of the standard', '', async (page, c) => {
  await open(c);
  await write(c, 'minutes', '8');
  assert.match(await text(c, '.headline'), /按标准的方式出行，都在 8 分钟内/);
  await run(c);
  const plan = planned({}, byZone('minutes', '8'));
  assert.deepEqual(plan.tried.minutes, [8, 8, 8]);
  assert.equal(new Set(plan.tried.modes).size, 3);
  await assertPlan(c, plan);
  await write(c, 'minutes', '');
  await c.part('.ask .segments').nth(0).locator('button').nth(1).click();
  await c.settled();
  await run(c);
  await assertPlan(c, planned({}, byZone('mode', 'walk')));
});

check('by zone with minutes that the page asks for, both count', '&m=zone&t=10', async (page, c) => {
  await run(c);
  await assertPlan(c, planned({}, byZone('minutes', '10')));
});

check('costs of a kind and a budget, a capacity, planned facilities', '', async (page, c) => {
  await open(c);
  await write(c, 'cost-new', '300');
  await c.part('.answer > .segments button').nth(1).click();
  await run(c);
  const cheap = planned({ sites: undefined, budget: 1000, costs: { new: 300 } });
  await assertPlan(c, cheap);
  assert.ok((await text(c, '.plan-notes')).includes(zh.siteConditions.cost(zh.sites.costs(count(zh, cheap.cost)), cheap.costAssumed)));
  await c.part('.answer > .segments button').nth(0).click();
  await write(c, 'capacity', '1500');
  await write(c, 'plannedUntil', '2027');
  await run(c);
  await assertPlan(c, planned({ costs: { new: 300 }, capacity: 1500, plannedUntil: 2027 }));
  assert.deepEqual(asked(c), { capacity: 1500, costs: { new: 300 }, plannedUntil: 2027 });
  assert.equal(await c.part('.certificate').count(), 1);
  await page.reload();
  await c.settled();
  await open(c);
  assert.equal(await c.part('[name="capacity"]').inputValue(), '1500');
  await c.part('#objective').selectOption('minTotalTravel');
  assert.equal(await c.part('[name="capacity"]').count(), 0);
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
  await run(c);
  const plan = planned({ closable });
  await assertPlan(c, plan);
  assert.ok(plan.closes.length > 0);
  const names = plan.closes.map((code) => facilities.find((one) => one.code === code).name);
  assert.ok((await text(c, '.plan-notes')).includes(zh.siteConditions.closes(names.join('、'))));
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
  await c.part('.keep-away input').fill('4000');
  await c.part('.keep-away input').press('Tab');
  await run(c);
  const { keepAway } = asked(c);
  assert.equal(keepAway[0].metres, 4000);
  const plan = planned({ keepAway });
  await assertPlan(c, plan);
  const kept = plan.tried.ruledOut.find((one) => one.reason === 'keptAway').count;
  assert.ok(kept > 0);
  await c.part('.ruled-out summary').click();
  assert.match(await text(c, '.ruled'), new RegExp(`${zh.sites.reasons.keptAway} ${count(zh, kept)}`));
  await c.part('.keep-away li button').last().click();
  assert.equal(await c.part('.plan').count(), 0);
});

check('who counts, and how much', '', async (page, c) => {
  await open(c);
  await c.part('[name="who"]').selectOption('total');
  await c.part('[name="who"]').selectOption('60+');
  await c.part('.who-counts input').nth(1).fill('2');
  await c.part('.who-counts input').nth(1).press('Tab');
  await run(c);
  await assertPlan(c, planned({ people: [{ group: 'total', weight: 1 }, { group: '60+', weight: 2 }] }));
  assert.match(await text(c, '.plan-notes'), /× 2.*按权重/);
});

check('what cannot be done says which condition and by how much', '', async (page, c) => {
  await c.part('#objective').selectOption('minFarthestTravel');
  await c.part('.answer > .segments button').nth(1).click();
  await c.part('.answer .row .number-field input').fill('1');
  await c.part('.answer .row .number-field input').press('Tab');
  await c.part('.run').click();
  await c.part('.answer > .warn').waitFor({ timeout: FOUND_MS });
  const { infeasible } = planned({ objective: 'minFarthestTravel', sites: undefined, budget: 1 });
  const money = (n) => `${count(zh, n)} ${zh.sites.money}`;
  assert.equal(infeasible.constraint, 'budget');
  assert.equal(await text(c, '.answer > .warn'), zh.sites.unkept.budget(money(1), money(infeasible.possible), money(infeasible.possible - 1), infeasible.proven));
});

check('a plan without a site says why', '&m=walk&t=15', async (page, c) => {
  await c.part('#objective').selectOption('minFarthestTravel');
  await c.part('.run').click();
  await c.part('.plan-notes').waitFor({ timeout: FOUND_MS });
  await c.settled();
  const plan = planned({ objective: 'minFarthestTravel', mode: 'walk', minutes: 15 });
  assert.equal(plan.sites.length, 0, 'the example is one where nothing helps');
  assert.equal(await text(c, '.answer > p[role="status"]'), `${zh.sites.noNearer(zh.sites.orMore(minutesText(zh, plan.tried.upToMinutes)))}${zh.sites.proofNearest}`);
  assert.ok(plan.optimal);
});

check('speeds that a search by zone cannot use are told', `&e=${encodeURIComponent(JSON.stringify([[{ speeds: { walk: { speedKmh: 3 } } }]]))}`, async (page, c) => {
  await open(c);
  assert.match(await text(c, '.more-conditions .warn'), /引擎自己的速度/);
  await c.part('.ask .segments').nth(0).locator('button').nth(1).click();
  await c.part('.ask .segments').nth(1).locator('button').filter({ hasText: '15' }).click();
  await c.settled();
  assert.equal(await c.part('.more-conditions .warn').count(), 0);
  await run(c);
  await assertPlan(c, planned({ mode: { base: 'walk', speedKmh: 3 }, minutes: 15 }));
});

const axe = await readFile(createRequire(new URL('../../www/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  const full = encodeURIComponent(JSON.stringify({ keepAway: [{ at: [124.06, 29.43], metres: 900 }], people: [{ group: 'total', weight: 1 }], costs: { new: 300 } }));
  check(`the conditions, the curve, the proof and its certificate: ${name}`, `&lang=${lang}&site=${full}`, async (page, c) => {
    const t = lang === 'zh' ? zh : en;
    if (name === 'phone') await c.part('.sheet-head button').nth(1).click();
    await open(c);
    await run(c);
    const plan = planned({ keepAway: [{ at: [124.06, 29.43], metres: 900 }], people: [{ group: 'total', weight: 1 }], costs: { new: 300 } });
    await assertPlan(c, plan, t);
    assert.equal(await c.part('.curve .dot').count(), plan.curve.length);
    assert.equal(await text(c, '.proof'), t.sites.proofOptimal(plan.sites.length));
    assert.ok(plan.optimal);
    const files = [];
    page.on('download', (file) => files.push(file.suggestedFilename()));
    await Promise.all([page.waitForEvent('download'), c.part('.certificate').click()]);
    await page.waitForTimeout(500);
    assert.deepEqual(files, ['siting-problem.json', 'siting-certificate.json']);
    await c.part('.ruled-out summary').click();
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
    const serious = found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
    assert.deepEqual(serious.map((v) => [v.id, v.nodes.map((n) => n.html)]), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  }, options);
}
