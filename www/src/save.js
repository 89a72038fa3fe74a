/** Hands the user a file. */

/** Excel takes a CSV for UTF-8 only with it. */
const MARK = '\ufeff';

/** @param {string} name @param {string} text */
export function save(name, text) {
  const csv = name.endsWith('.csv');
  const url = URL.createObjectURL(new Blob([csv ? MARK + text : text], { type: csv ? 'text/csv' : 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the blob by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
