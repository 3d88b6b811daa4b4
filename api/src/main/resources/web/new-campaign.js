import { html, nothing } from './lit.js';
import { get } from './api.js';
import { CONNECTION_CHANGED } from './connection.js';
import { Draft } from './draft.js';
import { draftAddress } from './draft-address.js';
import { poll } from './live.js';
import { MessagePreview } from './message-preview.js';
import { may, me } from './role.js';
import { CheckStep, missingOf } from './step-check.js';
import { MessageStep } from './step-message.js';
import { NumbersStep } from './step-numbers.js';
import { RecipientsStep } from './step-recipients.js';
import { Templates } from './templates.js';

const STEPS = [
  { name: 'recipients', label: 'Recipients' },
  { name: 'message', label: 'Message' },
  { name: 'numbers', label: 'Numbers and time' },
  { name: 'check', label: 'Check and send' },
];

const EVENTS = [CONNECTION_CHANGED, 'visibilitychange', 'dragover', 'drop'];
const OWN_DRAFTS = 3;
const POLL_MILLISECONDS = 5000;

/** A new campaign, from the list to the button that sends, each step at an address of its own. */
export class NewCampaignView {
  #draw;
  #draft;
  #step;
  #wasAtTheEnd = false;
  #steps;
  #preview;
  #templates;
  #senders = [];
  #unfinished = []; // drafts of the reader's
  #isOpen = false;
  #stop;

  constructor(draw) {
    this.#draw = draw;
  }

  get title() {
    return this.#draft.campaign?.name ?? 'New campaign';
  }

