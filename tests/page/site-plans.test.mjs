// Further kinds of site plans on the page: each is the one that the engine gives for the same question.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { launch } from './helpers/browser.mjs';
import { circle } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';
import { fixed, gapText, peopleCell, peopleText } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const SERVICE = 'PHA';
const MADE = 60;
const KINDS = ['reuse', 'share', 'doorstep', 'new'];
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

/** Opens the made-up study and asks for a plan. */
const check = (name, ask, run, hash = '') =>
  test(name, async () => {
    const asked = Object.keys(ask).length > 0 ? `&site=${encodeURIComponent(JSON.stringify(ask))}` : '';
    const { page, context, problems } = await site.open(`#made=${MADE}&tab=sites&lang=zh${asked}${hash}`, DESKTOP);
    const c = circle(page);
    await c.settled();
    await run(page, c);
    assert.deepEqual(Object.values(problems).flat(), []);
    await context.close();
  });

/** The engine's own plan. @param {object} question */
function planned(question) {
  const search = made.findSites({ service: SERVICE, kinds: KINDS, junctions: true, ...question });
  while (!search.step(200).done);
  const plan = search.plan();
  search.free();
  return plan;
}

async function run(c) {
  await c.part('.run').click();
  await c.part('.adopt:enabled').waitFor({ timeout: FOUND_MS });
  await c.settled();
}

const textOf = async (c, selector) => (await c.part(selector).first().textContent()).replace(/\s+/g, ' ').trim();
const amounts = (c) => c.part('.plan .amount').allTextContents();
const newly = ({ totals }) => peopleText(zh, totals.served - totals.servedToday);

check('least inequality: the spread of access before and after, and no proof that there is none', {}, async (page, c) => {
  await c.part('#objective').selectOption('minInequality');
  await run(c);
  const plan = planned({ objective: 'minInequality', sites: 3 });
  assert.equal(plan.bound, null);
  assert.ok(plan.value < plan.nothing);
  assert.equal(await textOf(c, '.total'), zh.sitePlans.totalInequality(3, fixed(zh, plan.nothing, 3), fixed(zh, plan.value, 3), newly(plan)));
  assert.deepEqual(await amounts(c), plan.sites.map((one) => `+${peopleText(zh, one.newlyServed)}`));
  assert.equal(await textOf(c, '.proof'), zh.sites.proofNone);
  assert.equal(await c.part('.certificate').count(), 0);
  assert.equal(await c.part('.plan-kinds').count(), 0, 'backup is not offered');
});

check('the lowest access: a word where somebody reaches none', { objective: 'maxMin' }, async (page, c) => {
  await run(c);
  const plan = planned({ objective: 'maxMin', sites: 3 });
  const said = (n) => (n > 0 ? zh.sitePlans.perThousand(fixed(zh, n * 1000, 1)) : zh.sitePlans.someReachNone);
  assert.equal(await textOf(c, '.total'), zh.sitePlans.totalLowest(3, said(plan.nothing), said(plan.value), newly(plan)));
  assert.equal(plan.bound, null);
  assert.equal(await textOf(c, '.proof'), zh.sites.proofNone);
});

check('backup: people with so many in reach; a capacity is not offered with it', {}, async (page, c) => {
  await c.part('.plan-kinds > summary').click();
  await c.part('[name="backup"]').fill('2');
  await c.part('[name="backup"]').press('Tab');
  await c.part('.more-conditions summary').click();
  assert.equal(await c.part('[name="capacity"]').count(), 0);
  await run(c);
  const plan = planned({ sites: 3, backup: 2 });
  assert.equal(await textOf(c, '.total'), zh.sitePlans.totalBackup(3, peopleText(zh, plan.value), 2));
  assert.deepEqual(await amounts(c), plan.sites.map((one) => `+${peopleText(zh, one.newlyServed)}`));
  assert.equal(await c.part('.certificate').count(), 1);
});

check('districts: whole places, with a capacity only', {}, async (page, c) => {
  await c.part('.more-conditions summary').click();
  const districts = c.part('.more-conditions .check', { hasText: zh.siteConditions.districts });
  assert.equal(await districts.count(), 0);
  await c.part('[name="capacity"]').fill('1500');
  await c.part('[name="capacity"]').press('Tab');
  await districts.locator('input').check();
  assert.deepEqual(JSON.parse(c.hash().get('site')), { capacity: 1500, districts: true });
  await c.part('.plan-kinds > summary').click();
  assert.equal(await c.part('[name="backup"]').count(), 0);
  await run(c);
  const plan = planned({ sites: 3, capacity: 1500, districts: true });
  assert.deepEqual(await amounts(c), plan.sites.map((one) => `+${peopleText(zh, one.site.gain)}`));
  assert.equal(await textOf(c, '.total'), zh.sites.total(3, newly(plan)));
});

check('phases: year and number of each, what they serve and what is proven; the pins carry the year', {}, async (page, c) => {
  await c.part('.plan-kinds > summary').click();
  await c.part('.add-phase').click();
  await c.part('.add-phase').click();
  await c.part('[name="phase-year-1"]').fill('2027');
  await c.part('[name="phase-year-1"]').press('Tab');
  await c.part('[name="phase-year-2"]').fill('2020');
  await c.part('[name="phase-year-2"]').press('Tab');
  assert.ok(Number(await c.part('[name="phase-year-2"]').inputValue()) > 2027, 'years ascend');
  await c.part('[name="phase-year-2"]').fill('2030');
  await c.part('[name="phase-year-2"]').press('Tab');
  await c.part('[name="phase-sites-2"]').fill('1');
  await c.part('[name="phase-sites-2"]').press('Tab');
  const phases = [{ year: 2027, sites: 2 }, { year: 2030, sites: 1 }];
  assert.deepEqual(JSON.parse(c.hash().get('site')), { phases });
  assert.equal(await c.part('[name="backup"]').count(), 0);
  assert.equal(await c.part('.stepper').count(), 0, 'the phases say how many');
  await run(c);
  const plan = planned({ phases });
  const cells = (await c.part('.phase-table tbody tr').allTextContents()).map((row) => row.replace(/\s+/g, ' ').trim());
  const rank = new Map(plan.sites.map((one, i) => [one.site.code, i + 1]));
  assert.deepEqual(cells, plan.phases.phases.map((one) => `${one.year} ${one.sites.map((its) => rank.get(its.code)).join(' ')} ${peopleCell(zh, one.served)} ${peopleCell(zh, one.bound)}`));
  assert.deepEqual(await c.part('.pin em').allTextContents(), plan.sites.map((one) => String(plan.phases.phases.find((phase) => phase.sites.some((its) => its.code === one.site.code)).year)));
  assert.equal(await textOf(c, '.proof'), plan.phases.gap === 0 ? zh.sitePlans.phaseProofBest : zh.sitePlans.phaseProofGap(gapText(zh, plan.phases.gap)));
  await c.part('.adopt').click();
  await c.settled();
  const [step] = JSON.parse(c.hash().get('e'));
  assert.deepEqual(step[0], { year: 2030 }, 'what is planned by then counts in the scenario too');
  assert.equal(step.length, 1 + plan.sites.length);
});
