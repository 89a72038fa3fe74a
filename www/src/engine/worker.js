/**
 * The worker that holds the one open study and answers questions about it.
 *
 * Messages in: `{id, call, slot?, args}`; out: `{id, result | error | progress}`. Calls run in order; a newer call of the
 * same slot drops the older one that still waits. A checkup and a site search run in slices between the other calls.
 */
import init, { Study, readStandard, standardDifferences, tableKind, version } from '../../../pkg/service_circle.js';
import { CheckupCalls } from './checkup-calls.js';
import { failureOf } from './failure.js';
/** @import { Request } from './types.js' */

const SLICE_MS = 40;

/** @type {Study | null} the study as it was read */
let base = null;
/** @type {Study | null} the same with the scenario's edits; the base itself where there are none */
let current = null;
/** @type {ReturnType<Study['network']> | null} */
let network = null;
/** @typedef {import('../../../pkg/service_circle.js').SiteSearch | import('../../../pkg/service_circle.js').HubSearch | import('../../../pkg/service_circle.js').LayoutSearch} Search */
/** @type {{ id: number, search: Search } | null} */
let job = null;
/** @type {Search | null} the search whose plan is shown, to be asked for its proof */
let answered = null;
/** @type {Request[]} */
let queue = [];

function study() {
  if (!current) throw Object.assign(new Error('no study is open'), { code: 'page.noStudy' });
  return current;
}

function held() {
  if (!base) throw Object.assign(new Error('no study is open'), { code: 'page.noStudy' });
  return base;
}

/** Puts a study in place of the one that was held. @param {Study} next */
function hold(next) {
  endJob();
  forget();
  checkups.clear();
  network?.free();
  if (current !== base) current?.free();
  base?.free();
  base = next;
  current = next;
  network = next.network();
}

/** @param {import('./types.js').Table} table */
const take = ({ bytes, options }) => hold(held().withTable(bytes, options).study);

/** What the page is told once of a study. */
function picture() {
  const study = held();
  return {
    description: study.describe(),
    network: network?.describe(),
    units: study.units(),
    outlines: study.unitOutlines(),
    roads: study.roads(),
    version: version(),
  };
}

const checkups = new CheckupCalls(study);

/** @type {Record<string, (args: any, id: number) => any>} */
const calls = {
  ...checkups.calls,
  async start({ module }) {
    await init({ module_or_path: module });
    return version();
  },
  open({ bytes, tables }) {
    hold(Study.fromBytes(bytes));
    for (const table of tables) take(table);
    return picture();
  },
  tryTable({ bytes, options }) {
    const kind = options.kind ?? tableKind(bytes, options);
    if (kind === 'standard') {
      const table = readStandard(bytes);
      return { kind, standard: { table, differences: standardDifferences([study().standard(), table]) } };
    }
    const { study: tried, report } = held().withTable(bytes, { ...options, kind });
    tried.free();
    return { kind, report };
  },
  takeTable(table) {
    take(table);
    return picture();
  },
  apply({ edits }) {
    // The search that was answered stays: who undoes what was adopted of it has its plan again.
    const next = edits.length > 0 ? held().apply({ edits }) : base;
    if (current && current !== base) current.free();
    current = next;
    return { description: study().describe(), units: study().units() };
  },
  standards() {
    const [own, now] = [held().standard(), study().standard()];
    return { own, now, differences: standardDifferences([own, now]), groups: study().groups() };
  },
  /** What edits would make of the standard, without making them. */
  tryStandard({ edits }) {
    const tried = held().apply({ edits });
    const table = tried.standard();
    tried.free();
    return table;
  },
  standardCsv: () => study().standardCsv(),
  facilities: (q) => study().facilities(q),
  served: (q) => study().served(q),
  unserved: (q) => study().unserved(q),
  heatMinutes: (q) => study().heatMinutes(q),
  heatUnserved: (q) => study().heatUnserved(q),
  nearest: (q) => study().nearest(q),
  isochrone: (q) => network?.isochrone(q),
  findSites: (q, id) => begin(q, id, (asked, question) => asked.findSites(question)),
  findHubs: (q, id) => begin(q, id, (asked, question) => asked.findHubs(question)),
  optimiseLayout: (q, id) => begin(q, id, (asked, question) => asked.optimiseLayout(question)),
  /** The running search goes on to explain the best plan so far. */
  stopSites: () => job?.search.stop(),
  recount: ({ factor }) => (answered && 'recount' in answered ? answered.recount(factor) : undefined),
  certificate: () => (answered && 'certificate' in answered ? answered.certificate() : undefined),
};

