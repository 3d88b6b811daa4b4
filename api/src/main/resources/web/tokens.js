import { html, nothing, repeat } from './lit.js';
import { get, post, remove, signIn } from './api.js';
import { copyable } from './copy.js';
import { ask } from './dialog.js';
import { FieldErrors } from './field-errors.js';
import { day } from './format.js';
import { poll } from './live.js';
import { may, me, ROLES } from './role.js';
import { trouble } from './trouble.js';
import { meaning, word } from './words.js';

const PATH = '/tokens';
const POLL_MILLISECONDS = 5000;
const OF_THE_FILE = 'admin'; // it stands in a file, and is renewed with that

/** By which people and programs get in: made, shown once, renewed, revoked. */
export class TokensView {
  title = 'Tokens';
  #draw;
  #tokens;
  #problem;
  #made;
  #busy = false;
  #errors = new FieldErrors({ name: 'Name', role: 'May' });
  #stop;

  constructor(draw) {
    this.#draw = draw;
  }

  open() {
    if (may('admin')) {
      this.#stop = poll(() => this.#load(), POLL_MILLISECONDS);
    }
  }

  close() {
    this.#stop?.();
  }

  async #load() {
    try {
      this.#tokens = (await get(PATH)).items;
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#draw();
  }

  async #make(event) {
    event.preventDefault();
    const form = event.target;
    const values = new FormData(form);
    this.#busy = true;
    this.#errors.clear();
    this.#draw();
    try {
      this.#made = await post(PATH, { name: values.get('name').trim(), role: values.get('role') });
      form.reset();
      await this.#load();
      document.getElementById('made').focus();
    } catch (problem) {
      this.#errors.show(problem.message, problem.errors);
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  async #renew({ name }) {
    const made = await ask({
      title: `Renew the token ${name}?`,
      content: html`<p>There is another one in its place, which is shown once. The old one lets nobody in any more, at once and for good:
        whoever uses it needs the new one. Name and role stay, and campaigns that were made with it go on.</p>`,
      yes: 'Renew it',
      danger: true,
      submit: () => this.#renewed(name),
    });
    if (made) {
      this.#made = made;
      await this.#load();
      document.getElementById('made').focus();
    }
  }

  /** Whoever renews their own stays signed in, by the new one: else it would be shown to nobody. */
  async #renewed(name) {
    this.close();
    try {
      const made = await post(`${PATH}/${encodeURIComponent(name)}/rotate`);
      if (name === me()) {
        await signIn(made.token);
      }
      return made;
    } finally {
      this.open();
    }
  }

  async #revoke({ name }) {
    const revoked = await ask({
      title: `Revoke the token ${name}?`,
      content: html`
        <p>Whoever uses it gets in no more, at once and for good. Campaigns that were made with it go on.</p>
        ${name === me() ? html`<p><b>It is the one you are signed in with: you will be signed out.</b></p>` : nothing}`,
      yes: 'Revoke it',
      danger: true,
      submit: async () => {
        await remove(`${PATH}/${encodeURIComponent(name)}`);
        return true;
      },
    });
    if (revoked) {
      await this.#load();
    }
  }

  template() {
    return html`
      <h1>Tokens</h1>
      ${may('admin') ? this.#content() : html`<p>Tokens are kept by those with the role ${word('role', 'admin')}.</p>`}`;
  }

  #content() {
    return html`
      <p class="quiet">A token lets a person sign in here, or a program use the <a href="/docs">API</a>. It is shown once: Drumbeat
        does not keep it. <a href="#/audit">Who did what</a> tells what was done by each.</p>
      ${this.#made ? this.#shownOnce(this.#made) : nothing}
      ${trouble(this.#problem, Boolean(this.#tokens))}
      ${this.#tokens ? this.#table() : this.#problem ? nothing : html`<p aria-busy="true">Loading the tokens</p>`}
      ${this.#form()}`;
  }

  #shownOnce({ name, role, token }) {
    return html`
      <section class="box told" id="made" tabindex="-1" aria-label="The new token">
        <p><b>This is the token <span dir="auto">${name}</span> (${word('role', role)}). Take it now: it is not shown again.</b></p>
        ${copyable(`Token ${name}`, token)}
        <button class="small outline" @click=${() => { this.#made = undefined; this.#draw(); }}>I have it</button>
      </section>`;
  }

  #table() {
    return html`
      <div class="wide" tabindex="0" role="region" aria-label="Table of tokens">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th><th scope="col">Role</th><th scope="col">Made</th>
              <th scope="col"><span class="visually-hidden">Commands</span></th>
            </tr>
          </thead>
          <tbody>${repeat(this.#tokens, token => token.name, token => this.#row(token))}</tbody>
        </table>
      </div>`;
  }

  #row(token) {
    const { name, role, createdAt, revokedAt } = token;
    return html`
      <tr class=${revokedAt ? 'over' : nothing}>
        <th scope="row" dir="auto">${name}</th>
        <td title=${meaning('role', role)}>${word('role', role)}</td>
        <td class="when">${day(createdAt)}</td>
        <td class="when">${revokedAt
          ? html`Revoked ${day(revokedAt)}`
          : html`
            ${name === OF_THE_FILE ? nothing : html`
              <button class="secondary outline small" aria-label="Renew ${name}" @click=${() => this.#renew(token)}>Renew</button>`}
            <button class="secondary outline small" aria-label="Revoke ${name}" @click=${() => this.#revoke(token)}>Revoke</button>`}</td>
      </tr>`;
  }

  #form() {
    return html`
      <section aria-labelledby="make">
        <h2 id="make">New token</h2>
        <form @submit=${event => this.#make(event)} novalidate>
          ${this.#errors.summary()}
          <label for="name">Name</label>
          <input id="name" name="name" class="middling" autocomplete="off" aria-invalid=${this.#errors.invalid('name')} aria-describedby="name-note">
          ${this.#errors.note('name', 'Who or what uses it. What is done with it stands under that name in a campaign’s history.')}
          <fieldset>
            <legend class="label">May</legend>
            ${ROLES.map((role, i) => html`
              <label><input type="radio" name="role" value=${role} ?checked=${i === 0}>
                ${word('role', role)} <span class="quiet">${meaning('role', role)}</span></label>`)}
          </fieldset>
          <button ?disabled=${this.#busy}>Make the token</button>
        </form>
      </section>`;
  }
}
