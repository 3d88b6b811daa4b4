import { html, nothing } from './lit.js';
import { awaited, count } from './format.js';
import { badge } from './progress.js';
import { cureOf, meaning, waitsFor } from './words.js';

/** The numbers that a campaign is sent from: how they stand, what each waits for, and for how long. */
export const numbers = ({ lanes, spec, status }, senders) => html`
  <section class="box" aria-labelledby="numbers">
    <h2 id="numbers">Numbers</h2>
    <ul class="numbers" role="list">
      ${lanes?.length
        ? lanes.map(lane => number(lane, senders.get(lane.sender), status))
        : spec.senders.map(id => html`<li><b dir="auto">${senders.get(id)?.name ?? id}</b></li>`)}
    </ul>
  </section>`;

const number = (lane, sender, status) => html`
  <li>
    <div class="heading"><b dir="auto">${sender?.name ?? lane.sender}</b> ${badge(lane.status, 'lane')}</div>
    <p class="quiet">${count(lane.sent)} sent${lane.failed ? `, ${count(lane.failed)} failed` : nothing}${lane.unconfirmed
      ? `, ${count(lane.unconfirmed)} unconfirmed` : nothing}${sender?.dailyCap
      ? html` · ${count(sender.capUsed)} of ${count(sender.dailyCap)} in 24 hours` : nothing}</p>
    ${lane.waitingFor && status === 'running' ? waiting(lane.waitingFor) : nothing}
    ${lane.status === 'blocked' ? html`
      <p>${meaning('lane', 'blocked')} <a href="#/senders">To the numbers</a></p>
      ${lane.blockedReason ? html`<p class="reason quiet" dir="auto">${lane.blockedReason}</p>` : nothing}` : nothing}
  </li>`;

const waiting = ({ why, reason, until }) => html`
  <p class="quiet">Waits for ${waitsFor(why)}${until ? html`: ${awaited(until)}` : nothing}.${why === 'blocked' ? nothing : html` ${cureOf(why) ?? nothing}
    ${reason ? html`<span class="reason" dir="auto">${reason}</span>` : nothing}`}</p>`;
