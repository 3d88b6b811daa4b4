import { html, nothing } from './lit.js';
import { count, percent } from './format.js';

const UNCONFIRMED =
  'Unconfirmed: the gateway’s answer never came, so the message may or may not have arrived. '
  + 'Drumbeat does not send it again unless you ask for it.';

export const badge = status => html`<span class="badge" data-status=${status}>${status}</span>`;

/** How far a campaign is, as a bar. */
export const bar = campaign => html`
  <progress max="100" value=${campaign.progress.percent} aria-label="Progress of ${campaign.name}"></progress>`;

/** The counts in one line, those that matter only. */
export function summary({ total, sent, failed, unconfirmed, skipped, percent: done }) {
  const parts = [`${count(sent)} of ${count(total)} sent`];
  const add = (number, word) => {
    if (number > 0) {
      parts.push(`${count(number)} ${word}`);
    }
  };
  add(failed, 'failed');
  add(unconfirmed, 'unconfirmed');
  add(skipped, 'skipped');
  return `${percent(done)}: ${parts.join(', ')}`;
}

const STATUSES = ['pending', 'sending', 'sent', 'failed', 'unconfirmed', 'skipped'];

/** All counts, which add up to the total. */
export const counts = progress => html`
  <dl class="counts">
    ${STATUSES.map(status => html`
      <div data-status=${progress[status] > 0 ? status : 'none'} data-count=${status}>
        <dt>${status}</dt>
        <dd>${count(progress[status])}</dd>
      </div>`)}
    <div class="total">
      <dt>together</dt>
      <dd>${count(progress.total)}</dd>
    </div>
  </dl>
  ${progress.held > 0
    ? html`<p class="quiet">Of those sent, ${count(progress.held)} are held by WhatsApp for a quality check.</p>`
    : nothing}
  ${progress.delivered + progress.read > 0
    ? html`<p class="quiet">Of those sent, ${count(progress.delivered)} were delivered and ${count(progress.read)} read.</p>`
    : nothing}
  ${progress.replied + progress.optedOut > 0
    ? html`<p class="quiet">Within a week of their send, ${count(progress.replied)} replied and
        ${count(progress.optedOut)} opted out.</p>`
    : nothing}
  <p class="quiet">${UNCONFIRMED}</p>`;
