import { html, nothing, repeat } from './lit.js';
import { downloadUrl, get, post, postForm, Problem, remove } from './api.js';
import { ask } from './dialog.js';
import { count, moment, several } from './format.js';
import { poll } from './live.js';
import { may } from './role.js';
import { trouble } from './trouble.js';

const PATH = '/suppressions';
const POLL_MILLISECONDS = 5000;
const LABELS = { phones: 'Phones', suppressions: 'Phones or file', reason: 'Reason', defaultRegion: 'Country' };

/** The phones that are never sent to: counted, found, page by page, added to and taken from. */
export class SuppressionsView {
  title = 'Do-not-send list';
  #draw;
  #items;
  #senders = new Map(); // their names, by their ids
  #total;
  #unmatched = 0;
  #nextCursor;
  #phone = '';
  #longer = false; // more than the first page is shown, which stands still then
  #busy = false;
  #problem;
  #refused;
  #added;
  #removed = []; // since this was opened, to be put back
  #changes = 0; // made from here: what was asked for before them is old
  #stop;

  constructor(draw) {
    this.#draw = draw;
  }

  open() {
    this.#stop = poll(() => this.#longer ? undefined : this.#load(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  async #load() {
    const before = this.#changes;
    try {
      if (this.#senders.size === 0) {
        this.#senders = new Map((await get('/senders')).items.map(({ id, name }) => [id, name]));
      }
      const query = new URLSearchParams(this.#phone ? { phone: this.#phone } : {});
      const page = await get(`${PATH}?${query}`);
      if (before !== this.#changes) {
        return;
      }
      this.#items = page.items;
      this.#removed = this.#removed.filter(({ phone }) => !page.items.some(item => item.phone === phone)); // a colleague may put it back
      this.#total = page.total;
      this.#unmatched = page.unmatched.count;
      this.#nextCursor = page.nextCursor;
      this.#longer = false;
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  async #more() {
    await this.#during(async () => {
      const page = await get(`${PATH}?${new URLSearchParams({ cursor: this.#nextCursor })}`);
      this.#items = [...this.#items, ...page.items];
      this.#nextCursor = page.nextCursor;
      this.#longer = true;
    });
  }

