import { html, nothing } from './lit.js';

/**
 * Why something could not be done, or what is shown could not be asked for anew, until it can be.
 *
 * @param shown whether there is something to see: then the bar on top says of when it is, where there was no answer at all
 */
export const trouble = (problem, shown) => !problem || (shown && problem.status === 0)
  ? nothing
  : html`<p class="problem" role="alert">${problem.message}${problem.errors.map(({ field, message }) => ` ${field} ${message}.`)}</p>`;
