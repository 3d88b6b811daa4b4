import { quoted, size } from './format.js';
import { word } from './words.js';

const FORMATS = {
  'image/jpeg': 'JPEG', 'image/png': 'PNG', 'image/webp': 'WebP', 'video/mp4': 'MP4', 'video/3gpp': '3GP',
  'audio/aac': 'AAC', 'audio/amr': 'AMR', 'audio/mpeg': 'MP3', 'audio/mp4': 'M4A', 'audio/ogg': 'Ogg',
  'application/pdf': 'PDF', 'text/plain': 'text', 'application/msword': 'Word', 'application/vnd.ms-excel': 'Excel',
  'application/vnd.ms-powerpoint': 'PowerPoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
};

const WITHOUT_CAPTION = ['audio', 'sticker'];

/** What a page may show where it stands. */
export const isSeen = type => type === 'image' || type === 'sticker';

export const takesCaption = type => !WITHOUT_CAPTION.includes(type);

/** What a format is called, from its MIME type. */
const formatName = mimeType => FORMATS[mimeType] ?? mimeType.split('/')[1];

/** What can be sent of one type: `JPEG or PNG up to 5 MB`. */
export function allowed({ mimeTypes, maxBytes }) {
  const names = [...new Set(mimeTypes.map(formatName))];
  return `${names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : names} up to ${size(maxBytes)}`;
}

/** What can be sent of all types, in a sentence for each. */
export const allAllowed = limits => limits.map(limit => `${capital(word('media', limit.type))}: ${allowed(limit)}`);

const capital = text => text[0].toUpperCase() + text.slice(1);

/**
 * What a file would be sent as, by what the browser says of it.
 *
 * @param limits what the chosen numbers take, as a preflight has them
 * @returns its `type`, or a `fault`: why it cannot be sent and what to do
 */
export function kindOf(file, limits) {
  const limit = limits.find(({ mimeTypes }) => mimeTypes.includes(file.type));
  if (!limit && file.type) {
    return { fault: `${quoted(file)} is of a kind that WhatsApp does not take. These can be sent: ${allAllowed(limits).join('; ')}.` };
  }
  if (limit && file.size > limit.maxBytes) {
    return {
      fault: `${quoted(file)} has ${size(file.size)}, and a ${word('media', limit.type)} may have ${size(limit.maxBytes)} at most. `
        + `${SMALLER[limit.type] ?? 'Save it smaller'}, and drop it here again.`,
    };
  }
  return { type: limit?.type ?? 'document' };
}

const SMALLER = {
  image: 'Save it with fewer pixels, or as JPEG',
  video: 'Make it shorter, or save it with fewer pixels',
};
