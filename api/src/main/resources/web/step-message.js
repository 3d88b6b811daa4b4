import { html, nothing } from './lit.js';
import { Problem, downloadUrl } from './api.js';
import { dropZone } from './drop-zone.js';
import { count, nameOf, quoted, size } from './format.js';
import { allAllowed, isSeen, kindOf, takesCaption } from './media-kinds.js';
import { columnOf, columnsUsed, nearest, renamed, withFallback } from './placeholders.js';
import { TemplateChooser } from './template-chooser.js';
import { piecesOf } from './templates.js';
import { word } from './words.js';

const LONGEST_CAPTION = 1024;
const FALLBACK = 'friend'; // to be typed over
const AROUND = 24; // letters of a template's text on both sides of a place
const FEW_COLUMNS = 6;

/** The second step: what they get. */
export class MessageStep {
  #draft;
  #draw;
  #senders;
  #upload; // of a media file: `name`, `loaded`, `total`, `abort`
  #retry; // the file whose upload was broken
  #other = {}; // the text of the kind of message that is not chosen
  #templates;
  #chooser;
  #isTyping = false; // the template's name, instead of choosing one

  /**
   * @param senders answers with all numbers there are
   * @param templates those that the draft's numbers can send
   */
  constructor(draft, draw, senders, templates) {
    this.#draft = draft;
    this.#draw = draw;
    this.#senders = senders;
    this.#templates = templates;
    this.#chooser = new TemplateChooser(templates, draw);
  }

