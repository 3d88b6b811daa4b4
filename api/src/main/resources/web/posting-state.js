import { html, nothing } from './lit.js';
import { megabytes } from './format.js';
import { badge } from './progress.js';

/** What stands in place of the form's button while a campaign is on its way, or waits for somebody to decide. */
export const postingState = posting => STATES[posting.phase](posting);

const progress = (loaded, total, text, stop) => html`
  <progress max=${total || 1} value=${loaded} aria-label="Upload"></progress>
  <p aria-live="polite">${text}</p>
  <p class="figures">
    <span>${megabytes(loaded)} of ${megabytes(total)}</span>
    ${stop ?? nothing}
  </p>`;

const MEANWHILE = {
  start: 'It may have been started, and be sending.',
  discard: 'It sends nothing unless somebody has started it.',
  undefined: 'Nothing is sent meanwhile: what is posted here is a draft until it is started.',
};

const STATES = {
  uploading: posting => progress(posting.loaded, posting.total, 'Uploading', html`
    <button type="button" class="secondary outline small" @click=${() => posting.stop()}>Stop</button>`),
  reading: ({ total }) => progress(total, total, 'All is there; the recipients are being read. Nothing is sent meanwhile.'),
  starting: () => html`<p aria-busy="true" role="status">Starting the campaign</p>`,
  discarding: () => html`<p aria-busy="true" role="status">Discarding the draft</p>`,
  asking: ({ name, why, note, wanted }) => html`
    <div class="warning" role="status">
      <p>${why} <span aria-busy="true">Asking Drumbeat what became of “${name}”.</span></p>
      ${note ? html`<p>${note}</p>` : nothing}
      <p>${MEANWHILE[wanted]}</p>
    </div>`,
  there: posting => html`
    <section class="warning" aria-labelledby="posted" role="alert">
      <h2 id="posted">“${posting.name}” is there ${badge(posting.campaign.status)}</h2>
      <p>${posting.note}</p>
      ${posting.campaign.status === 'draft' ? draft(posting) : started(posting)}
    </section>`,
};

const draft = posting => html`
  <p>As a draft it sends nothing. What the form says now is not posted: to post that instead, discard the draft first.</p>
  <div class="actions">
    <button type="button" @click=${() => posting.start()}>Start it</button>
    <button type="button" class="danger outline" @click=${() => posting.discard()}>Discard it</button>
    ${open(posting)}
  </div>`;

const started = posting => html`
  <p>What the form says now is not posted. If you post it too, it may reach the same people twice.</p>
  <div class="actions">
    ${open(posting)}
    <button type="button" class="secondary outline" @click=${() => posting.dismiss()}>Go on with the form</button>
  </div>`;

const open = ({ campaign }) => html`<a href="#/campaigns/${encodeURIComponent(campaign.id)}">Open it</a>`;
