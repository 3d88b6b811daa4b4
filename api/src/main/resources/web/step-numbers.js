import { html, nothing } from './lit.js';
import { about, count, pause, seconds } from './format.js';
import { badge } from './progress.js';
import { NO_SENDERS } from './senders.js';
import { meaning } from './words.js';

const MOST_PLAYED_THROUGH = 50_000; // the end of each choice is asked for by reading the list again

/** The third step: which numbers send, how fast and when. */
export class NumbersStep {
  #draft;
  #draw;
  #senders;
  #ends = new Map(); // of the choices that were not made, by what they are
  #asking = false;
  #slower = { min: 10, max: 20 };

  constructor(draft, draw, senders) {
    this.#draft = draft;
    this.#draw = draw;
    this.#senders = senders;
  }

  template() {
    const all = this.#senders();
    const chosen = all.filter(({ id }) => this.#draft.spec.senders?.includes(id));
    return html`
      ${this.#numbers(all)}
      ${this.#pace(chosen)}
      ${this.#time()}
      ${this.#more()}`;
  }

  #problems(...places) {
    const errors = this.#draft.errorsOf(...places);
    return html`<div role="alert">${errors.length > 0
      ? html`<div class="problem">${errors.map(({ message }) => html`<p>It ${message}.</p>`)}</div>` : nothing}</div>`;
  }

  #numbers(all) {
    const { spec, found } = this.#draft;
    return html`
      <fieldset class="box" id="senders">
        <legend>From which numbers?</legend>
        ${all.length === 0 ? html`<p class="problem">${NO_SENDERS}</p>` : nothing}
        <ul class="choices">${all.map(sender => {
          const isChosen = spec.senders?.includes(sender.id);
          const part = isChosen && found?.estimate?.bySender.find(({ sender: id }) => id === sender.id);
          return html`
            <li><label>
              <input type="checkbox" name="senders" value=${sender.id} .checked=${isChosen} @change=${event => this.#choose(event)}>
              <span><b dir="auto">${sender.name}</b> ${sender.status === 'ready' ? nothing : html`${badge(sender.status, 'sender')}
                <small>${meaning('sender', sender.status)}</small>`}
                <small>${this.#left(sender)}</small></span>
              <span class="outcome">${isChosen
                ? part ? html`${count(part.sends)} messages${part.finishesAt ? html`<small>done ${about(part.finishesAt)}</small>` : nothing}` : nothing
                : this.#endWith({ senders: [...(spec.senders ?? []), sender.id] }, 'with it, all done')}</span>
            </label></li>`;
        })}</ul>
        ${this.#problems('senders')}
      </fieldset>`;
  }

  /** One number at least; the list is put in the order of all of them. */
  #choose(event) {
    const form = event.target.closest('fieldset');
    const senders = [...form.querySelectorAll('[name=senders]:checked')].map(({ value }) => value);
    if (senders.length === 0) {
      event.target.checked = true;
      return;
    }
    this.#draft.change({ senders });
  }

  #left({ pacing, cap, capUsed, portfolio, quietHours }) {
    const parts = [pacing.ratePerSecond === 'unlimited' ? 'as fast as it goes'
      : pacing.ratePerSecond ? `${pacing.ratePerSecond} a second`
      : pacing.minDelay === pacing.maxDelay ? `${pause(pacing.minDelay)} between messages`
      : `${pause(pacing.minDelay)} to ${pause(pacing.maxDelay)} between messages`];
    if (cap) {
      parts.push(`${count(Math.max(0, cap - capUsed))} of ${count(cap)} left today`);
    }
    if (portfolio) {
      parts.push(`${count(Math.max(0, portfolio.uniqueRecipients24h - portfolio.used))} of ${count(portfolio.uniqueRecipients24h)} people left for ${portfolio.id}`);
    }
    if (quietHours) {
      parts.push(`quiet from ${quietHours.from} to ${quietHours.to}`);
    }
    return parts.join(' · ');
  }