  get #limits() {
    return this.#draft.found?.limits ?? [];
  }

  /** The texts that are filled from columns, with the way to change each. */
  get #texts() {
    const { template, media } = this.#draft.spec;
    return template
      ? (template.parameters ?? []).map((text, n) => ({ id: `template-parameters-${n}`, text, set: to => this.#setParameter(n, to) }))
      : [{ id: 'media-caption', text: media?.caption ?? '', set: caption => this.#draft.set({ media: { caption: caption || null } }) }];
  }

  async #take(file) {
    const { type, fault } = kindOf(file, this.#limits);
    this.#draft.say('media', fault);
    this.#retry = undefined;
    if (fault) {
      this.#draw();
      return;
    }
    const fields = { media: { type, url: null, fileName: type === 'document' ? nameOf(file) : null } };
    const request = this.#draft.put('media', fields, file, (loaded, total) => {
      this.#upload = { ...this.#upload, loaded, total };
      this.#draw();
    });
    this.#upload = { name: file.name, loaded: 0, total: file.size, abort: request.abort };
    this.#draw();
    try {
      await request.done;
    } catch (problem) {
      this.#refused(problem, file);
    } finally {
      this.#upload = undefined;
      this.#draw();
    }
  }

  #refused(problem, file) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    this.#draft.say('media', problem.errors.length > 0
      ? problem.errors.map(({ message }) => `${quoted(file)} ${message}`).join(' ') : problem.message);
    this.#retry = problem.errors.length > 0 ? undefined : file;
  }

  template() {
    const { template, media } = this.#draft.spec;
    return html`
      ${this.#kind(Boolean(template))}
      ${this.#media()}
      ${template ? this.#template(template) : takesCaption(media?.type) ? this.#caption()
        : html`<p class="quiet">A ${word('media', media.type)} goes out without a text.</p>`}`;
  }

  #kind(isTemplate) {
    const others = this.#senders().filter(({ id, gateway }) => this.#draft.spec.senders?.includes(id) && gateway !== 'cloud');
    if (others.length > 0 && !isTemplate) {
      return nothing;
    }
    return html`
      <fieldset class="box">
        <legend>What kind of message?</legend>
        <ul class="choices">
          <li><label><input type="radio" name="kind" .checked=${!isTemplate} @change=${() => this.#choose(false)}>
            <span><b>Your own words</b> <small>only for people who wrote to you in the last 24 hours</small></span></label></li>
          <li><label><input type="radio" name="kind" .checked=${isTemplate} @change=${() => this.#choose(true)}>
            <span><b>A template that Meta has approved</b> <small>reaches everybody</small></span></label></li>
        </ul>
      </fieldset>`;
  }

  #choose(isTemplate) {
    const { template, media } = this.#draft.spec;
    if (isTemplate) {
      this.#other.caption = media?.caption;
      this.#draft.change({ template: this.#other.template ?? { name: '', language: 'en', parameters: [] }, media: { caption: null } });
    } else {
      this.#other.template = template;
      this.#draft.change({ template: null, media: { caption: this.#other.caption ?? null } });
    }
  }

  #media() {
    const facts = this.#draft.found?.media;
    const limit = this.#limits.find(({ type }) => type === this.#draft.media.type);
    const errors = this.#draft.errorsOf('media', 'media.type', 'media.url', 'media.fileName')
      .filter(({ field }) => field !== 'media.caption');
    return html`
      <section class="box">
        <h2>Picture, video or document</h2>
        ${this.#upload ? this.#uploading() : dropZone({
          id: 'media',
          label: 'Picture, video or document',
          accept: this.#limits.flatMap(({ mimeTypes }) => mimeTypes).join(','),
          describedby: 'media-errors',
          take: file => this.#take(file),
          content: facts ? this.#facts(facts, limit) : html`<b>Drop it here</b>, or <u>choose a file</u>
            <small>${allAllowed(this.#limits.filter(({ type }) => type === 'image' || type === 'video')).join(' · ')}</small>`,
        })}
        <div role="alert" id="media-errors">
          ${this.#draft.said.media ? html`<div class="problem"><p>${this.#draft.said.media}</p></div>` : nothing}
          ${errors.length > 0 ? html`<div class="problem">${errors.map(({ message }) =>
            html`<p>It ${message}</p>`)}</div>` : nothing}
        </div>
        ${this.#retry ? html`<button type="button" @click=${() => this.#take(this.#retry)}>Try again</button>` : nothing}
        ${facts?.type === 'document' ? this.#fileName() : nothing}
        <details class="more" ?open=${Boolean(this.#draft.media.url)}>
          <summary>It is on the web already</summary>
          <label for="media-url">Its address</label>
          <input id="media-url" type="url" inputmode="url" placeholder="https://" autocomplete="off" .value=${this.#draft.media.url ?? ''}
            @change=${({ target }) => this.#draft.change({ media: { url: target.value.trim() || null } })}>
          <small class="note">It must be public and lead to the ${word('media', this.#draft.media.type ?? 'image')} itself.</small>
          <label for="media-type">What it is</label>
          <select id="media-type" class="filter" @change=${({ target }) => this.#draft.change({ media: { type: target.value } })}>
            ${this.#limits.map(({ type }) => html`
              <option value=${type} ?selected=${type === this.#draft.media.type}>${word('media', type)}</option>`)}
          </select>
        </details>
      </section>`;
  }

  #uploading() {
    const { name, loaded, total, abort } = this.#upload;
    return html`
      <p role="status" aria-busy="true">Uploading <span dir="auto">${name}</span>: ${size(loaded)} of ${size(total)}</p>
      <progress max=${total || 1} value=${loaded} aria-label="Upload"></progress>
      <button type="button" class="secondary outline small" @click=${abort}>Stop</button>`;
  }

  #facts({ type, bytes, width, height }, limit) {
    const { media, campaign } = this.#draft;
    return html`
      <span class="media-facts">
        ${isSeen(type) && !media.url
          ? html`<img class="thumbnail" alt="" src="${downloadUrl(this.#draft.path)}/media#${this.#draft.mediaVersion}">`
          : html`<span class="thumbnail"></span>`}
        <span><b dir="auto">${media.fileName ?? media.url ?? `Your ${word('media', type ?? campaign.spec.media.type)}`}</b>
          <small>${[width && `${count(width)} × ${count(height)}`,
            bytes && (limit ? `${size(bytes)} of ${size(limit.maxBytes)} allowed` : size(bytes))].filter(Boolean).join(' · ')} ✓</small></span>
        <u>Replace</u>
      </span>`;
  }

  #fileName() {
    return html`
      <label for="media-fileName">Name of the file that people see</label>
      <input id="media-fileName" autocomplete="off" dir="auto" .value=${this.#draft.media.fileName ?? ''}
        @change=${({ target }) => this.#draft.change({ media: { fileName: target.value.trim() || null } })}>`;
  }

  #caption() {
    const errors = this.#draft.errorsOf('media.caption');
    const [caption] = this.#texts;
    return html`
      <section class="box">
        <div class="heading"><h2><label for="media-caption">Text</label></h2>${this.#length()}</div>
        <textarea id="media-caption" rows="5" dir="auto" .value=${caption.text} placeholder="Hello {{name}}, …"
          aria-invalid=${errors.length > 0 ? 'true' : nothing} aria-describedby="media-caption-notes"
          @input=${({ target }) => caption.set(target.value)} @change=${() => this.#draft.save()}></textarea>
        ${this.#columns('media-caption', 'Put a column into the text')}
        <div id="media-caption-notes" role="status">${this.#notes(errors)}</div>
      </section>`;
  }

  #length() {
    const longest = Math.max(0, ...(this.#draft.found?.samples ?? []).map(({ caption }) => caption?.length ?? 0));
    return longest > 0 ? html`<span class="quiet">longest message: ${count(longest)} of ${count(LONGEST_CAPTION)}</span>` : nothing;
  }

  /** A button for each column, which puts it into the field with that id, where the cursor is. */
  #columns(id, label) {
    const file = this.#draft.found?.file;
    const usable = (file?.headers ?? []).map((header, n) => ({ header, empty: file.emptyCells[n] }))
      .filter(({ header }) => header.trim() && !/[{}|]/.test(header));
    const buttons = () => html`
      <ul class="chips-to-use" aria-label=${label}>
        ${usable.map(({ header, empty }) => html`
          <li><button type="button" class="chip" @click=${() => this.#insert(id, `{{${header.trim()}}}`)}>+ <span dir="auto">${header}</span>
            ${empty > 0 ? html`<small>${count(empty)} empty</small>` : nothing}</button></li>`)}
      </ul>`;
    if (usable.length === 0) {
      return nothing;
    }
    return usable.length > FEW_COLUMNS && id !== 'media-caption'
      ? html`<details class="more"><summary>${label}</summary>${buttons()}</details>` : buttons();
  }

  #insert(id, text) {
    const field = document.getElementById(id);
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    this.#draft.save();
  }

  /** What is wrong with the columns that the texts name, or would leave people out, each with what cures it. */
  #notes(errors) {
    const file = this.#draft.found?.file;
    if (!file) {
      return errors.map(({ message }) => html`<p class="bad">${message}</p>`);
    }
    const used = columnsUsed(this.#texts.map(({ text }) => text)).filter(({ name }) => name.toLowerCase() !== 'phone');
    const unknown = used.filter(({ name }) => columnOf(file.headers, name) < 0);
    const bare = used.map(({ name, bare: isBare }) => ({ name, empty: isBare && file.emptyCells[columnOf(file.headers, name)] }))
      .filter(({ empty }) => empty > 0);
    const said = unknown.length > 0 ? [] : errors; // the server says the same of them
    return html`
      ${unknown.map(({ name }) => this.#unknown(name, nearest(file.headers, name)))}
      ${said.map(({ message }) => html`<p class="bad">${message}</p>`)}
      ${bare.map(({ name, empty }) => html`
        <p class="warn">${count(empty)} ${empty === 1 ? 'row has' : 'rows have'} no <b dir="auto">${name}</b>, and would be left out.
          <button type="button" class="link" @click=${() => this.#addFallback(name)}>Add a fallback</button></p>`)}`;
  }

  #unknown(name, meant) {
    return html`
      <p class="bad">Your list has no column <b dir="auto">${name}</b>.
        ${meant
          ? html`<button type="button" class="link" @click=${() => this.#each(text => renamed(text, name, meant))}>Use
              <span dir="auto">${meant}</span></button>`
          : 'Choose one of the columns above.'}</p>`;
  }

  #each(change) {
    this.#texts.filter(({ text }) => change(text) !== text).forEach(({ text, set }) => set(change(text)));
    this.#draft.save();
  }

  /** Selected, to be typed over with what suits. */
  async #addFallback(name) {
    const { id } = this.#texts.find(({ text }) => withFallback(text, name, FALLBACK) !== text);
    this.#each(text => withFallback(text, name, FALLBACK));
    await this.#draw();
    const field = document.getElementById(id);
    const at = field.value.indexOf(`|${FALLBACK}}}`) + 1;
    field.focus();
    field.setSelectionRange(at, at + FALLBACK.length);
  }

  #template(template) {
    const { chosen: known, isKnown, isLoading } = this.#templates;
    const { name, parameters = [] } = template;
    const isTyped = this.#isTyping || (!isLoading && (!isKnown || Boolean(name && !known)));
    const errors = name || isTyped ? this.#draft.errorsOf('template') : []; // one is still to be chosen
    const [ofPlaces, ofName] = [true, false].map(is => errors.filter(({ field }) => field.startsWith('template.parameters') === is));
    return html`
      <section class="box">
        <h2>Template</h2>
        ${this.#chooser.template(template, one => this.#chooseTemplate(one))}
        <details class="more" ?open=${isTyped}>
          <summary>Type its name</summary>
          ${this.#names(template)}
        </details>
        <div role="status">${(known ? [] : ofName).map(({ field, message }) => html`
          <p class="bad">${{ 'template.name': 'Its name', 'template.language': 'Its language' }[field] ?? 'The template'} ${message}.</p>`)}
          ${known ? this.#head(known) : nothing}</div>
        ${parameters.length > 0 || isTyped ? html`<h3>What fills its places</h3>` : nothing}
        <ol class="places">${this.#texts.map((text, n) => this.#place(text, n, known))}</ol>
        ${known?.places === parameters.length || (!name && !isTyped) ? nothing : html`
          <div class="actions">
            <button type="button" class="secondary outline small" @click=${() => this.#setPlaces([...parameters, ''])}>One place more</button>
            ${parameters.length > 0 ? html`
              <button type="button" class="secondary outline small" @click=${() => this.#setPlaces(parameters.slice(0, -1))}>One fewer</button>` : nothing}
          </div>`}
        <div role="status">${this.#notes(ofPlaces)}</div>
      </section>`;
  }

  #names({ name, language }) {
    const field = (id, label, value, set, hint) => html`
      <div><label for=${id}>${label}</label>
        <input id=${id} autocomplete="off" .value=${value ?? ''} @input=${({ target }) => { this.#isTyping = true; set(target.value.trim()); }}
          @change=${() => this.#draft.save()}><small class="note">${hint}</small></div>`;
    return html`
      <div class="grid">
        ${field('template-name', 'Its name at Meta', name, to => this.#draft.set({ template: { name: to } }), 'As WhatsApp Manager shows it.')}
        ${field('template-language', 'Language', language, to => this.#draft.set({ template: { language: to } }), 'en, en_US, hi, …')}
      </div>`;
  }

  /** What a template needs at its head and the draft does not have. */
  #head({ header }) {
    const type = this.#draft.found?.media?.type;
    return type === header ? nothing : html`
      <p class="warn">This template has a ${word('media', header)} at its head${type ? `, and yours is a ${word('media', type)}` : ''}:
        choose a ${word('media', header)} above.</p>`;
  }

  #place({ id, text, set }, n, known) {
    return html`
      <li>${known ? this.#around(known.body, n + 1) : nothing}
        <input id=${id} dir="auto" autocomplete="off" aria-label="Place ${n + 1}" .value=${text}
          @input=${({ target }) => set(target.value)} @change=${() => this.#draft.save()}>
        ${this.#columns(id, 'Put a column there')}</li>`;
  }

  /** Where in its text a place is. */
  #around(body, place) {
    const pieces = piecesOf(body);
    const at = pieces.indexOf(place);
    const beside = piece => (typeof piece === 'string' ? piece : '');
    return at < 0 ? nothing : html`
      <small class="note" dir="auto">…${beside(pieces[at - 1]).slice(-AROUND)}<b>{{${place}}}</b>${beside(pieces[at + 1]).slice(0, AROUND)}…</small>`;
  }

  /** The texts of its places stay where it has as many. */
  #chooseTemplate({ name, language, places }) {
    const { parameters = [] } = this.#draft.spec.template;
    this.#isTyping = false;
    this.#draft.change({ template: { name, language, parameters: Array.from({ length: places }, (_, n) => parameters[n] ?? '') } });
  }

  #setParameter(n, text) {
    this.#draft.set({ template: { parameters: this.#draft.spec.template.parameters.with(n, text) } });
  }

  #setPlaces(parameters) {
    this.#draft.change({ template: { parameters } });
  }
}
