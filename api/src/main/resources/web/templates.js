import { Problem, get } from './api.js';

const PLACE = /\{\{(\d+)\}\}/;

/** The templates that a draft's numbers can send, as their vendors list them; each number is asked once. */
export class Templates {
  #draft;
  #draw;
  #told = {}; // by number: `items`, or `why` there are none; neither: it has been asked

  constructor(draft, draw) {
    this.#draft = draft;
    this.#draw = draw;
  }

  get #answers() {
    return (this.#draft.spec.senders ?? []).map(id => this.#told[id]).filter(Boolean);
  }

  /** Asks those numbers that have not been asked, once the draft has a template. */
  look() {
    const { template, senders = [] } = this.#draft.spec;
    if (template) {
      senders.filter(id => !(id in this.#told)).forEach(id => this.#ask(id));
    }
  }

  lookAgain() {
    this.#told = Object.fromEntries(Object.entries(this.#told).filter(([, { why }]) => !why));
    this.look();
    this.#draw();
  }

  async #ask(id) {
    this.#told[id] = {};
    try {
      this.#told[id] = await get(`/senders/${encodeURIComponent(id)}/templates`);
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      if (problem.status === 0 || problem.status === 401) {
        delete this.#told[id]; // nobody was asked: once somebody can be, it is
      } else {
        this.#told[id] = { why: problem.message };
      }
    }
    this.#draw();
  }

  get isLoading() {
    return this.#answers.some(({ items, why }) => !items && !why);
  }

  /** Why they are not known of some numbers, each a sentence. */
  get unknown() {
    return this.#answers.flatMap(({ why }) => why ?? []);
  }

  /** Whether any number has told its own. */
  get isKnown() {
    return this.#answers.some(({ items }) => items);
  }

  /** Those that all numbers have which have told theirs. */
  get all() {
    const [first, ...others] = this.#answers.flatMap(({ items }) => (items ? [items] : []));
    return (first ?? []).filter(one => others.every(items => items.some(other => isSame(one, other))));
  }

  /** The one that the draft names; undefined: it is not known. */
  get chosen() {
    const { template } = this.#draft.spec;
    return template ? this.all.find(one => isSame(one, template)) : undefined;
  }
}

/** Whether it is the same template, in the same language. */
export const isSame = (one, other) => one.name === other.name && one.language === other.language;

/** A template's text in pieces: each a string, or a number, that of a place from 1. */
export const piecesOf = body => body.split(PLACE).map((piece, n) => (n % 2 ? Number(piece) : piece)).filter(piece => piece !== '');
