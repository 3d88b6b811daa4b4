import { html, nothing } from './lit.js';
import { downloadUrl } from './api.js';

const KINDS = { image: 'Picture', video: 'Video', audio: 'Audio', document: 'Document', sticker: 'Sticker' };

/** What a page may show where it stands. */
const SEEN = ['image', 'sticker'];
const PLACEHOLDER = /\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}/g;

/** What a campaign sends, as a phone would show it. */
export const message = ({ id, spec: { media, template } }) => html`
  <section aria-labelledby="message">
    <h2 id="message" class="visually-hidden">Message</h2>
    <div class="phone-screen">
      <div class="bubble">
        ${media.url ? placeholder(media) : stored(media, downloadUrl(`/campaigns/${encodeURIComponent(id)}/media`))}
        ${media.caption ? html`<p class="caption" dir="auto">${filled(media.caption)}</p>` : nothing}
        ${template
          ? html`<p>Template <b>${template.name}</b> (${template.language})</p>
            ${template.parameters.length
              ? html`<ol>${template.parameters.map(text => html`<li class="caption" dir="auto">${filled(text)}</li>`)}</ol>` : nothing}`
          : nothing}
      </div>
    </div>
    ${media.caption?.includes('{{') || template?.parameters.some(text => text.includes('{{'))
      ? html`<p class="quiet">What is marked comes from each person’s row; behind “or” stands what people get whose cell is empty.</p>`
      : nothing}
    ${media.url ? html`<p class="quiet">The ${(KINDS[media.type] ?? media.type).toLowerCase()} is at
      <a href=${media.url} rel="noreferrer" target="_blank">${media.url}</a>.</p>` : nothing}
  </section>`;

const stored = (media, address) => SEEN.includes(media.type)
  ? html`<img class="media" src=${address} alt=${media.fileName ?? KINDS[media.type]}>`
  : html`${placeholder(media)}<p><a href=${address} target="_blank">Open it</a></p>`;

const placeholder = media => html`
  <div class="media">
    <b>${KINDS[media.type] ?? media.type}</b>
    ${media.fileName || media.url ? html`<span dir="auto">${media.fileName ?? media.url}</span>` : nothing}
  </div>`;

/** The text with its placeholders marked. */
function filled(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, column, fallback] = match;
    parts.push(text.slice(end, match.index), html`<mark>${column}${fallback === undefined ? nothing : html` <i>or</i> ${fallback}`}</mark>`);
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)];
}
