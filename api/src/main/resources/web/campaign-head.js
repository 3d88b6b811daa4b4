import { html, nothing } from './lit.js';
import { commandButton, commandsOf, pathOf } from './campaign-commands.js';
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

/**
 * What stays in sight of a campaign, whichever part of it is open: its name, how it stands, its commands and its parts.
 *
 * @param open the name of the part that is open
 * @param busy the name of the command that is being carried out, if any
 * @param carryOut is given the command that was chosen
 */
export function campaignHead(campaign, open, busy, carryOut) {
  const commands = commandsOf(campaign);
  const button = command => commandButton(command, campaign, busy, carryOut);
  const more = commands.filter(command => command.more);
  return html`
    <div class="campaign-head">
      <div class="heading">
        <div class="named"><h1 dir="auto">${campaign.name}</h1> ${badge(campaign.status)}</div>
        <div class="actions">
          ${campaign.status === 'draft' && may('marketer')
            ? html`<a role="button" class="secondary outline" href=${draftAddress(campaign.id)}>Go on writing it</a>` : nothing}
          ${commands.filter(command => !command.more).map(button)}
          ${more.length === 0 ? nothing : html`
            <details class="dropdown menu" @focusout=${closeLeft} @click=${closeChosen} @keydown=${closeEscaped}>
              <summary role="button" class="secondary outline">More</summary>
              <ul>${more.map(command => html`<li>${button(command)}</li>`)}</ul>
            </details>`}
        </div>
      </div>
      <p class="sentence">${sentence(campaign)}</p>
      <nav class="tabs" aria-label="This campaign">
        ${TABS.map(tab => html`
          <a href="#${pathOf(campaign)}${tab.name ? `/${tab.name}` : ''}" aria-current=${tab.name === open ? 'page' : nothing}
            >${tab.label(campaign)}</a>`)}
      </nav>
    </div>`;
}

function closeLeft(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) {
    event.currentTarget.open = event.currentTarget.open && event.relatedTarget === null;
  }
}

function closeChosen(event) {
  if (event.target.closest('li')) {
    event.currentTarget.open = false;
  }
}

function closeEscaped(event) {
  if (event.key === 'Escape' && event.currentTarget.open) {
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary').focus();
  }
}
