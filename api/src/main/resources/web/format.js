import { html } from './lit.js';

const numbers = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const minuteClock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export const count = number => numbers.format(number);

export const percent = number => `${oneDigit.format(number)} %`;

/** How much `part` is of `whole`; 0 % of nothing. */
export const share = (part, whole) => percent(whole > 0 ? (100 * part) / whole : 0);

/** `1 sender`, `2 senders`. */
export const several = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** `1 person`, `2 people`. */
export const people = number => `${count(number)} ${number === 1 ? 'person' : 'people'}`;

/** A file's name as a text of one line that is no longer than `most`: file systems take what texts cannot hold. */
export const nameOf = (file, most = 255) => file.name.slice(0, most).replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim();

/** The same within a sentence, whose direction it must not change. */
export const quoted = file => `“\u2068${nameOf(file)}\u2069”`;

const timeTag = (iso, format) => html`<time datetime=${iso} title=${exact.format(new Date(iso))}>${format.format(new Date(iso))}</time>`;

/** A day and a time, in the reader's own zone. */
export const moment = iso => timeTag(iso, times);

/** A day. */
export const day = iso => timeTag(iso, days);

/** A day and a time, to the second. */
export const atSecond = iso => timeTag(iso, exact);

const isToday = iso => new Date(iso).toDateString() === new Date().toDateString();

/** A moment close by, to the second; one on another day with its date. */
export const soon = iso => timeTag(iso, isToday(iso) ? clock : times);

/** A moment to come, and how far away it is. */
export const ahead = iso => html`${moment(iso)} (${awayText(iso)})`;

/** About when something will be: `about 18:40, in 2 h 12 min`. */
export const about = iso => html`about ${timeTag(iso, isToday(iso) ? minuteClock : times)}, ${awayText(iso)}`;

/** A moment close by, and how far away it is to the second: `18:40:12, in 3 s`. */
export function awaited(iso) {
  const seconds = Math.round((new Date(iso) - Date.now()) / 1000);
  return seconds <= 0 ? 'any moment' : html`${soon(iso)}, in ${seconds < 90 ? `${seconds} s` : span(Math.round(seconds / 60))}`;
}

function awayText(iso) {
  const minutes = Math.round((new Date(iso) - Date.now()) / 60000);
  return minutes < 1 ? 'within a minute' : `in ${span(minutes)}`;
}

/** The size of a file, in the unit that suits it, by the megabytes in which WhatsApp says what it takes. */
export function size(bytes) {
  return bytes < 1e5 ? `${count(Math.ceil(bytes / 1024))} kB` : `${oneDigit.format(bytes / 2 ** 20)} MB`;
}

/** How long something takes, given in ISO 8601: `PT1H6M` is `1 h 6 min`. */
export function lasting(iso) {
  const minutes = Math.round(seconds(iso) / 60);
  return minutes < 1 ? 'less than a minute' : span(minutes);
}

/** The seconds of a time given in ISO 8601 with hours, minutes and seconds; 0 of none. */
export function seconds(iso) {
  const [, hours = 0, minutes = 0, rest = 0] = iso?.match(/^PT(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?$/) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

function span(minutes) {
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 === 0 || hours > 9 ? several(hours, 'hour') : `${hours} h ${minutes % 60} min`;
  }
  return `${Math.round(hours / 24)} days`;
}

/** The time of a day, with the day where that is another than today; text alone, for what is drawn. */
export const clockTime = date => (isToday(date) ? minuteClock : times).format(date);

/** From one moment to another, in words. */
export const spanOf = (from, to) => span(Math.max(1, Math.round((new Date(to) - new Date(from)) / 60000)));

/** A pause given in ISO 8601, as people say it: `PT3.5S` is `3.5 s`. */
export function pause(iso) {
  return iso.replace(/^PT/, '').replace(/(\d)([HMS])/g, (_, digit, unit) => `${digit} ${{ H: 'h', M: 'min', S: 's' }[unit]} `).trim();
}
