/** Tables of the user: tried on the open study, shown with what is wrong, then taken over or put away. */
import { Superseded, failureOf } from './engine/failure.js';
/** @import { Session } from './session.js' */
/** @import { Store, TriedTable } from './state.js' */

export class TableDesk {
  /** @param {Store} store @param {Session} session */
  constructor(store, session) {
    this.store = store;
    this.session = session;
    /** @type {File[]} those that wait for the one on the desk */
    this.waiting = [];
    /** @type {Uint8Array} the one on the desk */
    this.bytes = new Uint8Array();
  }

  /** @param {File[]} files */
  async files(files) {
    if (!this.store.state.study) {
      this.session.notice({ code: 'page.noStudy' }, 'file', files[0].name);
      return;
    }
    this.waiting = [...files];
    await this.#next();
  }

  async #next() {
    const file = this.waiting.shift();
    if (!file) {
      this.store.set({ table: null });
      return;
    }
    try {
      this.bytes = new Uint8Array(await file.arrayBuffer());
    } catch (thrown) {
      this.session.notice({ code: 'page.file', found: String(thrown) }, 'file', file.name);
      return;
    }
    const { layout, sheet } = this.store.state;
    const room = layout === 'phone' && sheet === 'peek' ? 'half' : sheet;
    this.store.set({ tab: 'data', desk: 'facts', sheet: room, notices: [], table: { name: file.name, kind: null, datum: 'propose', keep: 'beside', report: null, standard: null, failure: null } });
    await this.#try();
  }

  /** Reads the table in another way. @param {Partial<Pick<TriedTable, 'kind' | 'datum' | 'keep'>>} how */
  async retry(how) {
    const { table } = this.store.state;
    if (!table) return;
    this.store.set({ table: { ...table, ...how, failure: null } });
    await this.#try();
  }

  async #try() {
    const asked = this.store.state.table;
    const { client } = this.session;
    if (!asked || !client) return;
    /** @param {Partial<TriedTable>} found */
    const show = (found) => {
      // Only if nothing else lies on the desk by now.
      if (this.store.state.table === asked) this.store.set({ table: { ...asked, ...found } });
    };
    try {
      const { name, datum, keep, kind: as } = asked;
      const options = { name, datum, keep, ...(as ? { kind: as } : {}) };
      const { kind, report = null, standard = null } = await client.ask('tryTable', { bytes: this.bytes, options }, { slot: 'table' });
      show({ kind, report, standard });
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) show({ report: null, standard: null, failure: failureOf(thrown) });
    }
  }

  /** Takes the table over as it was shown. */
  async take() {
    const { table, study } = this.store.state;
    const { client } = this.session;
    if (!table?.report || !client || !study) return;
    const bytes = this.bytes;
    try {
      const picture = await client.take({ bytes, options: { name: table.name, datum: table.report.datum, keep: table.keep, kind: table.report.kind } });
      if (this.store.state.study?.serial !== study.serial) return;
      this.session.opening.renewed(picture);
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.session.notice(failureOf(thrown), 'file', table.name);
      return;
    }
    await this.#next();
  }

  /** Puts the table away; the next one follows. */
  async discard() {
    this.session.client?.drop('table');
    await this.#next();
  }
}
