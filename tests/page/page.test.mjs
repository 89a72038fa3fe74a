// The page in a browser: the whole path is clicked through and what it shows is compared with the engine.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch } from './helpers/browser.mjs';
import { circle, exactPeople } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PHARMACIES = { service: 'PHA', mode: 'walk', minutes: 15 };

let site;
let study;

before(async () => {
  site = await launch();
  study = await demoStudy();
});

after(() => site?.close());

/** Opens the page, runs a test on it and insists that nothing went wrong in the browser meanwhile. */
async function on(path, options, run) {
  const { page, context, problems } = await site.open(path, options);
  const c = circle(page);
  await c.settled();
  await run(page, c);
  assert.deepEqual(Object.values(problems).flat(), []);
  await context.close();
}

const check = (name, path, options, run) => test(name, () => on(path, options, run));

/** The screen's tiles say what an answer of the engine says. */
async function assertServed(c, served) {
  assert.equal(await c.tile('served'), exactPeople(served.served));
  assert.equal(await c.tile('unserved'), exactPeople(served.unserved));
}

check('opens on pharmacies, walking, 15 minutes, already answered', '', DESKTOP, async (page, c) => {
  const served = study.served(PHARMACIES);
  await assertServed(c, served);
  const whole = study.units().findIndex((unit) => unit.parent === null);
  assert.equal(await c.tile('share'), String(served.unitShare[whole]));
  const rows = await c.part('.legend tbody td').allTextContents();
  assert.deepEqual(rows, [...served.classes].map((n) => new Intl.NumberFormat('zh-CN').format(Math.round(n))));
  assert.match(await c.part('.headline').textContent(), /15 分钟/);
  assert.match(await c.part('.source').textContent(), /OpenStreetMap contributors, ODbL/);
  assert.equal(c.hash().get('s'), 'PHA');
});

check('asks another question and keeps it in the address', '', DESKTOP, async (page, c) => {
  await c.part('.ask [role=radio]', { hasText: '骑行' }).nth(1).click();
  await c.part('.ask .segments').nth(1).locator('button').nth(1).click();
  await c.settled();
  await assertServed(c, study.served({ service: 'PHA', mode: 'cycle', minutes: 10 }));
  assert.equal(c.hash().get('m'), 'cycle');
  assert.equal(c.hash().get('t'), '10');
});

check('the address opens what it says', '#s=KIN&m=drive&t=5&v=unserved&tab=ranking&lang=en', DESKTOP, async (page, c) => {
  const served = study.served({ service: 'KIN', mode: 'drive', minutes: 5 });
  const worst = study.units().map((unit, i) => ({ unit, out: served.unitPeople[i] - served.unitServed[i] })).filter(({ unit }) => unit.level === 0);
  worst.sort((a, b) => b.out - a.out);
  assert.equal(await c.part('.ranking tbody tr').count(), worst.length);
  assert.equal(await c.part('.ranking tbody tr').first().locator('button').textContent(), worst[0].unit.name);
});

check('services without data say so and cannot be chosen', '', DESKTOP, async (page, c) => {
  const without = study.describe().services.find((service) => service.facilities === null);
  await c.part(`#domain-${without.domain}`).click();
  const row = c.part(`.service[data-code="${without.code}"]`);
  assert.match(await row.textContent(), /暂无数据/);
  await row.click({ force: true });
  assert.equal(c.hash().get('s'), 'PHA');
});

check('a click draws the circle of a place, a double click only zooms, Esc leaves', '', DESKTOP, async (page, c) => {
  const before = c.hash().get('map');
  await page.mouse.dblclick(...(await c.mapPoint(0.5, 0.55)));
  await page.waitForTimeout(700);
  assert.equal(c.hash().get('sel'), null);
  assert.notEqual(c.hash().get('map'), before);
  await c.part('.map').focus();
  await page.keyboard.press('Enter');
  await c.settled();
  const selected = c.hash().get('sel');
  assert.match(selected, /^[pf]:/);
  if (selected.startsWith('p:')) {
    const at = selected.slice(2).split(',').map(Number);
    const { seconds } = study.nearest({ at, service: 'PHA', mode: 'walk' });
    const shown = await c.part('.card .big b').textContent();
    assert.equal(shown, Number.isNaN(seconds) ? '不可达' : `${(seconds / 60).toFixed(1)} 分钟`);
  }
  await page.keyboard.press('Escape');
  await page.waitForTimeout(200);
  assert.equal(c.hash().get('sel'), null);
});