  async #during(work) {
    this.#busy = true;
    this.#refused = undefined;
    this.#draw();
    try {
      await work();
    } catch (problem) {
      this.#refused = problem;
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  async #remove(item) {
    await this.#during(async () => {
      const { undo } = await remove(PATH, { phones: [item.phone] });
      this.#changes++;
      this.#items = this.#items.filter(other => other !== item);
      this.#total -= 1;
      this.#removed = [...this.#removed, { ...item, undo }];
    });
    await this.#draw();
    [...document.querySelectorAll('.put-back')].at(-1)?.focus(); // the button that was pressed is gone
  }

  async #putBack(item) {
    await this.#during(async () => {
      const { rejected } = await post(PATH, { undo: item.undo });
      this.#removed = this.#removed.filter(other => other !== item);
      if (rejected > 0) {
        throw new Problem(0, `${item.phone} has asked for messages again since, and stays off the list.`);
      }
      await this.#load();
    });
  }

  async #find(event) {
    event.preventDefault();
    this.#phone = new FormData(event.target).get('phone').trim();
    await this.#load();
  }

  async #showAll() {
    this.#phone = '';
    document.getElementById('find').reset();
    await this.#load();
  }

  async #add(lines) {
    const added = await ask({
      title: 'Add people to the Do-not-send list',
      content: addForm(lines),
      yes: 'Add to the list',
      labels: LABELS,
      submit: form => send(new FormData(form)),
    });
    if (added) {
      this.#added = added;
      this.#phone = '';
      await this.#load();
    }
  }

  template() {
    return html`
      <div class="heading">
        <h1>Do-not-send list</h1>
        ${may('operator') ? html`<button class="small" @click=${() => this.#add([])}>Add people</button>` : nothing}
      </div>
      <p class="quiet">These people are never sent to, in any campaign. Who opts out comes here by itself, and leaves again by
        opting in; whoever is added here stays until removed.</p>
      <div role="status">
        ${this.#added ? this.#told(this.#added) : nothing}
        ${this.#removed.map(item => html`
          <p class="told">${item.phone} is off the list, and may be sent to.
            <button class="link put-back" ?disabled=${this.#busy} @click=${() => this.#putBack(item)}>Put it back</button></p>`)}
      </div>
      <div class="heading filters">
        <form id="find" class="find" role="search" @submit=${event => this.#find(event)}>
          <input type="search" name="phone" class="search" inputmode="tel" autocomplete="off" placeholder="Look for a phone: +91…"
            aria-label="Phone to look for">
          <button class="secondary small" ?disabled=${this.#busy}>Find</button>
        </form>
        <span>${this.#total === undefined || this.#total === null ? nothing : html`<b>${several(this.#total, 'phone')}</b>`}
          <a href=${downloadUrl('/suppressions.csv')} download>Download all</a></span>
      </div>
      ${trouble(this.#problem, Boolean(this.#items))}
      ${trouble(this.#refused)}
      ${this.#phone && !this.#problem
        ? html`<p>Looked for ${this.#phone}. <button class="link" @click=${() => this.#showAll()}>Show all</button></p>` : nothing}
      ${this.#items?.length > 0 ? this.#table() : this.#problem ? nothing : html`<p>${this.#items ? this.#none() : 'Loading'}</p>`}
      ${this.#nextCursor
        ? html`<button class="secondary outline small" ?disabled=${this.#busy} @click=${() => this.#more()}>Show more</button>`
        : nothing}
      ${this.#unmatched > 0
        ? html`<p class="quiet">${several(this.#unmatched, 'opt-out')} of people who hide their phone: they come here as soon as
            WhatsApp tells whose they are.</p>`
        : nothing}`;
  }

  #none() {
    return this.#phone ? 'This phone is not on the list.' : 'Nobody is on the list.';
  }

  #told({ added, existing, rejected, bad }) {
    return html`
      <div class="told ${rejected ? 'partly' : ''}">
        <p>${several(added, 'phone')} added, ${count(existing)} there already${rejected
          ? `, ${several(rejected, 'line')} left out:` : '.'}</p>
        ${rejected
          ? html`
            <ul>${bad.map(({ line, text, message }) => html`<li>Line ${line}${text ? html`, <b dir="auto">${text}</b>` : nothing}: ${message}</li>`)}</ul>
            ${bad.length < rejected ? html`<p>These are the first; correct them and add the same again.</p>` : nothing}
            ${bad.length === rejected && bad[0].text
              ? html`<button class="link" @click=${() => this.#add(bad.map(({ text }) => text))}>Correct and add them</button>` : nothing}`
          : nothing}
      </div>`;
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
        <th scope="row" class="phone">${item.hashed ? '(erased person)' : item.phone}</th>
        <td class="reason" dir="auto">${item.reason.replace(/^opted out, says the vendor \(.*\)$/, 'opted out')}</td>
        <td dir="auto">${by(item.source, this.#senders)}</td>
        <td class="when">${moment(item.createdAt)}</td>
        ${may('operator')
          ? html`<td>${item.hashed ? nothing : html`<button class="secondary outline small" aria-label="Remove ${item.phone}"
              ?disabled=${this.#busy} @click=${() => this.#remove(item)}>Remove</button>`}</td>`
          : nothing}
      </tr>`;
  }
}

const addForm = lines => html`
  <label for="phones">Phones</label>
  <textarea id="phones" name="phones" rows="5" autocomplete="off" aria-describedby="phones-note" .value=${lines.join('\n')}></textarea>
  <small id="phones-note" class="note">One per line. Those that are none are shown to you; the others are added.</small>
  <label for="reason">Reason (optional)</label>
  <input id="reason" name="reason" maxlength="500" autocomplete="off" dir="auto">
  <label for="file">Or a file (CSV or Excel)</label>
  <input id="file" name="file" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv" aria-describedby="file-note">
  <small id="file-note" class="note">With a header; one column holds the phone, another may hold the reason.</small>
  <label for="defaultRegion">Country of phones without a country code (optional)</label>
  <input id="defaultRegion" name="defaultRegion" class="short" maxlength="2" autocomplete="off" placeholder="IN"
    aria-describedby="region-note">
  <small id="region-note" class="note">Its two letters.</small>`;

/** Adds what is good of it, and tells what was not, each line with its text where it was typed here. */
async function send(values) {
  const typed = values.get('phones').split('\n').map((text, i) => ({ line: i + 1, text: text.trim() })).filter(({ text }) => text);
  const file = values.get('file').name ? values.get('file') : undefined;
  if (!file && typed.length === 0) {
    throw new Problem(0, 'Enter at least one phone, or choose a file.');
  }
  const form = new FormData();
  form.append('suppressions', file ?? asFile(typed, values.get('reason').trim()));
  const region = values.get('defaultRegion').trim().toUpperCase();
  const answer = await postForm(`${PATH}?${new URLSearchParams(region ? { defaultRegion: region } : {})}`, form);
  const bad = answer.errors.map(({ line, message }) => ({ ...(file ? { line } : typed[line - 2]), message }));
  return { ...answer, bad };
}

/** What was typed, as the file that it could have been, below a header: of a file what is good is taken. */
function asFile(typed, reason) {
  const cell = text => `"${text.replaceAll('"', '""')}"`;
  return new File([['phone,reason', ...typed.map(({ text }) => `${cell(text)},${cell(reason)}`)].join('\r\n')], 'phones.csv');
}

const SIGNS = {
  'reply to': 'their reply to',
  'preference told to the vendor of': 'their word to WhatsApp about',
  sender: 'WhatsApp’s answer to',
};

/** Who or what put it there, in words. */
function by(source, senders) {
  const [, how, sender] = /^(reply to|preference told to the vendor of|sender) (\S+)$/.exec(source) ?? [];
  return how ? `${SIGNS[how]} ${senders.get(sender) ?? sender}` : source.replace(/^api /, '');
}
