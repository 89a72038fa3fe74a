/** What the user can change of what is there: facilities, people, zones, the year, how fast one travels. */
import { withStep, yearOfScenario } from './scenario.js';
import { SPEED_FIELDS, speedsOf } from './speeds.js';
/** @import { State, Store } from './state.js' */
/** @import { Change } from './scenario.js' */
/** @import { LngLat, TravelMode, Zone } from './engine/types.js' */
/** @import { Speed } from './speeds.js' */

/** @param {Store} store @param {(scenario: State['scenario'], beside?: Partial<State>) => void} change */
export function whatIfActions(store, change) {
  const now = () => store.state;
  /** @param {Change} edit @param {Partial<State>} [beside] */
  const make = (edit, beside) => change(withStep(now().scenario, [edit]), beside);

  return {
    /** Shows the forms of the card, or puts them away. @param {boolean} editing */
    editing: (editing) => store.set({ editing, sheet: editing && now().layout === 'phone' ? 'half' : now().sheet }),
    /** The next click on the map says where to. @param {State['placing']} placing */
    placing: (placing) => store.set({ placing, adding: false, fencing: null, menu: null, sheet: placing && now().layout === 'phone' ? 'peek' : now().sheet }),
    /** @param {string} code @param {LngLat} place */
    move(code, place) {
      const at = /** @type {LngLat} */ (place.map((degrees) => Number(degrees.toFixed(6))));
      make({ move: { code, at } }, { placing: null, sheet: now().layout === 'phone' ? 'half' : now().sheet });
    },
    /** @param {string} code @param {string} service @param {number} capacity */
    resize: (code, service, capacity) => make({ resize: { code, service, capacity } }),
    /** @param {string} unit @param {string} group "total" for all residents @param {number} people */
    setPeople: (unit, group, people) => make({ people: { unit, people, ...(group === 'total' ? {} : { group }) } }),
    /** @param {string} group whose number is to be changed */
    peopleGroup: (group) => store.set({ peopleGroup: group }),
    /** @param {string} unit @param {Zone} zone */
    setZone: (unit, zone) => make({ zone: { unit, zone } }),
    /** @param {number | null} year null: today */
    setYear(year) {
      if (yearOfScenario(now().scenario) !== year) make({ year });
    },
    /** Sets what is given of a mode's speed; undefined: as the engine has it. @param {TravelMode} mode @param {{ [K in keyof Speed]: Speed[K] | undefined }} part */
    setSpeed(mode, part) {
      const { [mode]: before = {}, ...others } = speedsOf(now());
      const speed = Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined));
      make({ speeds: Object.keys(speed).length > 0 ? { ...others, [mode]: speed } : others });
    },
    /** All as the engine has it. */
    resetSpeeds() {
      if (Object.keys(SPEED_FIELDS).some((mode) => mode in speedsOf(now()))) make({ speeds: {} });
    },
  };
}
