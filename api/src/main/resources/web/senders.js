import { html, nothing, repeat } from './lit.js';
import { get, post } from './api.js';
import { copyable } from './copy.js';
import { ahead, awaited, count, moment, pause, percent } from './format.js';
import { poll } from './live.js';
import { badge, meter } from './progress.js';
import { may } from './role.js';
import { trouble } from './trouble.js';
import { meaning } from './words.js';

const POLL_MILLISECONDS = 5000;

/** The senders: how they stand, what keeps them and what to do about it, and where their vendors call back. */
export class SendersView {
  title = 'Numbers';
  #draw;
  #senders;
  #problem;
  #busy;
  #refused; // the last command that could not be, until its number stands otherwise
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
      const refused = this.#senders.find(({ id }) => id === this.#refused?.sender);
      if (refused?.status !== this.#refused?.status || this.#refused?.problem.status === 0) {
        this.#refused = undefined;
      }
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  async #carryOut(sender, command) {
    if (this.#busy) {
      return; // a button that is disabled meanwhile would lose the focus
    }
    this.#busy = sender.id;
    this.#refused = undefined;
    this.#draw();
    try {
      await post(`/senders/${encodeURIComponent(sender.id)}/${command}`);
      await this.#load();
    } catch (problem) {
      this.#refused = { sender: sender.id, status: sender.status, problem };
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
      ${trouble(this.#problem, Boolean(this.#senders))}
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
    return html`
      <article class="number-card">
        <div class="heading">
          <h2 dir="auto">${sender.name}</h2>
          ${badge(sender.status, 'sender')}
        </div>
        <p class="quiet">${sender.id}, ${sender.gateway}</p>
        ${sender.status === 'ready' ? nothing : standing(sender)}
        ${use(sender)}
        <dl class="facts">
          <div><dt>Pace</dt><dd>${pacing(sender.pacing)}${sender.slowedTo ? `; ${sender.slowedTo} a second at this moment, since the provider throttles` : nothing}</dd></div>
          ${sender.nextSendAt && !stopped ? html`<div><dt>Next message</dt><dd>${awaited(sender.nextSendAt)}</dd></div>` : nothing}
          ${sender.quietHours
            ? html`<div><dt>Quiet hours</dt><dd>${sender.quietHours.from} to ${sender.quietHours.to}, ${sender.quietHours.zone}</dd></div>`
            : nothing}
          ${webhook(sender)}
        </dl>
        ${may('operator') ? this.#command(sender, stopped ? 'resume' : 'pause', stopped ? 'Resume' : 'Pause') : nothing}
        ${this.#refused?.sender === sender.id ? trouble(this.#refused.problem) : nothing}
      </article>`;
  }

  #command(sender, command, text) {
    return html`
      <button class="small ${command === 'resume' ? '' : 'outline'}" aria-label="${text} ${sender.name}"
        aria-busy=${this.#busy === sender.id ? 'true' : nothing} @click=${() => this.#carryOut(sender, command)}>${text}</button>`;
  }
}

export const NO_SENDERS = 'There are no numbers yet: whoever runs Drumbeat adds them to senders.json and starts it again.';

/** Why it does not send now, what is to be done about it, and when it goes on by itself. */
function standing(sender) {
  const until = { capped: sender.cappedUntil ?? sender.portfolio?.fullUntil, quiet: sender.quietUntil }[sender.status];
  const why = sender.status === 'blocked' ? sender.blockedReason : sender.status === 'trouble' ? sender.trouble : undefined;
  return html`
    <div class="warning" data-status=${sender.status}>
      <p>${sender.pausedBy ? html`Paused by <span dir="auto">${sender.pausedBy}</span>. ` : nothing}${meaning('sender', sender.status)}${until
        ? html` It goes on ${ahead(until)}.` : nothing}</p>
      ${why ? html`<p class="reason" dir="auto">${why}</p>` : nothing}
    </div>`;
}

const use = ({ cap, capUsed, portfolio }) => html`
  <div class="uses">
    ${cap
      ? used('Sent in the last 24 hours', capUsed, cap)
      : html`<p>Sent in the last 24 hours: <b>${count(capUsed)}</b>, without a limit</p>`}
    ${portfolio
      ? used(html`People in the last 24 hours, all numbers of <span dir="auto">${portfolio.id}</span> together`,
        portfolio.used, portfolio.uniqueRecipients24h)
      : nothing}
  </div>`;

function used(what, part, whole) {
  const percentage = Math.min(100, (100 * part) / whole);
  return html`
    <div>
      <p>${what}: <b>${count(part)}</b> of ${count(whole)} (${percent(percentage)})</p>
      ${meter(percentage < 100 ? 'sending' : 'unconfirmed', percentage)}
    </div>`;
}

/** Where delivery reports, replies and opt-outs come in. */
function webhook({ name, webhookUrl, webhookMissing, lastCallbackAt }) {
  if (!webhookUrl) {
    return nothing;
  }
  return html`
    <div><dt>Last report</dt><dd>${lastCallbackAt ? moment(lastCallbackAt) : 'none yet'}</dd></div>
    <div><dt>Reports come to</dt><dd>${copyable(`Address for reports on ${name}`, webhookUrl)}
      ${webhookMissing
        ? html`<p class="note error">Reports are refused so far: whoever runs Drumbeat has to add <code>${webhookMissing}</code> to
            its credentials in <code>senders.json</code>.</p>`
        : html`<small class="note">Enter it at the provider, for delivery reports, replies and opt-outs.${webhookUrl.includes('?')
            ? html` In place of the word in capitals, its credential of that name.` : nothing}</small>`}</dd></div>`;
}

function pacing({ minDelay, maxDelay, ratePerSecond, maxInFlight, rest }) {
  return `${pace({ minDelay, maxDelay, ratePerSecond, maxInFlight })}${rest
    ? `, and ${pause(rest.for)} of rest after ${count(rest.after)}` : ''}`;
}

function pace({ minDelay, maxDelay, ratePerSecond, maxInFlight }) {
  if (ratePerSecond !== undefined && ratePerSecond !== null) {
    return ratePerSecond === 'unlimited'
      ? `as fast as it goes, at most ${maxInFlight} in flight`
      : `${ratePerSecond} a second`;
  }
  return minDelay === maxDelay
    ? `${pause(minDelay)} between two messages`
    : `${pause(minDelay)} to ${pause(maxDelay)} between two messages`;
}
