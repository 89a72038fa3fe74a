// The page in a browser: the whole path is clicked through and what it shows is compared with the engine.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before } from 'node:test';
import { assertAccessible } from './helpers/accessible.mjs';
import { check as onPage, DESKTOP, PHONE, TABLET } from './helpers/check.mjs';
import { exactPeople } from './helpers/circle.mjs';
import { demoStudy } from './helpers/study.mjs';
import { gapText, peopleText } from '../../www/src/format.js';
import zh from '../../www/src/text/zh.js';

const PHARMACIES = { service: 'PHA', mode: 'walk', minutes: 15 };

let study;

before(async () => {
  study = await demoStudy();
});

/** The address, asking for one mode and time for all where it says neither. @param {string} path */
const alike = (path) => (/[#&]m=/.test(path) ? path : `${path || '#'}${path ? '&' : ''}m=walk&t=15`);

const check = (name, path, steps, options) => onPage(name, alike(path), steps, options);

/** The finished search for sites to the question that the page opens with. @param {number} sites */
function searched(sites) {
  const search = study.suggestSites({ ...PHARMACIES, sites });
  let step = search.step(100);
  while (!step.done) step = search.step(100);
  search.free();
  return step;
}

/** Selects the first facility of the list and presses Remove. @returns its code */
async function removeFirst(c, clickCount = 1) {
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .line').first().click();
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  await c.part('.card .button').nth(1).click({ clickCount });
  await c.settled();
  return code;
}

/** A village of one street: houses and, if wanted, a pharmacy. @param {{ way: string, pharmacy?: boolean }} what */
function village({ way, pharmacy = false }) {
  const node = (id, lat, lon, tags = '') => `<node id="${id}" version="1" lat="${lat}" lon="${lon}">${tags}</node>`;
  const tag = (k, v) => `<tag k="${k}" v="${v}"/>`;
  const corners = [[35.9, 14.5], [35.9, 14.5002], [35.9002, 14.5002], [35.9002, 14.5]];
  return `<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">
    ${node(1, 35.9001, 14.499)}${node(2, 35.9001, 14.504)}
    ${corners.map(([lat, lon], i) => node(10 + i, lat, lon)).join('')}
    ${pharmacy ? node(20, 35.9001, 14.5035, tag('amenity', 'pharmacy')) : ''}
    <way id="1" version="1"><nd ref="1"/><nd ref="2"/>${tag('highway', way)}</way>
    <way id="2" version="1">${[10, 11, 12, 13, 10].map((ref) => `<nd ref="${ref}"/>`).join('')}${tag('building', 'house')}</way>
  </osm>`;
}

/** The screen's tiles say what an answer of the engine says. */
async function assertServed(c, served) {
  assert.equal(await c.tile('served'), exactPeople(served.served));
  assert.equal(await c.tile('unreached'), exactPeople(served.unserved));
}

check('opens on pharmacies, walking, 15 minutes, already answered', '', async (page, c) => {
  const served = study.served(PHARMACIES);
  await assertServed(c, served);
  const rows = await c.part('.legend tbody td').allTextContents();
  assert.deepEqual(rows, [...served.classes].map((n) => new Intl.NumberFormat('zh-CN').format(Math.round(n))));
  assert.match(await c.part('.headline').textContent(), /15 分钟/);
  assert.match(await c.part('.source').textContent(), /OpenStreetMap contributors, ODbL/);
  assert.equal(c.hash().get('s'), 'PHA');
});

check('asks another question and keeps it in the address', '', async (page, c) => {
  await c.part('.ask [role=radio]', { hasText: '骑行' }).click();
  await c.part('.ask .segments').nth(1).locator('button').nth(2).click();
  await c.settled();
  await assertServed(c, study.served({ service: 'PHA', mode: 'cycle', minutes: 10 }));
  assert.equal(c.hash().get('m'), 'cycle');
  assert.equal(c.hash().get('t'), '10');
});

check('the address opens what it says', '#s=KIN&m=drive&t=5&v=unserved&tab=ranking&lang=en', async (page, c) => {
  const served = study.served({ service: 'KIN', mode: 'drive', minutes: 5 });
  const worst = study.units().map((unit, i) => ({ unit, out: served.unitPeople[i] - served.unitServed[i] })).filter(({ unit }) => unit.level === 0);
  worst.sort((a, b) => b.out - a.out);
  assert.equal(await c.part('.ranking tbody tr').count(), worst.length);
  assert.equal(await c.part('.ranking tbody tr').first().locator('button').textContent(), worst[0].unit.name);
});

check('services without data say so and cannot be chosen', '', async (page, c) => {
  const without = study.describe().services.find((service) => service.facilities === null);
  await c.part(`#domain-${without.domain}`).click();
  const row = c.part(`.service[data-code="${without.code}"]`);
  assert.match(await row.textContent(), /暂无数据/);
  await row.click({ force: true });
  assert.equal(c.hash().get('s'), 'PHA');
});

check('a click draws the circle of a place, a double click only zooms, Esc leaves', '', async (page, c) => {
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

check('the ranking sorts by its heads, filters and jumps to the map', '#tab=ranking', async (page, c) => {
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

check('suggests sites with a proof, adopts them, undoes and redoes', '#tab=sites', async (page, c) => {
  await c.part('.run').click();
  await c.part('.answer > .button.primary:enabled').waitFor({ timeout: 120_000 });
  await c.settled();
  assert.equal(await c.part('.pin').count(), 3);
  const { plan } = searched(3);
  const text = async (selector) => (await c.part(selector).first().textContent()).trim();
  assert.deepEqual(await c.part('.plan .amount').allTextContents(), plan.sites.map((one) => `+${peopleText(zh, one.gain)}`));
  assert.equal(await text('.total'), zh.sites.total(3, peopleText(zh, plan.newlyServed)));
  assert.equal(await text('.proof'), plan.optimal ? zh.sites.proofOptimal(3) : zh.sites.proofGap(3, gapText(zh, plan.gap)));
  const before = study.served(PHARMACIES);
  const after = study.apply({ edits: plan.sites.map(({ at }) => ({ open: { at, services: ['PHA'] } })) }).served(PHARMACIES);
  await c.part('.answer > .button.primary').click();
  await c.settled();
  await c.part('#tab-overview').click();
  await c.settled();
  assert.notEqual(after.served, before.served);
  await assertServed(c, after);
  assert.match(await c.part('.bar-scenario').textContent(), /3 处改动/);
  await page.keyboard.press('Control+z');
  await c.settled();
  await assertServed(c, before);
  await page.keyboard.press('Control+Shift+Z');
  await c.settled();
  await assertServed(c, after);
});

check('adds and removes a facility as edits of one scenario', '#map=14.42,35.86,13', async (page, c) => {
  await c.part('.add').click();
  assert.match(await c.part('.adding-hint').textContent(), /Esc/);
  await page.mouse.click(...(await c.mapPoint(0.5, 0.5)));
  await page.waitForTimeout(600);
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  const edits = c.edits();
  assert.deepEqual(edits.map(({ open }) => [open.code, open.services]), [[code, ['PHA']]]);
  assert.match(await c.part('.card').textContent(), new RegExp(code));
  await assertServed(c, study.apply({ edits }).served(PHARMACIES));
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await assertServed(c, study.served(PHARMACIES));
  assert.match(await c.part('.bar-scenario').textContent(), /2 处改动/);
});

check('a double click on Remove removes once', '', async (page, c) => {
  const code = await removeFirst(c, 2);
  assert.deepEqual(c.edits(), [{ close: code }]);
  assert.equal(await c.part('.notice').count(), 0);
  await assertServed(c, study.apply({ edits: [{ close: code }] }).served(PHARMACIES));
});

check('a reload keeps the scenario; Back and Forward walk through questions and scenarios', '#map=14.42,35.86,13', async (page, c) => {
  await c.part('.add').click();
  await page.mouse.click(...(await c.mapPoint(0.45, 0.5)));
  await page.waitForTimeout(600);
  await c.settled();
  await c.part('[aria-label="取消选择"]').click();
  await removeFirst(c);
  const edits = c.edits();
  assert.equal(edits.length, 2);
  const both = study.apply({ edits }).served(PHARMACIES);
  await assertServed(c, both);
  await page.reload();
  await c.settled();
  assert.deepEqual(c.edits(), edits);
  assert.match(await c.part('.bar-scenario').textContent(), /2 处改动/);
  await assertServed(c, both);
  await c.part('.ask .segments').nth(1).locator('button').nth(1).click();
  await c.settled();
  const steps = await page.evaluate(() => history.length);
  await c.part('.zooms button').first().click();
  await page.waitForTimeout(700);
  assert.equal(await page.evaluate(() => history.length), steps, 'a move of the map is no step');
  await page.goBack();
  await c.settled();
  assert.equal(c.hash().get('t'), '15');
  await assertServed(c, both);
  await page.goBack();
  await c.settled();
  await assertServed(c, study.apply({ edits: edits.slice(0, 1) }).served(PHARMACIES));
  await page.goForward();
  await c.settled();
  await assertServed(c, both);
});

const OFF = JSON.stringify([['no-such-place', ['new-4', 14.42, 35.86, ['PHA'], 'A']]]);

check('edits of a link that do not fit are left out and named', `#e=${encodeURIComponent(OFF)}`, async (page, c) => {
  assert.match(await c.part('.notice').textContent(), /no-such-place.*scenario\.leftOut/s);
  await assertServed(c, study.apply({ edits: [{ open: { code: 'new-4', at: [14.42, 35.86], services: ['PHA'] } }] }).served(PHARMACIES));
});

check('removing a facility of the file changes the numbers as the engine says', '', async (page, c) => {
  await c.part('.facility-list summary').click();
  await c.part('.facility-list .line').first().click();
  await c.settled();
  const code = c.hash().get('sel').slice(2);
  await c.part('.card .button').nth(1).click();
  await c.settled();
  await assertServed(c, study.apply({ edits: [{ close: code }] }).served(PHARMACIES));
});

check('a file that is none is refused with what, where and what to do; what was open stays', '', async (page, c) => {
  await c.give({ name: 'letter.osm.pbf', buffer: Buffer.from('Dear all,') });
  const notice = c.part('.notice');
  await notice.waitFor();
  assert.match(await notice.textContent(), /letter\.osm\.pbf/);
  assert.match(await notice.textContent(), /import\.(format|osm)/);
  await notice.locator('button').click();
  await c.part('#tab-overview').click();
  await assertServed(c, study.served(PHARMACIES));
});

check('reads a file of the user, shows how far it is, and can be told to stop', '', async (page, c) => {
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

check('of two files dropped in one turn the last one stands', '#tab=data', async (page, c) => {
  const street = village({ way: 'residential', pharmacy: true });
  // The first is much the longer, so its bytes arrive last.
  await c.drop([{ name: 'first.osm', text: street + ' '.repeat(20_000_000) }, { name: 'last.osm', text: street }]);
  await c.opened('last.osm');
  await page.waitForTimeout(1500);
  assert.equal(await c.part('.facts td').first().textContent(), 'last.osm');
  assert.equal(await c.part('.notice').count(), 0);
});

check('a file of footways alone has no data for driving, and says so calmly', '#tab=data', async (page, c) => {
  await c.drop([{ name: 'foot.osm', text: village({ way: 'footway', pharmacy: true }) }]);
  await c.opened('foot.osm');
  const modes = c.part('.ask .segments').first().locator('button');
  for (const tab of ['overview', 'ranking']) {
    await c.part(`#tab-${tab}`).click();
    await modes.nth(3).click();
    await c.settled();
    assert.match(await c.part('.answer').textContent(), /暂无数据.*没有这种出行方式能走的路/s);
    assert.match(await c.part('.legend tbody td').first().textContent(), /暂无数据/);
    assert.equal(await c.part('.notice').count(), 0);
    await modes.nth(1).click();
    await c.settled();
    assert.equal(await c.part('.no-answer').count(), 0);
  }
});

check('a file without facilities opens calmly, and takes the notice of the file before away', '', async (page, c) => {
  await c.drop([{ name: 'letter.osm', text: 'Dear all,' }]);
  await c.part('.notice').waitFor();
  await c.part('#tab-data').click();
  await c.drop([{ name: 'bare.osm', text: village({ way: 'residential' }) }]);
  await c.opened('bare.osm');
  await c.part('#tab-overview').click();
  await c.settled();
  assert.match(await c.part('.answer').textContent(), /这项服务暂无数据/);
  assert.equal(await c.part('.notice').count(), 0);
});

check('answers without a network once it is loaded', '', async (page, c) => {
  await page.context().setOffline(true);
  await c.part('.ask .segments').nth(1).locator('button').nth(2).click();
  await c.settled();
  await assertServed(c, study.served({ ...PHARMACIES, minutes: 10 }));
});

check('an engine that falls is started again from the same data, with the scenario', '', async (page, c) => {
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
  await c.part('.ask .segments').nth(1).locator('button').nth(1).click();
  await c.settled();
  await assertServed(c, study.apply({ edits: [{ close: code }] }).served({ ...PHARMACIES, minutes: 5 }));
});

check('speaks English, and grows in large mode', '', async (page, c) => {
  await c.part('.bar > .quiet', { hasText: 'EN' }).locator('text=EN').first().click();
  assert.match(await c.part('#tab-overview').textContent(), /Overview/);
  const size = () => c.part('.headline').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const normal = await size();
  await c.part('.bar [aria-pressed]').click();
  assert.ok((await size()) >= 18 && (await size()) > normal);
});

const TABS = ['#tab=overview&lang=zh', '#tab=ranking&lang=en', '#tab=gaps&lang=zh', '#tab=equity&lang=en', '#tab=sites&lang=zh', '#tab=data&lang=zh', '#tab=question&lang=zh'];
for (const [name, options] of [['desktop', DESKTOP], ['phone', PHONE], ['tablet', TABLET]]) {
  check(`${name}: every tab`, TABS[0], async (page, c, t) => {
    for (const hash of TABS) {
      await t.test(`${name} ${hash}: no serious finding of axe-core, nothing wider than the screen`, async () => {
        await page.evaluate((to) => { location.hash = to; }, alike(hash));
        await c.settled();
        assert.equal(c.hash().get('tab') ?? 'overview', /tab=(\w+)/.exec(hash)[1]);
        await assertAccessible(page);
        // A panel that scrolls sideways cuts its last column, a bar its last button.
        const cut = await page.evaluate(() => {
          const { shadowRoot } = document.querySelector('service-circle');
          return [...shadowRoot.querySelectorAll('.answer, .question, .card, .bar, .tabs')].filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className);
        });
        assert.deepEqual(cut, []);
      });
    }
  }, options);
}

check('phone: switch, legend and zooms of the map leave each other free, in both languages and in large type', '#tab=overview&lang=zh', async (page, c) => {
  for (const hash of ['#tab=overview&lang=zh', '#tab=overview&lang=en', '#tab=overview&lang=zh&elder=1', '#tab=overview&lang=en&elder=1']) {
    await page.evaluate((to) => { location.hash = to; }, alike(hash));
    await c.settled();
    const [above, legend, zooms, sheet] = await Promise.all(
      ['.map-switch', '.legend', '.zooms', '.sheet-head'].map((part) => c.part(part).boundingBox()));
    assert.ok(legend.y >= above.y + above.height, `${hash}: ${above.y} + ${above.height} > ${legend.y}`);
    assert.ok(zooms.y + zooms.height <= sheet.y, `${hash}: ${zooms.y} + ${zooms.height} > ${sheet.y}`);
    assert.ok(zooms.x >= legend.x + legend.width, `${hash}: ${zooms.x} < ${legend.x} + ${legend.width}`);
    for (const choice of await c.part('.map-switch > *').all()) {
      const { x, y, width, height } = await choice.boundingBox();
      assert.ok(zooms.x >= x + width || zooms.y >= y + height, `${hash}: the zooms cover the switch`);
    }
  }
}, PHONE);

check('works as a host embeds it: in a box of the page, no bar, no hash', '', async (page, c) => {
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
