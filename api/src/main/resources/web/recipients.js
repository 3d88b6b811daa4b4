import { html, nothing, repeat } from './lit.js';
import { get } from './api.js';
import { poll } from './live.js';
import { count, moment } from './format.js';
import { badge } from './progress.js';

const POLL_MILLISECONDS = 2000;
const STATUSES = ['failed', 'unconfirmed', 'skipped', 'pending', 'sending', 'sent', 'delivered', 'read', 'replied'];

/** The recipients of one status, page by page. The first page follows the campaign; further ones stand still. */
export class RecipientList {
  #path;
  #draw;
  #counts;
  #status = 'failed';
  #items = [];
  #nextCursor;
  #shownFor;
  #pages = 0;
  #busy = false;
  #problem;
  #stop;

  constructor(campaignPath, draw) {
    this.#path = `${campaignPath}/recipients`;
    this.#draw = draw;
  }

  open() {
    this.#stop = poll(() => this.#refresh(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  /** Takes over the campaign's counts, from which the list knows when it is old. */
  show(progress) {
    const first = this.#counts === undefined;
    this.#counts = progress;
    if (first) {
      this.#refresh();
    }
  }

  async #refresh() {
    if (this.#pages < 2 && this.#isOld() && !this.#busy) {
      await this.#load();
    }
  }

  #isOld() {
    return this.#counts !== undefined && this.#counts[this.#status] !== this.#shownFor;
  }

  async #load(cursor) {
    const status = this.#status;
    const shownFor = this.#counts[status];
    this.#busy = true;
    this.#draw();
    try {
      const query = new URLSearchParams(cursor ? { status, cursor } : { status });
      const page = await get(`${this.#path}?${query}`);
      if (status === this.#status) {
        this.#items = cursor ? [...this.#items, ...page.items] : page.items;
        this.#pages = cursor ? this.#pages + 1 : 1;
        this.#nextCursor = page.nextCursor;
        this.#shownFor = cursor ? this.#shownFor : shownFor;
        this.#problem = undefined;
      }
    } catch (problem) {
      this.#problem = problem;
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  #choose(status) {
    this.#status = status;
    this.#items = [];
    this.#pages = 0;
    this.#nextCursor = undefined;
    this.#shownFor = undefined;
    this.#problem = undefined;
    this.#load();
  }

  template() {
    return html`
      <section aria-labelledby="recipients">
        <h2 id="recipients">Recipients</h2>
        <label for="recipient-status">Show</label>
        <select id="recipient-status" class="filter" @change=${event => this.#choose(event.target.value)}>
          ${STATUSES.map(status => html`
            <option value=${status} ?selected=${status === this.#status}>
              ${status} (${count(this.#counts?.[status] ?? 0)})</option>`)}
        </select>
        ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
        ${this.#items.length > 0 ? this.#table() : html`<p>${this.#busy ? 'Loading' : 'There are none.'}</p>`}
        ${this.#pages > 1 && this.#isOld()
          ? html`<button class="secondary outline small" @click=${() => this.#load()}>The list has changed: show it from the start</button>`
          : nothing}
        ${this.#nextCursor
          ? html`<button class="secondary outline small" ?disabled=${this.#busy}
              @click=${() => this.#load(this.#nextCursor)}>Show more</button>`
          : nothing}
      </section>`;
  }

  #table() {
    return html`
      <div class="wide" tabindex="0" role="region" aria-label="Table of recipients">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">Row</th><th scope="col">Phone</th><th scope="col">Status</th>
              <th scope="col">Sender</th><th scope="col" class="number">Attempts</th><th scope="col">Sent</th><th scope="col">Replied</th>
            </tr>
          </thead>
          <tbody>${repeat(this.#items, recipient => recipient.row, recipientRow)}</tbody>
        </table>
      </div>`;
  }
}

const recipientRow = ({ row, phone, status, sender, attempts, errorCode, errorMessage, sentAt, repliedAt }) => html`
  <tr>
    <td class="number">${row}</td>
    <td class="phone">${phone}</td>
    <td>${badge(status)}${errorCode || errorMessage
      ? html`<div class="reason">${[errorCode, errorMessage].filter(Boolean).join(': ')}</div>`
      : nothing}</td>
    <td>${sender ?? '–'}</td>
    <td class="number">${attempts}</td>
    <td>${sentAt ? moment(sentAt) : '–'}</td>
    <td>${repliedAt ? moment(repliedAt) : '–'}</td>
  </tr>`;
