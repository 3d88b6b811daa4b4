import { html, nothing, repeat } from './lit.js';
import { get, post } from './api.js';
import { poll } from './live.js';
import { count, pause, soon } from './format.js';
import { badge } from './progress.js';
import { may } from './role.js';

const POLL_MILLISECONDS = 5000;

/** The senders, how they stand, and the two commands they know. */
export class SendersView {
  title = 'Numbers';
  #draw;
  #senders;
  #problem;
  #busy;
  #commandProblem;
  #stop;

  constructor(draw) {
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
      this.#senders = (await get('/senders')).items;
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  async #carryOut(sender, command) {
    this.#busy = sender.id;
    this.#commandProblem = undefined;
    this.#draw();
    try {
      await post(`/senders/${encodeURIComponent(sender.id)}/${command}`);
      await this.#load();
    } catch (problem) {
      this.#commandProblem = { sender: sender.id, message: problem.message };
    } finally {
      this.#busy = undefined;
      this.#draw();
    }
  }

  template() {
    return html`
      <h1>Numbers</h1>
      <p class="quiet">The WhatsApp numbers that campaigns are sent from. One that is paused or stopped sends nothing, in any
        campaign, until it is resumed.</p>
      ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
      ${this.#senders ? this.#list() : this.#problem ? nothing : html`<p aria-busy="true">Loading the numbers</p>`}`;
  }

  #list() {
    return this.#senders.length === 0
      ? html`<p>${NO_SENDERS}</p>`
      : html`
        <ul class="cards">
          ${repeat(this.#senders, sender => sender.id, sender => html`<li>${this.#card(sender)}</li>`)}
        </ul>`;
  }

  #card(sender) {
    const stopped = sender.status === 'paused' || sender.status === 'blocked';
    const command = stopped ? 'resume' : 'pause';
    return html`
      <article>
        <div class="heading">
          <h2>${sender.name} <small class="quiet">${sender.id}, ${sender.gateway}</small></h2>
          ${badge(sender.status, 'sender')}
        </div>
        ${sender.trouble && !stopped ? html`<p>${sender.trouble}</p>` : nothing}
        ${sender.blockedReason ? html`<p>${sender.blockedReason}</p>` : nothing}
        ${sender.pausedBy ? html`<p>Paused by ${sender.pausedBy}.</p>` : nothing}
        <dl class="facts">
          <div><dt>Pacing</dt><dd>${pacing(sender.pacing)}${sender.slowedTo ? `; ${sender.slowedTo} a second at this moment, since the vendor throttles` : nothing}</dd></div>
          <div><dt>Sent in 24 h</dt><dd>${count(sender.capUsed)}${sender.dailyCap ? ` of at most ${count(sender.dailyCap)}` : nothing}</dd></div>
          ${sender.portfolio ? html`<div><dt>People in 24 h, all numbers of ${sender.portfolio.id}</dt><dd>${count(sender.portfolio.used)} of at most ${count(sender.portfolio.uniqueRecipients24h)}</dd></div>` : nothing}
          ${sender.portfolio?.fullUntil ? html`<div><dt>Next place</dt><dd>${soon(sender.portfolio.fullUntil)}</dd></div>` : nothing}
          ${sender.cappedUntil ? html`<div><dt>Goes on</dt><dd>${soon(sender.cappedUntil)}</dd></div>` : nothing}
          ${sender.nextSendAt && !stopped ? html`<div><dt>${sender.trouble ? 'Tried again' : 'Next send'}</dt><dd>${soon(sender.nextSendAt)}</dd></div>` : nothing}
        </dl>
        ${may('operator')
          ? html`
            <button class="small outline" aria-label="${stopped ? 'Resume' : 'Pause'} ${sender.name}"
              ?disabled=${this.#busy === sender.id} @click=${() => this.#carryOut(sender, command)}>
              ${stopped ? 'Resume' : 'Pause'}</button>`
          : nothing}
        ${this.#commandProblem?.sender === sender.id
          ? html`<p class="problem" role="alert">${this.#commandProblem.message}</p>`
          : nothing}
      </article>`;
  }
}

export const NO_SENDERS = 'There are no numbers yet: whoever runs Drumbeat adds them to senders.json and starts it again.';

function pacing({ minDelay, maxDelay, ratePerSecond, maxInFlight }) {
  if (ratePerSecond !== undefined && ratePerSecond !== null) {
    return ratePerSecond === 'unlimited'
      ? `as fast as it goes, at most ${maxInFlight} in flight`
      : `${ratePerSecond} a second`;
  }
  return minDelay === maxDelay
    ? `${pause(minDelay)} between two sends`
    : `${pause(minDelay)} to ${pause(maxDelay)} between two sends`;
}
