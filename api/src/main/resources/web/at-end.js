import { count, people, share } from './format.js';

const SOUND = 'drumbeat.sound-at-end';
const NOTIFICATION = 'drumbeat.notification-at-end';

/** Whether the reader wants to hear of the end of campaigns; off until they say so, and kept in this browser. */
export const atEnd = {
  get sound() {
    return kept(SOUND);
  },
  get notification() {
    return kept(NOTIFICATION) && window.Notification?.permission === 'granted';
  },
};

/** Turns the sound on, with a sample of it, or off. */
export function turnSound(on) {
  keep(SOUND, on);
  if (on) {
    beatOnce();
  }
}

/**
 * Turns the notification on or off.
 *
 * @returns a promise of whether it is as it was asked for: a browser may not allow it
 */
export async function turnNotification(on) {
  const allowed = !on || await window.Notification?.requestPermission() === 'granted';
  keep(NOTIFICATION, on && allowed);
  return allowed;
}

/** Tells of the end of a campaign in the ways that are turned on. */
export function tellOfEnd({ name, status, progress }) {
  if (atEnd.sound) {
    beatOnce();
  }
  if (atEnd.notification) {
    const text = status === 'completed'
      ? `Finished: ${people(progress.sent)} sent to${progress.read > 0 ? `, ${share(progress.read, progress.sent)} read` : ''}.`
      : `It has ended: ${count(progress.sent)} of ${count(progress.total)} sent.`;
    new Notification(name, { body: text, icon: '/icons/drumbeat.svg', tag: 'drumbeat' });
  }
}

/** Two low beats and a higher one. */
function beatOnce() {
  const audio = new AudioContext();
  [[0, 110], [0.18, 110], [0.36, 165]].forEach(([after, hertz]) => {
    const begin = audio.currentTime + after;
    const drum = audio.createOscillator();
    const volume = audio.createGain();
    drum.frequency.setValueAtTime(hertz, begin);
    drum.frequency.exponentialRampToValueAtTime(hertz / 2, begin + 0.15);
    volume.gain.setValueAtTime(0.5, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.3);
    drum.connect(volume).connect(audio.destination);
    drum.start(begin);
    drum.stop(begin + 0.3);
  });
  setTimeout(() => audio.close(), 1000);
}

// A browser that keeps nothing for this page throws.
function kept(name) {
  try {
    return localStorage.getItem(name) === 'on';
  } catch {
    return false;
  }
}

function keep(name, on) {
  try {
    if (on) {
      localStorage.setItem(name, 'on');
    } else {
      localStorage.removeItem(name);
    }
  } catch {
    // Then it stays off.
  }
}
