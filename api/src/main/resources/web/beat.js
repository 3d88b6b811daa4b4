const BEAT_MILLISECONDS = 260;

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Has the mark beat once, for something that was really sent; not for those who want things to stand still. */
export function beat() {
  if (!still.matches && !document.hidden) {
    document.querySelector('.brand img')?.animate(
      [{ scale: 1 }, { scale: 1.22, offset: 0.3 }, { scale: 1 }], { duration: BEAT_MILLISECONDS, easing: 'ease-out' });
  }
}
