import { html } from './lit.js';
import { post } from './api.js';
import { ask } from './dialog.js';
import { draftAddress } from './draft-address.js';
import { count, people } from './format.js';

/** Whom a campaign after this one may be for, with how many that are; the API's names for them. */
const OUTCOMES = [
  { name: 'not_read', text: 'have not read it', number: ({ sent, read }) => sent - read },
  { name: 'not_delivered', text: 'have not got it on their phone yet', number: ({ sent, delivered }) => sent - delivered },
  { name: 'not_replied', text: 'have not replied', number: ({ sent, replied }) => sent - replied },
  { name: 'replied', text: 'have replied', number: ({ replied }) => replied },
  { name: 'failed', text: 'could not be sent to', number: ({ failed }) => failed },
];

/** Whether there is anybody to follow up. */
export const canFollowUp = ({ progress }) => OUTCOMES.some(({ number }) => number(progress) > 0);

const nameField = name => html`
  <label for="next-name">Name of the new campaign</label>
  <input id="next-name" name="name" dir="auto" required maxlength="200" autocomplete="off" value=${name}>`;

const nameOf = form => form.elements.name.value.trim();

/** Makes a draft that says the same, without recipients. */
export function duplicate(campaign, path) {
  return ask({
    title: 'Duplicate this campaign',
    content: html`
      <p>A draft with the same message, file, numbers and hours, and without recipients. Nothing is sent.</p>
      ${nameField(`${campaign.name} (again)`)}`,
    yes: 'Make the draft',
    submit: async form => goingTo(await post(`${path}/duplicate`, { name: nameOf(form) })),
  });
}

/**
 * Makes a draft to some of the campaign's people, by what became of them.
 *
 * @param chosen the outcome that is chosen first
 */
export function followUp(campaign, path, chosen = 'not_read') {
  const there = OUTCOMES.filter(({ number }) => number(campaign.progress) > 0);
  const first = there.some(({ name }) => name === chosen) ? chosen : there[0]?.name;
  return ask({
    title: 'New campaign to some of these people',
    content: html`
      <fieldset>
        <legend>To those who</legend>
        ${there.map(({ name, text, number }) => html`
          <label><input type="radio" name="outcome" value=${name} ?checked=${name === first}>${text}
            <span class="quiet">${count(number(campaign.progress))}</span></label>`)}
      </fieldset>
      ${nameField(`${campaign.name} (follow-up)`)}
      <p class="quiet">A draft with the same message and file, which you can change. Whoever is on the Do-not-send list by now is left
        out. Nothing is sent until it is started.</p>`,
    yes: 'Make the draft',
    submit: async form => goingTo(await post(`${path}/duplicate`, {
      name: nameOf(form),
      audience: { campaign: campaign.id, outcome: [form.elements.outcome.value] },
    })),
  });
}

const goingTo = draft => ({ address: draftAddress(draft.id) });

/** `Write to the 12 people who have not read it`. */
export const followUpButton = ({ progress }, begin) => {
  const number = OUTCOMES[0].number(progress);
  return number > 0 && progress.read > 0
    ? html`<button class="secondary outline small" @click=${begin}>Write again to ${people(number)} who did not read it…</button>`
    : html``;
};
