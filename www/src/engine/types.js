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
 * @typedef {{ open: { code: string, name?: string, at: [number, number], services: string[] } } | Exclude<import('../../../pkg/service_circle.js').Edit, { open: any }>} Edit
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
 * @typedef {'walk' | 'cycle' | 'drive'} TravelMode
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
 * What the engine's worker is asked and answers.
 * @typedef {{ id: number, call: string, slot?: string, args?: any }} Request
 * @typedef {{ code: string, place?: string, found?: string, message: string, fatal?: boolean }} Failure
 * @typedef {{ id: number, result?: any, error?: Failure, progress?: any }} Reply
 */
export {};
