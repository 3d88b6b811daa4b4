import { html, nothing } from './lit.js';
import { get } from './api.js';
import { several } from './format.js';
import { poll } from './live.js';
import { logLine } from './log-line.js';
import { may } from './role.js';
import { trouble } from './trouble.js';
import { deed, ending, word } from './words.js';

const POLL_MILLISECONDS = 5000;
const COMMAND_LINE = '(command line)';

/** Who did what, newest first, all of it or that of one token, which stands in the address. */
export class AuditView {
  title = 'Who did what';
  #draw;
  #who = '';
  #items;
  #nextCursor;
  #longer = false; // more than the first page is shown, which stands still then
  #busy = false;
  #problem;
  #tokens = [];
  #senders = new Map();
  #stop;

  constructor(draw) {
    this.#draw = draw;
  }

  goTo(_, query) {
    const who = query.get('who') ?? '';
    if (who !== this.#who) {
      this.#who = who;
      this.#items = undefined;
      this.#longer = false;
      if (this.#stop) {
        this.#load();
      }
    }
    return true;
  }

  open() {
    if (may('admin')) {
      this.#stop = poll(() => (this.#longer ? undefined : this.#load()), POLL_MILLISECONDS);
    }
  }

  close() {
    this.#stop?.();
    this.#stop = undefined;
  }

  async #load(cursor) {
    const who = this.#who;
    this.#busy = true;
    try {
      if (this.#senders.size === 0) {
        const [tokens, senders] = await Promise.all([get('/tokens'), get('/senders')]);
        this.#tokens = tokens.items.map(({ name }) => name);
        this.#senders = new Map(senders.items.map(({ id, name }) => [id, name]));
      }
      const page = await get(`/audit?${new URLSearchParams({ ...(who ? { who } : {}), ...(cursor ? { cursor } : {}) })}`);
      if (who === this.#who && (cursor || !this.#longer)) {
        this.#items = cursor ? [...this.#items, ...page.items] : page.items;
        this.#longer = Boolean(cursor);
        this.#nextCursor = page.nextCursor;
        this.#problem = undefined;
      }
    } catch (problem) {
      this.#problem = problem;
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  template() {
    return html`
      <h1>Who did what</h1>
      ${may('admin') ? this.#content() : html`<p>This is for those with the role ${word('role', 'admin')}.</p>`}`;
  }

  #content() {
    return html`
      <p class="quiet">Whatever was changed, downloaded or looked up of one person, and each sign-in: by which <a href="#/tokens">token</a>, and
        what came of it. It is kept for 400 days.</p>
      <div class="heading filters">
        <label>Done by <select class="filter" @change=${({ target }) => this.#show(target.value)}>
          ${['', ...new Set([...this.#tokens, COMMAND_LINE, this.#who].filter(Boolean))].map(name => html`
            <option value=${name} ?selected=${name === this.#who}>${name || 'everybody'}</option>`)}
        </select></label>
        ${this.#longer ? html`<button class="secondary outline small" @click=${() => { this.#longer = false; this.#load(); }}>Show the
          newest</button>` : nothing}
      </div>
      ${trouble(this.#problem, Boolean(this.#items))}
      ${this.#items ? this.#list() : this.#problem ? nothing : html`<p aria-busy="true">Loading</p>`}`;
  }

  #show(who) {
    location.hash = who ? `#/audit?${new URLSearchParams({ who })}` : '#/audit';
  }

  #list() {
    if (this.#items.length === 0) {
      return html`<p>Nothing yet.</p>`;
    }
    return html`
      <ol class="log" role="list">${this.#items.map(({ at, who, call, subject, campaign, status }) =>
        logLine({ at, what: deed(call), who, more: this.#more(call, subject, campaign), end: ending(status) }))}</ol>
      ${this.#nextCursor ? html`<button class="secondary outline small" ?disabled=${this.#busy}
        @click=${() => this.#load(this.#nextCursor)}>Show more</button>` : nothing}`;
  }

  /** Which one it was about. */
  #more(call, subject, campaign) {
    if (campaign) {
      return html`<a href="#/campaigns/${encodeURIComponent(subject)}">${campaign}</a>`;
    }
    const [, phones] = subject?.match(/^(\d+) phones$/) ?? [];
    return phones ? several(Number(phones), 'phone') : call.includes(' /senders/') ? this.#senders.get(subject) ?? subject : subject;
  }
}
