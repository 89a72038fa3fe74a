/** Small drawings in a 16 × 16 box: one source for the page's SVG and for the map's canvas. */
import { svg } from 'lit-html';

/** A glyph for each of the seven domains, in order; filled shapes. */
export const DOMAIN_GLYPHS = [
  // 幼: a child with open arms
  'M8 1.5a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 0 1 0-4.4ZM2.6 5.4l3.2 1.4h4.4l3.2-1.4l.8 1.6l-3.4 1.8v1.6l1 4.1h-2l-1.3-3.4h-1l-1.3 3.4h-2l1-4.1V8.8L1.800 7Z',
  // 学: an open book
  'M1.500 3.200c2.400-.6 4.600-.3 6 .9v9.200c-1.400-1.100-3.600-1.400-6-.9ZM14.500 3.200c-2.400-.6-4.600-.3-6 .9v9.200c1.400-1.100 3.600-1.400 6-.9Z',
  // 劳: a briefcase
  'M5.500 4V2.500h5V4h4v3.800h-13V4ZM7 4h2v0h-2ZM1.500 8.800h5v1.400h3V8.800h5v4.700h-13Z',
  // 病: a cross
  'M6 1.800h4V6h4.200v4H10v4.200H6V10H1.800V6H6Z',
  // 老: a heart
  'M8 14.200C3.500 10.900 1.500 8.600 1.500 5.900C1.500 3.900 3 2.500 4.800 2.500C6.100 2.500 7.300 3.200 8 4.400C8.700 3.200 9.900 2.500 11.200 2.500C13 2.500 14.500 3.900 14.500 5.900C14.500 8.600 12.500 10.900 8 14.200Z',
  // 住: a house
  'M8 1.600l6.700 6.200h-1.900v6.400H9.600V10H6.400v4.200H3.200V7.800H1.300Z',
  // 弱: an umbrella
  'M8 1.500c3.800 0 6.500 2.700 6.500 6.300H8.800v4.300a2.200 2.200 0 0 1-4.400 0h1.500a.7.7 0 0 0 1.400 0V7.800H1.500C1.500 4.200 4.200 1.500 8 1.500Z',
];

const LINES = {
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10M8 6.500v3M6.500 8h3',
  undo: 'M6 3.500L2.800 6.700L6 9.900M3.200 6.700H9.500a3.600 3.600 0 0 1 0 7.100H6.500',
  redo: 'M10 3.500l3.200 3.200L10 9.900M12.800 6.700H6.500a3.600 3.600 0 0 0 0 7.100h3',
  close: 'M3.500 3.500l9 9M12.500 3.500l-9 9',
  down: 'M4 6l4 4l4-4',
  up: 'M4 10l4-4l4 4',
  file: 'M9 1.800H3.500v12.400h9V5.300ZM9 1.800v3.500h3.500',
  copy: 'M5.500 5.500h8v8h-8ZM10.500 5.500v-3h-8v8h3',
  target: 'M8 1.500v3M8 11.500v3M1.500 8h3M11.500 8h3M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6Z',
  trash: 'M3 4.500h10M6 4.500V2.500h4v2M4.500 4.500l.6 9h5.800l.6-9',
  walk: 'M8.600 1.800a1.100 1.100 0 1 1 0 2.200a1.100 1.100 0 0 1 0-2.200ZM8 5.500L6.800 9.500L9.400 11.400V14.500M6.900 10.300L4.800 14.500M4.500 8L5.600 6L8 5.500L9.600 7.700L11.700 8.300',
  cycle: 'M3.800 8.500a2.700 2.700 0 1 1 0 5.400a2.700 2.700 0 0 1 0-5.400ZM12.200 8.500a2.700 2.700 0 1 1 0 5.400a2.700 2.700 0 0 1 0-5.400ZM3.800 11.200L6 6.500h4.500l1.700 4.700M6 6.500l2.500 4.700L10.500 6.500L9.800 4h2M5 4.500h2',
  drive: 'M2 9.500l1.600-4.700h8.800L14 9.500v3.300H2ZM2 9.500h12M4.500 12.800v1.400M11.500 12.800v1.400M4.300 11.200h.8M10.900 11.200h.8',
  warn: 'M8 1.800L15 14H1ZM8 6v4M8 11.800v.6',
  info: 'M8 1.500a6.500 6.500 0 1 1 0 13a6.500 6.500 0 0 1 0-13ZM8 7v4.500M8 4.500v.6',
};

/** A line drawing. @param {keyof typeof LINES} name */
export const icon = (name) =>
  svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${LINES[name]} /></svg>`;

/** A domain's glyph. @param {number} index */
export const domainGlyph = (index) =>
  svg`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${DOMAIN_GLYPHS[index] ?? DOMAIN_GLYPHS[0]} /></svg>`;
