import { html, nothing, repeat } from './lit.js';
import { downloadUrl, get } from './api.js';
import { poll } from './live.js';
import { count, soon } from './format.js';
import { badge } from './progress.js';
import { why, word } from './words.js';

const POLL_MILLISECONDS = 2000;
const STATUSES = ['pending', 'sending', 'sent', 'delivered', 'read', 'replied', 'failed', 'unconfirmed', 'skipped'];

/** The recipients, all or those of one status, page by page. The first page follows the campaign; further ones stand still. */
export class RecipientList {
  #path;
  #draw;
  #counts;
  #status;
  #items = [];
  #nextCursor;
  #shownFor;
  #pages = 0;
  #busy = false;
  #problem;
  #stop;

  constructor(campaignPath, draw) {
    this.#path = campaignPath;
    this.#draw = draw;
  }

  open() {
    this.#stop = poll(() => this.#refresh(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  /** Takes over the campaign's counts, from which the list knows when it is old. */
  show({ progress }) {
    const first = this.#counts === undefined;
    this.#counts = progress;
    if (first) {
      this.#refresh();
    }
  }

  /** @param status undefined: all of them */
  choose(status) {
    if (status !== this.#status) {
      this.#status = status;
      this.#items = [];
      this.#pages = 0;
      this.#nextCursor = undefined;
      this.#shownFor = undefined;
      this.#problem = undefined;
    }
  }

  async #refresh() {
    if (this.#pages < 2 && this.#isOld() && !this.#busy) {
      await this.#load();
    }
  }

  /** As long as the counts are the same, so is the list. */
  #isOld() {
    return this.#counts !== undefined && this.#mark() !== this.#shownFor;
  }

  #mark() {
    return this.#status ? `${this.#counts[this.#status]}` : STATUSES.map(status => this.#counts[status]).join();
  }

  async #load(cursor) {
    const status = this.#status;
    const shownFor = this.#mark();
    this.#busy = true;
    this.#draw();
    try {
      const query = new URLSearchParams({ ...(status ? { status } : {}), ...(cursor ? { cursor } : {}) });
      const page = await get(`${this.#path}/recipients?${query}`);
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

  template({ name }, senders) {
    return html`
      <section aria-labelledby="recipients">
        <h2 id="recipients" class="visually-hidden">Recipients</h2>
        <div class="heading">
          <nav class="chips" aria-label="Show">
            ${this.#chip(undefined, 'All', this.#counts?.total)}
            ${STATUSES.filter(status => status === this.#status || this.#counts?.[status] > 0)
              .map(status => this.#chip(status, word('recipient', status), this.#counts?.[status]))}
          </nav>
          <a href=${downloadUrl(`${this.#path}/recipients.csv`)} download aria-label="Download all recipients of ${name} (CSV)">Download all</a>
        </div>
        ${this.#problem && this.#items.length === 0 ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
        ${this.#items.length > 0
          ? this.#table(senders)
          : this.#problem ? nothing : html`<p>${this.#busy || this.#pages === 0 ? 'Loading' : 'There are none.'}</p>`}
        ${this.#pages > 1 && this.#isOld()
          ? html`<button class="secondary outline small" @click=${() => this.#load()}>The list has changed: show it from the start</button>`
          : nothing}
        ${this.#nextCursor
          ? html`<button class="secondary outline small" ?disabled=${this.#busy}
              @click=${() => this.#load(this.#nextCursor)}>Show more</button>`
          : nothing}
      </section>`;
  }

  #chip(status, text, number) {
    return html`
      <a href="#${this.#path}/recipients${status ? `?status=${status}` : ''}" aria-current=${status === this.#status ? 'true' : nothing}
        >${text} <span class="quiet">${count(number ?? 0)}</span></a>`;
  }

  #table(senders) {
    return html`
      <div class="wide" tabindex="0" role="region" aria-label="Table of recipients">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">Row</th><th scope="col">Phone</th><th scope="col">What became of it</th>
              <th scope="col">Sent</th><th scope="col">Replied</th><th scope="col">Number</th><th scope="col" class="number">Tries</th>
            </tr>
          </thead>
          <tbody>${repeat(this.#items, recipient => recipient.row, recipient => recipientRow(recipient, senders))}</tbody>
        </table>
      </div>`;
  }
}

/** A send gets on by itself: the last that is known of it is what became of it. */
const stage = (status, readAt, deliveredAt) => (status === 'sent' && readAt ? 'read' : status === 'sent' && deliveredAt ? 'delivered' : status);

const recipientRow = ({ row, phone, status, sender, attempts, errorCode, errorMessage, sentAt, deliveredAt, readAt, repliedAt }, senders) => html`
  <tr>
    <td class="number">${row}</td>
    <td class="phone">${phone}</td>
    <td>${badge(stage(status, readAt, deliveredAt), 'recipient')}${errorCode ? reason(errorCode, errorMessage) : nothing}</td>
    <td class="when">${sentAt ? soon(sentAt) : '–'}</td>
    <td class="when">${repliedAt ? soon(repliedAt) : '–'}</td>
    <td dir="auto">${sender ? senders.get(sender)?.name ?? sender : '–'}</td>
    <td class="number">${attempts}</td>
  </tr>`;

/** In our words; the vendor's own, by which its support finds it, on demand. */
const reason = (code, message) => html`
  <details class="reason">
    <summary>${why(code).text}</summary>
    ${why(code).remedy} <span class="quiet"><code>${code}</code> ${message ?? nothing}</span>
  </details>`;
