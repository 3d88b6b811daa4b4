import { html, nothing } from './lit.js';
import { several } from './format.js';

/** What is wrong with a form, as a whole and beside each field. A field's path is also, dashed, its control's id. */
export class FieldErrors {
  #labels;
  #message;
  #errors = [];

  /** @param labels the name that each field has on the page, by its path */
  constructor(labels) {
    this.#labels = labels;
  }

  /** @param errors each with a `field` (a path, `senders[1]` belongs to `senders`) and a `message` */
  show(message, errors) {
    this.#message = message;
    this.#errors = errors.map(({ field, message: text }) => ({ field, message: text, place: this.#placeOf(field) }));
  }

  clear() {
    this.show(undefined, []);
  }

  invalid(place) {
    return this.#of(place).length > 0 ? 'true' : nothing;
  }

  /** What stands below a control, which says `aria-describedby` of its id with `-note` behind it. */
  note(place, hint) {
    return html`
      <small id="${idOf(place)}-note" class="note">
        ${this.#of(place).map(error => html`<span class="error">${error.message}</span>`)}
        ${hint ?? nothing}
      </small>`;
  }

  summary() {
    if (!this.#message) {
      return nothing;
    }
    return html`
      <div class="problem" role="alert" id="errors" tabindex="-1">
        <p>${this.#message}${this.#errors.length > 0 ? ` ${several(this.#errors.length, 'thing')} to correct:` : nothing}</p>
        ${this.#errors.length > 0 ? html`<ul>${this.#errors.map(error => html`<li>${this.#line(error)}</li>`)}</ul>` : nothing}
      </div>`;
  }

  #line({ field, message, place }) {
    return place
      ? html`<button type="button" class="link" @click=${() => document.getElementById(idOf(place)).focus()}>
          ${this.#labels[place]}</button>: ${message}`
      : html`<code>${field}</code>: ${message}`;
  }

  #of(place) {
    return this.#errors.filter(error => error.place === place);
  }

  #placeOf(field) {
    let place = field;
    while (place && !(place in this.#labels)) {
      place = place.replace(/(^|\.|\[)[^.[]*$/, '');
    }
    return place || undefined;
  }
}

const idOf = place => place.replaceAll('.', '-');
