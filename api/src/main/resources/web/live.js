import { eventsOf } from './api.js';

const RETRY_MILLISECONDS = 5000;
const HELD_CHANGED = 'held-changed';

let heldAt;

/** Since when what is shown stands still because the reader wants it to; undefined: it does not. */
export const heldSince = () => heldAt;

/** Has all that is shown stand still, or follow again. */
export function hold(still) {
  heldAt = still ? new Date() : undefined;
  document.dispatchEvent(new Event(HELD_CHANGED));
}

const rests = () => document.hidden || heldAt !== undefined;

/**
 * Runs `task` now, and again a while after it has ended, as long as the page can be seen and is not held.
 *
 * @returns a function that stops it
 */
export function poll(task, milliseconds) {
  let timer;
  let stopped = false;
  let first = true;
  const round = async () => {
    if (first || !rests()) {
      first = false;
      await task();
    }
    if (!stopped) {
      timer = setTimeout(round, milliseconds);
    }
  };
  round();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/**
 * Follows one campaign. The stream is closed while the page cannot be seen or is held: a browser grants a host few connections.
 *
 * @param onProgress called with the campaign at every change
 * @param onBreak called when the stream has ended or was refused; answers whether to go on following
 * @returns a function that stops it
 */
export function follow(campaignId, onProgress, onBreak) {
  let source;
  let timer;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    if (rests()) {
      return;
    }
    const opened = eventsOf(campaignId);
    source = opened;
    const broken = async () => {
      opened.close();
      if (!await onBreak()) {
        stop();
      } else if (source === opened) {
        timer = setTimeout(open, RETRY_MILLISECONDS);
      }
    };
    opened.addEventListener('progress', event => onProgress(JSON.parse(event.data)));
    opened.addEventListener('end', broken);
    opened.addEventListener('error', broken);
  };
  const stop = () => {
    document.removeEventListener('visibilitychange', open);
    document.removeEventListener(HELD_CHANGED, open);
    close();
  };
  document.addEventListener('visibilitychange', open);
  document.addEventListener(HELD_CHANGED, open);
  open();
  return stop;
}
