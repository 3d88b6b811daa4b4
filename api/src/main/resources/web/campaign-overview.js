import { html, nothing } from './lit.js';
import { downloadUrl } from './api.js';
import { endCard, mayHaveDoubles } from './campaign-end.js';
import { bubble } from './campaign-message.js';
import { followUp, followUpButton } from './campaign-next.js';
import { numbers } from './campaign-numbers.js';
import { CampaignReasons } from './campaign-reasons.js';
import { SendsOverTime } from './campaign-sends.js';
import { count, people, several } from './format.js';
import { bar, meter, ofSent, OUTCOMES, ticks } from './progress.js';
import { may } from './role.js';
import { meaning, word } from './words.js';

/** How a campaign goes: how far it is, what became of what was sent, why some of it failed, and what its numbers do. */
export class CampaignOverview {
  #path;
  #draw;
  #during;
  #reasons;
  #sends;
  #doubles;
  #endedNow = false;

  /** @param during carries out a command of the campaign's by its name, as its head does */
  constructor(path, draw, during) {
    this.#path = path;
    this.#draw = draw;
    this.#during = during;
    this.#reasons = new CampaignReasons(path, draw, run => during('retry', run));
    this.#sends = new SendsOverTime(path, draw);
  }

  open() {
    this.#reasons.open();
    this.#sends.open();
  }

  close() {
    this.#reasons.close();
    this.#sends.close();
    this.#endedNow = false;
  }

  show(campaign) {
    this.#reasons.show(campaign);
    this.#sends.show(campaign);
    if (campaign.status !== 'completed') {
      this.#doubles = undefined;
    } else if (!this.#doubles) {
      this.#doubles = { known: undefined };
      this.#askForDoubles(campaign, this.#doubles);
    }
  }

  async #askForDoubles(campaign, doubles) {
    try {
      doubles.known = await mayHaveDoubles(this.#path, campaign);
      this.#draw();
    } catch (problem) {
      if (problem.status === undefined) {
        throw problem;
      }
      this.#doubles = undefined; // nothing is said of it, until it is asked for again
    }
  }

  /** The reader has seen it end. */
  endsNow() {
    this.#endedNow = true;
  }

  template(campaign, senders) {
    return html`
      <div class="columns">
        <div>
          ${campaign.status === 'completed' && campaign.progress.sent > 0
            ? endCard(campaign, this.#doubles?.known, this.#endedNow, this.#next(campaign)) : nothing}
          ${this.#progress(campaign)}
          ${campaign.progress.sent > 0 ? funnel(campaign.progress) : nothing}
          ${this.#sends.template(campaign)}
          ${this.#reasons.template(campaign)}
        </div>
        <div>
          ${numbers(campaign, senders)}
          <a class="phone-screen" href="#${this.#path}/message" aria-label="The message">${bubble(campaign, true)}</a>
          ${list(campaign, this.#path)}
          ${campaign.warnings?.length ? forOperators(campaign.warnings) : nothing}
        </div>
      </div>`;
  }

  #next(campaign) {
    return may('marketer')
      ? followUpButton(campaign, () => this.#during('followUp', () => followUp(campaign, this.#path)))
      : nothing;
  }

  #progress(campaign) {
    const { progress } = campaign;
    return html`
      <section class="box" aria-labelledby="progress">
        <h2 id="progress" class="visually-hidden">Progress</h2>
        <dl class="figures">
          ${figure(count(progress.sent), `sent of ${count(progress.total)}`)}
          ${figure(ofSent(progress, 'delivered'), 'of them delivered')}
          ${figure(ofSent(progress, 'read'), 'of them read')}
          ${progress.ratePerMinute ? figure(count(Math.round(progress.ratePerMinute)), 'a minute, at the moment') : nothing}
        </dl>
        ${bar(campaign)}
        <ul class="counts" role="list">
          ${OUTCOMES.map(status => html`
            <li data-status=${progress[status] > 0 ? status : 'none'} data-count=${status} title=${meaning('recipient', status)}>
              <a href="#${this.#path}/recipients?status=${status}">${word('recipient', status)}</a> <b>${count(progress[status])}</b></li>`)}
        </ul>
      </section>`;
  }
}

const figure = (value, name) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const STAGES = [
  { name: 'sent', text: 'Sent' },
  { name: 'delivered', text: 'Delivered' },
  { name: 'read', text: 'Read' },
  { name: 'replied', text: 'Replied' },
  { name: 'optedOut', text: 'Opted out' },
];

const funnel = progress => html`
  <section class="box" aria-labelledby="funnel">
    <h2 id="funnel">What became of the messages</h2>
    <dl class="funnel">
      ${STAGES.map(({ name, text }) => html`
        <div>
          <dt>${text} ${ticks(name)}</dt>
          <dd>${meter(name, (100 * progress[name]) / progress.sent)}
            <span><b>${count(progress[name])}</b>${name === 'sent' ? nothing : html` · ${ofSent(progress, name)}`}</span></dd>
        </div>`)}
    </dl>
    ${progress.held > 0
      ? html`<p class="quiet">${count(progress.held)} of them are held by WhatsApp for a quality check.</p>`
      : nothing}
    ${progress.delivered + progress.read === 0
      ? html`<p class="quiet">Nothing has been reported back yet. Not every provider reports what becomes of a message.</p>`
      : nothing}
  </section>`;

const list = ({ audience, progress, name }, path) => html`
  <section class="box" aria-labelledby="file">
    <h2 id="file">The list</h2>
    <p>${several(audience.rows, 'row')} in the file, ${people(audience.accepted)} to send to.</p>
    ${audience.rows > audience.accepted
      ? html`
        <ul>
          ${leftOut(audience.rejected, 'with a mistake')}
          ${leftOut(audience.duplicates, 'there twice')}
          ${leftOut(audience.suppressed, 'on the Do-not-send list')}
        </ul>
        <p><a href=${downloadUrl(`${path}/rejects.csv`)} download>Rows left out, and why</a><br>
          <span class="quiet">Corrected, the file can be uploaded as it is.</span></p>`
      : nothing}
    ${progress.total > 0
      ? html`<p><a href=${downloadUrl(`${path}/recipients.csv`)} download aria-label="Everybody in ${name}, and what became of them"
          >Everybody, and what became of them</a></p>`
      : nothing}
  </section>`;

const leftOut = (number, why) => number > 0 ? html`<li>${count(number)} ${why}</li>` : nothing;

const forOperators = warnings => html`
  <details class="operators">
    <summary>For whoever runs Drumbeat</summary>
    ${warnings.map(warning => html`<p class="warning">${warning}</p>`)}
  </details>`;
