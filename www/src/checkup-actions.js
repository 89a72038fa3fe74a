/** What the user can do with a checkup: filter what is missing, weigh the index, see how a number is made. */
/** @import { Session } from './session.js' */
/** @import { GapFilter } from './checkup.js' */
/** @import { Shortage } from './engine/types.js' */
/** @import { Store } from './state.js' */

const MORE_ROWS = 200;

/** @param {Store} store @param {Session} session @param {(unit: number) => void} goToUnit */
export const checkupActions = (store, session, goToUnit) => ({
  checkUpAgain: () => session.checkUpAgain(),
  /** Shows how a tile's number is made, or hides it. @param {string} tile */
  explain: (tile) => store.set({ explained: store.state.explained === tile ? null : tile }),
  /** @param {Partial<GapFilter>} part */
  filterGaps: (part) => store.set({ gapFilter: { ...store.state.gapFilter, ...part }, gapsShown: 0 }),
  moreGaps: () => store.set({ gapsShown: store.state.gapsShown + MORE_ROWS }),
  moreRows: () => store.set({ rowsShown: store.state.rowsShown + MORE_ROWS }),
  /** Goes to where something is missing, with its service. @param {Shortage} gap */
  goToGap(gap) {
    const { question } = store.state;
    if (gap.service !== question.service) store.set({ question: { ...question, service: gap.service }, domain: null });
    goToUnit(gap.unit);
  },
  /** @param {boolean} shade */
  shade: (shade) => store.set({ shade }),
  /** @param {Partial<import('./checkup.js').CheckupState['indexRules']>} part */
  weigh: (part) => store.set({ indexRules: { ...store.state.indexRules, ...part } }),
});
