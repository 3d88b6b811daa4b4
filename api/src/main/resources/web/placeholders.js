// The server reads placeholders as docs/csv.md says; this does the same for what is shown while somebody still types.
const PLACEHOLDER = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g;
const NOT_IN_A_NAME = /[\s_.\u00ad\u200b-\u200f\u2060\ufeff-]/gu;
const FARTHEST = 3;

const key = name => name.normalize('NFC').toLowerCase().replace(NOT_IN_A_NAME, '');

/** The place of the column called `name`; -1: there is none. */
export const columnOf = (headers, name) => headers.findIndex(header => key(header) === key(name));

/** `text` in pieces: each a string, or a placeholder with its `name`, its `fallback` (undefined: none) and `written`. */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    found.push(text.slice(end, match.index), { name: match[1].trim(), fallback: match[2], written: match[0] });
    end = match.index + match[0].length;
  }
  found.push(text.slice(end));
  return found.filter(piece => piece !== '');
}

/** The placeholders of a message's texts, each column once; `bare` where one of them has no fallback. */
export function columnsUsed(texts) {
  const used = new Map();
  for (const piece of texts.flatMap(pieces)) {
    if (typeof piece !== 'string' && piece.name) {
      const known = used.get(key(piece.name));
      const bare = piece.fallback === undefined || Boolean(known?.bare);
      used.set(key(piece.name), { name: known?.name ?? piece.name, bare });
    }
  }
  return [...used.values()];
}

/** `text` with that fallback wherever `name` has none. */
export const withFallback = (text, name, fallback) => text.replace(PLACEHOLDER, (written, column, there) =>
  there === undefined && key(column) === key(name) ? `{{${column}|${fallback}}}` : written);

/** `text` with another column in place of `name`. */
export const renamed = (text, name, to) => text.replace(PLACEHOLDER, (written, column, fallback) =>
  key(column) === key(name) ? `{{${to}${fallback === undefined ? '' : `|${fallback}`}}}` : written);

/** The header that `name` may have been meant to be; undefined: none comes near. */
export function nearest(headers, name) {
  const [best] = headers.filter(header => key(header))
    .map(header => ({ header, distance: distance(key(header), key(name)) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.min(FARTHEST, Math.ceil(key(name).length / 2)) ? best.header : undefined;
}

/** How many letters are other, more or fewer, or have changed places with the next. */
function distance(one, other) {
  let before = [];
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1),
        swapped ? before[j - 2] + 1 : Infinity);
    }
    before = row;
    row = next;
  }
  return row[other.length];
}

/**
 * `text` for one row, in pieces: strings, and what stands for placeholders as `{ value }`, or `{ missing }` where there is no
 * such column, or nothing in it and no fallback.
 */
export const filled = (text, { headers, cells, phone, phoneColumn }) => pieces(text).map(piece => {
  if (typeof piece === 'string') {
    return piece;
  }
  if (key(piece.name) === 'phone' || key(piece.name) === key(phoneColumn)) {
    return { value: phone };
  }
  const value = cells[columnOf(headers, piece.name)]?.trim() || piece.fallback;
  return value === undefined ? { missing: piece.name } : { value };
});