/**
 * Begins a search in place of the one that runs.
 * @param {any} question `cells` of the standard are other ones for this search alone
 * @param {number} id @param {(asked: Study, question: any) => Search} search
 */
function begin({ cells, ...question }, id, search) {
  endJob();
  forget();
  const asked = cells ? study().apply({ edits: [{ standardCells: cells }] }) : study();
  try {
    job = { id, search: search(asked, question) };
  } finally {
    if (cells) asked.free();
  }
}

function endJob() {
  job?.search.free();
  job = null;
}

function forget() {
  answered?.free();
  answered = null;
}

/** @param {any} value */
function buffersOf(value) {
  /** @type {Set<ArrayBuffer>} */
  const found = new Set();
  /** @type {(v: any, depth: number) => void} */
  const look = (v, depth) => {
    if (ArrayBuffer.isView(v)) found.add(/** @type {ArrayBuffer} */ (v.buffer));
    else if (v && typeof v === 'object' && !Array.isArray(v) && depth < 2) for (const k of Object.keys(v)) look(v[k], depth + 1);
  };
  look(value, 0);
  return [...found];
}

/** @param {number} id @param {unknown} thrown */
function fail(id, thrown) {
  self.postMessage({ id, error: failureOf(thrown) });
}

/** @param {Request} request */
async function answer({ id, call, args }) {
  try {
    const result = await calls[call](args, id);
    if (job?.id !== id && checkups.running?.id !== id) self.postMessage({ id, result }, { transfer: buffersOf(result) });
  } catch (thrown) {
    fail(id, thrown);
  }
}

/** One slice of the running search. */
function slice() {
  if (!job) return;
  const { id, search } = job;
  try {
    const step = search.step(SLICE_MS);
    if (step.done) {
      job = null;
      answered = search;
      self.postMessage({ id, result: { ...step, facts: search.plan() ?? null, edits: search.scenario()?.edits ?? [] } });
    } else {
      self.postMessage({ id, progress: step });
    }
  } catch (thrown) {
    job = null;
    fail(id, thrown);
  }
}

/** One slice of the running checkup, which goes before a search. */
function checkupSlice() {
  const id = checkups.running?.id ?? 0;
  try {
    self.postMessage({ id, ...checkups.slice() });
  } catch (thrown) {
    fail(id, thrown);
  }
}

// A turn is a message to ourselves: everything that was posted before it is read first.
const turn = new MessageChannel();
let turning = false;
function wake() {
  if (turning) return;
  turning = true;
  turn.port2.postMessage(0);
}
turn.port1.onmessage = async () => {
  // These are the costliest and the least urgent: what was asked beside them goes first.
  const urgent = queue.findIndex((waiting) => waiting.slot !== 'heat' && waiting.slot !== 'gaps');
  const [next] = queue.splice(Math.max(0, urgent), 1);
  if (next) await answer(next);
  else if (checkups.running) checkupSlice();
  else slice();
  turning = false;
  if (queue.length > 0 || job || checkups.running) wake();
};

self.onmessage = (/** @type {MessageEvent<Request>} */ { data }) => {
  if (data.call === 'cancel') {
    queue = queue.filter((waiting) => waiting.id !== data.args.id);
    if (job?.id === data.args.id) endJob();
    checkups.drop(data.args.id);
    return;
  }
  if (data.slot) queue = queue.filter((waiting) => waiting.slot !== data.slot);
  queue.push(data);
  wake();
};
