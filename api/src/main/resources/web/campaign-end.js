import { html, nothing } from './lit.js';
import { get } from './api.js';
import { count, people, share, spanOf } from './format.js';

/**
 * Whether somebody may have got the message of a campaign twice, because a person asked for it: told by its spec and its log.
 *
 * @returns a promise
 */
export async function mayHaveDoubles(path, { spec }) {
  if (spec.onUnconfirmed === 'resend') {
    return true;
  }
  let cursor;
  do {
    const page = await get(`${path}/log?${new URLSearchParams({ limit: 500, ...(cursor ? { cursor } : {}) })}`);
    if (page.items.some(({ event, detail }) => event === 'retried' && /unconfirmed/.test(detail ?? ''))) {
      return true;
    }
    cursor = page.nextCursor;
  } while (cursor);
  return false;
}

/**
 * What came of a campaign that is finished.
 *
 * @param doubles whether some may have got it twice; undefined: nobody knows yet
 * @param fresh whether the reader has just seen it end
 * @param below more to do from there
 */
export const endCard = ({ progress, startedAt, finishedAt }, doubles, fresh, below) => html`
  <section class="box end ${fresh ? 'fresh' : ''}" aria-labelledby="end">
    <svg class="done" aria-hidden="true" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18"></circle><path d="M11 21l6 6 12-13"></path></svg>
    <div>
      <h2 id="end">${reached(progress)}${progress.read > 0 ? html`, ${share(progress.read, progress.sent)} read` : nothing}${doubles === false
        ? ', nobody twice' : nothing}</h2>
      <p class="quiet">It took ${spanOf(startedAt, finishedAt)}.${notSent(progress)}</p>
      ${below}
    </div>
  </section>`;

const reached = ({ sent, delivered }) => (delivered > 0 ? `${people(delivered)} reached` : `${people(sent)} sent to`);

const notSent = ({ failed, unconfirmed, skipped }) => {
  const parts = [[failed, 'could not be sent to'], [unconfirmed, 'may have it or not'], [skipped, 'were left out']]
    .filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  return parts.length === 0 ? '' : ` ${parts.join(', ')}.`;
};
