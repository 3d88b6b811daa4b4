import { Problem, get, post, remove, upload } from './api.js';
import { me } from './role.js';

const ASK_AGAIN_MILLISECONDS = 1000;
const KEPT = 'drumbeat.posting'; // in the tab's storage: the tab may be loaded anew before the answer is there

const RELOADED = 'This page was reloaded before Drumbeat had answered.';

const WITHOUT = { start: 'It could not be started. ', discard: 'It could not be discarded. ', undefined: '' };

let current;

/** The posting whose end is not known or not seen yet, of whoever is signed in; undefined: there is none. */
export const currentPosting = () => (current?.by === me() ? current : undefined);

/** Gives the current posting up unseen: somebody else may sign in next. */
export function forgetPosting() {
  current?.stop();
  current = undefined;
  sessionStorage.removeItem(KEPT);
}

/**
 * One press of the button, from the upload to what became of it. A campaign is posted as a draft, which sends nothing,
 * and started by a second request once it is there. While the upload is under way it can be stopped; when all has
 * left, or an answer is lost, only Drumbeat knows, and is asked by the key. It lives on when the form is left.
 */
export class Posting {
  /** uploading, reading, starting, asking, there (somebody has to decide), discarding, over (nobody has seen it yet) */
  phase = 'asking';
  loaded = 0;
  total = 0;
  campaign; // once it is known to be there
  note; // why somebody has to decide, or what keeps the answer away
  why; // it is asked for
  wanted; // of what is there already, last: start, discard
  #key;
  #start;
  #asking = false;
  #request;
  #outcome;
  #watcher;

  /** @param start whether it is to be started once it is there */
  constructor({ key = crypto.randomUUID(), name, start, wanted, by = me() }) {
    this.#key = key;
    this.wanted = wanted;
    this.#start = start;
    this.name = name;
    this.by = by;
  }

  /**
   * Tells `watcher` of every change, by `draw()`, and, once, of the end, by `ended(outcome)`: `campaign`, which is as it
   * was asked for; or `problem`, and nothing was posted; or `discarded`; or nothing of these: it was let be.
   */
  watch(watcher) {
    this.#watcher = watcher;
    if (this.phase === 'over') {
      this.#end(this.#outcome);
    } else if (this.phase === 'there') {
      this.#lookAgain();
    } else if (this.phase === 'asking' && !this.#asking) {
      this.#ask(this.why ?? RELOADED);
    }
  }

  unwatch() {
    this.#watcher = undefined;
  }

