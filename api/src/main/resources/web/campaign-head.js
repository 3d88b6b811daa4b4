import { html, nothing } from './lit.js';
import { commandButton, commandsOf, pathOf } from './campaign-commands.js';
import { atEnd, turnNotification, turnSound } from './at-end.js';
import { draftAddress } from './draft-address.js';
import { count } from './format.js';
import { badge, sentence } from './progress.js';
import { may } from './role.js';

const TABS = [
  { name: undefined, label: () => 'Overview' },
  { name: 'recipients', label: ({ progress }) => html`Recipients <span class="quiet">${count(progress.total)}</span>` },
  { name: 'message', label: () => 'Message' },
  { name: 'history', label: () => 'History' },
];

const ENDED = ['completed', 'cancelled', 'failed'];

/** Of more in a minute nobody waits for the next. */
const FAST = 90;

/**
 * What stays in sight of a campaign, whichever part of it is open: its name, how it stands, its commands and its parts.
 *
 * @param open the name of the part that is open
 * @param busy the name of the command that is being carried out, if any
 * @param carryOut is given the command that was chosen
 * @param note is given what is to be told beside the commands
 */
export function campaignHead(campaign, open, busy, carryOut, note) {
  const commands = commandsOf(campaign);
  const button = command => commandButton(command, campaign, busy, carryOut);
  const more = commands.filter(command => command.more);
  const ended = ENDED.includes(campaign.status);
  return html`
    <div class="campaign-head">
      <div class="heading">
        <div class="named"><h1 dir="auto">${campaign.name}</h1> ${badge(campaign.status)}</div>
        <div class="actions">
          ${campaign.status === 'draft' && may('marketer')
            ? html`<a role="button" class="secondary outline" href=${draftAddress(campaign.id)}>Go on writing it</a>` : nothing}
          ${commands.filter(command => !command.more).map(button)}
          ${more.length === 0 && ended ? nothing : html`
            <details class="dropdown menu" @focusout=${closeLeft} @click=${closeChosen} @keydown=${closeEscaped}>
              <summary role="button" class="secondary outline">More</summary>
              <ul>
                ${more.map(command => html`<li>${button(command)}</li>`)}
                ${ended ? nothing : switches(note)}
              </ul>
            </details>`}
        </div>
      </div>
      <p class="sentence">${sentence(campaign)}${next(campaign)}</p>
      <nav class="tabs" aria-label="This campaign">
        ${TABS.map(tab => html`
          <a href="#${pathOf(campaign)}${tab.name ? `/${tab.name}` : ''}" aria-current=${tab.name === open ? 'page' : nothing}
            >${tab.label(campaign)}</a>`)}
      </nav>
    </div>`;
}

/** When the next message goes, where there is time to say so. */
function next({ status, progress, lanes }) {
  const times = lanes.filter(({ waitingFor }) => ['pace', 'turn'].includes(waitingFor?.why))
    .map(({ waitingFor, nextSendAt }) => new Date(waitingFor.until ?? nextSendAt));
  if (status !== 'running' || progress.ratePerMinute > FAST || (times.length === 0 && progress.sending === 0)) {
    return nothing;
  }
  const seconds = times.length === 0 ? 0 : Math.round((Math.min(...times) - Date.now()) / 1000);
  return html` <span class="next-message">Next message ${seconds > 0 ? `in ${seconds} s` : 'now'}.</span>`;
}

/** What the reader wants to hear at the end: of every campaign that is open then, in this browser. */
const switches = note => html`
  <li class="switches">
    <label><input type="checkbox" role="switch" .checked=${atEnd.sound} @change=${event => turnSound(event.target.checked)}>Sound at the end</label>
    <label><input type="checkbox" role="switch" .checked=${atEnd.notification} @change=${event => notify(event.target, note)}>Notification at the end</label>
  </li>`;

async function notify(box, note) {
  if (!await turnNotification(box.checked)) {
    box.checked = false;
    note(html`<p>This browser does not allow notifications of this page: allow them in its settings first.</p>`);
  }
}

function closeLeft(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) {
    event.currentTarget.open = event.currentTarget.open && event.relatedTarget === null;
  }
}

function closeChosen(event) {
  if (event.target.closest('li button')) {
    event.currentTarget.open = false;
  }
}

function closeEscaped(event) {
  if (event.key === 'Escape' && event.currentTarget.open) {
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary').focus();
  }
}