  #pace(chosen) {
    const { pacing } = this.#draft.spec;
    const byRate = chosen.length > 0 && chosen.every(sender => sender.pacing.ratePerSecond);
    const mixed = !byRate && chosen.some(sender => sender.pacing.ratePerSecond);
    const own = !pacing;
    const slower = byRate ? { ratePerSecond: 1 } : delays(this.#slower);
    return html`
      <fieldset class="box" id="pacing">
        <legend>How fast?</legend>
        <ul class="choices">
          <li><label><input type="radio" name="pace" .checked=${own} @change=${() => this.#draft.change({ pacing: null })}>
            <span><b>As fast as the numbers allow</b></span>
            <span class="outcome">${own ? this.#end() : this.#endWith({ pacing: null }, 'done')}</span></label></li>
          ${mixed ? nothing : html`
            <li><label><input type="radio" name="pace" .checked=${!own} @change=${() => this.#draft.change({ pacing: slower })}>
              <span><b>Slower</b> <small>never faster than the numbers themselves</small></span>
              <span class="outcome">${own ? this.#endWith({ pacing: slower }, 'done') : this.#end()}</span></label></li>`}
        </ul>
        ${own ? nothing : byRate ? this.#rate(pacing) : this.#pauses(pacing)}
        ${own ? nothing : this.#rest(pacing)}
        ${this.#problems('pacing')}
      </fieldset>`;
  }

  #rate(pacing) {
    return html`<label class="inline">At most
      <input type="number" class="short" min="0.01" step="any" .value=${String(pacing.ratePerSecond ?? 1)}
        @change=${({ target }) => this.#draft.change({ pacing: { ...pacing, ratePerSecond: Number(target.value) } })}> messages a second</label>`;
  }

  #pauses(pacing) {
    const from = { min: seconds(pacing.minDelay), max: seconds(pacing.maxDelay) };
    const field = (name, label) => html`<label>${label}
      <input type="number" min="0" step="any" .value=${String(from[name])} @change=${({ target }) => {
        const to = { ...from, [name]: Number(target.value) };
        this.#slower = { min: Math.min(to.min, to.max), max: Math.max(to.min, to.max) };
        this.#draft.change({ pacing: { ...pacing, ...delays(this.#slower) } });
      }}></label>`;
    return html`<div class="grid">${field('min', 'A pause from, seconds')}${field('max', 'to, seconds')}</div>`;
  }

  #rest(pacing) {
    const { rest } = pacing;
    const set = to => this.#draft.change({ pacing: { ...pacing, rest: to } });
    return html`
      <label><input type="checkbox" .checked=${Boolean(rest)}
        @change=${({ target }) => set(target.checked ? { after: 50, for: 'PT10M' } : undefined)}> A longer rest now and then</label>
      ${rest ? html`
        <div class="grid">
          <label>After so many messages <input type="number" min="1" .value=${String(rest.after)}
            @change=${({ target }) => set({ ...rest, after: Number(target.value) })}></label>
          <label>for, minutes <input type="number" min="1" step="any" .value=${String(seconds(rest.for) / 60)}
            @change=${({ target }) => set({ ...rest, for: `PT${Math.round(Number(target.value) * 60)}S` })}></label>
        </div>` : nothing}`;
  }

  #time() {
    const { startAt, quietHours } = this.#draft.spec.schedule ?? {};
    return html`
      <fieldset class="box" id="schedule">
        <legend>When?</legend>
        <ul class="choices">
          <li><label><input type="radio" name="when" .checked=${!startAt} @change=${() => this.#draft.change({ schedule: { startAt: null } })}>
            <span><b>As soon as you press Send</b></span>
            <span class="outcome">${startAt ? this.#endWith({ schedule: { startAt: null } }, 'done') : this.#end()}</span></label></li>
          <li><label><input type="radio" name="when" .checked=${Boolean(startAt)}
              @change=${() => this.#draft.change({ schedule: { startAt: startAt ?? tomorrow() } })}>
            <span><b>At a time</b></span><span class="outcome">${startAt ? this.#end() : nothing}</span></label></li>
        </ul>
        ${startAt ? html`
          <label>It starts on <input type="datetime-local" .value=${local(startAt)}
            @change=${({ target }) => target.value && this.#draft.change({ schedule: { startAt: withOffset(target.value) } })}></label>` : nothing}
        <label><input type="checkbox" .checked=${Boolean(quietHours)} @change=${({ target }) => this.#draft.change({
          schedule: { quietHours: target.checked ? { from: '21:00', to: '09:00', zone: 'recipient' } : null },
        })}> Nothing at night</label>
        ${quietHours ? this.#quiet(quietHours) : nothing}
        ${this.#problems('schedule')}
      </fieldset>`;
  }

  #quiet(quietHours) {
    const set = part => this.#draft.change({ schedule: { quietHours: { ...quietHours, ...part } } });
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const field = (name, label) => html`<label>${label}
      <input type="time" .value=${quietHours[name]} @change=${({ target }) => target.value && set({ [name]: target.value })}></label>`;
    return html`
      <div class="grid">${field('from', 'Quiet from')}${field('to', 'until')}
        <label>by the clock of
          <select @change=${({ target }) => set({ zone: target.value })}>
            <option value="recipient" ?selected=${quietHours.zone === 'recipient'}>each person</option>
            ${[...new Set([here, quietHours.zone])].filter(zone => zone !== 'recipient').map(zone =>
              html`<option value=${zone} ?selected=${zone === quietHours.zone}>${zone}</option>`)}
          </select></label>
      </div>`;
  }

  #more() {
    const { notify, notWithin, autoPause, onUnconfirmed } = this.#draft.spec;
    const days = Number(/^P(\d+)D$/.exec(notWithin ?? '')?.[1] ?? 0);
    return html`
      <details class="box more" ?open=${Boolean(notify || notWithin) || this.#draft.errorsOf('notify', 'notWithin', 'autoPause').length > 0}>
        <summary>More</summary>
        <label>Leave out whoever had a message within so many days (0: nobody)
          <input type="number" class="short" min="0" max="30" .value=${String(days)} @change=${({ target }) =>
            this.#draft.change({ notWithin: Number(target.value) > 0 ? `P${Math.round(Number(target.value))}D` : null })}></label>
        <label><input type="checkbox" .checked=${Boolean(autoPause)} @change=${({ target }) =>
          this.#draft.change({ autoPause: target.checked ? { failureRate: 0.5, window: 50 } : null })}>
          Pause by itself when half of the last 50 messages fail</label>
        <label><input type="checkbox" .checked=${onUnconfirmed === 'resend'} @change=${({ target }) =>
          this.#draft.change({ onUnconfirmed: target.checked ? 'resend' : 'hold' })}>
          Send once more where nobody knows whether it arrived: some people may get it twice</label>
        <label for="notify-url">Tell another program about it, at this address</label>
        <input id="notify-url" type="url" inputmode="url" placeholder="https://" autocomplete="off" .value=${notify?.url ?? ''}
          @change=${({ target }) => this.#draft.change({ notify: target.value.trim() ? { url: target.value.trim() } : null })}>
        ${this.#problems('notify', 'notWithin', 'autoPause')}
      </details>`;
  }

  /** When what is chosen ends. */
  #end() {
    const at = this.#draft.found?.estimate?.finishesAt;
    return at ? html`<small>done ${about(at)}</small>` : nothing;
  }

  /** When it would end with `fields`, once that is known. */
  #endWith(fields, text) {
    const choice = JSON.stringify([fields, this.#draft.spec]);
    const at = this.#ends.get(choice);
    if (at === undefined && this.#draft.errors.length === 0 && !this.#draft.saving
      && (this.#draft.campaign?.audience.rows ?? Infinity) <= MOST_PLAYED_THROUGH) {
      this.#ask(choice, fields);
    }
    return at ? html`<small>${text} ${about(at)}</small>` : nothing;
  }

  /** One after another; the next as what came of the last is drawn. */
  async #ask(choice, fields) {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    let at = null; // also where these fields will not do
    try {
      at = (await this.#draft.foreseen(fields)).estimate?.finishesAt ?? null;
    } catch (problem) {
      at = problem.status === 422 ? null : undefined;
    } finally {
      this.#asking = false;
    }
    if (at !== undefined) {
      this.#ends.set(choice, at);
      this.#draw();
    }
  }
}

const delays = ({ min, max }) => ({ minDelay: `PT${min}S`, maxDelay: `PT${max}S` });

const two = number => String(number).padStart(2, '0');

const stamp = date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;

/** As a control of the reader's own zone has it. */
const local = iso => stamp(new Date(iso));

/** With the offset that the reader's zone has then. */
function withOffset(time) {
  const offset = -new Date(time).getTimezoneOffset();
  return `${time}:00${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

function tomorrow() {
  const date = new Date(Date.now() + 24 * 3600 * 1000);
  date.setHours(9, 0, 0, 0);
  return withOffset(stamp(date));
}
