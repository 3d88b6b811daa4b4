import { html, nothing } from './lit.js';
import { seconds } from './format.js';

/** What can be other while a campaign is under way. */
export function changeForm(campaign, senders) {
  const { name, spec } = campaign;
  const { pacing } = spec;
  const byPause = Boolean(pacing?.minDelay);
  const known = [...senders.keys()];
  const ids = [...spec.senders.filter(id => !known.includes(id)), ...known];
  return html`
    <label for="change-name">Name</label>
    <input id="change-name" name="name" dir="auto" required autocomplete="off" value=${name}>
    <fieldset>
      <legend>Numbers</legend>
      ${ids.map(id => html`
        <label><input type="checkbox" name="senders" value=${id} ?checked=${spec.senders.includes(id)}>
          <span dir="auto">${senders.get(id)?.name ?? id}</span></label>`)}
      <small>One that is taken out finishes what it has begun; the others take over the rest.</small>
    </fieldset>
    <fieldset>
      <legend>Pace</legend>
      <label><input type="radio" name="pace" value="own" ?checked=${!pacing}>As fast as the numbers allow</label>
      ${pacing && !byPause
        ? html`<label><input type="radio" name="pace" value="as-is" checked>As now${pacing.ratePerSecond
            ? `: ${pacing.ratePerSecond} a second` : nothing}</label>`
        : nothing}
      <label><input type="radio" name="pace" value="pause" ?checked=${byPause}>A pause after each message, for each number</label>
      <div class="grid">
        <label>from, seconds
          <input type="number" name="min" min="0" step="any" value=${byPause ? seconds(pacing.minDelay) : 10}
            @input=${choosePause}></label>
        <label>to, seconds
          <input type="number" name="max" min="0" step="any" value=${byPause ? seconds(pacing.maxDelay) : 20}
            @input=${choosePause}></label>
      </div>
      <small>It can make the campaign slower than its numbers are, never faster.</small>
    </fieldset>
    ${hours(campaign)}`;
}

/** The start while it is still to come, and when nothing is sent. */
function hours({ status, spec: { schedule } }) {
  const quiet = schedule?.quietHours;
  return html`
    <fieldset>
      <legend>Hours</legend>
      ${status === 'scheduled'
        ? html`<label for="change-start">It starts</label>
          <input id="change-start" name="start" type="datetime-local" required value=${localTime(schedule.startAt)}>`
        : nothing}
      <label><input type="checkbox" name="quiet" ?checked=${Boolean(quiet)}>Quiet hours, in which nothing is sent</label>
      <div class="grid">
        <label>from <input type="time" name="quietFrom" value=${quiet?.from ?? '21:00'} @input=${chooseQuiet}></label>
        <label>to <input type="time" name="quietTo" value=${quiet?.to ?? '09:00'} @input=${chooseQuiet}></label>
      </div>
      <label for="change-zone">by the clock</label>
      <select id="change-zone" name="zone" @change=${chooseQuiet}>
        ${zones(quiet).map(([zone, text]) => html`<option value=${zone} ?selected=${zone === (quiet?.zone ?? 'recipient')}>${text}</option>`)}
      </select>
    </fieldset>`;
}

function zones(quiet) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = [['recipient', 'where each person is'], [here, `of ${here}`]];
  return quiet && quiet.zone && !all.some(([zone]) => zone === quiet.zone) ? [...all, [quiet.zone, `of ${quiet.zone}`]] : all;
}

/** A moment as a control for local times has it. */
function localTime(iso) {
  const time = new Date(iso);
  return new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function chooseQuiet({ target }) {
  target.form.elements.quiet.checked = true;
}

function choosePause({ target }) {
  target.form.elements.pace.value = 'pause';
}

/** Only what is other than it was. */
export function changes(form, { name, status, spec }) {
  const values = new FormData(form);
  const body = {};
  const newName = values.get('name').trim();
  if (newName !== name) {
    body.name = newName;
  }
  const chosen = values.getAll('senders');
  if (chosen.length !== spec.senders.length || chosen.some(id => !spec.senders.includes(id))) {
    body.senders = chosen;
  }
  const pacing = newPacing(values, spec.pacing);
  if (JSON.stringify(pacing ?? null) !== JSON.stringify(spec.pacing ?? null)) {
    body.pacing = pacing;
  }
  const schedule = newSchedule(values, status, spec.schedule ?? {});
  if (Object.keys(schedule).length > 0) {
    body.schedule = schedule;
  }
  return body;
}

function newSchedule(values, status, { startAt, quietHours = null }) {
  const schedule = {};
  if (status === 'scheduled' && values.get('start') !== localTime(startAt)) {
    schedule.startAt = new Date(values.get('start')).toISOString();
  }
  const quiet = values.has('quiet') ? { from: values.get('quietFrom'), to: values.get('quietTo'), zone: values.get('zone') } : null;
  const same = quiet === null || quietHours === null
    ? quiet === quietHours
    : quiet.from === quietHours.from && quiet.to === quietHours.to && quiet.zone === (quietHours.zone ?? 'recipient');
  if (!same) {
    schedule.quietHours = quiet;
  }
  return schedule;
}

function newPacing(values, before) {
  switch (values.get('pace')) {
    case 'own':
      return null;
    case 'as-is':
      return before;
    default: {
      const [min, max] = [Number(values.get('min')), Number(values.get('max'))];
      const same = before?.minDelay && seconds(before.minDelay) === min && seconds(before.maxDelay) === max;
      const { ratePerSecond, maxInFlight, ...others } = before ?? {}; // a pace is one or the other
      return same ? before : { ...others, minDelay: `PT${min}S`, maxDelay: `PT${max}S` };
    }
  }
}
