import { html, nothing } from './lit.js';
import { Problem, post } from './api.js';
import { draftAddress } from './draft-address.js';
import { about, moment, people, several } from './format.js';
import { columnOf } from './placeholders.js';
import { warning, why, word } from './words.js';

const MY_PHONE = 'drumbeat.my-phone'; // in the browser's storage: nobody types their own number twice

/** The last step: all of it in a sentence, what may go wrong, a message to oneself, and the button that sends. */
export class CheckStep {
  #draft;
  #draw;
  #senders;
  #row;
  #test; // what came of a message to oneself: `busy`, `answer`, `problem`
  #starting = false;

  /** @param row answers with the row whose message is shown, a sample of a preflight */
  constructor(draft, draw, senders, row) {
    this.#draft = draft;
    this.#draw = draw;
    this.#senders = senders;
    this.#row = row;
  }

  template() {
    const missing = missingOf(this.#draft);
    return html`
      <section class="box">
        <h2>Ready?</h2>
        ${missing.length > 0 ? this.#missing(missing) : html`<p class="all">${this.#sentence()}</p>`}
        ${this.#warnings()}
      </section>
      ${this.#draft.found?.media && this.#draft.found.file ? this.#tryIt() : nothing}
      <section class="send">
        <div role="alert">${this.#draft.problem ? html`<p class="problem">${refusal(this.#draft.problem)}</p>` : nothing}</div>
        <button type="button" class="send-button" aria-busy=${this.#starting ? 'true' : nothing}
          ?disabled=${missing.length > 0 || this.#starting} @click=${() => this.#start()}>${this.#label()}</button>
        <small class="note">${this.#startAt ? 'You can pause or change it before and after.' : 'You can pause it at any moment.'}</small>
      </section>`;
  }

  get #accepted() {
    return this.#draft.found?.audience?.accepted ?? 0;
  }

  /** When it starts, where that is still to come. */
  get #startAt() {
    const at = this.#draft.spec.schedule?.startAt;
    return at && new Date(at) > Date.now() ? at : undefined;
  }

  #label() {
    return this.#startAt ? `Schedule for ${people(this.#accepted)}` : `Send to ${people(this.#accepted)}`;
  }

  #missing(missing) {
    return html`
      <p>Before it can go out:</p>
      <ul>${missing.map(({ step, text }) => html`<li><a href="${draftAddress(this.#draft.id)}/${step}">${text}</a></li>`)}</ul>`;
  }

  #sentence() {
    const { spec, found } = this.#draft;
    const { audience, estimate } = found;
    const left = audience.rejected + audience.duplicates + audience.suppressed;
    const names = spec.senders.map(id => this.#senders().find(sender => sender.id === id)?.name ?? id);
    return html`<b>${people(audience.accepted)}</b> get a ${word('media', found.media?.type ?? spec.media.type)}
      ${spec.template ? html`with the template <b dir="auto">${spec.template.name}</b>` : spec.media.caption ? 'with your text' : 'without a text'}
      from <b dir="auto">${names.length > 2 ? several(names.length, 'number') : names.join(' and ')}</b>,
      ${this.#startAt ? html`from ${moment(this.#startAt)} on` : 'as soon as you press Send'}${estimate?.finishesAt
        ? html`; the last one ${about(estimate.finishesAt)}` : nothing}.
      ${left > 0 ? html`${several(left, 'row')} ${left === 1 ? 'is' : 'are'} left out.` : nothing}`;
  }

  #warnings() {
    const warnings = this.#draft.found?.warnings ?? [];
    return html`
      ${warnings.map(({ code, message }) => html`
        <div class="warning" data-code=${code}>
          <p><b>${warning(code)?.text ?? message}.</b> ${warning(code)?.remedy ?? nothing}</p>
          ${warning(code) ? html`<details class="reason"><summary>Details</summary><p>${message}</p></details>` : nothing}
          ${code === 'already_sent' ? this.#again() : nothing}
        </div>`)}
      ${this.#draft.spec.allowRepeat && !warnings.some(({ code }) => code === 'already_sent') ? this.#again() : nothing}`;
  }

  #again() {
    return html`<label><input type="checkbox" .checked=${Boolean(this.#draft.spec.allowRepeat)}
      @change=${({ target }) => this.#draft.change({ allowRepeat: target.checked })}> They should get it, even if they had it already</label>`;
  }

  #tryIt() {
    const { busy, answer, problem } = this.#test ?? {};
    return html`
      <section class="box">
        <h2><label for="my-phone">Send one to my phone first</label></h2>
        <form class="try" @submit=${event => this.#sendOne(event)}>
          <input id="my-phone" type="tel" inputmode="tel" autocomplete="tel" placeholder="+91 98123 45670" aria-describedby="test-note"
            .value=${localStorage.getItem(MY_PHONE) ?? ''}>
          <button class="secondary outline" aria-busy=${busy ? 'true' : nothing} ?disabled=${busy}>Send me this one</button>
        </form>
        <div id="test-note" role="status">
          ${problem ? html`<div class="problem"><p>${problem.errors.length > 0
            ? problem.errors.map(({ field, message }) => html`${field === 'phone' ? 'Your number' : field} ${message} `) : problem.message}</p></div>` : nothing}
          ${answer ? told(answer) : nothing}
          ${!problem && !answer ? html`<small class="note">The message that you see beside this, as a real one. It is not counted.</small>` : nothing}
        </div>
      </section>`;
  }

  async #sendOne(event) {
    event.preventDefault();
    const phone = document.getElementById('my-phone').value.trim();
    localStorage.setItem(MY_PHONE, phone);
    await this.#during({ busy: true }, async () => {
      await this.#draft.save();
      this.#test = { answer: await post(`${this.#draft.path}/test-send`, { phone, columns: this.#columns() }) };
    });
  }

  async #during(state, run) {
    this.#test = state;
    this.#draw();
    try {
      await run();
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      this.#test = { problem };
    }
    this.#draw();
  }

  /** The cells of the row that is shown, by their columns. */
  #columns() {
    const { headers, phoneColumn } = this.#draft.found.file;
    const { cells } = this.#row() ?? { cells: [] };
    return Object.fromEntries(headers.map((header, n) => [header.trim(), cells[n]])
      .filter(([header, cell], n) => header && cell && columnOf(headers, header) === n && header !== phoneColumn));
  }

  async #start() {
    this.#starting = true;
    this.#draw();
    try {
      await this.#draft.start();
    } finally {
      this.#starting = false;
      this.#draw();
    }
  }
}

/** Why it was not started; what is put right on this screen by where. */
const refusal = ({ body, message }) => body?.code === 'already_sent'
  ? 'Nothing was sent: the same message went to the same people already, or is going now. Tick above that they should get it, if you mean it.'
  : message;

const told = ({ status, errorCode }) => status === 'sent'
  ? html`<p class="told">It is on its way to you. Have a look at your phone.</p>`
  : html`<div class="problem"><p>${status === 'failed' ? 'It was not sent.' : 'Nobody knows whether it was sent.'}
      ${why(errorCode ?? '').text}. ${why(errorCode ?? '').remedy}</p></div>`;

/** What a draft still lacks, each with the step where it is put right. */
export function missingOf(draft) {
  const missing = [];
  const add = (step, text) => missing.push({ step, text });
  const { found, spec } = draft;
  if (!(draft.campaign?.audience.accepted > 0)) {
    add('recipients', 'Upload a list');
  }
  if (!found?.media && !draft.errors.some(({ field }) => ['media', 'media.type', 'media.url'].includes(field))) {
    add('message', 'Choose a picture, a video or a document');
  }
  for (const { field, message } of draft.errors) {
    add(stepOf(field), `${word('field', field.split(/[.[]/)[0])}: ${message}`);
  }
  if (!draft.isSaved && draft.errors.length === 0 && draft.problem) {
    add('recipients', 'The last changes are not saved yet');
  }
  return spec.name ? missing : [...missing, { step: 'recipients', text: 'Give it a name' }];
}

const STEPS = { media: 'message', template: 'message', senders: 'numbers', pacing: 'numbers', schedule: 'numbers', notify: 'numbers',
  notWithin: 'numbers', autoPause: 'numbers' };

export const stepOf = field => STEPS[field.split(/[.[]/)[0]] ?? 'recipients';
