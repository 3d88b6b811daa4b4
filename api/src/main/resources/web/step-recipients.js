import { html, nothing } from './lit.js';
import { downloadUrl } from './api.js';
import { dropZone } from './drop-zone.js';
import { count, people, several, size } from './format.js';
import { ListUpload } from './list-upload.js';
import { regionName, regionOptions } from './regions.js';
import { reject } from './words.js';

// Those that CSV files are still saved in; any other can be typed.
const ENCODINGS = ['UTF-8', 'UTF-16', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254',
  'windows-1255', 'windows-1256', 'Big5', 'EUC-KR', 'GB18030', 'KOI8-R', 'Shift_JIS'];

const READING_FIELDS = ['recipients', 'columns', 'defaultRegion', 'phoneFormat', 'encoding', 'sheet'];

/** The first step: who gets it. */
export class RecipientsStep {
  #draft;
  #draw;
  #made;
  #upload;
  #guesses = {};

  /** @param made called once the draft is there */
  constructor(draft, draw, made) {
    this.#draft = draft;
    this.#draw = draw;
    this.#made = made;
  }

  /** Whether a list is on its way, or waits for somebody to say how it is read. */
  get isAtWork() {
    return this.#upload !== undefined;
  }

  async #take(file) {
    this.#upload?.stop();
    const upload = new ListUpload(file, this.#draft, this.#draw);
    this.#upload = upload;
    await this.#follow(upload, () => upload.send());
  }

