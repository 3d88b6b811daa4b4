import { html, nothing } from './lit.js';

const seconds = iso => {
  const [, hours = 0, minutes = 0, rest = 0] = iso?.match(/^PT(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?$/) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
};

/** What can be other while a campaign is under way. */
export function changeForm({ name, spec }, senders) {
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
    </fieldset>`;
}

function choosePause({ target }) {
  target.form.elements.pace.value = 'pause';
}

/** Only what is other than it was. */
export function changes(form, { name, spec }) {
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
  return body;
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
