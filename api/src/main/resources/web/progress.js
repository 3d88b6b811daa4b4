import { html, nothing, svg } from './lit.js';
import { about, ahead, count, moment, people, share } from './format.js';
import { meaning, word } from './words.js';

/** The status of a `kind` of thing: of a `campaign`, a `recipient`, a `lane` or a `sender`. */
export const badge = (status, kind = 'campaign') => html`
  <span class="badge" data-status=${status} title=${meaning(kind, status)}>${word(kind, status)}</span>`;

const TICKS = ['sent', 'delivered', 'read'];

/** What a messenger shows beside a message: one tick for sent, two for delivered, blue ones for read. */
export const ticks = stage => html`
  <svg class="ticks" data-stage=${TICKS.includes(stage) ? stage : 'none'} aria-hidden="true" viewBox="0 0 18 11">
    <path d="M1 6l3.5 4L11 1"></path><path class="second" d="M7 8.6L8.2 10L14.7 1"></path>
  </svg>`;

/** What recipients are, which adds up to all of them, in the order of the bar. */
export const OUTCOMES = ['sent', 'failed', 'unconfirmed', 'skipped', 'sending', 'pending'];

/** What became of all recipients so far, as one bar. */
export function bar(campaign) {
  const { progress } = campaign;
  let x = 0;
  const parts = OUTCOMES.filter(status => progress[status] > 0).map(status => {
    const part = { status, x, width: Math.max(0.4, (100 * progress[status]) / progress.total) };
    x += part.width;
    return part;
  });
  return html`
    <svg class="bar" role="img" viewBox="0 0 ${Math.max(100, x)} 1" preserveAspectRatio="none" aria-label=${summary(progress)}>
      ${parts.map(({ status, x: from, width }) => svg`<rect data-status=${status} x=${from} y="0" width=${width} height="1"></rect>`)}
    </svg>`;
}

/** One bar of a chart of them, of that percentage. */
export const meter = (name, percentage) => html`
  <svg class="bar" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
    <rect data-status=${name} x="0" y="0" width=${percentage} height="1"></rect>
  </svg>`;

/** The counts in one line, those that matter only. */
export function summary({ total, sent, failed, unconfirmed, skipped }) {
  const parts = [`${count(sent)} of ${count(total)} sent`];
  const add = (number, name) => {
    if (number > 0) {
      parts.push(`${count(number)} ${word('recipient', name).toLowerCase()}`);
    }
  };
  add(failed, 'failed');
  add(unconfirmed, 'unconfirmed');
  add(skipped, 'skipped');
  return parts.join(', ');
}

/** How it stands and when it ends, in one sentence. */
export function sentence(campaign) {
  const { status, progress, spec, finishedAt } = campaign;
  switch (status) {
    case 'draft':
      return html`${people(progress.pending)} to send to. Nothing is sent until it is started.`;
    case 'scheduled':
      return html`It starts ${ahead(spec.schedule.startAt)}, for ${people(progress.pending)}.`;
    case 'running':
      return html`${summary(progress)}, ${ending(campaign)}.`;
    case 'paused':
      return html`${summary(progress)}. ${people(progress.pending)} to come, once it is resumed.`;
    default:
      return html`${summary(progress)}${finishedAt ? html`, ended ${moment(finishedAt)}` : nothing}.`;
  }
}

const ending = ({ progress }) => progress.estimatedFinishAt
  ? html`done ${about(progress.estimatedFinishAt)}`
  : html`<strong>and none of its numbers can send at the moment</strong>`;

/** The share of `sent` that a count is; nothing while nothing is sent. */
export const ofSent = (progress, name) => (progress.sent > 0 ? share(progress[name], progress.sent) : '–');
