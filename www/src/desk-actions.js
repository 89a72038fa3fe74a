/** What the user can do in the data tab: tables taken over or put away, the standard edited, written and put back. */
import { failureOf } from './engine/failure.js';
import { FULL_VILLAGES, SMALL_VILLAGES } from './hash.js';
import { save } from './save.js';
import { editsOf, withStep } from './scenario.js';
import { isOfStandard } from './standard.js';
/** @import { Session } from './session.js' */
/** @import { State, Store, TriedTable } from './state.js' */
/** @import { Edit, StandardCell } from './engine/types.js' */

/** @param {Store} store @param {Session} session @param {(scenario: State['scenario']) => void} change */
export function deskActions(store, session, change) {
  const now = () => store.state;

  /** A scenario's further edit of the standard, if the engine can make it. @param {Edit} edit @param {{ service: string, field: string }} [at] */
  const edit = async (edit, at) => {
    const before = editsOf(now().scenario).filter(isOfStandard);
    try {
      await session.client?.ask('tryStandard', { edits: [...before, edit] });
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (at) store.set({ cellRefused: { ...at, ...failure } });
      else session.notice(failure, 'question');
      return;
    }
    store.set({ cellRefused: null });
    change(withStep(now().scenario, [edit]));
  };

  return {
    /** @param {State['desk']} desk */
    desk: (desk) => store.set({ desk }),
    /** @param {Partial<Pick<TriedTable, 'kind' | 'datum' | 'keep'>>} how */
    retryTable: (how) => void session.tables.retry(how),
    takeTable: () => void session.tables.take(),
    discardTable: () => void session.tables.discard(),
    /** The table on the desk is one of the standard: it is asked for from now on. */
    async takeStandard() {
      const table = now().table?.standard?.table;
      if (!table) return;
      await edit({ standard: table });
      store.set({ desk: 'standard' });
      await session.tables.discard();
    },
    /** @param {string} service @param {string} field @param {string} value as it was typed */
    setCell: (service, field, value) => void edit({ standardCells: [{ service, field, value: value.normalize('NFKC').trim() }] }, { service, field }),
    /** One service says again what the study's own standard says. @param {string} service */
    resetRow(service) {
      /** @type {StandardCell[]} */
      const cells = [];
      for (const { service: of, field, values } of now().standard?.differences ?? []) {
        if (of === service && field !== null && values[0] !== null) cells.push({ service, field, value: values[0] });
      }
      if (cells.length > 0) void edit({ standardCells: cells });
    },
    resetStandard: () => void edit({ standard: null }),
    async saveCsv() {
      const { standard } = now();
      const text = await session.client?.ask('standardCsv', null);
      if (standard && text) save(fileName(standard.now, 'csv'), text);
    },
    saveJson() {
      const { standard } = now();
      if (standard) save(fileName(standard.now, 'json'), `${JSON.stringify(standard.now, null, 2)}\n`);
    },
    /** Opens the made-up prefecture. @param {boolean} full */
    made(full) {
      store.set({ menu: null });
      void session.opening.made(full ? FULL_VILLAGES : SMALL_VILLAGES);
    },
  };
}

/** @param {{ name: string, version: string }} table @param {string} ending */
const fileName = ({ name, version }, ending) => `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${version}.${ending}`;
