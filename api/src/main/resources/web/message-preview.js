import { html, nothing } from './lit.js';
import { downloadUrl } from './api.js';
import { about, count, lasting, several } from './format.js';
import { isSeen } from './media-kinds.js';
import { filled } from './placeholders.js';
import { piecesOf } from './templates.js';
import { word } from './words.js';

/** What stands beside each step: the message of a real row, and what comes of it all. */
export class MessagePreview {
  #draft;
  #draw;
  #templates;
  #n = 0;

  /** @param templates those that the draft's numbers can send */
  constructor(draft, draw, templates) {
    this.#draft = draft;
    this.#draw = draw;
    this.#templates = templates;
  }

  get #samples() {
    return this.#draft.found?.samples ?? [];
  }

  /** The row that is shown; undefined: there is none. */
  get row() {
    return this.#samples[this.#n] ?? this.#samples[0];
  }

  template() {
    return html`
      <aside aria-label="What comes of it">
        ${this.#bubble()}
        ${this.#rows()}
        ${this.#summary()}
      </aside>`;
  }

  #bubble() {
    const { media, template } = this.#draft.spec;
    return html`
      <div class="phone-screen">
        <div class="bubble">
          ${this.#media(media)}
          ${template ? this.#template(template) : media?.caption ? html`<p class="caption" dir="auto">${this.#filled(media.caption)}</p>` : nothing}
          <small class="sent-at" aria-hidden="true">09:41 <span>✓✓</span></small>
        </div>
      </div>`;
  }

  #media(media) {
    const facts = this.#draft.found?.media;
    const { path, mediaVersion } = this.#draft;
    if (facts && isSeen(facts.type) && !media.url) {
      return html`<img class="media" alt="The ${word('media', facts.type)} that is sent" src="${downloadUrl(path)}/media#${mediaVersion}">`;
    }
    return html`<div class="media">${facts
      ? html`<b>${word('media', facts.type)}</b><span dir="auto">${media.fileName ?? media.url ?? ''}</span>`
      : html`<span class="quiet">Your picture, video or document</span>`}</div>`;
  }

  #template({ name, parameters = [] }) {
    const known = this.#templates.chosen;
    if (known) {
      return this.#known(known, parameters);
    }
    return html`
      <p>Template <b dir="auto">${name || '…'}</b></p>
      ${parameters.length > 0 ? html`<ol>${parameters.map(text => html`<li class="caption" dir="auto">${this.#filled(text)}</li>`)}</ol>` : nothing}`;
  }

  /** A template as people get it. */
  #known({ body, footer, buttons }, parameters) {
    return html`
      <p class="caption" dir="auto">${piecesOf(body).map(piece => {
        if (typeof piece === 'string') {
          return piece;
        }
        return parameters[piece - 1] ? this.#filled(parameters[piece - 1]) : html`<mark class="missing">{{${piece}}}</mark>`;
      })}</p>
      ${footer ? html`<p class="footer" dir="auto">${footer}</p>` : nothing}
      ${buttons.length > 0 ? html`<ul class="buttons" aria-label="Buttons">${buttons.map(text => html`<li dir="auto">${text}</li>`)}</ul>` : nothing}`;
  }

  #filled(text) {
    const { headers, phoneColumn } = this.#draft.found?.file ?? { headers: [], phoneColumn: '' };
    const { cells, phone } = this.row ?? { cells: [], phone: '' };
    return filled(text, { headers, phoneColumn, cells, phone }).map(piece => {
      if (typeof piece === 'string') {
        return piece;
      }
      return piece.missing ? html`<mark class="missing">${piece.missing}?</mark>` : html`<mark>${piece.value}</mark>`;
    });
  }

  /** Whose message it is, and the others that are worth a look. */
  #rows() {
    const samples = this.#samples;
    const { row } = this;
    if (!row) {
      return nothing;
    }
    const at = samples.indexOf(row);
    const go = by => {
      this.#n = (at + by + samples.length) % samples.length;
      this.#draw();
    };
    const step = (by, label, text) => (samples.length > 1
      ? html`<button type="button" class="link step" aria-label=${label} @click=${() => go(by)}>${text}</button>` : nothing);
    return html`
      <p class="whose">${step(-1, 'The message before', '‹')}
        <span aria-live="polite"><span dir="ltr">${row.phone}</span>, line ${count(row.line)}${this.#kind(row, samples)}</span>
        ${step(1, 'The next message', '›')}</p>`;
  }

  #kind(row, samples) {
    const length = ({ caption, parameters }) => (caption ?? (parameters ?? []).join('')).length;
    const longest = samples.length > 1 && samples.every(other => other === row || length(other) < length(row));
    return longest ? ' · longest' : '';
  }

  #summary() {
    const audience = this.#draft.found?.audience ?? this.#draft.campaign?.audience;
    const estimate = this.#draft.found?.estimate;
    if (!audience || audience.rows === 0) {
      return nothing;
    }
    const left = audience.rejected + audience.duplicates + audience.suppressed;
    return html`
      <dl class="outlook" aria-label="Summary">
        <div><dt>will get it</dt><dd data-count="accepted">${count(audience.accepted)}</dd></div>
        <div><dt>left out</dt><dd data-count="left">${count(left)}</dd></div>
        ${estimate?.finishesAt ? html`
          <div><dt>with ${several(estimate.bySender.length, 'number')}</dt><dd>${lasting(estimate.duration)}</dd></div>
          <div><dt>the last one</dt><dd class="until">${about(estimate.finishesAt)}</dd></div>`
          : estimate ? html`<div class="whole"><dt>none of the numbers can send now</dt><dd>–</dd></div>` : nothing}
      </dl>`;
  }
}
