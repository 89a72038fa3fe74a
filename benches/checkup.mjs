// The whole checkup of the demo and of the made-up prefecture, and what is computed again after an
// edit: wasm in Node, one thread, medians. $SERVICE_CIRCLE_BUILD chooses the build, SIMD by default.
import { maltaBytes, randomNumbers, startEngine } from '../tests/node/engine.mjs';

const BUILD = /** @type {'simd' | 'baseline'} */ (process.env.SERVICE_CIRCLE_BUILD ?? 'simd');
const EDITS = 60;

/** @param {number[]} times @param {number} share */
const quantile = (times, share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
/** @param {() => unknown} work */
function timed(work) {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

/**
 * @param {string} name @param {(engine: any) => any} made @param {number} wholeAsked milliseconds
 */
async function bench(name, made, wholeAsked) {
  // An engine of its own: memory of one study is not that of another.
  const { engine, wasmMegabytes } = await startEngine(BUILD, `${BUILD}-${name}`);
  const first = made(engine);
  const packed = first.toBytes();
  first.free();
  const rows = [];
  const row = (what, times, asked = '') => {
    const [median, high] = [quantile(times, 0.5), quantile(times, 0.95)];
    rows.push([what, median.toFixed(1), times.length > 9 ? high.toFixed(1) : '', asked]);
  };
  const whole = [];
  for (let i = 0; i < 5; i++) {
    const study = engine.Study.fromBytes(packed);
    whole.push(timed(() => study.checkup().free()));
    study.free();
  }
  row('whole checkup of a freshly opened study', whole, `≤ ${wholeAsked}`);
  const study = engine.Study.fromBytes(packed);
  const checkup = study.checkup();
  const facilities = study.facilities().filter((facility) => facility.state === 'open');
  const people = study.describe().demandPoints;
  const random = randomNumbers(7);
  const any = () => facilities[Math.floor(random() * facilities.length)];
  const near = ({ at: [lng, lat] }) => [lng + (random() - 0.5) * 0.01, lat + (random() - 0.5) * 0.01];
  const kinds = {
    open: () => ({ open: { at: near(any()), services: any().services } }),
    close: () => ({ close: any().code }),
    move: () => {
      const facility = any();
      return { move: { code: facility.code, at: near(facility) } };
    },
    resize: () => {
      const { code, services } = any();
      return { resize: { code, service: services[0], capacity: Math.round(random() * 500) } };
    },
  };
  // In turn, so that what the first edits meet (code that is still being compiled) is shared by all kinds.
  const taken = Object.keys(kinds).map(() => []);
  for (let i = 0; i < EDITS; i++) {
    for (const [k, edit] of Object.values(kinds).entries()) {
      const edits = [edit()];
      taken[k].push(
        timed(() => {
          const edited = study.apply({ edits });
          checkup.again(edited).free();
          edited.free();
        }),
      );
    }
  }
  for (const [k, kind] of Object.keys(kinds).entries()) {
    row(`after one edit: ${kind}`, taken[k], '≤ 8, 95th percentile ≤ 16');
  }
  const shortages = checkup.shortages();
  row(`what is missing (${shortages.length} rows)`, [0, 1, 2].map(() => timed(() => checkup.shortages())));
  row('spread of a service', [0, 1, 2].map(() => timed(() => checkup.equity({ service: 'PHA' }))));
  const { services, units } = checkup.indicators();
  console.log(
    `\n${name}: ${services.filter((_, s) => checkup.describe().services[s].facilities !== null).length} services with data, ` +
      `${facilities.length} facilities, ${units} units, ${people} demand points; wasm memory ${wasmMegabytes().toFixed(0)} MB\n`,
  );
  console.log('| what | median, ms | 95th percentile | asked |\n| --- | ---: | ---: | --- |');
  for (const cells of rows) console.log(`| ${cells.join(' | ')} |`);
}

console.log(`Checkup, ${BUILD} wasm in Node ${process.version} · one thread`);
await bench('Malta', (engine) => engine.Study.fromOsm(maltaBytes), 1000);
await bench('made-up prefecture', (engine) => engine.Study.synthetic({}), 3000);
