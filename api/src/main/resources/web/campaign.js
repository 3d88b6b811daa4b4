import { html, nothing } from './lit.js';
import { get } from './api.js';
import { tellOfEnd } from './at-end.js';
import { beat } from './beat.js';
import { campaignHead } from './campaign-head.js';
import { CampaignHistory } from './campaign-history.js';
import { message } from './campaign-message.js';
import { CampaignOverview } from './campaign-overview.js';
import { follow, poll } from './live.js';
import { summary } from './progress.js';
import { RecipientList } from './recipients.js';
import { plain, word } from './words.js';

const ENDED = ['completed', 'cancelled', 'failed'];
const SECOND = 1000;
const POLL_MILLISECONDS = 5000;

const settled = ({ progress: { sent, failed, unconfirmed } }) => sent + failed + unconfirmed;

/** One campaign, live: a head that stays, and a part of it at each of its addresses. */
export class CampaignView {
  #id;
  #path;
  #draw;
  #tab;
  #campaign;
  #senders = new Map();
  #problem;
  #busy;
  #commandProblem;
  #note;
  #announced = {};
  #parts;
  #stop;
  #stopClock;
  #stopSenders;
  #closed = true;

  constructor(draw) {
    this.#draw = draw;
  }

  get title() {
    return this.#campaign?.name ?? 'Campaign';
  }

  goTo([, encodedId, tab], query) {
    const id = decodeURIComponent(encodedId);
    if (this.#id !== undefined && this.#id !== id) {
      return false;
    }
    if (this.#id === undefined) {
      this.#id = id;
      this.#path = `/campaigns/${encodeURIComponent(id)}`;
      this.#parts = {
        overview: new CampaignOverview(this.#path, this.#draw, (name, run) => this.#during(name, run)),
        recipients: new RecipientList(this.#path, this.#draw),
        history: new CampaignHistory(this.#path, this.#draw),
      };
    }
    this.#part?.close();
    this.#note = undefined;
    this.#commandProblem = undefined;
    this.#tab = tab;
    this.#parts.recipients.choose(query);
    if (!this.#closed) {
      this.#part?.open();
      this.#showPart();
    }
    return true;
  }

  get #part() {
    return this.#parts[this.#tab ?? 'overview'];
  }

  async open() {
    this.#closed = false;
    this.#part?.open();
    this.#stopSenders = poll(() => this.#loadSenders(), POLL_MILLISECONDS);
    this.#stopClock = poll(() => this.#tick(), SECOND);
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
    this.#stopClock?.();
    this.#stopSenders?.();
    this.#part?.close();
  }

  /** What is counted down on the page goes on between two words of the server's. */
  #tick() {
    if (this.#campaign?.status === 'running') {
      this.#draw();
    }
  }

  /** Their names and how much they may still send; without them the numbers are called by their ids. */
  async #loadSenders() {
    try {
      this.#senders = new Map((await get('/senders')).items.map(sender => [sender.id, sender]));
      this.#draw();
    } catch (problem) {
      this.#problem ??= this.#senders.size > 0 ? undefined : problem;
    }
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
    if (campaign.status !== this.#campaign?.status) {
      this.#commandProblem = undefined; // what was refused to it as it was
    }
    this.#live(this.#campaign, campaign);
    this.#campaign = campaign;
    this.#problem = undefined;
    this.#announce(campaign);
    this.#showPart();
    this.#draw();
  }

  /** What the reader sees, hears and is told of as it happens. */
  #live(before, campaign) {
    if (before && settled(campaign) > settled(before)) {
      beat();
    }
    if (before && !ENDED.includes(before.status) && ENDED.includes(campaign.status)) {
      this.#parts.overview.endsNow();
      tellOfEnd(campaign);
    }
  }

  #showPart() {
    if (this.#campaign) {
      this.#part?.show?.(this.#campaign);
    }
  }

  /** A screen reader hears of a new status and of every tenth, not of every message. */
  #announce({ status, progress }) {
    const key = `${status} ${Math.floor(progress.percent / 10)}`;
    if (key !== this.#announced.key) {
      this.#announced = { key, text: `${word('campaign', status)}, ${summary(progress)}` };
    }
  }

  /** Does what `run` says, which answers with the campaign, with a note on what was done, or with nothing. */
  async #during(name, run) {
    this.#busy = name;
    this.#commandProblem = undefined;
    this.#note = undefined;
    this.#draw();
    try {
      const ended = ENDED.includes(this.#campaign.status);
      const outcome = await run(this.#campaign, this.#senders);
      this.#note = outcome?.note;
      if (outcome?.address) {
        location.hash = outcome.address;
      }
      if (outcome?.id) {
        this.#show(outcome);
      }
      if (ended && !ENDED.includes(this.#campaign.status)) {
        this.#follow();
      }
    } catch (problem) {
      this.#commandProblem = problem;
    } finally {
      this.#busy = undefined;
      this.#draw();
    }
  }

  #tell(note) {
    this.#note = note;
    this.#draw();
  }

  template() {
    const shown = this.#campaign && this.#problem?.status === 0 ? undefined : this.#problem; // the bar says that
    return html`
      <p class="visually-hidden" aria-live="polite">${this.#announced.text}</p>
      ${shown ? html`<p class="problem" role="alert">${shown.message}</p>` : nothing}
      ${this.#campaign
        ? html`${this.#head(this.#campaign)}${this.#body(this.#campaign)}`
        : shown ? nothing : html`<p aria-busy="true">Loading the campaign</p>`}`;
  }

  #head(campaign) {
    return html`
      ${campaignHead(campaign, this.#tab, this.#busy, command => this.#during(command.name, command.run),
        note => this.#tell(note))}
      ${this.#commandProblem ? html`<p class="problem" role="alert">${this.#commandProblem.message}</p>` : nothing}
      <div role="status">${this.#note ? html`<div class="told">${this.#note}</div>` : nothing}</div>
      ${campaign.statusReason ? html`<p class="warning" dir="auto">${plain(campaign.statusReason)}</p>` : nothing}`;
  }

  #body(campaign) {
    return this.#tab === 'message' ? message(campaign) : this.#part.template(campaign, this.#senders);
  }
}
