import { Problem, get, postForm } from './api.js';
import { nameOf } from './format.js';
import { guessed } from './regions.js';

const HEAD = 256 * 1024;
const WORKBOOK = /\.xls[xm]$/i;

/** How a list is read that nobody has said anything of. */
const UNSAID = { columns: null, defaultRegion: null, phoneFormat: null, encoding: null, sheet: null };

/**
 * A chosen list on its way into a draft: its head is looked at first, which tells how it is to be read or what has to be asked;
 * then all of it goes.
 */
export class ListUpload {
  phase = 'looking'; // looking, asking (somebody has to say how it is read), sending
  errors = [];
  problem; // why it did not arrive; it can be tried again
  glance; // headers and first rows, while it cannot be read
  loaded = 0;
  total = 0;
  guesses = {}; // what was not said and taken to be so: `column`, `region`, `why` that region
  reading = {};
  #draft;
  #draw;
  #over = false;
  #request;

  constructor(file, draft, draw) {
    this.file = file;
    this.#draft = draft;
    this.#draw = draw;
  }

  /** Resolves with whether it is in the draft. */
  async send() {
    this.phase = 'looking';
    this.errors = [];
    this.problem = undefined;
    this.#draw();
    try {
      while (!await this.#isReadable()) {
        if (!this.#guess()) {
          this.phase = 'asking';
          return false;
        }
      }
      this.phase = 'sending';
      this.#draw();
      await this.#put();
      return true;
    } catch (problem) {
      this.#fail(problem);
      return false;
    } finally {
      this.#draw();
    }
  }

  /** Says how it is to be read, and tries again. */
  read(fields) {
    this.reading = { ...this.reading, ...fields };
    return this.send();
  }

  /** Gives it up. */
  stop() {
    this.#over = true;
    this.#request?.abort();
  }

  async #isReadable() {
    const form = new FormData();
    form.append('spec', new Blob([JSON.stringify(this.reading)], { type: 'application/json' }));
    form.append('recipients', this.#head(), this.file.name);
    try {
      this.glance = (await postForm('/preflight', form)).file;
      return true;
    } catch (problem) {
      if (problem.status !== 422) {
        throw problem;
      }
      this.errors = problem.errors;
      this.glance = problem.body.file;
      return false;
    }
  }

  /** A workbook's index stands at its end, so it is sent whole. */
  #head() {
    return this.file.size > HEAD && !WORKBOOK.test(this.file.name) ? this.file.slice(0, HEAD) : this.file;
  }

  /** Whether something could be guessed that was not said; each once. */
  #guess() {
    const wrong = field => this.errors.some(error => error.field === field);
    const column = this.glance?.likelyPhoneColumn;
    if (column && wrong('recipients') && !this.reading.columns) {
      this.guesses.column = column;
      this.reading.columns = { phone: column };
      return true;
    }
    const fit = wrong('defaultRegion') && !this.reading.defaultRegion && this.glance?.regions.length > 0
      ? guessed(this.glance.regions) : undefined;
    if (fit) {
      this.guesses.region = fit.region;
      this.guesses.why = fit.why;
      this.reading.defaultRegion = fit.region;
      return true;
    }
    return false;
  }

  async #put() {
    if (!this.#draft.id) {
      await this.#sent(this.#draft.create(await this.#first(), this.file, this.#onProgress));
      return;
    }
    const reading = { ...UNSAID, ...this.reading };
    try {
      await this.#replace(reading);
    } catch (problem) {
      const { media, template } = this.#draft.spec;
      const ofTexts = ({ field }) => field.startsWith('media.caption') || field.startsWith('template');
      if (!(problem.errors?.length > 0) || !problem.errors.every(ofTexts)) {
        throw problem;
      }
      // The text asks for columns that this list has not: it waits here until somebody has changed it.
      await this.#replace({ ...reading, media: { caption: null }, template: null });
      this.#draft.set({ media: { caption: media.caption ?? null }, template: template ?? null });
    }
  }

  #replace(fields) {
    return this.#sent(this.#draft.put('recipients', fields, this.file, this.#onProgress));
  }

  #sent(request) {
    this.#request = request;
    return request.done;
  }

  /** What a campaign cannot be without, to be changed at the steps to come. */
  async #first() {
    return { name: campaignOf(this.file), senders: [await usualSender()], media: { type: 'image' }, ...this.reading };
  }

  #onProgress = (loaded, total) => {
    Object.assign(this, { loaded, total });
    this.#draw();
  };

  #fail(problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    this.phase = 'asking';
    if (this.#over || problem.status === 401) {
      return; // whoever stopped it knows; who has to sign in is asked to
    }
    if (problem.errors.length > 0) {
      this.errors = problem.errors;
      this.#draft.renewKey();
    } else {
      this.problem = problem;
    }
  }
}

/** `diwali_offer-2026.csv` makes `diwali offer 2026`. */
function campaignOf(file) {
  return nameOf({ name: file.name.replace(/\.[^.]*$/, '').replace(/[_-]+/g, ' ') }, 200) || 'New campaign';
}

/** The number that the last campaign began with, where it is still there, else the first that can send. */
async function usualSender() {
  const [senders, campaigns] = await Promise.all([get('/senders'), get('/campaigns?limit=1')]);
  const last = campaigns.items[0]?.spec.senders[0];
  const known = senders.items.find(sender => sender.id === last) ?? senders.items.find(sender => sender.status === 'ready')
    ?? senders.items[0];
  if (!known) {
    throw new Problem(0, 'There are no numbers to send from yet: whoever runs Drumbeat adds them to senders.json.');
  }
  return known.id;
}
