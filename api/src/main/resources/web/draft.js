import { Problem, get, news, patch, post, replace, upload } from './api.js';
import { me } from './role.js';

const LOOK_AFTER_MILLISECONDS = 500;
const KEPT = 'drumbeat.draft.'; // in the browser's storage: what Drumbeat has not taken yet must outlive the tab
const NEW = 'new'; // in the place of an id, while there is no draft yet

/** What says how the list is read: a fault of the list may come from any of these. */
const READING = ['columns', 'defaultRegion', 'phoneFormat', 'encoding', 'sheet', 'media', 'template', 'senders'];

/** Gives up what is kept in this browser: somebody else may sign in next. */
export function forgetDrafts() {
  Object.keys(localStorage).filter(name => name.startsWith(KEPT)).forEach(name => localStorage.removeItem(name));
}

/**
 * A campaign that is being written, as a draft of Drumbeat's. What is typed is looked at while it is typed, and saved when a field
 * or a step is left; what Drumbeat refuses stays here as it was typed, with the reason, and beside all else that is saved.
 */
export class Draft {
  campaign; // as Drumbeat has it; undefined: it is not there yet
  found; // what the last preflight told
  errors = []; // what is wrong with it as it stands here, each with a `field` and a `message`
  problem; // why it cannot be looked at or saved at all
  saving = false;
  said = {}; // what was said of a file that Drumbeat did not take, by its part: `recipients`, `media`
  mediaVersion = 0; // another one with each file, whose address stays the same
  #draw;
  #edits = {};
  #key = crypto.randomUUID();
  #looking; // a promise, while it is looked at
  #again = false; // whether it has changed meanwhile
  #timer;
  #saves = Promise.resolve();
  #changes = 0; // made from here
  #news; // the draft as it was last asked for, with its tag

  constructor(id, draw) {
    this.id = id;
    this.#draw = draw;
  }

  get path() {
    return `/campaigns/${encodeURIComponent(this.id)}`;
  }

