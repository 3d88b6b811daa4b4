import { html, nothing } from './lit.js';
import { downloadUrl, get, post } from './api.js';
import { confirm } from './confirm.js';
import { follow } from './live.js';
import { CampaignLog } from './campaign-log.js';
import { RecipientList } from './recipients.js';
import { ahead, count, moment, rate, soon } from './format.js';
import { badge, bar, counts, summary } from './progress.js';
import { may, me } from './role.js';

const ENDED = ['completed', 'cancelled', 'failed'];
const COMMANDS = [
  { name: 'start', label: 'Start', role: 'marketer', on: ['draft'] },
  { name: 'pause', label: 'Pause', role: 'marketer', on: ['scheduled', 'running'] },
  { name: 'resume', label: 'Resume', role: 'operator', on: ['paused'] },
  { name: 'cancel', label: 'Cancel the campaign', role: 'operator', on: ['draft', 'scheduled', 'running', 'paused'] },
  { name: 'retry', label: retryLabel, role: 'operator', on: ['completed', 'failed'] },
];

/** Nothing, where nothing could be tried again: one whose media could not be published has all of it left. */
function retryLabel({ status, progress: { failed } }) {
  return failed ? `Try ${count(failed)} failed again` : status === 'failed' ? 'Try again' : undefined;
}

const labelOf = ({ label }, campaign) => typeof label === 'function' ? label(campaign) : label;

/** Whether the reader may do that: an operator's cancel is also everybody's who takes back a draft of their own. */
const allowed = (command, campaign) => may(command.role)
  || (command.name === 'cancel' && campaign.status === 'draft' && campaign.createdBy === me());

/** One campaign, live. */
export class CampaignView {
  #id;
  #path;
  #draw;
  #campaign;
  #problem;
  #command;
  #commandProblem;
  #announced = {};
  #recipients;
  #log;
  #stop;
  #closed = false;

  constructor(id, draw) {
    this.#id = id;
    this.#path = `/campaigns/${encodeURIComponent(id)}`;
    this.#draw = draw;
    this.#recipients = new RecipientList(this.#path, draw);
    this.#log = new CampaignLog(this.#path, draw);
  }

  get title() {
    return this.#campaign?.name ?? 'Campaign';
  }

  async open() {
    this.#closed = false;
    this.#recipients.open();
    if (await this.#load()) {
      this.#follow();
    }
  }

