import { html, nothing } from './lit.js';
import { get } from './api.js';
import { moment } from './format.js';

/** What happened to a campaign, and why. It is read again when the campaign looks as if something had. */
export class CampaignLog {
  #path;
  #draw;
  #entries;
  #problem;
  #seen;

  constructor(campaignPath, draw) {
    this.#path = `${campaignPath}/log`;
    this.#draw = draw;
  }

  show({ status, statusReason, lanes }) {
    const seen = JSON.stringify([status, statusReason, lanes?.map(lane => lane.blockedReason)]);
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#load();
    }
  }

  async #load() {
    try {
      this.#entries = await this.#read();
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
      this.#seen = undefined; // the next change of the campaign tries again
    }
    this.#draw();
  }

  /** All of it, newest first: the server gives it oldest first, in pages. */
  async #read() {
    const entries = [];
    let cursor;
    do {
      const query = new URLSearchParams(cursor ? { limit: 500, cursor } : { limit: 500 });
      const page = await get(`${this.#path}?${query}`);
      entries.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return entries.reverse();
  }

  template() {
    return html`
      <section aria-labelledby="log">
        <h2 id="log">Log</h2>
        ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
        <ol class="log" role="list">${this.#entries?.map(entry)}</ol>
      </section>`;
  }
}

const entry = ({ at, actor, event, detail }) => html`
  <li>${moment(at)}: ${event}${actor ? ` by ${actor}` : nothing}${detail ? `: ${detail}` : nothing}</li>`;
