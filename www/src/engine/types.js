/**
 * Names for the engine's documents, taken from the built package's own types.
 *
 * @typedef {import('../../../pkg/service_circle.js').Study} Study
 * @typedef {ReturnType<Study['describe']>} Description
 * @typedef {ReturnType<Study['units']>} Units
 * @typedef {Units[number]} Unit
 * @typedef {ReturnType<Study['unitOutlines']>} Outlines
 * @typedef {ReturnType<Study['roads']>} Roads
 * @typedef {ReturnType<Study['facilities']>} Facilities
 * @typedef {Facilities[number]} Facility
 * @typedef {ReturnType<Study['served']>} Served
 * @typedef {ReturnType<Study['unserved']>} Unserved
 * @typedef {ReturnType<Study['nearest']>} Nearest
 * @typedef {ReturnType<import('../../../pkg/service_circle.js').RoadNetwork['describe']>} NetworkDescription
 * @typedef {ReturnType<import('../../../pkg/service_circle.js').SiteSearch['step']>} SearchStep
 * @typedef {NonNullable<SearchStep['plan']>} Plan
 * @typedef {{ open: { code: string, name?: string, at: [number, number], services: string[], year?: number } } | Exclude<import('../../../pkg/service_circle.js').Edit, { open: any }>} Edit
 * @typedef {ReturnType<Study['groups']>} Groups
 * @typedef {import('../../../pkg/service_circle.js').StandardTable} StandardTable
 * @typedef {import('../../../pkg/service_circle.js').StandardRow} StandardRow
 * @typedef {import('../../../pkg/service_circle.js').StandardCell} StandardCell
 * @typedef {import('../../../pkg/service_circle.js').StandardDifference} StandardDifference
 * @typedef {import('../../../pkg/service_circle.js').TableKind} TableKind
 * @typedef {import('../../../pkg/service_circle.js').TableReport} TableReport
 * @typedef {import('../../../pkg/service_circle.js').TableOptions} TableOptions
 * @typedef {{ bytes: Uint8Array, options: TableOptions }} Table
 * @typedef {NonNullable<ReturnType<import('../../../pkg/service_circle.js').SiteSearch['plan']>>} SitingFacts what explains a finished search's plan
 * @typedef {NonNullable<ReturnType<import('../../../pkg/service_circle.js').HubSearch['plan']>>} HubPlan
 * @typedef {ReturnType<import('../../../pkg/service_circle.js').HubSearch['step']>} HubStep
 * @typedef {NonNullable<ReturnType<import('../../../pkg/service_circle.js').LayoutSearch['plan']>>} LayoutPlan
 * @typedef {ReturnType<import('../../../pkg/service_circle.js').LayoutSearch['step']>} LayoutStep
 * @typedef {LayoutPlan['actions'][number]} LayoutAction
 * @typedef {import('../../../pkg/service_circle.js').Checkup} Checkup
 * @typedef {import('../../../pkg/service_circle.js').CheckupRun} CheckupRun
 * @typedef {ReturnType<Checkup['describe']>} CheckupFacts
 * @typedef {CheckupFacts['services'][number]} CheckupService
 * @typedef {NonNullable<CheckupService['terms']>} CheckupTerms
 * @typedef {ReturnType<Checkup['shortages']>} Shortages
 * @typedef {Shortages[number]} Shortage
 * @typedef {NonNullable<ReturnType<Checkup['equity']>>} Equity
 * @typedef {ReturnType<Checkup['index']>} CheckupIndex
 * @typedef {NonNullable<ReturnType<Checkup['service']>>['facilities']} Use
 * @typedef {'walk' | 'cycle' | 'drive'} TravelMode
 * @typedef {'urban' | 'suburban' | 'rural'} Zone
 * @typedef {[number, number]} LngLat longitude first
 *
 * What a study tells once, when it is opened.
 * @typedef {object} Picture
 * @property {Description} description
 * @property {NetworkDescription} network
 * @property {Units} units
 * @property {Outlines} outlines
 * @property {Roads} roads
 * @property {string} version
 *
 * A checkup as the page holds it: the table of `Checkup.indicators`, and beside it what is worked out from it.
 * @typedef {object} CheckupAnswer
 * @property {number} serial
 * @property {CheckupFacts} facts
 * @property {string[]} names
 * @property {string[]} services
 * @property {number} units
 * @property {Float64Array} values value of service s, unit u and indicator i at (s * units + u) * names.length + i; NaN = no data
 * @property {Float64Array} unreached people of service s and unit u out of reach, at s * units + u
 * @property {Uint8Array} zones of each unit: 0 urban, 1 suburban, 2 rural, 255 not known
 *
 * What the engine's worker is asked and answers.
 * @typedef {{ id: number, call: string, slot?: string, args?: any }} Request
 * @typedef {{ code: string, place?: string, found?: string, message: string, fatal?: boolean }} Failure
 * @typedef {{ id: number, result?: any, error?: Failure, progress?: any }} Reply
 */
export {};
