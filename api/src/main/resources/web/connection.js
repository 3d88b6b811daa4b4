import { html, nothing } from './lit.js';
import { soon } from './format.js';

const ASK_AGAIN_MILLISECONDS = 3000;

/** Told on `document` when the connection is lost or back. */
export const CONNECTION_CHANGED = 'connection-changed';

let heardAt = new Date();
let isLost = false;

/** There was an answer. */
export function heard() {
  heardAt = new Date();
  become(false);
}

/** There was none. From now on this asks by itself until there is one. */
export function lost() {
  if (!isLost) {
    become(true);
    setTimeout(askAgain, ASK_AGAIN_MILLISECONDS);
  }
}

async function askAgain() {
  try {
    await fetch('/healthz', { cache: 'no-store' });
    heard();
  } catch {
    setTimeout(askAgain, ASK_AGAIN_MILLISECONDS);
  }
}

function become(nowLost) {
  if (isLost !== nowLost) {
    isLost = nowLost;
    document.dispatchEvent(new Event(CONNECTION_CHANGED));
  }
}

/**
 * Says that what is shown is not what is, and of when it is: for as long as the connection is lost, or updates are paused.
 *
 * @param heldSince since when the reader has paused updates; undefined: they come
 * @param goOn lets them come again
 */
export const connectionBar = (heldSince, goOn) => html`
  <div class="container live" role="status">
    ${isLost
      ? html`<p class="connection"><strong>No connection to Drumbeat.</strong> What you see is of ${soon(heardAt.toISOString())}.
          Campaigns go on without this page, which shows them again by itself.</p>`
      : heldSince
        ? html`<p class="connection held"><strong>Updates are paused.</strong> What you see is of
            ${soon(heldSince.toISOString())}. <button class="link" @click=${goOn}>Go on</button></p>`
        : nothing}
  </div>`;

window.addEventListener('offline', lost);
