import { html, nothing } from './lit.js';
import { signIn } from './api.js';

/** Asks for a token, exchanges it for a session, and tells `done` whose it is. */
export class SignIn {
  #reason;
  #draw;
  #done;
  #problem;
  #busy = false;

  constructor(reason, draw, done) {
    this.#reason = reason;
    this.#draw = draw;
    this.#done = done;
  }

  template() {
    return html`
      <main class="container narrow">
        <article>
          <h1>Sign in</h1>
          ${this.#reason ? html`<p role="status">${this.#reason}</p>` : nothing}
          <form @submit=${event => this.#submit(event)}>
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required
              aria-describedby="token-hint" aria-invalid=${this.#problem ? 'true' : nothing}>
            <small id="token-hint" class="note">The administrator’s is in the file <code>admin-token</code> of the data folder;
              <code>./drumbeat token create</code> makes more.</small>
            <button aria-busy=${this.#busy ? 'true' : nothing} ?disabled=${this.#busy}>Sign in</button>
          </form>
          ${this.#problem ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
        </article>
      </main>`;
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    this.#busy = true;
    this.#problem = undefined;
    this.#draw();
    try {
      const who = await signIn(form.elements.token.value.trim());
      form.reset();
      this.#done(who);
    } catch (problem) {
      this.#problem = problem.status === 401
        ? 'This token is not known here. It may be mistyped, or revoked.'
        : problem.message;
      form.elements.token.select();
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }
}
