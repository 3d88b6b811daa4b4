import { html, nothing } from './lit.js';
import { patch, post } from './api.js';
import { changeForm, changes } from './campaign-change.js';
import { ask } from './dialog.js';
import { excluded, excludeForm, exclusion } from './campaign-exclude.js';
import { canFollowUp, duplicate, followUp } from './campaign-next.js';
import { count, people } from './format.js';
import { may, me } from './role.js';

const UNDER_WAY = ['scheduled', 'running', 'paused'];
const STARTED = [...UNDER_WAY, 'completed', 'cancelled', 'failed'];

/** What can be done with a campaign: who may, while it is what, and how. Each `run` answers with the campaign that comes of it. */
const COMMANDS = [
  { name: 'start', label: ({ progress }) => `Send to ${people(progress.pending)}`, role: 'marketer', on: ['draft'], when: ({ progress }) => progress.pending > 0, run: plain('start') },
  { name: 'pause', label: () => 'Pause', role: 'marketer', on: ['scheduled', 'running'], run: plain('pause') },
  { name: 'resume', label: () => 'Resume', role: 'operator', on: ['paused'], run: plain('resume') },
  { name: 'retry', label: () => 'Try again', role: 'operator', on: ['failed'], run: plain('retry') },
  { name: 'pauseWithReason', label: () => 'Pause with a reason', role: 'marketer', on: ['scheduled', 'running'], more: true, run: pauseWithReason },
  { name: 'change', label: () => 'Change pace, numbers or hours', role: 'operator', on: UNDER_WAY, more: true, run: change },
  { name: 'exclude', label: () => 'Leave people out', role: 'marketer', on: UNDER_WAY, more: true, run: exclude },
  { name: 'followUp', label: () => 'New campaign to some of these people', role: 'marketer', on: STARTED, when: canFollowUp, more: true, run: campaign => followUp(campaign, pathOf(campaign)) },
  { name: 'duplicate', label: () => 'Duplicate', role: 'marketer', on: ['draft', ...STARTED], more: true, run: campaign => duplicate(campaign, pathOf(campaign)) },
  { name: 'cancel', label: () => 'Cancel the campaign', role: 'operator', on: ['draft', ...UNDER_WAY], more: true, run: cancel },
];

/** Those that the reader may give it now. */
export const commandsOf = campaign => COMMANDS.filter(command => command.on.includes(campaign.status)
  && command.when?.(campaign) !== false && allowed(command, campaign));

/** An operator's cancel is also everybody's who takes back a draft of their own. */
const allowed = (command, campaign) => may(command.role)
  || (command.name === 'cancel' && campaign.status === 'draft' && campaign.createdBy === me());

export const pathOf = campaign => `/campaigns/${encodeURIComponent(campaign.id)}`;

function plain(name) {
  return campaign => post(`${pathOf(campaign)}/${name}`);
}

const reasonField = html`
  <label for="reason">Reason (optional, for the history)</label>
  <input id="reason" name="reason" maxlength="200" autocomplete="off">`;

const reasonOf = form => ({ reason: form.elements.reason.value.trim() || undefined });

function pauseWithReason(campaign) {
  return ask({
    title: 'Pause this campaign?',
    content: reasonField,
    yes: 'Pause now',
    submit: form => post(`${pathOf(campaign)}/pause`, reasonOf(form)),
  });
}

function cancel(campaign) {
  const { pending } = campaign.progress;
  return ask({
    title: 'Cancel this campaign?',
    content: html`
      <p><strong>${people(pending)}</strong> will get no message, and it cannot be started again. To stop for a while, pause it.</p>
      ${reasonField}`,
    yes: 'Cancel the campaign',
    danger: true,
    submit: form => post(`${pathOf(campaign)}/cancel`, reasonOf(form)),
  });
}

function change(campaign, senders) {
  return ask({
    title: html`Change “<bdi>${campaign.name}</bdi>”`,
    content: changeForm(campaign, senders),
    yes: 'Save',
    submit: form => patch(pathOf(campaign), changes(form, campaign)),
  });
}

async function exclude(campaign) {
  const answer = await ask({
    title: 'Leave people out',
    content: excludeForm(campaign),
    yes: 'Leave them out',
    danger: true,
    submit: form => post(`${pathOf(campaign)}/exclude${exclusion(form).query}`, exclusion(form).body),
  });
  return answer && { note: excluded(answer) };
}

/**
 * Asks before it sends again to those of whom nobody knows whether they have it, with that code or with any.
 *
 * @returns the campaign; undefined where the answer was no
 */
export function sendAgainToUnconfirmed(campaign, number, code) {
  return ask({
    title: `Send again to ${people(number)}?`,
    content: html`
      <p>Nobody knows whether they have the message: some of these ${count(number)} will get it <strong>twice</strong>. That cannot be
        undone.</p>`,
    yes: 'Send again, accepting doubles',
    danger: true,
    submit: () => post(`${pathOf(campaign)}/retry`, {
      statuses: ['unconfirmed'],
      acceptDuplicates: true,
      ...(code ? { errorCodes: [code] } : {}),
    }),
  });
}

/**
 * Asks before it tries those again that failed with that code, or all of them.
 *
 * @returns the campaign; undefined where the answer was no
 */
export function tryAgain(campaign, number, code) {
  return ask({
    title: `Try again with ${people(number)}?`,
    content: html`<p>They did not get the message. It is sent to them once more, in their turn; whoever has it by then is left alone.</p>`,
    yes: 'Try again',
    submit: () => post(`${pathOf(campaign)}/retry`, { statuses: ['failed'], ...(code ? { errorCodes: [code] } : {}) }),
  });
}

/** A command as a button. */
export const commandButton = (command, campaign, busy, carryOut) => html`
  <button class=${command.name === 'cancel' ? 'danger outline' : command.more ? 'secondary outline' : ''}
    aria-busy=${busy === command.name ? 'true' : nothing} ?disabled=${busy !== undefined}
    @click=${() => carryOut(command)}>${command.label(campaign)}</button>`;
