import { html, nothing } from './lit.js';
import { get } from './api.js';
import { sendAgainToUnconfirmed, tryAgain } from './campaign-commands.js';
import { count, people } from './format.js';
import { poll } from './live.js';
import { may } from './role.js';
import { meaning, why } from './words.js';

const POLL_MILLISECONDS = 3000;
const KINDS = ['failed', 'unconfirmed', 'skipped'];

/** Why people did not get the message, by reason in words, and what can be done at each. */
export class CampaignReasons {
  #path;
  #draw;
  #during;
  #counts;
  #shownFor;
  #items = [];
  #stop;

  constructor(path, draw, during) {
    this.#path = path;
    this.#draw = draw;
    this.#during = during;
  }

  open() {
    this.#stop = poll(() => this.#refresh(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  /** Takes over the counts, from which this knows when it is old. */
  show({ progress }) {
    const first = this.#counts === undefined;
    this.#counts = JSON.stringify(KINDS.map(kind => progress[kind]));
    if (first) {
      this.#refresh();
    }
  }

  async #refresh() {
    const counts = this.#counts;
    if (counts === undefined || counts === this.#shownFor) {
      return;
    }
    try {
      this.#items = (await get(`${this.#path}/errors`)).items;
      this.#shownFor = counts;
    } catch (problem) {
      if (problem.status === undefined) {
        throw problem;
      }
      return; // what was known stays, and is asked for again
    }
    this.#draw();
  }

  template(campaign) {
    const { failed, unconfirmed, skipped } = campaign.progress;
    return html`
      ${failed > 0 ? this.#failed(campaign, failed) : nothing}
      ${unconfirmed > 0 ? this.#unconfirmed(campaign, unconfirmed) : nothing}
      ${skipped > 0 ? this.#kind('skipped', `Why ${count(skipped)} were left out`) : nothing}`;
  }

  #failed(campaign, number) {
    const mayRetry = may('operator') && !['draft', 'cancelled'].includes(campaign.status);
    const again = (people, code) => () => this.#during(() => tryAgain(campaign, people, code));
    const kinds = this.#items.filter(item => item.status === 'failed').length;
    return this.#kind(
      'failed',
      `Why ${count(number)} failed`,
      item => mayRetry && item.errorCode
        ? html`<button class="link" aria-label="Try again: ${why(item.errorCode).text}" @click=${again(item.recipients, item.errorCode)}>Try again</button>`
        : nothing,
      mayRetry && kinds !== 1
        ? html`<button class="secondary outline small" @click=${again(number)}>Try all ${count(number)} again</button>`
        : nothing);
  }

  #unconfirmed(campaign, number) {
    const mayRetry = may('operator') && !['draft', 'cancelled'].includes(campaign.status);
    return this.#kind(
      'unconfirmed',
      `${count(number)} unconfirmed`,
      undefined,
      html`
        <p class="quiet">${meaning('recipient', 'unconfirmed')}</p>
        ${mayRetry
          ? html`<button class="secondary outline small" @click=${() => this.#during(() => sendAgainToUnconfirmed(campaign, number))}>
              Send again, accepting doubles…</button>`
          : nothing}`);
  }

  /** How many, leading to who they are. */
  #number({ status, errorCode, recipients }) {
    return errorCode
      ? html`<a class="number" href="#${this.#path}/recipients?${new URLSearchParams({ status, code: errorCode })}"
          aria-label="Show ${people(recipients)}: ${why(errorCode).text}">${count(recipients)}</a>`
      : html`<b class="number">${count(recipients)}</b>`;
  }

  #kind(status, title, action = () => nothing, below = nothing) {
    return html`
      <section class="box" aria-labelledby="why-${status}">
        <h2 id="why-${status}">${title}</h2>
        <ul class="reasons" role="list">
          ${this.#items.filter(item => item.status === status).map(item => html`
            <li>
              ${this.#number(item)}
              <div>${why(item.errorCode).text}${status === 'unconfirmed' ? nothing : html`<br><span class="quiet">${why(item.errorCode).remedy}</span>`}
                <details><summary>Details</summary><code>${item.errorCode ?? 'no code'}</code> ${item.errorMessage ?? nothing}</details>
              </div>
              <span>${action(item)}</span>
            </li>`)}
        </ul>
        ${below}
      </section>`;
  }
}
