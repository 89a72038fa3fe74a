// What the page says of a certificate: without a browser, as no small plan's certificate falls short.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateButton, certifiedLine } from '../../www/src/panels/certificate.js';
import { firstAsk } from '../../www/src/siting.js';
import en from '../../www/src/text/en.js';
import zh from '../../www/src/text/zh.js';

/** A page with a plan of this objective and bound, and the bound that its certificate proves. */
const shown = (objective, bound, certified, siting = {}) => ({
  siting: { ...firstAsk, objective, ...siting },
  plan: { plan: { bound, sites: [{}] }, facts: { objective, phases: null }, hub: null, done: true, certified },
});
const line = (t, ...given) => certifiedLine(shown(...given), t).values?.[0];
const title = (t, ...given) => certificateButton(shown(...given), t, {}).values?.[0];

test('a certificate that proves less than the solver says what it proves, with its unit', () => {
  assert.equal(line(zh, 'maxCoverage', 6552.7, 11181.6), zh.sites.certifiedMost('11,182 人', '6,553 人'));
  assert.equal(line(en, 'minSites', 76, 75), en.sites.certifiedLeast(en.places('75'), en.places('76')));
  assert.equal(line(zh, 'minFarthestTravel', 660, 600), zh.sites.certifiedLeast('10.0 分钟', '11.0 分钟'));
  assert.match(line(en, 'minTotalTravel', 36e5, 18e5), /500 person-hours.*1,000 person-hours/);
});

test('nothing is said before the download, nor where both bounds read the same', () => {
  assert.equal(line(zh, 'maxCoverage', 6552.7, null), undefined);
  assert.equal(line(zh, 'maxCoverage', 6552.7477, 6552.7478), undefined);
  assert.equal(line(zh, 'maxCoverage', null, 11181.6), undefined);
});

test('the button says what is proven for each objective', () => {
  for (const t of [zh, en]) {
    const { certificateProves: proves } = t.sites;
    assert.equal(title(t, 'maxCoverage', 1, null), proves.maxCoverage);
    assert.equal(title(t, 'maxCoverage', 1, null, { capacity: 500 }), proves.capacity);
    assert.equal(title(t, 'maxCoverage', 1, null, { backup: 2 }), proves.backup(2));
    for (const one of ['minSites', 'minTotalTravel', 'minFarthestTravel']) assert.equal(title(t, one, 1, null), proves[one]);
    assert.equal(title(t, 'maxMin', null, null), undefined);
  }
});
