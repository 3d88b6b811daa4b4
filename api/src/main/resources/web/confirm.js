import { html, render } from './lit.js';

/**
 * Asks before something that cannot be undone.
 *
 * @returns a promise of the reason given, perhaps empty; undefined where the answer was no
 */
export function confirm({ title, text, yes, no }) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'confirm-title');
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? dialog.querySelector('input').value.trim() : undefined);
    });
    render(html`
      <article>
        <h2 id="confirm-title">${title}</h2>
        <p>${text}</p>
        <form method="dialog">
          <label for="confirm-reason">Reason (optional, for the log)</label>
          <input id="confirm-reason" maxlength="200" autocomplete="off">
          <footer>
            <button type="button" class="secondary outline" @click=${() => dialog.close('')}>${no}</button>
            <button class="danger" value="yes">${yes}</button>
          </footer>
        </form>
      </article>`, dialog);
    document.body.append(dialog);
    dialog.showModal();
  });
}
