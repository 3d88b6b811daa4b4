import { html, nothing } from './lit.js';
import { count, people, several } from './format.js';

export const excludeForm = ({ spec, progress }) => html`
  <p>They get no message from this campaign; others may still write to them. ${people(progress.pending)} are still to come. What has
    been sent cannot be taken back.</p>
  <label for="exclude-phones">Phones, one per line</label>
  <textarea id="exclude-phones" name="phones" rows="4" autocomplete="off"></textarea>
  <label for="exclude-file">Or a file (CSV)</label>
  <input id="exclude-file" name="file" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv">
  <label for="exclude-region">Country of numbers without a country code (optional)</label>
  <input id="exclude-region" name="defaultRegion" class="short" maxlength="2" autocomplete="off" placeholder="IN"
    value=${spec.defaultRegion ?? ''}>`;

/** What is asked for: a file if there is one, else the phones. */
export function exclusion(form) {
  const values = new FormData(form);
  const defaultRegion = values.get('defaultRegion').trim().toUpperCase() || undefined;
  if (!values.get('file').name) {
    return { query: '', body: { phones: values.get('phones').split('\n').map(line => line.trim()).filter(Boolean), defaultRegion } };
  }
  const body = new FormData();
  body.append('phones', values.get('file'));
  return { query: defaultRegion ? `?${new URLSearchParams({ defaultRegion })}` : '', body };
}

/** What came of it. */
export const excluded = ({ excluded: out, alreadySent, notInCampaign, rejected, errors }) => html`
  <p>${people(out)} will get no message. ${alreadySent ? `${count(alreadySent)} had been sent to already. ` : nothing}
    ${notInCampaign ? `${count(notInCampaign)} not in this campaign. ` : nothing}
    ${rejected ? `${several(rejected, 'row')} without a phone number.` : nothing}</p>
  ${errors.length ? html`<ul>${errors.map(({ line, message }) => html`<li>Line ${line}: ${message}</li>`)}</ul>` : nothing}`;
