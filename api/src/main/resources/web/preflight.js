import { html, nothing } from './lit.js';
import { postForm } from './api.js';
import { ahead, count, several } from './format.js';

const HEAD = 256 * 1024;
const WORKBOOK = /\.xls[xm]$/i;
const PAUSE_MS = 400;

/** What becomes of the chosen recipients, told while the form is still being filled in. */
export class Preflight {
  #draw;
  #labels;
  #asked = 0;
  #timer;
  #found;
  #problem;
  #headOnly = false;

  /** @param labels the name that each field has on the page, by its path */
  constructor(draw, labels) {
    this.#draw = draw;
    this.#labels = labels;
  }

  /** Looks at `file` as `spec` has it read, once nothing has changed for a moment; without a file nothing is shown. */
  look(file, spec) {
    const asked = ++this.#asked;
    clearTimeout(this.#timer);
    if (!file?.name) {
      this.#show(undefined, undefined);
      return;
    }
    this.#timer = setTimeout(async () => {
      try {
        const found = await postForm('/preflight', this.#parts(file, spec));
        this.#answer(asked, found, undefined);
      } catch (problem) {
        this.#answer(asked, undefined, problem);
      }
    }, PAUSE_MS);
  }

  close() {
    this.#asked++;
    clearTimeout(this.#timer);
  }

  /** A workbook's index stands at its end, so it is sent whole. */
  #parts(file, spec) {
    this.#headOnly = file.size > HEAD && !WORKBOOK.test(file.name);
    const form = new FormData();
    form.append('spec', new Blob([JSON.stringify(spec)], { type: 'application/json' }));
    form.append('recipients', this.#headOnly ? file.slice(0, HEAD) : file, file.name);
    return form;
  }

  #answer(asked, found, problem) {
    if (asked === this.#asked) {
      this.#show(found, problem);
    }
  }

  #show(found, problem) {
    this.#found = found;
    this.#problem = problem;
    this.#draw();
  }

  template() {
    return html`<div id="preflight" role="status">${this.#problem ? this.#refused() : this.#told()}</div>`;
  }

  #refused() {
    const { errors, message } = this.#problem;
    return errors.length === 0
      ? html`<p class="problem">${message}</p>`
      : html`<ul class="problem">${errors.map(error => html`<li>${this.#labels[error.field] ?? error.field}: ${error.message}</li>`)}</ul>`;
  }

  #told() {
    if (!this.#found) {
      return nothing;
    }
    const { audience, rejects, warnings, estimate } = this.#found;
    return html`
      <p>${this.#headOnly || this.#found.partial ? 'At the beginning of the file, ' : nothing}
        <strong>${count(audience.accepted)}</strong> of ${several(audience.rows, 'row')} can be sent to:
        ${count(audience.rejected)} rejected, ${several(audience.duplicates, 'duplicate')},
        ${count(audience.suppressed)} on the suppression list.
        ${estimate?.finishesAt && !this.#headOnly ? html`Started now, it would end ${ahead(estimate.finishesAt)}.` : nothing}</p>
      ${warnings.length > 0 ? html`<ul>${warnings.map(warning => html`<li>${warning.message}</li>`)}</ul>` : nothing}
      ${rejects.length > 0
        ? html`<details><summary>The first that are not sent to</summary>
            <ul>${rejects.map(row => html`<li>Line ${row.line}: ${row.reason}</li>`)}</ul></details>`
        : nothing}`;
  }
}
