import { html, nothing } from './lit.js';
import { get } from './api.js';
import { FieldErrors } from './field-errors.js';
import { Posting, currentPosting } from './posting.js';
import { postingState } from './posting-state.js';
import { Preflight } from './preflight.js';
import { badge } from './progress.js';
import { may } from './role.js';
import { NO_SENDERS } from './senders.js';

const TYPES = ['image', 'video', 'audio', 'document', 'sticker'];
const WITHOUT_CAPTION = ['audio', 'sticker'];

const NOT_POSTED = 'The campaign was not posted.';

const LABELS = {
  name: 'Name',
  senders: 'Senders',
  'media.type': 'Media type',
  media: 'Media',
  'media.fileName': 'File name',
  'media.caption': 'Caption',
  recipients: 'Recipients',
  'columns.phone': 'Phone column',
  defaultRegion: 'Default region',
  encoding: 'Encoding',
  sheet: 'Sheet',
};

// Those that CSV files are still saved in; any other can be typed.
const ENCODINGS = ['UTF-8', 'UTF-16', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254',
  'windows-1255', 'windows-1256', 'Big5', 'EUC-KR', 'GB18030', 'KOI8-R', 'Shift_JIS'];

/** The form that posts a campaign. */
export class NewCampaignView {
  title = 'New campaign';
  #draw;
  #senders;
  #sendersProblem;
  #type = 'image';
  #source = 'file';
  #errors = new FieldErrors(LABELS);
  #preflight;
  #posting;
  #discarded = false;

  constructor(draw) {
    this.#draw = draw;
    this.#preflight = new Preflight(draw, LABELS);
  }

  async open() {
    this.#posting = currentPosting();
    this.#posting?.watch(this.#watcher);
    try {
      this.#senders = (await get('/senders')).items;
      this.#sendersProblem = undefined;
    } catch (problem) {
      this.#sendersProblem = problem;
    }
    this.#draw();
  }

  close() {
    this.#preflight.close();
    this.#posting?.unwatch();
  }

  #watcher = { draw: () => this.#draw(), ended: outcome => this.#ended(outcome) };