  async post(form) {
    current = this;
    this.#keep();
    this.phase = 'uploading';
    this.#request = upload('/campaigns', form, this.#key, (loaded, total) => {
      Object.assign(this, { loaded, total });
      this.#draw();
    }, () => this.#become('reading'));
    try {
      this.campaign = await this.#request.done;
    } catch (problem) {
      if (lost(problem)) {
        await this.#ask(problem.message);
      } else {
        this.#end(problem.status === 401 ? {} : { problem });
      }
      return;
    }
    if (!this.#isOfTheReader()) {
      this.phase = 'asking'; // whoever posted it has left: it stays a draft
      return;
    }
    if (this.#start) {
      await this.start();
    } else {
      this.#end({ campaign: this.campaign });
    }
  }

  /** Stops the upload. What has left in whole cannot be taken back: it is asked for then. */
  stop() {
    if (this.phase === 'uploading') {
      this.#request.abort();
    }
  }

  async start() {
    this.#want('start', 'starting');
    try {
      this.#end({ campaign: await post(`${this.path}/start`) });
    } catch (problem) {
      await this.#lookAfter(problem);
    }
  }

  /** Only the draft that the reader sees is meant: what was started meanwhile goes on. */
  async discard() {
    this.#want('discard', 'discarding');
    try {
      this.campaign = await post(`${this.path}/cancel`, { draft: true, reason: 'discarded before it was started' });
      this.#settle('It had been started, and is cancelled.');
    } catch (problem) {
      await this.#lookAfter(problem);
    }
  }

  /** Lets it be, as it is. */
  dismiss() {
    this.#end({});
  }

  get path() {
    return `/campaigns/${encodeURIComponent(this.campaign.id)}`;
  }

  /** Whoever has left it there may have decided elsewhere. */
  async #lookAgain() {
    await this.#look();
    if (this.campaign.status !== 'draft') {
      this.#end({});
    }
  }

  async #look() {
    try {
      this.campaign = await get(this.path);
      return true;
    } catch (problem) {
      refusal(problem); // it is shown as it was
      return false;
    }
  }

  /** What was wanted may have been done all the same: where even that cannot be seen, it is asked for. */
  async #lookAfter(problem) {
    refusal(problem);
    if (await this.#look()) {
      this.#settle(problem.message);
    } else {
      await this.#ask(problem.message);
    }
  }

  #want(wanted, phase) {
    this.wanted = wanted;
    this.#keep();
    this.#become(phase);
  }

  #keep() {
    if (current === this) {
      const { name, by, wanted } = this;
      sessionStorage.setItem(KEPT, JSON.stringify({ key: this.#key, name, by, wanted }));
    }
  }

  /** The end, where the campaign is as it was wanted last. */
  #settle(why) {
    const { status, startedAt } = this.campaign;
    if (this.wanted === 'start' && status !== 'draft') {
      this.#end({ campaign: this.campaign });
    } else if (this.wanted === 'discard' && status === 'cancelled' && !startedAt) {
      this.#end({ discarded: true });
    } else {
      this.#decide(WITHOUT[this.wanted] + why);
    }
  }

  #decide(note) {
    this.note = note;
    this.#become('there');
  }

  /**
   * Asks what became of it, until that is known. Asked like this, what is not there yet never will be. Drumbeat knows keys by
   * whose they are: while somebody else is signed in, or nobody, it is not asked, and begins again when it is watched.
   */
  async #ask(why) {
    this.why = why;
    this.#asking = true;
    this.#become('asking');
    while (this.#isOfTheReader() && !await this.#isToldEnough()) {
      this.#draw();
      await new Promise(resolve => { setTimeout(resolve, ASK_AGAIN_MILLISECONDS); });
    }
    this.#asking = false;
  }

  #isOfTheReader() {
    return current === this && this.by === me();
  }

  async #isToldEnough() {
    let answer;
    try {
      answer = await remove(`/campaigns?idempotencyKey=${encodeURIComponent(this.#key)}`);
    } catch (problem) {
      this.note = refusal(problem).message;
      return problem.status === 401;
    }
    if (!this.#isOfTheReader()) {
      return true; // the answer may be about the key of somebody else
    }
    if (answer.inProgress) {
      this.note = 'It is still being read.';
    } else if (answer.items.length > 0) {
      [this.campaign] = answer.items;
      this.#settle(this.why);
    } else {
      this.#end({ problem: new Problem(0, `${this.why} Nothing was posted.`) });
    }
    return !answer.inProgress;
  }

  #become(phase) {
    this.phase = phase;
    this.#draw();
  }

  #draw() {
    this.#watcher?.draw();
  }

  #end(outcome) {
    if (current === this) {
      sessionStorage.removeItem(KEPT);
      current = undefined;
    }
    if (this.#watcher) {
      this.#watcher.ended(outcome);
    } else if (outcome.problem) {
      this.phase = 'over';
      this.#outcome = outcome;
      current = this;
    }
  }
}

/** Whether after that nobody but Drumbeat can know what became of a request. */
const lost = problem => refusal(problem).status === 0 || problem.status >= 500;

function refusal(problem) {
  if (!(problem instanceof Problem)) {
    throw problem;
  }
  return problem;
}

function kept() {
  const text = sessionStorage.getItem(KEPT);
  return text ? new Posting(JSON.parse(text)) : undefined;
}

current = kept();
