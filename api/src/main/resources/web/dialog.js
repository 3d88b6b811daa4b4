import { html, nothing, render } from './lit.js';

/**
 * Asks for something in a dialog, and does it there: while that is not possible the dialog stays, and says why.
 *
 * @param content what stands in its form
 * @param labels the name that each field has on the page, where problems call it otherwise
 * @param danger whether it cannot be undone
 * @param submit is given the form, and answers with a promise; it throws a Problem where that cannot be
 * @returns a promise of what came of it; undefined where the answer was no
 */
export function ask({ title, content, yes, no = 'Go back', labels = {}, danger = false, submit }) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  let result;
  let busy = false;
  let problem;

  async function carryOut(event) {
    event.preventDefault();
    const form = event.target;
    busy = true;
    problem = undefined;
    draw();
    try {
      result = { of: await submit(form) };
      dialog.close();
    } catch (fault) {
      problem = fault;
    } finally {
      busy = false;
      draw();
    }
  }

  const draw = () => render(html`
    <article>
      <h2 id="dialog-title" dir="auto">${title}</h2>
      <form @submit=${carryOut}>
        ${content}
        ${problem ? told(problem, labels) : nothing}
        <footer>
          <button type="button" class="secondary outline" @click=${() => dialog.close()}>${no}</button>
          <button class=${danger ? 'danger' : ''} aria-busy=${busy ? 'true' : nothing} ?disabled=${busy}>${yes}</button>
        </footer>
      </form>
    </article>`, dialog);

  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result?.of);
    });
    draw();
    document.body.append(dialog);
    dialog.showModal();
  });
}

const told = ({ message, errors }, labels) => html`
  <div class="problem" role="alert">
    <p>${message}</p>
    ${errors?.length ? html`<ul>${errors.map(error => html`<li>${labels[error.field] ?? error.field}: ${error.message}</li>`)}</ul>` : nothing}
  </div>`;