check('the ranking sorts by its heads, filters and jumps to the map', '#tab=ranking', DESKTOP, async (page, c) => {
  const column = async (n) => (await c.part(`.ranking tbody tr > :nth-child(${n})`).allTextContents()).map((text) => Number(text.replace(/[^\d.]/g, '')));
  const ordered = (values, down) => values.every((v, i) => i === 0 || (down ? values[i - 1] >= v : values[i - 1] <= v));
  assert.ok(ordered(await column(4), true));
  await c.part('.ranking thead button').nth(1).click();
  assert.ok(ordered(await column(2), true));
  await c.part('.ranking thead button').nth(1).click();
  assert.ok(ordered(await column(2), false));
  const before = c.hash().get('map');
  const row = c.part('.ranking tbody tr').nth(3);
  const code = await row.getAttribute('data-code');
  await row.click();
  await c.settled();
  assert.equal(c.hash().get('sel'), `u:${code}`);
  assert.notEqual(c.hash().get('map'), before);
  const name = study.units().find((unit) => unit.code === code).name;
  await c.part('.filter').fill(name);
  assert.ok((await c.part('.ranking tbody tr').count()) < study.units().filter((unit) => unit.level === 0).length);
});

check('suggests sites with a proof, adopts them, undoes and redoes', '#tab=sites', DESKTOP, async (page, c) => {
  await c.part('.run').click();
  await c.part('.answer > .button.primary:enabled').waitFor({ timeout: 120_000 });
  await c.settled();
  assert.equal(await c.part('.pin').count(), 3);
  assert.match(await c.part('.proof').first().textContent(), /证明/);
  const gains = await c.part('.plan .amount').allTextContents();
  assert.equal(gains.length, 3);
  const before = study.served(PHARMACIES);
  await c.part('.answer > .button.primary').click();
  await c.settled();
  await c.part('#tab-overview').click();
  await c.settled();
  const adopted = await c.tile('unserved');
  assert.notEqual(adopted, exactPeople(before.unserved));
  assert.match(await c.part('.bar-scenario').textContent(), /3 处改动/);
  await page.keyboard.press('Control+z');
  await c.settled();
  await assertServed(c, before);
  await page.keyboard.press('Control+Shift+Z');
  await c.settled();
  assert.equal(await c.tile('unserved'), adopted);
});

check('adds and removes a facility as edits of one scenario', '#map=14.42,35.86,13', DESKTOP, async (page, c) => {
  await c.part('.add').click();
  assert.match(await c.part('.adding-hint').textContent(), /Esc/);
  await page.mouse.click(...(await c.mapPoint(0.5, 0.5)));
  await page.waitForTimeout(600);
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  const [lng, lat] = c.hash().get('map').split(',').map(Number);
  assert.match(await c.part('.card').textContent(), new RegExp(code));
  const near = study.apply({ edits: [{ open: { code, at: [lng, lat], services: ['PHA'] } }] }).served(PHARMACIES);
  const shown = Number((await c.tile('served')).replace(/\D/g, ''));
  assert.ok(shown >= Math.round(study.served(PHARMACIES).served), 'opening never serves fewer');
  assert.ok(Math.abs(shown - near.served) < near.total * 0.01, `${shown} is near ${near.served}`);
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await assertServed(c, study.served(PHARMACIES));
  assert.match(await c.part('.bar-scenario').textContent(), /2 处改动/);
});

