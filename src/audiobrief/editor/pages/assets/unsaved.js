// Texts that are typed and not saved yet, kept by the browser until they are: should it, or the editor, end before that.

const PREFIX = 'unsaved';
const FRESH = 3000; // milliseconds in which another tab may still save its text

function keyOf(file, segment, turn) {
  return [PREFIX, file, segment, turn].join('\n');
}

// Keep what stands in a text, or drop it once it is saved.
export function keepUnsaved(file, segment, turn, area) {
  const key = keyOf(file, segment, turn);
  if (area.unsavedKey && area.unsavedKey !== key) localStorage.removeItem(area.unsavedKey);
  area.unsavedKey = key;
  if (area.value === area.saved) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ file, segment, turn, before: area.saved, text: area.value, at: Date.now() }));
}

// The texts of a script that were not saved; each is returned once.
export function takeUnsaved(file) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}\n${file}\n`));
  const old = keys.map((key) => [key, JSON.parse(localStorage.getItem(key))]).filter(([, { at }]) => Date.now() - at > FRESH);
  for (const [key] of old) localStorage.removeItem(key);
  return old.map(([, text]) => text);
}
