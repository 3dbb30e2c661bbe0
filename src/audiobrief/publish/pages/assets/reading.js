// What the player is made of: times, what is remembered, and what is marked in the text and kept in view.

export const CLOSE = 0.02; // seconds by which a decoder may stop short of where it was sent

const two = (number) => String(number).padStart(2, '0');

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// Reads the fragment of an address: #t=83, #t=83.5, #t=1:23 or #t=1:02:03. Null for all else.
export function timeInFragment(fragment) {
  const match = /^#t=((?:\d+:){0,2}\d+(?:\.\d+)?)$/.exec(fragment);
  return match && match[1].split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Kept for this page alone where nothing may be stored.
  }
}

export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export async function copy(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The other way, then.
    }
  }
  // Over http, where a phone tries out a site in its own network, there is no other way.
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed'; // where the focus moves nothing
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

// Marks one of several elements as the current one; tells whether that is another one than before.
export function marker() {
  let marked = null;
  return (element) => {
    if (element === marked) return false;
    marked?.removeAttribute('aria-current');
    element?.setAttribute('aria-current', 'true');
    marked = element;
    return true;
  };
}

export function timed(elements) {
  return [...elements].map((element) => ({
    element, start: Number(element.dataset.start), end: Number(element.dataset.end),
  }));
}

// Gives the index of the last that has begun, -1 before the first. They are in order of time.
export function begun(stretches, seconds) {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].start <= seconds + CLOSE) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// Reads the words of a line from data-words: for each, the second at which it starts, and its length.
export function wordsOf(line) {
  const numbers = (line.dataset.words ?? '').split(' ').map(Number);
  const words = [];
  for (let at = 0, from = 0; at + 1 < numbers.length; at += 2) {
    words.push({ start: numbers[at], from, to: from + numbers[at + 1] });
    from += numbers[at + 1] + 1;
  }
  return words;
}

// Marks the word of a line that is said, where the browser can mark parts of a text (CSS Custom Highlight API).
export function wordMarker() {
  if (!globalThis.CSS?.highlights || !globalThis.Highlight) return () => {};
  const highlight = new Highlight();
  CSS.highlights.set('word', highlight);
  // Validators of CSS do not know this selector yet, so it is not in the style sheet.
  const style = new CSSStyleSheet();
  style.replaceSync('::highlight(word) { text-decoration: underline .14em var(--accent); }');
  document.adoptedStyleSheets.push(style);
  let [line, words, marked] = [null, [], -1];
  return (element, seconds) => {
    if (element !== line) {
      [line, words, marked] = [element, element ? wordsOf(element) : [], -1];
      highlight.clear();
    }
    const at = begun(words, seconds);
    if (at === marked) return;
    marked = at;
    highlight.clear();
    const text = line?.firstChild;
    if (at < 0 || !text || words[at].to > text.length) return;
    const range = new Range();
    range.setStart(text, words[at].from);
    range.setEnd(text, words[at].to);
    highlight.add(range);
  };
}

// Keeps the current line in view until the reader scrolls it away, and again once it is back.
export function follower(button) {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const player = document.querySelector('[data-player]');
  let following = true;
  let gliding = 0;
  let line = null;

  function inView() {
    if (!line) return true;
    const { top, bottom } = line.getBoundingClientRect();
    const bar = player.getBoundingClientRect();
    const below = bar.top > innerHeight / 2;
    return top >= (below ? 0 : Math.max(0, bar.bottom)) && bottom <= (below ? bar.top : innerHeight);
  }

  function show() {
    clearTimeout(gliding);
    gliding = setTimeout(() => { gliding = 0; }, 1500);
    line.scrollIntoView({ block: 'center', behavior: still.matches ? 'instant' : 'smooth' });
  }

  // Where nothing moves on, nobody has to be brought back.
  function offer() {
    button.hidden = following || !line || !player.hasAttribute('data-playing');
  }

  function judge() {
    following = inView();
    offer();
  }

  addEventListener('scroll', () => { if (!gliding && line) judge(); }, { passive: true });
  addEventListener('scrollend', () => { clearTimeout(gliding); gliding = 0; });
  for (const name of ['wheel', 'touchmove']) {
    addEventListener(name, () => { clearTimeout(gliding); gliding = 0; }, { passive: true });
  }
  button.addEventListener('click', () => {
    following = true;
    button.hidden = true;
    if (line) show();
  });

  return (element, moving, insist) => {
    line = element;
    if (insist) following = true;
    if (following && moving && line && !inView()) show();
    offer();
  };
}