  /** The spec as it stands here. */
  get spec() {
    return merged(this.campaign?.spec ?? {}, this.#edits);
  }

  get media() {
    return this.spec.media ?? {};
  }

  /** Whether all that stands here is Drumbeat's too. */
  get isSaved() {
    return Object.keys(this.#edits).length === 0;
  }

  errorsOf(...places) {
    return this.errors.filter(({ field }) => places.some(place => field === place || field.startsWith(`${place}.`)
      || field.startsWith(`${place}[`)));
  }

  async load() {
    try {
      this.campaign = await get(this.path);
      this.recall();
      this.problem = undefined;
      await this.look();
    } catch (problem) {
      this.#fail(problem);
    }
  }

  /** Takes over what is kept in this browser of it. */
  recall() {
    ({ edits: this.#edits = {}, said: this.said = {} } = kept(this.id ?? NEW));
  }

  /** Keeps what there is to say of a file for the `part`, which its sender has to mend; undefined: nothing any more. */
  say(part, what) {
    this.said = { ...this.said, [part]: what };
    this.#keep();
  }

  /** Makes it of a list and the spec so far; asked again after a lost answer, it is the same draft. */
  create(spec, file, onProgress) {
    const request = upload('/campaigns', formOf({ ...spec, start: false }, 'recipients', file), this.#key, onProgress);
    return { ...request, done: request.done.then(campaign => this.#becomes(campaign)) };
  }

  /** A draft that was refused is posted again as another one. */
  renewKey() {
    this.#key = crypto.randomUUID();
  }

  /** Puts another file in the place of a `part`, with the fields that change with it. */
  put(part, fields, file, onProgress) {
    const request = replace(`${this.path}/${part}`, formOf(fields, part, file), onProgress);
    return { ...request, done: request.done.then(campaign => this.#becomes(campaign)) };
  }

  #becomes(campaign) {
    this.campaign = campaign;
    if (!this.id) {
      localStorage.removeItem(KEPT + NEW);
    }
    this.id = campaign.id;
    this.#changes++;
    this.mediaVersion++;
    return this.look();
  }

  /** Changes fields of the spec, merged into what is there. */
  set(fields) {
    this.#edits = merged(this.#edits, fields);
    this.#keep();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), LOOK_AFTER_MILLISECONDS);
    this.#draw();
  }

  /** Changes them, and saves that. */
  change(fields) {
    this.set(fields);
    return this.save();
  }

  /** Asks what would come of it as it stands here; one question at a time, since a long list is read for each. */
  look() {
    clearTimeout(this.#timer);
    this.#again = Boolean(this.#looking);
    this.#looking ??= this.#lookNow().finally(() => { this.#looking = undefined; });
    return this.#looking;
  }

  async #lookNow() {
    let looked;
    do {
      this.#again = false;
      looked = await this.#looked();
    } while (this.#again);
    this.found = looked.found ?? this.found;
    this.errors = looked.errors ?? [];
    this.problem = looked.problem;
    this.#draw();
  }

  /** Where something typed is wrong, what would come of all else is found nevertheless. */
  async #looked() {
    try {
      return { found: await this.foreseen({}) };
    } catch (problem) {
      const { errors } = told(problem);
      if (errors.length === 0) {
        return { problem: problem.status === 401 ? undefined : problem };
      }
      return { errors, found: await this.#foundBeside(errors) };
    }
  }

  async #foundBeside(errors) {
    const others = unnamed(this.#edits, errors);
    if (Object.keys(others).length === Object.keys(this.#edits).length) {
      return undefined;
    }
    try {
      return await post(`${this.path}/preflight`, others);
    } catch (problem) {
      told(problem);
      return undefined; // what was found before has to do
    }
  }

  /** What would come of it with these fields too. */
  foreseen(fields) {
    return post(`${this.path}/preflight`, merged(this.#edits, fields));
  }

  /** Takes over what somebody else has changed meanwhile; what was typed here stays. */
  async follow() {
    const before = this.#changes;
    const told = await news(this.path, this.#news);
    const isNew = told !== this.#news && before === this.#changes && !this.saving && !isSame(told.body, this.campaign);
    this.#news = told;
    if (isNew) {
      this.campaign = told.body;
      this.mediaVersion++;
      await this.look();
    }
  }

  /** Saves what can be; one at a time. */
  save() {
    this.#saves = this.#saves.then(() => this.#saveNow());
    return this.#saves;
  }

  async #saveNow() {
    if (this.isSaved || !this.id) {
      return;
    }
    this.saving = true;
    this.#draw();
    let edits = this.#edits;
    try {
      try {
        await this.#patch(edits);
      } catch (problem) {
        edits = unnamed(edits, told(problem).errors);
        if (problem.errors.length === 0 || Object.keys(edits).length === 0) {
          throw problem;
        }
        await this.#patch(edits);
      }
      this.problem = undefined;
    } catch (problem) {
      await (problem.status === 409 ? this.#unlessStarted(problem) : this.#fail(problem));
    } finally {
      this.saving = false;
    }
    await this.look();
  }

  async #patch(edits) {
    this.campaign = await patch(this.path, edits);
    this.#changes++;
    this.#edits = Object.fromEntries(Object.entries(this.#edits).filter(([name, value]) =>
      !(name in edits) || JSON.stringify(value) !== JSON.stringify(edits[name])));
    this.#keep();
  }

  #fail(problem) {
    if (told(problem).errors.length > 0) {
      this.errors = problem.errors;
    } else if (problem.status !== 401) { // then somebody is asked to sign in
      this.problem = problem;
    }
    this.#draw();
  }

  #keep() {
    const place = KEPT + (this.id ?? NEW);
    if (this.isSaved && Object.values(this.said).every(what => what === undefined)) {
      localStorage.removeItem(place);
    } else {
      localStorage.setItem(place, JSON.stringify({ by: me(), edits: this.#edits, said: this.said }));
    }
  }

  /** Starts it, at its time. */
  async start() {
    await this.save();
    if (!this.isSaved) {
      return;
    }
    try {
      this.campaign = await post(`${this.path}/start`);
      this.said = {};
      this.#keep();
    } catch (problem) {
      await this.#unlessStarted(problem);
    }
    this.#draw();
  }

  /** Says what was refused, unless it has been started all the same, or by a colleague: then there is nothing left to save. */
  async #unlessStarted(problem) {
    try {
      this.campaign = await get(this.path);
    } catch {
      // It stays as it was seen last, and what was refused is said.
    }
    if (this.campaign.status === 'draft') {
      this.#fail(problem);
    } else {
      this.#edits = {};
      this.#keep();
    }
  }
}

/** Whether nothing has changed of what is written and read here. */
const isSame = (one, other) => ['status', 'spec', 'audience'].every(field => JSON.stringify(one[field]) === JSON.stringify(other[field]));

/** A fault of the page's own is none that can be told. */
function told(problem) {
  if (!(problem instanceof Problem)) {
    throw problem;
  }
  return problem;
}

function kept(id) {
  const { by, ...what } = JSON.parse(localStorage.getItem(KEPT + id) ?? '{}');
  return by === me() ? what : {};
}

function formOf(spec, part, file) {
  const form = new FormData();
  form.append('spec', new Blob([JSON.stringify(spec)], { type: 'application/json' }));
  form.append(part, file, file.name);
  return form;
}

/** Those of the fields that no error is about. */
function unnamed(edits, errors) {
  const named = new Set(errors.flatMap(({ field }) => {
    const [top] = field.split(/[.[]/);
    return top === 'recipients' ? READING : [top];
  }));
  return Object.fromEntries(Object.entries(edits).filter(([name]) => !named.has(name)));
}

/** As the server merges them: an object into what is there, but for pacing, whose two forms must not be mixed. */
function merged(into, fields) {
  const result = { ...into };
  for (const [name, value] of Object.entries(fields)) {
    result[name] = name !== 'pacing' && isObject(value) && isObject(result[name]) ? merged(result[name], value) : value;
  }
  return result;
}

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);
