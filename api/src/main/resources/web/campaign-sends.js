import { html, nothing, svg } from './lit.js';
import { get } from './api.js';
import { clockTime, count, seconds, moment } from './format.js';
import { poll } from './live.js';

const POLL_MILLISECONDS = 10000;
const WIDTH = 720;
const HEIGHT = 130;
const HOUR = 3600;
const MOST_PAUSES = 5;

/** Fewer spans than that are no curve. */
const FEWEST = 4;

/** How fast a campaign was, from its start to now or to its end, and when it was paused. */
export class SendsOverTime {
  #path;
  #draw;
  #sends;
  #loadedAt;
  #status;
  #mark;
  #shownFor;
  #stop;

  constructor(campaignPath, draw) {
    this.#path = `${campaignPath}/sends`;
    this.#draw = draw;
  }

  open() {
    this.#stop = poll(() => this.#refresh(), POLL_MILLISECONDS);
  }

  close() {
    this.#stop?.();
  }

  /** Takes over what the campaign is, from which this knows when it is old. */
  show({ status, progress }) {
    const news = status !== this.#status;
    this.#status = status;
    this.#mark = `${status} ${progress.sent} ${progress.failed} ${progress.unconfirmed}`;
    if (news) {
      this.#refresh();
    }
  }

  async #refresh() {
    const mark = this.#mark;
    const goesOn = this.#status === 'running' || this.#status === 'paused'; // time goes by
    if (this.#status === undefined || (mark === this.#shownFor && !goesOn)) {
      return;
    }
    try {
      this.#sends = await get(this.#path);
      this.#loadedAt = Date.now();
      this.#shownFor = mark;
    } catch (problem) {
      if (problem.status === undefined) {
        throw problem;
      }
      return; // what was known stays, and is asked for again
    }
    this.#draw();
  }

  template(campaign) {
    const curve = this.#sends && curveOf(this.#sends, this.#loadedAt, campaign);
    if (!curve) {
      return nothing;
    }
    const { unit, rates, most, usual, from, to, pauses } = curve;
    return html`
      <section class="box" aria-labelledby="sends">
        <div class="heading">
          <h2 id="sends">Messages ${unit.name}</h2>
          <span class="quiet">${count(usual)} on average, ${count(most)} at most</span>
        </div>
        <div class="curve">
          <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"
            aria-label="From ${clockTime(from)} to ${clockTime(to)}: ${count(usual)} messages ${unit.name} on average, ${count(most)} at most">
            ${pauses.map(({ x, width, words }) => svg`
              <rect class="pause" x=${x} y="0" width=${width} height=${HEIGHT}><title>${words}</title></rect>`)}
            <path class="area" d="${lineOf(rates, most)}V${HEIGHT}H0Z"></path>
            <path class="line" d=${lineOf(rates, most)}></path>
            ${rates.map(({ rate, x, width, at }) => svg`
              <rect class="span" x=${x} y="0" width=${width} height=${HEIGHT}><title>${clockTime(at)}: ${count(rate)} ${unit.name}</title></rect>`)}
          </svg>
        </div>
        <div class="axis quiet"><span>${moment(from.toISOString())}</span><span>${campaign.finishedAt ? moment(to.toISOString()) : 'now'}</span></div>
        ${this.#sends.pauses.length === 0 ? nothing : html`
          <ul class="pauses quiet" role="list">${this.#sends.pauses.slice(-MOST_PAUSES).map(pauseLine)}</ul>`}
      </section>`;
  }
}

const pauseLine = ({ from, to, by, reason }) => html`
  <li>Paused ${moment(from)}${to ? html` to ${clockTime(new Date(to))}` : ' until now'} by
    ${by === 'drumbeat' ? 'Drumbeat itself' : html`<bdi>${by}</bdi>`}${reason ? html`: <bdi>${reason}</bdi>` : nothing}</li>`;

/**
 * What is drawn; undefined where there is too little of it.
 *
 * @param now of when it is
 */
function curveOf({ from, width: iso, counts, pauses }, now, { startedAt, finishedAt }) {
  if (counts.length < FEWEST || !counts.some(number => number > 0)) {
    return undefined;
  }
  const width = seconds(iso);
  const first = new Date(from).getTime() / 1000;
  const begin = new Date(startedAt).getTime() / 1000;
  const end = Math.min((finishedAt ? new Date(finishedAt) : now) / 1000, first + counts.length * width);
  const unit = width >= HOUR ? { name: 'an hour', seconds: HOUR } : { name: 'a minute', seconds: 60 };
  const place = time => Math.max(0, Math.min(WIDTH, (WIDTH * (time - begin)) / (end - begin)));
  const rates = counts.map((number, i) => {
    const [spanBegin, spanEnd] = [Math.max(begin, first + i * width), Math.min(end, first + (i + 1) * width)];
    const length = Math.max(spanEnd - spanBegin, width / 3); // of a moment's few no rate can be told
    const x = place(spanBegin);
    return {
      rate: Math.round((number * unit.seconds) / length),
      x,
      width: Math.max(0, place(spanEnd) - x),
      at: new Date(spanBegin * 1000),
    };
  });
  const busy = rates.filter(({ rate }) => rate > 0);
  return {
    unit,
    rates,
    most: Math.max(...rates.map(({ rate }) => rate)),
    usual: Math.round(busy.reduce((sum, { rate }) => sum + rate, 0) / busy.length),
    from: new Date(begin * 1000),
    to: new Date(end * 1000),
    pauses: pauses.map(pause => {
      const x = place(new Date(pause.from) / 1000);
      return {
        x,
        width: Math.max(2, place((pause.to ? new Date(pause.to) : now) / 1000) - x),
        words: `Paused${pause.reason ? `: ${pause.reason}` : ''}`,
      };
    }),
  };
}

/** One step for each span, so that no slope is drawn where there was none. */
function lineOf(rates, most) {
  const y = rate => (HEIGHT - 4 - ((HEIGHT - 10) * rate) / most).toFixed(1);
  return `M0 ${y(rates[0].rate)}${rates.map(({ rate, x, width }) => `H${x.toFixed(1)}V${y(rate)}H${(x + width).toFixed(1)}`).join('')}`;
}
