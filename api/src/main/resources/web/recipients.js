import { html, nothing, repeat } from './lit.js';
import { downloadUrl, get } from './api.js';
import { poll } from './live.js';
import { count, soon } from './format.js';
import { badge, ticks } from './progress.js';
import { why, word } from './words.js';

const POLL_MILLISECONDS = 2000;
const TYPING_MILLISECONDS = 300;
const STATUSES = ['pending', 'sending', 'sent', 'delivered', 'read', 'replied', 'failed', 'unconfirmed', 'skipped'];

/**
 * The recipients, all or those of one status or phone, page by page. The first page follows the campaign; further ones stand
 * still. What is looked for stands in the address.
 */
export class RecipientList {
  #path;
  #draw;
  #counts;
  #status;
  #phone;
  #code; // of the reason of a failure
  #typing;
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
    clearTimeout(this.#typing);
  }

  /** Takes over the campaign's counts, from which the list knows when it is old. */
  show({ progress }) {
    const first = this.#counts === undefined;
    this.#counts = progress;
    if (first) {
      this.#refresh();
    }
  }

  /** @param query what stands behind the address: a `status`, a `phone` or a part of one, and the `code` of a reason; without them, all */
  choose(query) {
    const [status, phone, code] = ['status', 'phone', 'code'].map(name => query.get(name) ?? undefined);
    if (status !== this.#status || phone !== this.#phone || code !== this.#code) {
      this.#status = status;
      this.#phone = phone;
      this.#code = code;
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
    const [status, phone, code] = [this.#status, this.#phone, this.#code];
    const shownFor = this.#mark();
    this.#busy = true;
    this.#draw();
    try {
      const query = given({ status, phone, errorCode: code, cursor });
      const page = await get(`${this.#path}/recipients?${query}`);
      if (status === this.#status && phone === this.#phone && code === this.#code) {
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

  /** Where those are with a status, a phone and a reason as they are now, or others. */
  #address({ status = this.#status, phone = this.#phone, code = this.#code }) {
    const query = given({ status, phone, code });
    return `#${this.#path}/recipients${query.size > 0 ? `?${query}` : ''}`;
  }

  /** What is typed goes into the address once there is a pause, without a step back in the browser for each letter. */
  #look(text) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => location.replace(this.#address({ phone: text.trim() })), TYPING_MILLISECONDS);
  }

  template({ name }, senders) {
    return html`
      <section aria-labelledby="recipients">
        <h2 id="recipients" class="visually-hidden">Recipients</h2>
        <div class="heading filters">
          <nav class="chips" aria-label="Show">
            ${this.#chip('', 'All', this.#counts?.total)}
            ${STATUSES.filter(status => status === this.#status || this.#counts?.[status] > 0)
              .map(status => this.#chip(status, word('recipient', status), this.#counts?.[status]))}
          </nav>
          <input type="search" class="search" inputmode="tel" aria-label="Look for a phone" placeholder="Phone, or last digits"
            maxlength="40" autocomplete="off" .value=${this.#phone ?? ''} @input=${event => this.#look(event.target.value)}>
        </div>
        ${this.#code ? html`<p>Only: ${why(this.#code).text}. <a href=${this.#address({ code: '' })}>Whatever the reason</a></p>` : nothing}
        ${this.#items.length === 0 ? this.#nothing() : this.#table(senders)}
        <div class="heading">
          <div class="actions">
            ${this.#pages > 1 && this.#isOld()
              ? html`<button class="secondary outline small" @click=${() => this.#load()}>The list has changed: show it from the start</button>`
              : nothing}
            ${this.#nextCursor
              ? html`<button class="secondary outline small" ?disabled=${this.#busy}
                  @click=${() => this.#load(this.#nextCursor)}>Show more</button>`
              : nothing}
          </div>
          <a href=${downloadUrl(`${this.#path}/recipients.csv`)} download aria-label="Download all recipients of ${name} (CSV)">Download all</a>
        </div>
      </section>`;
  }

  #nothing() {
    if (this.#problem) {
      const { message, errors } = this.#problem;
      return html`<p class="problem" role="alert">${errors.length > 0 && this.#phone
        ? 'That is no phone, and no part of one: type its first three digits at least, or its last four.' : message}</p>`;
    }
    if (this.#busy || this.#pages === 0) {
      return html`<p aria-busy="true">Loading</p>`;
    }
    return html`<p>${this.#phone ? 'Nobody here has a phone like that.' : this.#code ? 'Nobody here, for that reason.' : 'There are none.'}</p>`;
  }

  #chip(status, text, number) {
    return html`
      <a href=${this.#address({ status })} aria-current=${status === (this.#status ?? '') ? 'true' : nothing}
        >${text} <span class="quiet">${count(number ?? 0)}</span></a>`;
  }

  #table(senders) {
    return html`
      <div class="wide tall" tabindex="0" role="region" aria-label="Table of recipients">
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

/** Those of the parameters that are there. */
const given = parameters => new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));

/** A send gets on by itself: the last that is known of it is what became of it. */
const stage = (status, readAt, deliveredAt) => (status === 'sent' && readAt ? 'read' : status === 'sent' && deliveredAt ? 'delivered' : status);

const recipientRow = ({ row, phone, status, sender, attempts, errorCode, errorMessage, sentAt, deliveredAt, readAt, repliedAt }, senders) => html`
  <tr>
    <td class="number">${row}</td>
    <td class="phone"><bdi>${phone}</bdi></td>
    <td>${badge(stage(status, readAt, deliveredAt), 'recipient')} ${ticks(stage(status, readAt, deliveredAt))}${errorCode ? reason(errorCode, errorMessage) : nothing}</td>
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