  #follow() {
    if (!this.#closed) {
      this.#stop?.();
      this.#stop = follow(this.#id, campaign => this.#show(campaign), () => this.#load());
    }
  }

  close() {
    this.#closed = true;
    this.#stop?.();
    this.#recipients.close();
  }

  /** Answers whether something may still happen in the campaign. */
  async #load() {
    try {
      this.#show(await get(this.#path));
    } catch (problem) {
      this.#problem = problem;
      this.#draw();
      return problem.status !== 404 && problem.status !== 401;
    }
    return !ENDED.includes(this.#campaign.status);
  }

  #show(campaign) {
    this.#campaign = campaign;
    this.#problem = undefined;
    this.#announce(campaign);
    this.#recipients.show(campaign.progress);
    this.#log.show(campaign);
    this.#draw();
  }

  /** A screen reader hears of a new status and of every tenth, not of every message. */
  #announce(campaign) {
    const key = `${campaign.status} ${Math.floor(campaign.progress.percent / 10)}`;
    if (key !== this.#announced.key) {
      this.#announced = { key, text: `${campaign.status}, ${summary(campaign.progress)}` };
    }
  }

  async #carryOut({ name }) {
    const body = {};
    if (name === 'cancel') {
      body.reason = await this.#confirmCancel();
      if (body.reason === undefined) {
        return;
      }
      body.reason ||= undefined;
    }
    this.#command = name;
    this.#commandProblem = undefined;
    this.#draw();
    try {
      const ended = ENDED.includes(this.#campaign.status);
      this.#show(await post(`${this.#path}/${name}`, body));
      if (ended && !ENDED.includes(this.#campaign.status)) {
        this.#follow();
      }
    } catch (problem) {
      this.#commandProblem = problem;
    } finally {
      this.#command = undefined;
      this.#draw();
    }
  }

  #confirmCancel() {
    const left = this.#campaign.progress.pending;
    return confirm({
      title: 'Cancel this campaign?',
      text: `It cannot be started again. ${count(left)} pending recipients will get no message. `
        + 'To stop for a while, pause it instead.',
      yes: 'Cancel the campaign',
      no: 'Go back',
    });
  }

  template() {
    return html`
      <p class="visually-hidden" aria-live="polite">${this.#announced.text}</p>
      ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
      ${this.#campaign
        ? this.#page(this.#campaign)
        : this.#problem ? nothing : html`<p aria-busy="true">Loading the campaign</p>`}`;
  }

  #page(campaign) {
    return html`
      <div class="heading">
        <h1>${campaign.name}</h1>
        ${badge(campaign.status)}
      </div>
      ${campaign.statusReason ? html`<p>${campaign.statusReason}</p>` : nothing}
      ${campaign.status === 'scheduled' ? html`<p>It starts ${ahead(campaign.spec.schedule.startAt)}.</p>` : nothing}
      ${(campaign.warnings ?? []).map(warning => html`<p class="warning">${warning}</p>`)}
      <div class="actions">
        ${COMMANDS.filter(command => command.on.includes(campaign.status) && allowed(command, campaign)
            && labelOf(command, campaign))
          .map(command => this.#button(command, campaign))}
      </div>
      ${this.#commandProblem ? html`<p class="problem" role="alert">${this.#commandProblem.message}</p>` : nothing}
      <section aria-label="Progress">
        ${bar(campaign)}
        <p class="figures">
          <strong>${summary(campaign.progress)}</strong>
          ${campaign.progress.ratePerMinute ? html`<span>Rate: ${rate(campaign.progress.ratePerMinute)}</span>` : nothing}
          ${campaign.progress.estimatedFinishAt
            ? html`<span>Estimated end: ${ahead(campaign.progress.estimatedFinishAt)}</span>`
            : nothing}
        </p>
        ${counts(campaign.progress)}
      </section>
      ${lanes(campaign.lanes)}
      ${this.#recipients.template()}
      ${audience(campaign, this.#path)}
      ${facts(campaign)}
      ${this.#log.template()}`;
  }

  #button(command, campaign) {
    const busy = this.#command === command.name;
    return html`
      <button class=${command.name === 'cancel' ? 'danger outline' : ''} aria-busy=${busy ? 'true' : nothing}
        ?disabled=${this.#command !== undefined} @click=${() => this.#carryOut(command)}>${labelOf(command, campaign)}</button>`;
  }
}

const lanes = all => html`
  <section aria-labelledby="lanes">
    <h2 id="lanes">Lanes</h2>
    <p class="quiet">A lane is one sender’s share of this campaign.</p>
    ${all?.length ? html`
      <div class="wide" tabindex="0" role="region" aria-label="Table of lanes">
        <table>
          <thead>
            <tr>
              <th scope="col">Sender</th><th scope="col">Status</th>
              <th scope="col" class="number">Sent</th><th scope="col" class="number">Failed</th>
              <th scope="col" class="number">Unconfirmed</th><th scope="col">Waits for</th>
            </tr>
          </thead>
          <tbody>${all.map(lane)}</tbody>
        </table>
      </div>` : html`<p>There are none yet; they begin when the campaign does.</p>`}
  </section>`;

const WAITS_FOR = {
  pace: 'the pause between two messages',
  turn: 'another campaign’s message by this sender',
  vendor: 'the vendor',
  publishing: 'the media to be uploaded',
  rows: 'recipients that other lanes have, or that are tried again later',
  cap: 'the sender’s daily limit',
  quiet: 'the end of the quiet hours',
  paused: 'somebody to resume it',
  blocked: 'the sender to be put right and resumed',
  worker: 'a worker to be started',
};

/** Why a lane sends nothing at this moment, in words; nothing while it sends. */
const waitsFor = ({ why, reason, until }) => html`
  ${WAITS_FOR[why] ?? why}${until ? html`, until ${soon(until)}` : nothing}
  ${reason ? html`<div class="reason">${reason}</div>` : nothing}`;

const lane = ({ sender, status, sent, failed, unconfirmed, waitingFor }) => html`
  <tr>
    <th scope="row">${sender}</th>
    <td>${badge(status)}</td>
    <td class="number">${count(sent)}</td>
    <td class="number">${count(failed)}</td>
    <td class="number">${count(unconfirmed)}</td>
    <td>${waitingFor ? waitsFor(waitingFor) : '–'}</td>
  </tr>`;

const audience = ({ audience: { rows, accepted, rejected, duplicates, suppressed } }, path) => html`
  <section aria-labelledby="audience">
    <h2 id="audience">Audience</h2>
    <p>${count(rows)} rows in the file: ${count(accepted)} accepted, ${count(rejected)} rejected,
      ${count(duplicates)} duplicates, ${count(suppressed)} suppressed.</p>
    <ul>
      <li><a href=${downloadUrl(`${path}/recipients.csv`)} download>All recipients and what became of them (CSV)</a></li>
      ${rows > accepted
        ? html`<li><a href=${downloadUrl(`${path}/rejects.csv`)} download>Rows left out, and why (CSV)</a>:
            corrected, it can be posted as it is.</li>`
        : nothing}
    </ul>
  </section>`;

const facts = campaign => html`
  <section aria-labelledby="facts">
    <h2 id="facts">Details</h2>
    <dl class="facts">
      ${fact('Created', html`${moment(campaign.createdAt)} by ${campaign.createdBy}`)}
      ${campaign.startedAt ? fact('Started', moment(campaign.startedAt)) : nothing}
      ${campaign.finishedAt ? fact('Finished', moment(campaign.finishedAt)) : nothing}
      ${fact('Media', [campaign.spec.media.type, campaign.spec.media.fileName ?? campaign.spec.media.url].filter(Boolean).join(', '))}
      ${campaign.spec.media.caption ? fact('Caption', html`<span class="caption">${campaign.spec.media.caption}</span>`) : nothing}
      ${campaign.spec.template ? fact('Template', templateText(campaign.spec.template)) : nothing}
      ${fact('Workflow', html`<code>${campaign.workflowId}</code>`)}
    </dl>
  </section>`;

const templateText = ({name, language, parameters}) => html`${name} (${language})${parameters.map(text =>
  html`<br><span class="caption">${text}</span>`)}`;

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
