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

/** Says that the connection is lost and of when the numbers are, for as long as that is so. */
export const connectionBar = () => html`
  <div class="container live" role="status">
    ${isLost
      ? html`<p class="connection"><strong>No connection to Drumbeat.</strong> What you see is of ${soon(heardAt.toISOString())}.
          Campaigns go on without this page, which shows them again by itself.</p>`
      : nothing}
  </div>`;

window.addEventListener('offline', lost);
