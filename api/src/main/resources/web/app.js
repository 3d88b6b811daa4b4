import { html, nothing, render } from './lit.js';
import { SESSION_ENDED, signOut, whoAmI } from './api.js';
import { CONNECTION_CHANGED, connectionBar } from './connection.js';
import { AuditView } from './audit.js';
import { CampaignsView } from './campaigns.js';
import { CampaignView } from './campaign.js';
import { forgetDrafts } from './draft.js';
import { heldSince, hold } from './live.js';
import { NewCampaignView } from './new-campaign.js';
import { become, may } from './role.js';
import { SendersView } from './senders.js';
import { SignIn } from './sign-in.js';
import { SuppressionsView } from './suppressions.js';
import { TokensView } from './tokens.js';
import { trouble } from './trouble.js';
import { word } from './words.js';

// A view has a title, a template(), open() to begin to live and close() to stop; it may be opened again after that. One that
// has places of its own takes each by goTo(match, query), before it is opened and whenever the address changes within it;
// it answers whether it is still the view for that.
const ROUTES = [
  { path: /^\/campaigns$/, area: 'campaigns', view: () => new CampaignsView(draw) },
  { path: /^\/campaigns\/([^/]+)(?:\/(recipients|message|history))?$/, area: 'campaigns', view: () => new CampaignView(draw) },
  { path: /^\/new(?:\/([^/]+)(?:\/([a-z]+))?)?$/, area: 'campaigns', view: () => new NewCampaignView(draw) },
  { path: /^\/senders$/, area: 'senders', view: () => new SendersView(draw) },
  { path: /^\/suppressions$/, area: 'suppressions', view: () => new SuppressionsView(draw) },
  { path: /^\/tokens$/, area: 'tokens', view: () => new TokensView(draw) },
  { path: /^\/audit$/, area: 'tokens', view: () => new AuditView(draw) },
];
const HOME = '#/campaigns';
const ASK_AGAIN_MILLISECONDS = 3000;

const LINKS = [
  { area: 'campaigns', text: 'Campaigns', href: HOME },
  { area: 'senders', text: 'Numbers', href: '#/senders' },
  { area: 'suppressions', text: 'Do-not-send list', href: '#/suppressions' },
  { area: 'tokens', text: 'Tokens', href: '#/tokens', role: 'admin' },
];

let at; // the route of the view
let area;
let view;
let caller; // once it is known; what a view offers depends on it
let signIn;
let drawing;
let sessionProblem;

/**
 * Draws the page anew, once for all that changed in this turn.
 *
 * @returns a promise that holds when it is drawn
 */
function draw() {
  drawing ??= Promise.resolve().then(() => {
    drawing = undefined;
    document.title = `${signIn ? 'Sign in' : view.title} · Drumbeat`;
    render(page(), document.getElementById('app'));
  });
  return drawing;
}

const page = () => html`
  <a class="skip" href="#main" @click=${skipToMain}>Skip to the content</a>
  <header class="container">
    <nav aria-label="Main">
      <a class="brand" href=${HOME}><img src="/icons/drumbeat.svg" alt="" width="24" height="24">Drumbeat</a>
      ${signIn ? nothing : html`
        <ul class="areas">
          ${LINKS.filter(({ role }) => !role || may(role)).map(link => html`
            <li><a href=${link.href} aria-current=${link.area === area ? 'page' : nothing}>${link.text}</a></li>`)}
        </ul>
        <div class="who">
          ${caller ? html`<span class="me" dir="auto" title=${word('role', caller.role)}>${caller.name}</span>` : nothing}
          <button class="secondary outline small" @click=${leave}>Sign out</button>
        </div>`}
    </nav>
  </header>
  ${connectionBar(heldSince(), () => holdUpdates(false))}
  ${signIn?.template()}
  <main class="container" id="main" tabindex="-1" ?hidden=${Boolean(signIn)}>
    ${trouble(sessionProblem, Boolean(caller))}
    ${caller ? view.template() : sessionProblem || signIn ? nothing : html`<p aria-busy="true">Loading</p>`}
  </main>
  ${signIn ? nothing : html`
    <footer class="container">
      ${heldSince() ? nothing : html`<button class="link quiet" @click=${() => holdUpdates(true)}>Pause updates</button>`}
      <a class="quiet" href="/docs">API</a>
    </footer>`}`;

function holdUpdates(still) {
  hold(still);
  draw();
}

function skipToMain(event) {
  event.preventDefault();
  focusMain();
}

const focusMain = () => document.getElementById('main').focus({ preventScroll: true });

function goTo() {
  const [path, query] = location.hash.slice(1).split('?');
  const route = ROUTES.find(candidate => candidate.path.test(path));
  if (!route) {
    location.replace(HOME);
    return;
  }
  const place = [path.match(route.path), new URLSearchParams(query)];
  if (route === at && view.goTo?.(...place)) {
    draw();
    return;
  }
  const first = view === undefined;
  view?.close();
  at = route;
  area = route.area;
  view = route.view();
  view.goTo?.(...place);
  if (caller && !signIn) {
    view.open();
  }
  draw();
  if (!first) {
    window.scrollTo(0, 0);
    focusMain();
  }
}

/** Lets the view live for whoever is signed in. */
function enter(who) {
  caller = who;
  sessionProblem = undefined;
  become(who);
  view.open();
}

/** Whoever comes while Drumbeat cannot tell who they are sees why, and gets in as soon as it can. */
async function begin() {
  try {
    enter(await whoAmI());
  } catch (problem) {
    if (problem.status !== 401) {
      sessionProblem = problem;
      setTimeout(begin, ASK_AGAIN_MILLISECONDS);
    }
  }
  draw();
}

/** Asks for a token. The view stays as it is behind it, with whatever was typed, and goes on afterwards. */
function askToSignIn(reason) {
  if (signIn) {
    return;
  }
  document.querySelector('dialog[open]')?.close('');
  view.close();
  signIn = new SignIn(reason, draw, who => {
    signIn = undefined;
    enter(who);
    draw().then(focusMain);
  });
  draw().then(() => document.getElementById('token').focus());
}

async function leave() {
  try {
    await signOut();
  } catch (problem) {
    if (problem.status !== 401) {
      sessionProblem = problem;
      draw();
      return;
    }
  }
  sessionProblem = undefined;
  forgetDrafts();
  askToSignIn('You are signed out.');
  location.hash = HOME;
  at = undefined; // what the last person saw and typed is gone
  goTo();
}

window.addEventListener('hashchange', goTo);
document.addEventListener(CONNECTION_CHANGED, () => {
  if (sessionProblem?.status === 0) {
    sessionProblem = undefined;
  }
  draw();
});
document.addEventListener(SESSION_ENDED, event => askToSignIn(
  event.detail.wasSignedIn ? 'Your session has ended. Sign in again, and you are back where you were.' : undefined));
goTo();
begin();
