import { html } from './lit.js';

/**
 * Where a file is dropped or chosen.
 *
 * @param id of the control, by which an error leads to it
 * @param label what is to be dropped
 * @param accept which files the browser offers
 * @param content what stands in it
 * @param describedby the id of what is said of it
 * @param take is given the file
 */
export const dropZone = ({ id, label, accept, content, describedby, take }) => html`
  <label class="drop" for=${id} @dragover=${dragged} @dragleave=${left} @drop=${event => dropped(event, take)}>
    <span class="drop-content">${content}</span>
    <input id=${id} class="visually-hidden" type="file" accept=${accept} aria-label=${label} aria-describedby=${describedby}
      @change=${event => chosen(event.target, take)}>
  </label>`;

function dragged(event) {
  event.preventDefault();
  event.currentTarget.dataset.over = 'true';
}

function left(event) {
  delete event.currentTarget.dataset.over;
}

function dropped(event, take) {
  event.preventDefault();
  left(event);
  const [file] = event.dataTransfer.files;
  if (file) {
    take(file);
  }
}

/** The same file may be chosen again, once it has been corrected. */
function chosen(input, take) {
  const [file] = input.files;
  input.value = '';
  if (file) {
    take(file);
  }
}
