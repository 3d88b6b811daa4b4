import { html, nothing, repeat } from './lit.js';
import { get, post, remove, upload } from './api.js';
import { FieldErrors } from './field-errors.js';
import { count, moment, several } from './format.js';
import { may } from './role.js';

const PATH = '/suppressions';
const LABELS = { phones: 'Phones', suppressions: 'File', reason: 'Reason', defaultRegion: 'Default region' };

/** The phones that are never sent to: page by page, added to and taken from. */
export class SuppressionsView {
  title = 'Do-not-send list';
  #draw;
  #items;
  #nextCursor;
  #phone = '';
  #busy = false;
  #problem;
  #added;
  #removed;
  #errors = new FieldErrors(LABELS);

  constructor(draw) {
    this.#draw = draw;
  }

  open() {
    this.#load();
  }

  close() {}

  async #load(cursor) {
    const query = new URLSearchParams(this.#phone ? { phone: this.#phone } : cursor ? { cursor } : {});
    await this.#during(async () => {
      const page = await get(`${PATH}?${query}`);
      this.#items = cursor ? [...this.#items, ...page.items] : page.items;
      this.#nextCursor = page.nextCursor;
    });
  }

  async #during(work) {
    this.#busy = true;
    this.#problem = undefined;
    this.#draw();
    try {
      await work();
    } catch (problem) {
      this.#problem = problem;
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  async #remove(item) {
    await this.#during(async () => {
      await remove(PATH, { phones: [item.phone] });
      this.#items = this.#items.filter(other => other !== item);
      this.#removed = item;
    });
  }

  async #putBack({ phone, reason }) {
    await this.#during(() => post(PATH, { phones: [phone], reason: reason ?? undefined }));
    this.#removed = undefined;
    await this.#load();
  }

  async #find(event) {
    event.preventDefault();
    this.#phone = new FormData(event.target).get('phone').trim();
    await this.#load();
  }

  async #add(event) {
    event.preventDefault();
    const form = event.target;
    const values = new FormData(form);
    this.#errors.clear();
    this.#added = undefined;
    this.#busy = true;
    this.#draw();
    try {
      this.#added = await (values.get('file').name ? addFile(values) : addPhones(values));
      form.reset();
      this.#phone = '';
      await this.#load();
    } catch (problem) {
      this.#errors.show(problem.message, problem.errors);
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  template() {
    return html`
      <h1>Do-not-send list</h1>
      <p class="quiet">These phones are never sent to, in any campaign. People who opt out come here by themselves, and
        leave again when they opt in; whoever is added here stays until removed.</p>
      ${may('operator') ? this.#form() : nothing}
      <section aria-labelledby="list">
        <h2 id="list">On the list</h2>
        <form role="search" @submit=${event => this.#find(event)}>
          <input type="search" name="phone" inputmode="tel" autocomplete="off" placeholder="+91…" aria-label="Phone to look for">
          <button class="secondary" ?disabled=${this.#busy}>Find</button>
        </form>
        ${this.#problem ? html`<p class="problem" role="alert">${this.#problem.message}</p>` : nothing}
        <div role="status">${this.#removed
          ? html`<p class="told">${this.#removed.phone} is off the list, and may be sent to.
              <button class="link" ?disabled=${this.#busy} @click=${() => this.#putBack(this.#removed)}>Put it back</button></p>`
          : nothing}</div>
        ${this.#items?.length > 0 ? this.#table() : html`<p>${this.#busy ? 'Loading' : 'There are none.'}</p>`}
        ${this.#nextCursor
          ? html`<button class="secondary outline small" ?disabled=${this.#busy}
              @click=${() => this.#load(this.#nextCursor)}>Show more</button>`
          : nothing}
      </section>`;
  }

  #form() {
    return html`
      <form @submit=${event => this.#add(event)} novalidate>
        <fieldset>
          <legend>Add phones</legend>
          ${this.#errors.summary()}
          <label for="phones">Phones</label>
          <textarea id="phones" name="phones" rows="3" autocomplete="off"
            aria-invalid=${this.#errors.invalid('phones')} aria-describedby="phones-note"></textarea>
          ${this.#errors.note('phones', 'One per line, with + and the country code.')}
          <label for="reason">Reason (optional)</label>
          <input id="reason" name="reason" maxlength="500" autocomplete="off"
            aria-invalid=${this.#errors.invalid('reason')} aria-describedby="reason-note">
          ${this.#errors.note('reason')}
          <label for="suppressions">Or a file (CSV or Excel)</label>
          <input id="suppressions" name="file" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv"
            aria-invalid=${this.#errors.invalid('suppressions')} aria-describedby="suppressions-note">
          ${this.#errors.note('suppressions', 'With a header; one column holds the phone, another may hold the reason.')}
          <label for="defaultRegion">Default region (optional)</label>
          <input id="defaultRegion" name="defaultRegion" class="short" maxlength="2" autocomplete="off" placeholder="IN"
            aria-invalid=${this.#errors.invalid('defaultRegion')} aria-describedby="defaultRegion-note">
          ${this.#errors.note('defaultRegion', 'Two letters, for phones without a country code.')}
        </fieldset>
        <button ?disabled=${this.#busy}>Add to the list</button>
      </form>
      <div aria-live="polite">${this.#added ? added(this.#added) : nothing}</div>`;
  }

  #table() {
    return html`
      <div class="wide" tabindex="0" role="region" aria-label="Table of phones on the list">
        <table>
          <thead>
            <tr>
              <th scope="col">Phone</th><th scope="col">Reason</th><th scope="col">By</th><th scope="col">Since</th>
              ${may('operator') ? html`<th scope="col"><span class="visually-hidden">Commands</span></th>` : nothing}
            </tr>
          </thead>
          <tbody>${repeat(this.#items, item => item.phone ?? item, item => this.#row(item))}</tbody>
        </table>
      </div>`;
  }

  #row(item) {
    return html`
      <tr>
        <td class="phone">${item.hashed ? '(erased person)' : item.phone}</td>
        <td class="reason">${item.reason}</td>
        <td>${item.source}</td>
        <td>${moment(item.createdAt)}</td>
        ${may('operator')
          ? html`<td>${item.hashed ? nothing : html`<button class="secondary outline small" aria-label="Remove ${item.phone}"
              ?disabled=${this.#busy} @click=${() => this.#remove(item)}>Remove</button>`}</td>`
          : nothing}
      </tr>`;
  }
}

function addPhones(values) {
  return post(PATH, {
    phones: values.get('phones').split('\n').map(line => line.trim()).filter(Boolean),
    reason: values.get('reason').trim() || undefined,
    defaultRegion: region(values),
  });
}

function addFile(values) {
  const form = new FormData();
  form.append('suppressions', values.get('file'));
  const query = new URLSearchParams(region(values) ? { defaultRegion: region(values) } : {});
  return upload(`${PATH}?${query}`, form, crypto.randomUUID(), () => {}).done;
}

const region = values => values.get('defaultRegion').trim().toUpperCase() || undefined;

const added = ({ added: news, existing, rejected, errors }) => html`
  <p>${several(news, 'phone')} added, ${count(existing)} there already${rejected
    ? `, ${several(rejected, 'row')} left out:` : '.'}</p>
  ${rejected ? html`<ul>${errors.map(({ line, message }) => html`<li>Line ${line}: ${message}</li>`)}</ul>` : nothing}`;
