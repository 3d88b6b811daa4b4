// Codes and statuses in a marketer's words. words.json is the one place that has them.
const answer = await fetch('/words.json');
const WORDS = await answer.json();

/** What a `kind` of status is called, `running` among those of a `campaign` for one; its own name where it has no word. */
export const word = (kind, name) => WORDS[kind][name]?.word ?? name;

/** What a status means, and where something can be done about it, what. */
export const meaning = (kind, name) => sentences(WORDS[kind][name]);

/** What somebody did by a call, in the words of a campaign's history where it has them. */
export const deed = call => WORDS.call[call]?.word ?? word('event', WORDS.call[call]?.event ?? call);

/** How a call ended that did not do what it should; undefined: it did. */
export function ending(status) {
  if (status >= 200 && status < 400) {
    return undefined;
  }
  return (WORDS.ending[status ?? 'none'] ?? WORDS.ending[status < 500 ? '4xx' : '5xx']).text;
}

/** What a number waits for, to stand behind “waits for”. */
export const waitsFor = why => WORDS.waiting[why]?.text ?? why;

/** What can be done about that; undefined: it goes by itself. */
export const cureOf = why => WORDS.waiting[why]?.remedy;

/** Why a row of a list is left out: a `text` without a full stop, and a `remedy`. */
export const reject = code => WORDS.reject[code] ?? { text: code, remedy: '' };

/** What a warning of a preflight means, likewise; undefined: the server's own words have to do. */
export const warning = code => WORDS.warning[code];

/** Why a recipient's code is there: a `text` without a full stop, and a `remedy`. */
export const why = code => WORDS.error[code] ?? WORDS.error[family(code)];

function family(code) {
  if (/^2\d\d$/.test(code)) {
    return '2xx';
  }
  return /^http_/.test(code) ? 'http' : 'other';
}

/** What Drumbeat has written itself, of a number or of why it paused: an operator's word in it is a marketer's here. */
export const plain = text => text
  .replace(/^The vendor (?=refused the message itself|cannot use the media)/, 'The provider ')
  .replace(/: its vendor answers again$/, ': its provider answers again');

const sentences = words => [words?.text, words?.remedy].filter(Boolean).join(' ');
