import { html } from './lit.js';

/** What is to be done before the first message goes out, each ticked once it is. */
export const firstSteps = (senders, campaigns) => html`
  <section class="box" aria-labelledby="first-steps">
    <h2 id="first-steps">Three steps to your first campaign</h2>
    <ol class="steps">
      ${step(senders.length > 0, html`
        <b>Connect a number.</b> Whoever runs Drumbeat adds it to <code>senders.json</code> and starts it again.
        <a href="#/senders">Numbers</a>`)}
      ${step(senders.some(sender => sender.capUsed > 0), html`
        <b>Try it with the simulator.</b> A number whose address is that of <code>./drumbeat simulate</code> reaches nobody real;
        <code>./drumbeat demo</code> has two of them.`)}
      ${step(campaigns.length > 0, html`
        <b>Make a campaign.</b> A list of people, a picture, a few words. <a href="#/new">New campaign</a>`)}
    </ol>
  </section>`;

const step = (done, text) => html`
  <li data-done=${done}><span class="visually-hidden">${done ? 'Done: ' : 'To do: '}</span>${text}</li>`;
