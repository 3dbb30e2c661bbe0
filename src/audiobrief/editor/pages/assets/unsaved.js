// Texts that are typed and not saved yet, kept by the browser until they are: should it, or the editor, end before that.

import { button, make } from './dom.js';

const PREFIX = 'unsaved';
const FRESH = 3000; // milliseconds in which another tab may still save its text

// True if two texts are the same once saving has tidied their white space.
export function isAlike(one, other) {
  const tidied = (text) => text?.split(/\n\s*\n/).map((each) => each.trim().split(/\s+/).join(' ')).filter(Boolean).join('\n\n');
  return tidied(one) === tidied(other);
}

// This tab, also after it was loaded again.
function tabName() {
  try {
    const name = sessionStorage.getItem('tab') ?? crypto.randomUUID();
    sessionStorage.setItem('tab', name);
    return name;
  } catch {
    return crypto.randomUUID();
  }
}

const TAB = tabName();

export class Unsaved {
  // `desk` has file, place, views and save(view, request); see script.js.
  constructor(desk) {
    this.desk = desk;
    this.isRecovered = false;
  }

  // Keep what stands in a text, or drop it once it is saved.
  keep(segment, turn, area) {
    const { file } = this.desk;
    const key = [PREFIX, file, segment, turn, TAB].join('\n');
    const had = area.unsavedKey;
    area.unsavedKey = key;
    try {
      if (area.value === area.saved) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ file, segment, turn, before: area.saved, text: area.value, at: Date.now(), tab: TAB }));
      if (had && had !== key) localStorage.removeItem(had);
    } catch {
      this.warn();
    }
  }

  // Say once that nothing can be kept; what is typed is saved as ever.
  warn() {
    if (this.isWarned) return;
    this.isWarned = true;
    this.desk.place.before(make('p', { class: 'conflict', role: 'alert' },
      'The browser can keep no text for later: its storage is full, or turned off. Wait for “Saved” before you close this page.'));
  }

  drop(keys) {
    try {
      for (const key of keys) localStorage.removeItem(key);
    } catch {
      this.warn();
    }
  }

  // The texts of this script that are kept, each with its key.
  texts() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}\n${this.desk.file}\n`));
      return keys.map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }));
    } catch {
      this.warn();
      return [];
    }
  }

  // Once segments are shown, ask about the texts that were not saved as the editor or the browser ended.
  recover() {
    if (this.isRecovered || !this.desk.views.length) return;
    this.isRecovered = true;
    const isFresh = ({ tab, at }) => tab !== TAB && Date.now() - at < FRESH;
    const fresh = this.texts().filter(isFresh);
    for (const kept of this.texts()) if (!fresh.some(({ key }) => key === kept.key)) this.offer(kept);
    if (!fresh.length) return;
    // Another tab may be about to save these; if it does not, it has ended.
    setTimeout(() => {
      for (const kept of this.texts()) if (fresh.some(({ key, at }) => key === kept.key && at === kept.at)) this.offer(kept);
    }, FRESH);
  }

  offer({ key, segment, turn, before, text }) {
    const { views } = this.desk;
    const alike = views.filter((view) => view.areas[turn]?.saved === before);
    const view = views.find((each) => each.segment.id === segment) ?? (alike.length === 1 ? alike[0] : null);
    if (view?.areas[turn] && !isAlike(view.areas[turn].saved, text) && !view.isDirty) {
      view.areas[turn].unsavedKey = key;
      view.recover(turn, text);
    } else if (views.some((each) => each.areas.some(({ saved }) => isAlike(saved, text)))) this.drop([key]);
    else this.offerLost(text, [key]);
  }

  // A segment was removed elsewhere while its text was changed here: the text is kept until it is saved or discarded.
  offerLost(text, keys) {
    const { desk } = this;
    const add = button('Add it as a new segment', async () => {
      add.disabled = true;
      const done = await desk.save(null, () => {
        const last = desk.views.at(-1);
        return last ? { action: 'insert', segment: last.segment.id, kind: 'narration', text } : null;
      });
      add.disabled = false;
      if (done) end();
      else add.focus();
    }, { class: 'main' });
    const note = make('article', { class: 'segment conflict', role: 'alert' },
      make('p', {}, 'This segment was removed or changed elsewhere, and this text of yours was not saved:'),
      make('blockquote', {}, text),
      make('div', { class: 'tools' }, add, button('Discard it', () => end())));
    const end = () => {
      note.remove();
      this.drop(keys);
    };
    desk.place.before(note);
  }
}
