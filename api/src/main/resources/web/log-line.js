import { html, nothing } from './lit.js';
import { atSecond } from './format.js';

/**
 * One line of what happened.
 *
 * @param what in a word or two
 * @param who a token's name, or drumbeat
 * @param more which one, or why; undefined: there is no more to say
 * @param end how it ended, where that is not as it should
 */
export const logLine = ({ at, what, who, more, end }) => html`
  <li>
    <span class="when">${atSecond(at)}</span>
    <span><strong>${what}</strong> by ${who === 'drumbeat' ? 'Drumbeat itself' : html`<bdi>${who}</bdi>`}${more
      ? html`: <bdi>${more}</bdi>` : nothing}${end ? html` <span class="quiet">(${end})</span>` : nothing}</span>
  </li>`;
