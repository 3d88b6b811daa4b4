import { heard, lost } from './connection.js';

const BASE = '/api/v1';

/** An answer other than success, in words that can be shown as they are. Status 0: there was no answer. */
export class Problem extends Error {
  /** @param body all of the answer, where it was one of Drumbeat's */
  constructor(status, message, errors = [], body = {}) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.body = body;
  }
}

/** Told on `document` when a call is refused because nobody is signed in; its detail says whether somebody was before. */
export const SESSION_ENDED = 'session-ended';

let wasSignedIn = false;
let session = 0; // how often somebody has signed in: what was asked before that may be answered after it

export const get = path => call('GET', path);
export const post = (path, body = {}) => call('POST', path, body);
/** Posts a form with its files, where nobody watches how much of it has left. */
export const postForm = (path, form) => call('POST', path, form);
export const patch = (path, body) => call('PATCH', path, body);
export const remove = (path, body) => call('DELETE', path, body);

/** Who is signed in, as a name and a role; signing in answers the same. */
export const whoAmI = () => get('/session');

export async function signIn(token) {
  const who = await call('POST', '/session', { token });
  session += 1;
  return who;
}

export const signOut = () => call('DELETE', '/session');

/** The address of a file to download. */
export const downloadUrl = path => BASE + path;

/** The progress of one campaign, event by event, for as long as it is open. */
export const eventsOf = campaignId => new EventSource(`${BASE}/campaigns/${encodeURIComponent(campaignId)}/events`);

/**
 * What `path` answers now, as its `body` with the tag by which it is asked for again: `last` itself, where nothing is new.
 *
 * @param last what this answered before; undefined: nothing yet
 */
export async function news(path, last) {
  const asked = session;
  const { response, text } = await request('GET', path, undefined, last?.tag ? { 'If-None-Match': last.tag } : {});
  return response.status === 304 ? last : { tag: response.headers.get('ETag'), body: answerOf(response.status, text, asked) };
}

async function call(method, path, body) {
  const asked = method === 'POST' && path === '/session' ? undefined : session;
  const { response, text } = await request(method, path, body, {});
  return answerOf(response.status, text, asked);
}

async function request(method, path, body, headers) {
  const json = body !== undefined && !(body instanceof FormData); // a form says itself what it is
  try {
    const response = await fetch(BASE + path, {
      method,
      cache: 'no-store',
      headers: json ? { ...headers, 'Content-Type': 'application/json' } : headers,
      body: json ? JSON.stringify(body) : body,
    });
    const text = await response.text();
    heard();
    return { response, text };
  } catch {
    lost();
    throw new Problem(0, 'Drumbeat does not answer. Is it running, and is the network up?');
  }
}

/**
 * Posts a form with its files, and tells how much of it has left. fetch() cannot do the latter.
 *
 * @param onProgress called with the bytes that have left and with all there are
 * @returns `done`, a promise of the answer, and `abort`, which gives it up
 */
export const upload = (path, form, idempotencyKey, onProgress) => send('POST', path, form, idempotencyKey, onProgress);

/** The same for a form that takes the place of what is there. */
export const replace = (path, form, onProgress) => send('PUT', path, form, undefined, onProgress);

function send(method, path, form, idempotencyKey, onProgress) {
  const asked = session;
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = event => onProgress(event.loaded, event.total);
    request.onload = () => {
      try {
        resolve(answerOf(request.status, request.responseText, asked));
      } catch (problem) {
        reject(problem);
      }
    };
    request.onabort = () => reject(new Problem(0, 'The upload was stopped.'));
    request.onerror = () => reject(new Problem(0, 'There was no answer: the network or the server went away, or a chosen '
      + 'file was changed or is too large.'));
  });
  request.open(method, BASE + path);
  if (idempotencyKey) {
    request.setRequestHeader('Idempotency-Key', idempotencyKey);
  }
  request.send(form);
  return { done, abort: () => request.abort() };
}

/** @param asked in which session; undefined: it needs none */
function answerOf(status, text, asked) {
  const body = parsed(text);
  if (status >= 200 && status < 300) {
    wasSignedIn = true;
    if (body === undefined && text !== '') {
      throw new Problem(0, 'Something on the way answered instead of Drumbeat.');
    }
    return body;
  }
  if (status === 401 && asked === session) {
    document.dispatchEvent(new CustomEvent(SESSION_ENDED, { detail: { wasSignedIn } }));
  }
  throw new Problem(status, body?.detail ?? body?.title ?? `Drumbeat answered ${status}.`, body?.errors, body);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an empty answer, or one of something on the way
  }
}
