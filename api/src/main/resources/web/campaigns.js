import { html, nothing, repeat } from './lit.js';
import { get } from './api.js';
import { poll } from './live.js';
import { moment, several } from './format.js';
import { badge, bar, summary } from './progress.js';
import { may } from './role.js';

const POLL_MILLISECONDS = 2000;
const STATUSES = ['draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed'];

/** The campaigns, newest first, a page of them at a time. */
export class CampaignsView {
  title = 'Campaigns';
  #query;
  #draw;
  #page;
  #problem;
  #stop;

  constructor(query, draw) {
    this.#query = query;
    this.#draw = draw;
  }

  open() {
    this.#stop = poll(() => this.#load(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  async #load() {
    try {
      this.#page = await get(`/campaigns?${this.#query}`);
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  template() {
    return html`
      <div class="heading">
        <h1>Campaigns</h1>
        ${may('marketer') ? html`<a role="button" href="#/new">New campaign</a>` : nothing}
      </div>
      <label for="status-filter">Show</label>
      <select id="status-filter" class="filter" @change=${event => this.#filter(event.target.value)}>
        <option value="">all campaigns</option>
        ${STATUSES.map(status => html`
          <option value=${status} ?selected=${this.#query.get('status') === status}>${status}</option>`)}
      </select>
      ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
      ${this.#page ? this.#list(this.#page) : this.#problem ? nothing : html`<p aria-busy="true">Loading the campaigns</p>`}`;
  }

  #list({ items, nextCursor }) {
    return html`
      ${items.length === 0 ? html`<p>${this.#nothingFound()}</p>` : nothing}
      <ul class="cards">
        ${repeat(items, campaign => campaign.id, campaign => html`<li>${card(campaign)}</li>`)}
      </ul>
      <nav class="pages" aria-label="Pages">
        ${this.#query.has('cursor') ? html`<a href=${this.#address({ cursor: undefined })}>Newest</a>` : nothing}
        ${nextCursor ? html`<a href=${this.#address({ cursor: nextCursor })}>Older</a>` : nothing}
      </nav>`;
  }

  #nothingFound() {
    const status = this.#query.get('status');
    return status ? `No campaign is ${status}.` : 'There are no campaigns yet.';
  }

  #filter(status) {
    location.hash = this.#address({ status: status || undefined, cursor: undefined });
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

const card = campaign => html`
  <article>
    <div class="heading">
      <h2><a href="#/campaigns/${encodeURIComponent(campaign.id)}">${campaign.name}</a></h2>
      ${badge(campaign.status)}
    </div>
    ${bar(campaign)}
    <p>${summary(campaign.progress)}</p>
    ${campaign.statusReason ? html`<p>${campaign.statusReason}</p>` : nothing}
    <p class="quiet">${moment(campaign.createdAt)}, ${several(campaign.spec.senders.length, 'sender')}</p>
  </article>`;