check('removing a facility of the file changes the numbers as the engine says', '', DESKTOP, async (page, c) => {
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .line').first().click();
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await assertServed(c, study.apply({ edits: [{ close: code }] }).served(PHARMACIES));
});

check('a file that is none is refused with what, where and what to do; what was open stays', '', DESKTOP, async (page, c) => {
  await c.give({ name: 'letter.osm.pbf', buffer: Buffer.from('Dear all,') });
  const notice = c.part('.notice');
  await notice.waitFor();
  assert.match(await notice.textContent(), /letter\.osm\.pbf/);
  assert.match(await notice.textContent(), /import\.(format|osm)/);
  await notice.locator('button').click();
  await c.part('#tab-overview').click();
  await assertServed(c, study.served(PHARMACIES));
});

check('reads a file of the user, shows how far it is, and can be told to stop', '', DESKTOP, async (page, c) => {
  const bytes = await readFile(new URL('../../www/public/demo/malta-2024-03-13.osm.pbf', import.meta.url));
  await c.give({ name: 'mine.osm.pbf', buffer: bytes });
  await c.part('.doing progress').waitFor();
  await c.part('.doing .link').click();
  await c.settled();
  assert.doesNotMatch(await c.part('.facts').first().textContent(), /mine/);
  await c.give({ name: 'mine.osm.pbf', buffer: bytes });
  await c.part('.facts td', { hasText: 'mine.osm.pbf' }).first().waitFor({ timeout: 120_000 });
  await page.waitForFunction(() => /mine/.test(document.querySelector('service-circle').shadowRoot.querySelector('.facts').textContent), null, { timeout: 120_000 });
  await c.part('#tab-overview').click();
  await c.settled();
  await assertServed(c, study.served(PHARMACIES));
});

check('an engine that falls is started again from the same data, with the scenario', '', DESKTOP, async (page, c) => {
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .line').first().click();
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('unreachable');
    });
  });
  await c.part('.notice', { hasText: 'engine.stopped' }).waitFor();
  await c.part('.ask .segments').nth(1).locator('button').nth(0).click();
  await c.settled();
  await assertServed(c, study.apply({ edits: [{ close: code }] }).served({ ...PHARMACIES, minutes: 5 }));
});

check('speaks English, and grows in large mode', '', DESKTOP, async (page, c) => {
  await c.part('.bar > .quiet', { hasText: 'EN' }).locator('text=EN').first().click();
  assert.match(await c.part('#tab-overview').textContent(), /Overview/);
  const size = () => c.part('.headline').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const normal = await size();
  await c.part('.bar [aria-pressed]').click();
  assert.ok((await size()) >= 18 && (await size()) > normal);
});

for (const [name, options] of [['desktop', DESKTOP], ['phone', PHONE], ['tablet', { viewport: { width: 820, height: 1100 } }]]) {
  for (const hash of ['#tab=overview', '#tab=ranking&lang=en', '#tab=sites', '#tab=data', '#tab=question']) {
    check(`${name} ${hash}: no serious finding of axe-core, nothing wider than the screen`, hash, options, async (page) => {
      await page.evaluate(await readFile(createRequire(new URL('../../www/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8'));
      const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations);
      const serious = found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
      assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.flat().join(' '))}`), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false);
    });
  }
}

check('works as a host embeds it: in a box of the page, no bar, no hash', '', DESKTOP, async (page, c) => {
  await page.evaluate(() => {
    const element = document.createElement('service-circle');
    for (const [name, value] of [['src', document.querySelector('service-circle').getAttribute('src')], ['bar', 'none'], ['hash', 'off'], ['ui-style', 'elder']]) element.setAttribute(name, value);
    element.style.cssText = 'display:block;width:700px;height:600px';
    document.body.replaceChildren(element);
    globalThis.history.replaceState(null, '', '#host');
  });
  await c.settled();
  assert.equal(await c.part('.bar').count(), 0);
  assert.equal(new URL(page.url()).hash, '#host');
  assert.equal(await c.part('.frame').getAttribute('data-layout'), 'tablet');
});