  /** What comes of it outlives the page: a browser keeps no files, so whoever comes back is told which one is missing, and why. */
  async #follow(upload, sending) {
    const { name } = upload.file;
    this.#draft.say('recipients', { name, errors: [] });
    const isThere = await sending();
    if (upload !== this.#upload) {
      return;
    }
    if (isThere) {
      this.#draft.say('recipients', undefined);
      this.#guesses = upload.guesses;
      this.#upload = undefined;
      this.#made();
      this.#draw(); // what was drawn last had the upload still
    } else if (upload.problem?.status !== 0) { // where nobody answered, leaving the page may be why
      this.#draft.say('recipients', { name, errors: upload.errors, message: upload.problem?.message });
    }
  }

  /** Has the list read otherwise, the one that is on its way or the one that is there. */
  async #read(fields) {
    const upload = this.#upload;
    if (upload) {
      await this.#follow(upload, () => upload.read(fields));
    } else {
      this.#guesses = {};
      this.#draft.change(fields);
    }
  }

  template() {
    const upload = this.#upload;
    const has = this.#draft.campaign?.audience.rows > 0;
    const said = upload ? undefined : this.#draft.said.recipients;
    return html`
      ${upload ? this.#onItsWay(upload) : said ? this.#left(said) : has ? this.#there() : this.#nothingYet()}
      ${said || upload?.phase === 'asking' ? html`
        <p><button type="button" class="secondary outline small" @click=${() => this.#stop()}
          >${has ? 'Go on with the list that is there' : 'Forget this file'}</button></p>` : nothing}
      ${upload?.phase === 'asking' || said || (has && !upload) ? this.#again() : nothing}`;
  }

  /** A file of before this page was loaded, which is not in the draft. */
  #left({ name, errors, message }) {
    return html`
      <section class="box">
        <h2 dir="auto">${name}</h2>
        <div class="problem" role="alert" id="recipients-errors">
          ${errors.map(error => html`<p>${error.message}</p>`)}
          ${errors.length > 0 ? nothing : html`<p>${message ?? 'The page was left before Drumbeat had said that all of it is there.'}</p>`}
        </div>
      </section>`;
  }

  #nothingYet() {
    return html`
      <section class="box">
        <h2>Who should get it?</h2>
        ${this.#drop(html`<b>Drop your list here</b>, or <u>choose a file</u>
          <small>Excel or CSV, as it is. One row for each person, names of the columns on top.</small>`)}
      </section>`;
  }

  #drop(content) {
    return dropZone({
      id: 'recipients',
      label: 'Your list (CSV or Excel)',
      accept: '.csv,.tsv,.txt,.xlsx,.xlsm,text/csv',
      content,
      describedby: 'recipients-errors',
      take: file => this.#take(file),
    });
  }

  #again() {
    return html`<section class="again">
      ${this.#drop(html`<b>Upload your file again</b> once it is corrected: drop it here, or <u>choose it</u>`)}
    </section>`;
  }

  #onItsWay(upload) {
    const { phase, file, glance, loaded, total } = upload;
    return html`
      <section class="box" aria-busy=${phase === 'asking' ? nothing : 'true'}>
        <h2 dir="auto">${file.name}</h2>
        <p role="status" class="quiet">${{
          looking: 'Looking at the first rows …',
          sending: loaded < total ? html`Uploading: ${size(loaded)} of ${size(total)}` : 'All is there; the rows are being read …',
          asking: nothing,
        }[phase]}</p>
        ${phase === 'sending' ? html`<progress max=${total || 1} value=${loaded} aria-label="Upload"></progress>` : nothing}
        ${phase === 'asking' ? this.#asking(upload) : nothing}
        ${glance ? this.#rows(glance.headers, glance.firstRows, upload.reading.columns?.phone ?? glance.phoneColumn) : nothing}
        ${phase === 'sending'
          ? html`<button type="button" class="secondary outline small" @click=${() => this.#stop()}>Stop</button>` : nothing}
      </section>`;
  }

  #stop() {
    this.#upload?.stop();
    this.#upload = undefined;
    this.#draft.say('recipients', undefined);
    this.#draw();
  }

  #asking(upload) {
    const { errors, glance, problem } = upload;
    if (errors.length === 0) {
      return html`
        <div class="problem" role="alert" id="recipients-errors"><p>${problem?.message ?? 'It is not uploaded yet.'}</p></div>
        <button type="button" @click=${() => this.#read({})}>Try again</button>`;
    }
    const noColumn = glance && !glance.phoneColumn && !upload.reading.columns;
    const noRegion = errors.some(({ field }) => field === 'defaultRegion');
    return html`
      <div class="problem" role="alert" id="recipients-errors">
        ${noColumn ? html`<p>None of the columns is called phone or mobile. <b>Which one has the phone numbers?</b></p>`
          : noRegion ? html`<p>These numbers have no country code. <b>Which country are they of?</b></p>`
          : errors.map(({ message }) => html`<p>${message}</p>`)}
      </div>
      ${glance ? this.#how(glance.headers, upload.reading, noRegion) : this.#more(upload.reading)}`;
  }

  #there() {
    const { campaign, found, spec } = this.#draft;
    const errors = this.#draft.errorsOf(...READING_FIELDS);
    const file = found?.file;
    return html`
      <section class="box">
        <h2>${people(campaign.audience.accepted)} can get it</h2>
        ${this.#figures(campaign.audience)}
        ${errors.length > 0
          ? html`<div class="problem" role="alert" id="recipients-errors">${errors.map(({ message }) => html`<p>${message}</p>`)}</div>`
          : nothing}
        ${file ? this.#how(file.headers, { ...spec, columns: { phone: spec.columns?.phone ?? file.phoneColumn } }) : nothing}
        ${file ? this.#rows(file.headers, file.firstRows, file.phoneColumn) : html`<p aria-busy="true">Reading the list</p>`}
      </section>
      ${found?.rejects?.length > 0 ? this.#rejects(found, campaign) : nothing}`;
  }

  #figures({ rows, rejected, duplicates, suppressed }) {
    const part = (number, text) => (number > 0 ? html`<li><b>${count(number)}</b> ${text}</li>` : nothing);
    return html`
      <ul class="tally">
        <li><b>${count(rows)}</b> ${rows === 1 ? 'row' : 'rows'} in the file</li>
        ${part(rejected, 'with errors')}
        ${part(duplicates, 'there twice')}
        ${part(suppressed, 'on the Do-not-send list')}
      </ul>`;
  }

  /** How the list is read, to be put right. */
  #how(headers, reading, asksRegion = false) {
    const { column, region, why } = { ...this.#guesses, ...this.#upload?.guesses };
    const phone = reading.columns?.phone;
    return html`
      <div class="grid how">
        <div>
          <label for="columns-phone">Phone numbers are in</label>
          <select id="columns-phone" @change=${({ target }) => this.#read({ columns: { phone: target.value } })}>
            ${phone && headers.includes(phone) ? nothing : html`<option value="" disabled selected>Choose a column</option>`}
            ${headers.filter(header => header.trim()).map(header =>
              html`<option value=${header} ?selected=${header.trim() === phone}>${header}</option>`)}
          </select>
          <small class="note">${column && column === phone ? 'Most of its cells look like phone numbers.' : nothing}</small>
        </div>
        <div>
          <label for="defaultRegion">Numbers without a country code are of</label>
          <select id="defaultRegion" @change=${({ target }) => this.#read({ defaultRegion: target.value || null })}>
            <option value="" ?selected=${!reading.defaultRegion}>${asksRegion ? 'Choose the country' : 'no country: all have their code'}</option>
            ${regionOptions(reading.defaultRegion, this.#upload?.glance?.regions?.map(fit => fit.region))}
          </select>
          <small class="note">${region && region === reading.defaultRegion
            ? `${regionName(region)}, it seems: ${why}.` : nothing}</small>
        </div>
      </div>
      ${this.#more(reading)}`;
  }

  #more(reading) {
    const text = (id, label, hint, list) => html`
      <div>
        <label for=${id}>${label}</label>
        <input id=${id} list=${list ?? nothing} autocomplete="off" .value=${reading[id] ?? ''}
          @change=${({ target }) => this.#read({ [id]: target.value.trim() || null })}>
        <small class="note">${hint}</small>
      </div>`;
    return html`
      <details class="more" ?open=${Boolean(reading.encoding || reading.sheet)}>
        <summary>Strange letters, or the wrong sheet?</summary>
        <div class="grid">
          ${text('encoding', 'How the file was saved', 'windows-1251 for Cyrillic from Excel, for example.', 'encodings')}
          ${text('sheet', 'Sheet of the workbook', 'If it is not the first.')}
        </div>
        <datalist id="encodings">${ENCODINGS.map(name => html`<option value=${name}></option>`)}</datalist>
      </details>`;
  }

  #rows(headers, rows, phone) {
    const marked = headers.findIndex(header => header.trim() === phone);
    return html`
      <div class="wide" tabindex="0" role="region" aria-label="First rows">
        <table class="rows">
          <thead><tr>${headers.map((header, column) => html`
            <th scope="col" dir="auto" data-phone=${column === marked ? 'true' : nothing}>${header}
              ${column === marked ? html`<span class="visually-hidden">(phone numbers)</span>` : nothing}</th>`)}</tr></thead>
          <tbody>${rows.map(row => html`
            <tr>${headers.map((_, column) => html`
              <td dir="auto" data-phone=${column === marked ? 'true' : nothing}>${row[column]}</td>`)}</tr>`)}</tbody>
        </table>
      </div>`;
  }

  #rejects({ rejects, file, audience }, campaign) {
    const left = audience.rejected + audience.duplicates + audience.suppressed;
    return html`
      <section class="box">
        <div class="heading">
          <h2>Left out: ${several(left, 'row')}</h2>
          <a href=${downloadUrl(`/campaigns/${encodeURIComponent(campaign.id)}/rejects.csv`)} download>Download
            ${rejects.length < left ? `all ${count(left)}` : 'them'}</a>
        </div>
        <div class="wide rejects" tabindex="0" role="region" aria-label="Rows left out">
          <table class="rows">
            <thead><tr><th scope="col">Line</th><th scope="col">What to do</th>
              ${file.headers.map(header => html`<th scope="col" dir="auto">${header}</th>`)}</tr></thead>
            <tbody>${rejects.map(({ line, code, cells }) => html`
              <tr>
                <td class="number">${count(line)}</td>
                <td class="cure"><b>${reject(code).text}.</b> ${reject(code).remedy}</td>
                ${file.headers.map((header, column) => html`
                  <td dir="auto" data-bad=${code.startsWith('phone_') && header.trim() === file.phoneColumn ? 'true' : nothing}
                    >${cells[column]}</td>`)}
              </tr>`)}</tbody>
          </table>
        </div>
        ${rejects.length < left ? html`<p class="quiet">The first ${count(rejects.length)} are shown.</p>` : nothing}
      </section>`;
  }
}