  goTo([, encodedId, step]) {
    const id = encodedId && decodeURIComponent(encodedId);
    if (this.#draft && this.#draft.id !== id) {
      return false;
    }
    if (!this.#draft) {
      this.#begin(id);
    }
    const before = this.#step;
    this.#step = STEPS.find(({ name }) => name === step) ?? STEPS[0];
    this.#wasAtTheEnd ||= this.#step === STEPS.at(-1);
    if (this.#isOpen && before !== this.#step) {
      this.#draft.save();
      this.#draw().then(() => {
        window.scrollTo(0, 0);
        document.getElementById('step')?.focus({ preventScroll: true });
      });
    }
    return true;
  }

  #begin(id) {
    const draft = new Draft(id, () => this.#changed());
    const senders = () => this.#senders;
    this.#draft = draft;
    this.#templates = new Templates(draft, this.#draw);
    this.#preview = new MessagePreview(draft, this.#draw, this.#templates);
    this.#steps = {
      recipients: new RecipientsStep(draft, this.#draw, () => this.#made()),
      message: new MessageStep(draft, this.#draw, senders, this.#templates),
      numbers: new NumbersStep(draft, this.#draw, senders),
      check: new CheckStep(draft, this.#draw, senders, () => this.#preview.row),
    };
  }

  async open() {
    this.#isOpen = true;
    EVENTS.forEach(event => document.addEventListener(event, this.#hear));
    if (!may('marketer')) {
      return;
    }
    const loads = [this.#load(async () => { this.#senders = (await get('/senders')).items; })];
    if (this.#draft.id) {
      loads.push(this.#draft.load().then(() => this.#draft.save()));
    } else {
      this.#draft.recall();
      loads.push(this.#load(async () => { this.#unfinished = await ownDrafts(); }));
    }
    await Promise.all(loads);
    this.#stop = poll(() => this.#follow(), POLL_MILLISECONDS);
    this.#changed();
  }

  /** What cannot be asked for now is asked for again; a draft that is not to be had at all says so where it is saved. */
  async #follow() {
    if (this.#isOpen && this.#draft.campaign) {
      try {
        await this.#draft.follow();
      } catch (problem) {
        if (problem.status === undefined) {
          throw problem;
        }
      }
    }
  }

  close() {
    this.#isOpen = false;
    this.#stop?.();
    EVENTS.forEach(event => document.removeEventListener(event, this.#hear));
    if (may('marketer')) {
      this.#draft.save();
    }
  }

  #hear = event => {
    switch (event.type) {
      case CONNECTION_CHANGED:
        if (this.#draft.problem?.status === 0 && this.#draft.id) { // it is back: what could not be saved is
          this.#draft.save().then(() => this.#draft.look());
        }
        break;
      case 'visibilitychange':
        if (document.hidden) {
          this.#draft.save(); // a tab that is hidden may not come back
        }
        break;
      default:
        event.preventDefault(); // a file that is dropped beside its place must not take that of the page
    }
  };

  async #load(task) {
    try {
      await task();
    } catch (problem) {
      this.#draft.problem ??= problem.status === 401 ? undefined : problem;
    }
  }

  /** The draft is there from now on, at its own address. */
  #made() {
    if (this.#isOpen && !location.hash.startsWith(draftAddress(this.#draft.id))) {
      location.replace(this.#address('recipients'));
    }
  }

  #changed() {
    const { campaign } = this.#draft;
    if (campaign && campaign.status !== 'draft' && this.#isOpen) {
      location.replace(`#/campaigns/${encodeURIComponent(campaign.id)}`);
    }
    this.#templates.look();
    this.#draw();
  }

  template() {
    if (!may('marketer')) {
      return html`<h1>New campaign</h1><p>A new campaign needs a token with the role marketer.</p>`;
    }
    const { campaign, id, problem } = this.#draft;
    if (id && !campaign) {
      return problem ? html`<h1>New campaign</h1><p class="problem" role="alert">${problem.message}</p>`
        : html`<p aria-busy="true">Loading the draft</p>`;
    }
    return html`
      ${this.#heading()}
      ${this.#stepper()}
      <div class="wizard">
        <section class="step" id="step" tabindex="-1" aria-label=${this.#step.label}>
          ${problem && problem.status !== 0 && this.#step.name !== 'check' ? html`<p class="problem" role="alert">${problem.message}</p>` : nothing}
          ${this.#steps[this.#step.name].template()}
          ${campaign ? this.#onwards() : this.#goOn()}
        </section>
        ${this.#preview.template()}
      </div>`;
  }

  #heading() {
    if (!this.#draft.campaign) {
      return html`<h1>New campaign</h1>`;
    }
    const errors = this.#draft.errorsOf('name');
    return html`
      <div class="wizard-head">
        <h1 class="visually-hidden">New campaign: ${this.#draft.spec.name}</h1>
        <input id="name" class="name" aria-label="Name of the campaign" dir="auto" autocomplete="off" .value=${this.#draft.spec.name ?? ''}
          aria-invalid=${errors.length > 0 ? 'true' : nothing} aria-describedby="name-note"
          @input=${({ target }) => this.#draft.set({ name: target.value.trim() || null })} @change=${() => this.#draft.save()}>
        <span class="quiet saved" role="status">${this.#saved()}</span>
        <small id="name-note" class="note">${errors.map(({ message }) => html`<span class="error">The name ${message}.</span>`)}</small>
      </div>`;
  }

  #saved() {
    const { saving, isSaved, errors } = this.#draft;
    if (saving) {
      return 'Saving …';
    }
    return isSaved ? 'Draft saved' : errors.length > 0 ? 'Kept here; not all of it is right yet' : 'Not saved yet';
  }

  #stepper() {
    return html`
      <nav aria-label="Steps">
        <ol class="wizard-steps">${STEPS.map(({ name, label }, n) => {
          const now = name === this.#step.name;
          const done = this.#isDone(name);
          const text = html`${n + 1} <span class="label">${label}</span>${done ? html` <span aria-hidden="true">✓</span><span class="visually-hidden"> (done)</span>` : nothing}`;
          return html`<li data-done=${done ? 'true' : nothing} data-now=${now ? 'true' : nothing}>${this.#draft.id
            ? html`<a href=${this.#address(name)} aria-current=${now ? 'step' : nothing}>${text}</a>`
            : html`<span aria-current=${now ? 'step' : nothing}>${text}</span>`}</li>`;
        })}</ol>
      </nav>`;
  }

  #isDone(step) {
    if (!this.#draft.found || step === 'check') {
      return false;
    }
    const wrong = missingOf(this.#draft).some(missing => missing.step === step);
    const { pacing, schedule } = this.#draft.spec;
    return !wrong && (step !== 'numbers' || this.#wasAtTheEnd || Boolean(pacing || schedule)); // it lacks nothing before it was looked at
  }

  #address(step) {
    return `${draftAddress(this.#draft.id)}/${step}`;
  }

  #onwards() {
    const at = STEPS.indexOf(this.#step);
    const [before, next] = [STEPS[at - 1], STEPS[at + 1]];
    return html`
      <div class="onwards">
        ${before ? html`<a role="button" class="secondary outline" href=${this.#address(before.name)}>Back</a>` : nothing}
        ${next ? html`<a role="button" class="next" href=${this.#address(next.name)}>Next: ${next.label.toLowerCase()}</a>` : nothing}
      </div>`;
  }

  #goOn() {
    return this.#unfinished.length === 0 || this.#steps.recipients.isAtWork ? nothing : html`
      <section aria-labelledby="unfinished">
        <h2 id="unfinished">Or go on with</h2>
        <ul>${this.#unfinished.map(({ id, name }) => html`
          <li><a dir="auto" href=${draftAddress(id)}>${name}</a></li>`)}</ul>
      </section>`;
  }
}

async function ownDrafts() {
  const { items } = await get('/campaigns?status=draft&limit=50');
  return items.filter(({ createdBy }) => createdBy === me()).slice(0, OWN_DRAFTS);
}
