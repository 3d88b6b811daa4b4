import { html, nothing } from './lit.js';
import { downloadUrl } from './api.js';

const KINDS = { image: 'Picture', video: 'Video', audio: 'Audio', document: 'Document', sticker: 'Sticker' };

/** What a page may show where it stands. */
const SEEN = ['image', 'sticker'];
const PLACEHOLDER = /\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}/g;

/** What a campaign sends, as a phone would show it. */
export const message = campaign => {
  const { media, template } = campaign.spec;
  return html`
    <section aria-labelledby="message">
      <h2 id="message" class="visually-hidden">Message</h2>
      <div class="phone-screen">${bubble(campaign)}</div>
      ${media.url ? nothing : file(campaign)}
      ${media.caption?.includes('{{') || template?.parameters.some(text => text.includes('{{'))
        ? html`<p class="quiet">What is marked comes from each person’s row; behind “or” stands what people get whose cell is empty.</p>`
        : nothing}
      ${media.url ? html`<p class="quiet">The ${(KINDS[media.type] ?? media.type).toLowerCase()} is at
        <a href=${media.url} rel="noreferrer" target="_blank">${media.url}</a>.</p>` : nothing}
    </section>`;
};

const mediaUrl = ({ id }) => downloadUrl(`/campaigns/${encodeURIComponent(id)}/media`);

/**
 * The message as it stands in a chat.
 *
 * @param still whether what would play stands still
 */
export const bubble = (campaign, still = false) => {
  const { media, template } = campaign.spec;
  return html`
    <div class="bubble">
      ${media.url || (still && !SEEN.includes(media.type)) ? placeholder(media) : shown(media, mediaUrl(campaign))}
      ${media.caption ? html`<p class="caption" dir="auto">${filled(media.caption)}</p>` : nothing}
      ${template
        ? html`<p>Template <b>${template.name}</b> (${template.language})</p>
          ${template.parameters.length
            ? html`<ol>${template.parameters.map(text => html`<li class="caption" dir="auto">${filled(text)}</li>`)}</ol>` : nothing}`
        : nothing}
    </div>`;
};

function shown(media, address) {
  const name = media.fileName ?? KINDS[media.type];
  switch (media.type) {
    case 'image':
    case 'sticker':
      return html`<img class="media" src=${address} alt=${name}>`;
    case 'video':
      return html`<video class="media" src=${address} controls preload="metadata" aria-label=${name}></video>`;
    case 'audio':
      return html`<audio class="sound" src=${address} controls preload="metadata" aria-label=${name}></audio>`;
    default:
      return placeholder(media);
  }
}

/** What is sent, to open or to keep. */
const file = campaign => {
  const { name, spec: { media } } = campaign;
  return html`
    <p class="quiet"><span dir="auto">${media.fileName ?? KINDS[media.type]}</span>:
      <a href=${mediaUrl(campaign)} target="_blank">open</a>,
      <a href=${mediaUrl(campaign)} download=${media.fileName ?? name}>download</a></p>`;
};

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
