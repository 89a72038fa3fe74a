// Further kinds of site plans on the page: each is the one that the engine gives for the same question.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { launch } from './helpers/browser.mjs';
import { circle } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';
import { fixed, peopleText } from '../../www/src/format.js';
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
  await c.part('.plan-kinds summary').click();
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
  await c.part('.plan-kinds summary').click();
  assert.equal(await c.part('[name="backup"]').count(), 0);
  await run(c);
  const plan = planned({ sites: 3, capacity: 1500, districts: true });
  assert.deepEqual(await amounts(c), plan.sites.map((one) => `+${peopleText(zh, one.site.gain)}`));
  assert.equal(await textOf(c, '.total'), zh.sites.total(3, newly(plan)));
});
