import { html } from './lit.js';

const TOLD_MILLISECONDS = 2000;

/** A text to be taken elsewhere: in a field that can be read and selected, with a button beside it. */
export const copyable = (label, text) => html`
  <div class="copyable">
    <input readonly aria-label=${label} .value=${text} @focus=${event => event.target.select()}>
    <button type="button" class="secondary outline small" aria-label="Copy: ${label}" @click=${copy}>Copy</button>
  </div>`;

async function copy({ currentTarget: button }) {
  const field = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // by http a browser has no clipboard to write to but this one
    document.execCommand('copy');
  }
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, TOLD_MILLISECONDS);
}
