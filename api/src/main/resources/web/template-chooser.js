import { html, nothing } from './lit.js';
import { count } from './format.js';
import { isSame } from './templates.js';
import { word } from './words.js';

const SHOWN = 30;
const FEW = 6;
const MEDIA = ['image', 'video', 'document'];

const languages = new Intl.DisplayNames(['en'], { type: 'language' });

function languageName(code) {
  try {
    return languages.of(code.replace('_', '-'));
  } catch {
    return code; // none that this browser knows
  }
}

/** What a template has at its head, in words. */
const head = ({ header }) => (MEDIA.includes(header) ? `with a ${word('media', header)}` : header ? `with a ${header}` : 'text only');

/** The approved templates of the chosen numbers, from which one is chosen. */
export class TemplateChooser {
  #templates;
  #draw;
  #sought = '';

  constructor(templates, draw) {
    this.#templates = templates;
    this.#draw = draw;
  }

  /**
   * @param chosen the draft's `name` and `language`
   * @param choose is called with the template that is chosen instead
   */
  template(chosen, choose) {
    const { all, isLoading, isKnown, unknown } = this.#templates;
    return html`
      <div role="status">
        ${isLoading ? html`<p aria-busy="true">Asking for the approved templates</p>` : nothing}
        ${unknown.map(why => html`<p class="warn">${why}</p>`)}
        ${isKnown && !isLoading && all.length === 0
          ? html`<p class="warn">There is no approved template${unknown.length > 0 ? '' : ' that all of your numbers have'}: make one in
              WhatsApp Manager, and have it approved.</p>` : nothing}
      </div>
      ${unknown.length > 0 ? html`<button type="button" class="link" @click=${() => this.#templates.lookAgain()}>Ask again</button>` : nothing}
      ${all.length > 0 ? this.#list(all, chosen, choose) : nothing}`;
  }

  #list(all, chosen, choose) {
    const found = all.filter(({ name, body }) => `${name} ${body}`.toLowerCase().includes(this.#sought));
    const shown = [...found.filter(one => isSame(one, chosen)), ...found.filter(one => !isSame(one, chosen))].slice(0, SHOWN);
    const inOrder = found.filter(one => shown.includes(one));
    return html`
      ${all.length > FEW ? html`
        <input type="search" class="search" aria-label="Look for a template" placeholder="Look for a template" autocomplete="off"
          @input=${({ target }) => { this.#sought = target.value.trim().toLowerCase(); this.#draw(); }}>` : nothing}
      <ul class="choices templates" aria-label="Approved templates">
        ${inOrder.map(one => this.#choice(one, isSame(one, chosen), choose))}
      </ul>
      ${found.length === 0 ? html`<p class="quiet">None is called so, or says that.</p>` : nothing}
      ${found.length > SHOWN ? html`<p class="quiet">${count(found.length - SHOWN)} more: type a part of the name.</p>` : nothing}`;
  }

  #choice(one, isChosen, choose) {
    const { name, language, category, body, unusable } = one;
    return html`
      <li><label><input type="radio" name="template" value="${name} ${language}" .checked=${isChosen} ?disabled=${Boolean(unusable)}
          @change=${() => choose(one)}>
        <span><b dir="auto">${name}</b> <small class="kind">${[languageName(language), category, head(one)].filter(Boolean).join(' · ')}</small>
          ${unusable ? html`<small class="unusable">Not to be used here: ${unusable}.</small>` : html`<small class="body" dir="auto">${body}</small>`}</span>
      </label></li>`;
  }
}
