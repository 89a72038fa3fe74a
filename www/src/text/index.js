/** The page's texts by language, and the engine's two-language texts in the one shown. */
import en from './en.js';
import zh from './zh.js';

/** @typedef {typeof zh} Texts */

/** @type {Record<'zh' | 'en', Texts>} */
export const texts = { zh, en };

/** @param {string | null | undefined} tag a language tag @returns {'zh' | 'en'} */
export const languageOf = (tag) => (tag && !tag.toLowerCase().startsWith('zh') ? 'en' : 'zh');

/**
 * What an error code means and what to do about it.
 * @param {Texts} t @param {string} code
 */
export const errorText = (t, code) => t.errors[code] ?? t.errors.unknown;
