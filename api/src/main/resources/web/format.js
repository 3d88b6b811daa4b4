import { html } from './lit.js';

const numbers = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export const count = number => numbers.format(number);

export const percent = number => `${oneDigit.format(number)} %`;

export const rate = perMinute => `${oneDigit.format(perMinute)} a minute`;

/** `1 sender`, `2 senders`. */
export const several = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** A day and a time, in the reader's own zone. */
export const moment = iso => html`<time datetime=${iso}>${times.format(new Date(iso))}</time>`;

/** A moment close by, to the second; one on another day with its date. */
export function soon(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return html`<time datetime=${iso}>${(today ? clock : times).format(at)}</time>`;
}

/** A moment to come, and how far away it is. */
export function ahead(iso) {
  const minutes = Math.round((new Date(iso) - Date.now()) / 60000);
  return html`${moment(iso)} (${minutes < 1 ? 'within a minute' : `in ${span(minutes)}`})`;
}

export function megabytes(bytes) {
  return `${oneDigit.format(bytes / 1e6)} MB`;
}

function span(minutes) {
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/** A pause given in ISO 8601, as people say it: `PT3.5S` is `3.5 s`. */
export function pause(iso) {
  return iso.replace(/^PT/, '').replace(/(\d)([HMS])/g, (_, digit, unit) => `${digit} ${{ H: 'h', M: 'min', S: 's' }[unit]} `).trim();
}
