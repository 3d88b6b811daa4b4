import { html, nothing } from './lit.js';
import { get } from './api.js';
import { clockTime, pause } from './format.js';
import { poll } from './live.js';
import { logLine } from './log-line.js';
import { plain, word } from './words.js';

const POLL_MILLISECONDS = 5000;

/** Of what is written on, after so long without a word, one comes back to it another time. */
const SITTING_MILLISECONDS = 30 * 60 * 1000;

const BEGUN = ['started', 'scheduled'];

/** What happened to a campaign, who did it and why. */
export class CampaignHistory {
  #path;
  #draw;
  #entries;
  #problem;
  #seen;
  #stop;

  constructor(campaignPath, draw) {
    this.#path = `${campaignPath}/log`;
    this.#draw = draw;
  }

  open() {
    this.#stop = poll(() => this.#load(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  /** Reads it again at once where the campaign looks as if something had happened. */
  show({ status, statusReason, spec }) {
    const seen = JSON.stringify([status, statusReason, spec]);
    if (this.#seen && seen !== this.#seen) {
      this.#load();
    }
    this.#seen = seen;
  }

  async #load() {
    try {
      this.#entries = await this.#read();
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  /** All of it as lines, newest first: the server gives it oldest first, in pages. */
  async #read() {
    const entries = [];
    let cursor;
    do {
      const query = new URLSearchParams(cursor ? { limit: 500, cursor } : { limit: 500 });
      const page = await get(`${this.#path}?${query}`);
      entries.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return linesOf(entries).reverse();
  }

  template(campaign, senders) {
    return html`
      <section aria-labelledby="history">
        <h2 id="history" class="visually-hidden">History</h2>
        ${this.#problem && !this.#entries ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
        <ol class="log" role="list">${this.#entries?.map(one => entry(one, senders))}</ol>
        <details class="operators">
          <summary>For whoever runs Drumbeat</summary>
          <p>Id <code>${campaign.id}</code>, workflow <code>${campaign.workflowId}</code></p>
        </details>
      </section>`;
  }
}

/** A draft is saved with each field that is left: what somebody wrote of it in one sitting is one line. */
function linesOf(entries) {
  const lines = [];
  let isDraft = true;
  for (const one of entries) {
    isDraft &&= !BEGUN.includes(one.event);
    const before = lines.at(-1);
    if (isDraft && before && isOneSitting(before.at(-1), one)) {
      before.push(one);
    } else {
      lines.push([one]);
    }
  }
  return lines;
}

const isOneSitting = (one, next) => one.event === 'changed' && next.event === 'changed' && one.actor === next.actor
  && new Date(next.at) - new Date(one.at) < SITTING_MILLISECONDS;

function entry(line, senders) {
  const { at, actor, event, detail } = line.at(-1);
  const more = line.length > 1 ? namesOf(line.map(one => one.detail)) : detail && inWords(event, detail, senders);
  return logLine({ at, what: word('event', event), who: actor, more });
}

const nameOf = (id, senders) => senders.get(id)?.name ?? id;

/** Of numbers, and of what was changed, is told by the names that the API has; what people say stays as they said it. */
function inWords(event, detail, senders) {
  if (event === 'changed') {
    return changed(detail, senders);
  }
  if (event === 'excluded') {
    return detail.replace(/^(\d+) pending$/, '$1 people');
  }
  if (event === 'test_sent') {
    return detail.replace(/^\S+(?= to )/, id => nameOf(id, senders));
  }
  return event.startsWith('sender_') ? ofNumber(detail, senders) : plain(detail);
}

const ofNumber = (detail, senders) => plain(detail)
  .replace(/^([^\s:]+)(?=:|$)/, id => nameOf(id, senders))
  .replace(/ \(tried again at (\S+) (\S+) UTC\)$/, (_, day, time) => ` (tried again at ${clockTime(new Date(`${day}T${time}Z`))})`);

const FILES = { 'another media file': 'picture, video or document', 'another recipients file': 'list' };

const named = part => FILES[part] ?? (/^[a-zA-Z]+$/.test(part) ? word('field', part).toLowerCase() : part);

/** What was changed, a draft's fields by their names. */
const changed = (detail, senders) => toldIn(detail, senders).split('; ').map(named).join('; ');

/** What was changed in several steps, by name: what each has become is seen where it stands. */
const namesOf = details => [...new Set(details.flatMap(detail => detail.split('; ')).map(part => named(part.split(':')[0])))].join('; ');

const toldIn = (detail, senders) => detail
  .replace(/pacing: minDelay (PT[\dHMS.]+), maxDelay (PT[\dHMS.]+)/, (_, min, max) => `pace: a pause of ${pause(min)} to ${pause(max)}`)
  .replace(/pacing: the senders' own/, 'pace: as fast as the numbers allow')
  .replace(/pacing: ratePerSecond (\S+)/, 'pace: $1 a second')
  .replace(/\bsenders: ([^;]*)/, (_, list) => `numbers: ${list.replace(/(\S+)(?= (added|removed))/g, id => nameOf(id, senders))}`)
  .replace(/schedule: none/, 'no quiet hours')
  .replace(/schedule: (startAt|quietHours)/, '$1')
  .replace(/startAt (\S+?)(,? |$)/, (_, iso, end) => `start: ${clockTime(new Date(iso))}${end}`)
  .replace(/quietHours from (\S+), to (\S+), zone recipient/, 'quiet hours: $1 to $2, where each person is')
  .replace(/quietHours from (\S+), to (\S+), zone (\S+)/, 'quiet hours: $1 to $2 of $3')
  .replace(/autoPause: off/, 'no automatic pause');
