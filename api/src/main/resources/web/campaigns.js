import { html, nothing, repeat } from './lit.js';
import { get, news } from './api.js';
import { firstSteps } from './first-steps.js';
import { count, day } from './format.js';
import { poll } from './live.js';
import { badge, bar, ofSent, sentence } from './progress.js';
import { may } from './role.js';
import { trouble } from './trouble.js';
import { plain, word } from './words.js';

const POLL_MILLISECONDS = 2000;
const TYPING_MILLISECONDS = 300;
const STATUSES = ['running', 'paused', 'scheduled', 'draft', 'completed', 'cancelled', 'failed'];

/** What stands on top, as long as nothing is looked for: what waits for somebody, and what runs; so few of each that the table is in sight. */
const ON_TOP = ['paused', 'running'].map(status => ({ status, path: `/campaigns?status=${status}&limit=5` }));

/** The campaigns: those that are on, and all of them, newest first, a page at a time. What is looked for stands in the address. */
export class CampaignsView {
  title = 'Campaigns';
  #query = new URLSearchParams();
  #draw;
  #known = new Map(); // by path, what was answered last
  #senders;
  #problem;
  #typing;
  #stop;

  constructor(draw) {
    this.#draw = draw;
  }

  goTo(_, query) {
    this.#query = query;
    if (this.#stop) {
      this.#load();
    }
    return true;
  }

  open() {
    this.#stop = poll(() => this.#load(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
    this.#stop = undefined;
    clearTimeout(this.#typing);
  }

  get #listPath() {
    return `/campaigns?${this.#query}`;
  }

  get #isHome() {
    return this.#query.size === 0;
  }

  async #load() {
    const paths = [this.#listPath, ...(this.#isHome ? ON_TOP.map(({ path }) => path) : [])];
    try {
      const answers = await Promise.all(paths.map(path => news(path, this.#known.get(path))));
      paths.forEach((path, i) => this.#known.set(path, answers[i]));
      this.#problem = undefined;
      if (this.#needsFirstSteps()) {
        this.#senders = (await get('/senders')).items;
      }
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  #items(path) {
    return this.#known.get(path)?.body.items ?? [];
  }

  #needsFirstSteps() {
    return this.#isHome && this.#known.has(this.#listPath) && !this.#items(this.#listPath).some(({ progress }) => progress.sent > 0)
      && !this.#known.get(this.#listPath).body.nextCursor;
  }

  template() {
    const page = this.#known.get(this.#listPath)?.body;
    return html`
      <div class="heading">
        <h1>Campaigns</h1>
        ${may('marketer') ? html`<a role="button" href="#/new">New campaign</a>` : nothing}
      </div>
      ${trouble(this.#problem, Boolean(page))}
      ${this.#needsFirstSteps() ? firstSteps(this.#senders ?? [], this.#items(this.#listPath)) : nothing}
      ${this.#isHome ? ON_TOP.map(({ status, path }) => this.#onTop(status, path)) : nothing}
      ${this.#filters()}
      ${page ? this.#table(page) : this.#problem ? nothing : html`<p aria-busy="true">Loading the campaigns</p>`}`;
  }

  #onTop(status, path) {
    const items = this.#items(path);
    return items.length === 0 ? nothing : html`
      <ul class="cards">${repeat(items, campaign => campaign.id, campaign => html`<li>${card(campaign)}</li>`)}</ul>
      ${this.#known.get(path).body.nextCursor
        ? html`<p><a href=${this.#address({ status })}>More that are ${word('campaign', status).toLowerCase()}</a></p>` : nothing}`;
  }

  #filters() {
    const chosen = this.#query.get('status');
    const chip = (status, text) => html`
      <a href=${this.#address({ status, cursor: undefined })} aria-current=${(status ?? null) === chosen ? 'true' : nothing}>${text}</a>`;
    return html`
      <div class="heading filters">
        <nav class="chips" aria-label="Show">
          ${chip(undefined, 'All')}
          ${STATUSES.map(status => chip(status, word('campaign', status)))}
        </nav>
        <input type="search" class="search" aria-label="Look for a name" placeholder="Look for a name" dir="auto" maxlength="200"
          .value=${this.#query.get('q') ?? ''} @input=${event => this.#look(event.target.value)}>
      </div>`;
  }

  /** What is typed goes into the address once there is a pause, without a step back in the browser for each letter. */
  #look(text) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(
      () => location.replace(this.#address({ q: text.trim() || undefined, cursor: undefined })), TYPING_MILLISECONDS);
  }

  #table({ items, nextCursor }) {
    return html`
      ${items.length === 0 && !this.#isHome ? html`<p>Nothing like that was found.</p>` : nothing}
      ${items.length === 0 ? nothing : html`
        <div class="wide" tabindex="0" role="region" aria-label="Table of campaigns">
          <table class="campaigns">
            <thead>
              <tr>
                <th scope="col">Name</th><th scope="col">Status</th><th scope="col">Progress</th><th scope="col" class="number">People</th>
                <th scope="col" class="number">Delivered</th><th scope="col" class="number">Read</th><th scope="col">Made</th>
              </tr>
            </thead>
            <tbody>${repeat(items, campaign => campaign.id, row)}</tbody>
          </table>
        </div>`}
      <nav class="pages" aria-label="Pages">
        ${this.#query.has('cursor') ? html`<a href=${this.#address({ cursor: undefined })}>Newest</a>` : nothing}
        ${nextCursor ? html`<a href=${this.#address({ cursor: nextCursor })}>Older</a>` : nothing}
      </nav>`;
  }

  #address(changes) {
    const query = new URLSearchParams(this.#query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) {
        query.delete(name);
      } else {
        query.set(name, value);
      }
    }
    return query.size === 0 ? '#/campaigns' : `#/campaigns?${query}`;
  }
}

const address = campaign => `#/campaigns/${encodeURIComponent(campaign.id)}`;

const row = campaign => html`
  <tr>
    <th scope="row"><a href=${address(campaign)} dir="auto">${campaign.name}</a></th>
    <td>${badge(campaign.status)}</td>
    <td>${bar(campaign)}</td>
    <td class="number">${count(campaign.progress.total)}</td>
    <td class="number">${ofSent(campaign.progress, 'delivered')}</td>
    <td class="number">${ofSent(campaign.progress, 'read')}</td>
    <td class="when">${day(campaign.createdAt)}</td>
  </tr>`;

const card = campaign => html`
  <article>
    <div class="heading">
      <h2><a href=${address(campaign)} dir="auto">${campaign.name}</a></h2>
      ${badge(campaign.status)}
    </div>
    ${bar(campaign)}
    <p>${sentence(campaign)}</p>
    ${campaign.statusReason ? html`<p dir="auto">${plain(campaign.statusReason)}</p>` : nothing}
    ${campaign.lanes.filter(lane => lane.blockedReason).map(lane => html`
      <p class="warning"><b dir="auto">${lane.sender}</b> has stopped: ${lane.blockedReason} <a href="#/senders">Numbers</a></p>`)}
  </article>`;
