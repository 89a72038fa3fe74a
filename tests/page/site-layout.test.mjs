// A better layout of what is there, and sites of several services, on the page: as the engine has them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Study } from '../../pkg/service_circle.js';
import { launch } from './helpers/browser.mjs';
import { circle } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';
import { count, gapText, minutes, peopleCell, percent, signed } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
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

const check = (name, ask, run, options = DESKTOP, lang = 'zh') =>
  test(name, async () => {
    const asked = Object.keys(ask).length > 0 ? `&site=${encodeURIComponent(JSON.stringify(ask))}` : '';
    const { page, context, problems } = await site.open(`#made=${MADE}&tab=sites&lang=${lang}${asked}`, options);
    const c = circle(page);
    await c.settled();
    await run(page, c);
    assert.deepEqual(Object.values(problems).flat(), []);
    await context.close();
  });

/** @param {{ step(ms: number): { done: boolean }, plan(): any, free(): void }} search */
function ended(search) {
  while (!search.step(200).done);
  const plan = search.plan();
  search.free();
  return plan;
}

const text = async (c, selector) => (await c.part(selector).first().textContent()).replace(/\s+/g, ' ').trim();
const found = (c) => c.part('.adopt:enabled').waitFor({ timeout: FOUND_MS });
const rows = async (c, selector) =>
  (await c.part(`${selector} tbody tr`).all()).reduce(async (all, row) => [...(await all), await row.locator('td').allTextContents()], Promise.resolve([]));

check('the layout: actions with what they change, the whole before and after, one click to a scenario', { layout: { actions: 4, costs: { expand: 20 } } }, async (page, c) => {
  await c.part('.optimise').click();
  await found(c);
  await c.settled();
  const plan = ended(made.optimiseLayout({ service: SERVICE, kinds: KINDS, junctions: true, actions: 4, actionCosts: { expand: 20 } }));
  assert.equal(plan.bound, null);
  assert.equal(await text(c, '.proof'), zh.sites.proofNone);
  assert.deepEqual(await c.part('.layout-plan .amount').allTextContents(), plan.actions.map((one) => `${signed(zh, one.gain)} ${zh.people}`));
  const [first] = plan.actions;
  const said = await text(c, '.layout-line');
  assert.ok(said.includes(`${percent(zh, first.saturationBefore)} → ${percent(zh, first.saturationAfter)}`), said);
  assert.ok(said.includes(count(zh, first.cost)), said);
  const pair = (of) => [of(plan.before), of(plan.after)];
  assert.deepEqual((await rows(c, '.layout-table')).slice(0, 5), [
    pair((one) => peopleCell(zh, one.inReach)),
    pair((one) => peopleCell(zh, one.met)),
    pair((one) => percent(zh, one.saturation)),
    pair((one) => minutes(zh, one.minutes)),
    pair((one) => count(zh, one.facilities)),
  ]);
  await c.part('.layout-plan .line').first().click();
  await c.settled();
  assert.equal(c.hash().get('sel'), `f:${first.facility.code}`);
  assert.equal(await c.part('.layout-plan .line').first().getAttribute('aria-current'), 'true');
  await c.part('.adopt').click();
  await c.settled();
  assert.equal(JSON.parse(c.hash().get('e'))[0].length, plan.actions.length);
  assert.equal(await c.part('.layout-plan').count(), 0);
});

check('the layout can be stopped, and another question makes it void', {}, async (page, c) => {
  await c.part('.optimise').click();
  await page.waitForFunction(() => document.querySelector('service-circle').shadowRoot.querySelector('.optimise').textContent.includes('取消'));
  await c.part('.optimise').click();
  await c.settled();
  assert.equal(await text(c, '.optimise'), zh.sitePlans.layout.run);
  await c.part('.layout-conditions summary').click();
  await c.part('[name="layout-actions"]').fill('2');
  await c.part('[name="layout-actions"]').press('Tab');
  await c.part('.optimise').click();
  await found(c);
  assert.ok((await c.part('.layout-plan li').count()) <= 2);
  await c.part('.layout-conditions .check input').first().uncheck();
  assert.equal(await c.part('.layout-plan').count(), 0);
});

check('several services at one site: gains of each', {}, async (page, c) => {
  await c.part('.plan-kinds > summary').click();
  await c.part('.further-services summary').click();
  const boxes = c.part('.further-services input');
  for (const at of [0, 3]) await boxes.nth(at).check();
  const { also } = JSON.parse(c.hash().get('site'));
  assert.equal(also.length, 2);
  assert.equal(await c.part('[name="backup"]').count(), 0, 'backup is not offered with it');
  await c.part('.run').click();
  await found(c);
  await c.settled();
  const plan = ended(made.findHubs({ services: [SERVICE, ...also].map((service) => ({ service })), kinds: KINDS, junctions: true, sites: 3 }));
  assert.deepEqual((await rows(c, '.hub-table')).map((row) => row[1]), plan.services.map((one) => `+${peopleCell(zh, one.served - one.servedToday)}`));
  const line = await text(c, '.hub-line');
  for (const n of plan.sites[0].newlyServed) assert.ok(line.includes(`+${peopleCell(zh, n)} ${zh.people}`), line);
  const k = plan.sites.length;
  assert.equal(await text(c, '.proof'), plan.optimal ? zh.sitePlans.hubProofBest(k) : zh.sitePlans.hubProofGap(k, gapText(zh, plan.gap)));
  assert.equal(await c.part('.pin').count(), k);
  await c.part('.adopt').click();
  await c.settled();
  const [step] = JSON.parse(c.hash().get('e'));
  assert.deepEqual(step[0][3], [SERVICE, ...also]);
});

const axe = await readFile(createRequire(new URL('../../www/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');

for (const [name, options, lang] of [['desktop', DESKTOP, 'zh'], ['phone', PHONE, 'en']]) {
  check(
    `the layout is accessible: ${name}`,
    { layout: { actions: 2 } },
    async (page, c) => {
      if (name === 'phone') await c.part('.sheet-head button').nth(1).click();
      await c.part('.layout-conditions summary').click();
      await c.part('.optimise').click();
      await found(c);
      await c.settled();
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
      const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
      assert.deepEqual(serious.map((v) => [v.id, v.nodes.map((n) => n.html)]), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    },
    options,
    lang,
  );
}
