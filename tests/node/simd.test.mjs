// The SIMD build gives the very answers of the baseline build.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { maltaBytes, moduleBytes, randomNumbers, startEngine } from './engine.mjs';

const MODES = ['walk', 'cycle', 'drive'];

/** @param {ArrayBufferView | string} value */
const hash = (value) => createHash('sha256').update(value).digest('hex').slice(0, 16);

/** Hashes of what a build answers on Malta. @param {import('./engine.mjs').Build} build */
async function answersOf(build) {
  const { engine } = await startEngine(build);
  const study = engine.Study.fromOsm(maltaBytes);
  const network = study.network();
  const answers = { study: hash(study.toBytes()), network: hash(network.toBytes()) };
  const { bounds } = study.describe();
  const random = randomNumbers(11);
  const places = Array.from({ length: 40 }, () => [14.38 + random() * 0.15, 35.86 + random() * 0.07]);
  for (const mode of MODES) {
    const question = { service: 'PHA', mode, minutes: 15 };
    const drawn = places.map((at) => network.isochrone({ at, mode, minutes: [5, 10, 15] }));
    answers[`${mode}: isochrones`] = hash(JSON.stringify(drawn));
    const reached = network.reachedRoads({ at: places[0], mode, minutes: 15 });
    answers[`${mode}: reached roads`] = hash(JSON.stringify(reached));
    answers[`${mode}: times`] = hash(network.travelTimes({ from: places, to: places, mode }));
    const served = Object.values(study.served(question));
    for (const [i, part] of served.entries()) {
      answers[`${mode}: served ${i}`] = ArrayBuffer.isView(part) ? hash(part) : part;
    }
    const picture = { ...question, bounds, width: 512, height: 512 };
    answers[`${mode}: heat`] = hash(study.heatMinutes(picture));
    answers[`${mode}: heat of people`] = hash(study.heatUnserved(picture));
  }
  const search = study.suggestSites({ service: 'PHA', mode: 'walk', minutes: 15, sites: 3 });
  let state = search.step(10);
  while (!state.done) state = search.step(10);
  answers.plan = JSON.stringify(state.plan);
  return answers;
}

test('both builds give the same answers, to the bit', async () => {
  assert.notDeepEqual(await moduleBytes('simd'), await moduleBytes('baseline'));
  assert.deepEqual(await answersOf('simd'), await answersOf('baseline'));
});