  async #submit(event) {
    event.preventDefault();
    if (this.#posting) {
      return;
    }
    const values = new FormData(event.target);
    const missing = missingFields(values);
    if (missing.length > 0) {
      await this.#refuse(NOT_POSTED, missing);
      return;
    }
    this.#errors.clear();
    this.#discarded = false;
    this.#posting = new Posting({ name: values.get('name').trim(), start: values.get('start') === 'now' });
    this.#posting.post(parts(values));
    this.#posting.watch(this.#watcher);
  }

  async #ended({ campaign, problem, discarded }) {
    this.#posting = undefined;
    this.#discarded = discarded;
    if (problem) {
      await this.#refuse(problem.errors.length > 0 ? NOT_POSTED : problem.message, problem.errors);
    } else if (campaign) {
      location.hash = `#/campaigns/${encodeURIComponent(campaign.id)}`;
    }
    this.#draw();
  }

  async #refuse(message, errors) {
    this.#errors.show(message, errors);
    await this.#draw();
    document.getElementById('errors')?.focus(); // gone, where the reader has left for another place
  }

  #changed({ name, value }) {
    if (name === 'type') {
      this.#type = value;
      this.#draw();
    } else if (name === 'source') {
      this.#source = value;
      this.#draw();
    }
  }

  /** The media is looked at when it is posted: it may be large, and its caption is what the recipients' columns fill. */
  #look(form) {
    const values = new FormData(form);
    const { media, ...spec } = specOf(values);
    this.#preflight.look(values.get('recipients'), { ...spec, media: { type: media.type, caption: media.caption } });
  }

  template() {
    return html`
      <h1>New campaign</h1>
      ${may('marketer') ? this.#form() : html`<p>Posting a campaign needs a token with the role marketer.</p>`}`;
  }

  #form() {
    return html`
      ${this.#errors.summary()}
      <form class="narrow" novalidate @submit=${event => this.#submit(event)} @input=${event => this.#changed(event.target)}
        @change=${event => this.#look(event.currentTarget)}>
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="off"
          aria-invalid=${this.#errors.invalid('name')} aria-describedby="name-note">
        ${this.#errors.note('name')}
        ${this.#senderChoice()}
        ${this.#media()}
        ${this.#recipients()}
        <fieldset>
          <legend>When it is posted</legend>
          <label><input type="radio" name="start" value="now" checked> Start now</label>
          <label><input type="radio" name="start" value="later"> Keep it as a draft</label>
          <label><input type="checkbox" name="allowRepeat"> Even if the same went to the same people in the last 24 hours</label>
        </fieldset>
        ${this.#posting ? postingState(this.#posting) : html`<button>Post the campaign</button>`}
        ${this.#discarded ? html`<p role="status">The draft is discarded: nothing of it was sent.</p>` : nothing}
      </form>`;
  }

  #senderChoice() {
    return html`
      <fieldset id="senders" tabindex="-1" aria-describedby="senders-note">
        <legend>Senders</legend>
        ${this.#sendersProblem ? html`<p class="problem" role="alert">${this.#sendersProblem.message}</p>` : nothing}
        ${this.#senders?.length === 0 ? html`<p class="problem">${NO_SENDERS}</p>` : nothing}
        ${this.#senders?.map(sender => html`
          <label>
            <input type="checkbox" name="senders" value=${sender.id} aria-invalid=${this.#errors.invalid('senders')}>
            ${sender.name} <span class="quiet">${sender.id}, ${sender.gateway}</span> ${badge(sender.status, 'sender')}
          </label>`)}
        ${this.#errors.note('senders', 'The recipients are shared among them.')}
      </fieldset>`;
  }

  #media() {
    const byFile = this.#source === 'file';
    return html`
      <fieldset>
        <legend>Media</legend>
        <label for="media-type">Media type</label>
        <select id="media-type" name="type"
          aria-invalid=${this.#errors.invalid('media.type')} aria-describedby="media-type-note">
          ${TYPES.map(type => html`<option>${type}</option>`)}
        </select>
        ${this.#errors.note('media.type')}
        <label><input type="radio" name="source" value="file" checked> A file</label>
        <label><input type="radio" name="source" value="url"> An address on the web</label>
        ${byFile
          ? html`<input id="media" name="file" type="file" aria-label="Media file"
              aria-invalid=${this.#errors.invalid('media')} aria-describedby="media-note">`
          : html`<input id="media" name="url" type="url" inputmode="url" aria-label="Address of the media"
              placeholder="https://" aria-invalid=${this.#errors.invalid('media')} aria-describedby="media-note">`}
        ${this.#errors.note('media', byFile ? nothing : 'It must be public and lead to the file itself.')}
        <div ?hidden=${this.#type !== 'document'}>
          <label for="media-fileName">File name that recipients see (optional)</label>
          <input id="media-fileName" name="fileName" autocomplete="off"
            aria-invalid=${this.#errors.invalid('media.fileName')} aria-describedby="media-fileName-note">
          ${this.#errors.note('media.fileName')}
        </div>
        <div ?hidden=${WITHOUT_CAPTION.includes(this.#type)}>
          <label for="media-caption">Caption (optional)</label>
          <textarea id="media-caption" name="caption" rows="4"
            aria-invalid=${this.#errors.invalid('media.caption')} aria-describedby="media-caption-note"></textarea>
          ${this.#errors.note('media.caption', html`<code>{{name}}</code> becomes what the recipient’s column “name”
            holds; <code>{{name|friend}}</code> says “friend” where it is empty.`)}
        </div>
      </fieldset>`;
  }

  #recipients() {
    return html`
      <fieldset>
        <legend>Recipients</legend>
        <label for="recipients">File (CSV or Excel)</label>
        <input id="recipients" name="recipients" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv"
          aria-invalid=${this.#errors.invalid('recipients')} aria-describedby="recipients-note">
        ${this.#errors.note('recipients', 'One row per recipient, with a header; one column holds the phone.')}
        ${this.#preflight.template()}
        <label for="defaultRegion">Default region (optional)</label>
        <input id="defaultRegion" name="defaultRegion" class="short" maxlength="2" autocomplete="off" placeholder="IN"
          aria-invalid=${this.#errors.invalid('defaultRegion')} aria-describedby="defaultRegion-note">
        ${this.#errors.note('defaultRegion', 'Two letters. Phones without a country code are read as numbers of that country; '
          + 'leave it empty where every phone has one.')}
        <label for="columns-phone">Phone column (optional)</label>
        <input id="columns-phone" name="phoneColumn" autocomplete="off"
          aria-invalid=${this.#errors.invalid('columns.phone')} aria-describedby="columns-phone-note">
        ${this.#errors.note('columns.phone', 'Its header, if it is not one of the usual ones: phone, mobile, number, …')}
        <label for="encoding">Encoding (optional)</label>
        <input id="encoding" name="encoding" class="short" list="encodings" autocomplete="off" placeholder="UTF-8"
          aria-invalid=${this.#errors.invalid('encoding')} aria-describedby="encoding-note">
        <datalist id="encodings">${ENCODINGS.map(name => html`<option value=${name}></option>`)}</datalist>
        ${this.#errors.note('encoding', 'How the file was saved, where Drumbeat cannot tell: windows-1251 for Cyrillic'
          + ' from Excel, for example.')}
        <label for="sheet">Sheet (optional)</label>
        <input id="sheet" name="sheet" autocomplete="off"
          aria-invalid=${this.#errors.invalid('sheet')} aria-describedby="sheet-note">
        ${this.#errors.note('sheet', 'Of an Excel workbook, if it is not the first.')}
      </fieldset>`;
  }
}

/** What is missing so plainly that no file need travel to learn it. All else the server knows better. */
function missingFields(values) {
  const missing = [];
  const require = (present, field, message) => {
    if (!present) {
      missing.push({ field, message });
    }
  };
  require(values.get('name').trim(), 'name', 'is required');
  require(values.has('senders'), 'senders', 'at least one is required');
  require(values.has('file') ? values.get('file').name : values.get('url').trim(), 'media', 'is required');
  require(values.get('recipients').name, 'recipients', 'a file is required');
  return missing;
}

function parts(values) {
  const form = new FormData();
  form.append('spec', new Blob([JSON.stringify(specOf(values))], { type: 'application/json' }));
  form.append('recipients', values.get('recipients'));
  if (values.has('file')) {
    form.append('media', values.get('file'));
  }
  return form;
}

function specOf(values) {
  const text = name => values.get(name)?.trim() || undefined; // JSON leaves out what is undefined
  const type = values.get('type');
  const phone = text('phoneColumn');
  return {
    name: text('name'),
    senders: values.getAll('senders'),
    media: {
      type,
      url: text('url'),
      fileName: type === 'document' ? text('fileName') : undefined,
      caption: WITHOUT_CAPTION.includes(type) ? undefined : values.get('caption') || undefined,
    },
    defaultRegion: text('defaultRegion')?.toUpperCase(),
    encoding: text('encoding'),
    sheet: text('sheet'),
    columns: phone && { phone },
    allowRepeat: values.has('allowRepeat') || undefined,
    start: false, // it is started once it is there
  };
}
