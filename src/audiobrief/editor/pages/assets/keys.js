// The keyboard: everything that a button does has a key, and a sheet lists them.

import { make } from './dom.js';

const one = (name) => document.querySelector(`[data-${name}]`);
const KEYS = [
  ['Alt P', 'Hear the sentence at the cursor'],
  ['Alt Shift P', 'Hear the segment'],
  ['Alt Shift B', 'Hear the sentence as it was before you changed it'],
  ['Alt M', 'Play the episode from the segment, with music'],
  ['Alt S', 'Stop the sound'],
  ['Ctrl Enter', 'Split the segment at the cursor'],
  ['Alt J', 'Join it with the next one'],
  ['Ctrl Shift Enter', 'Add a segment below'],
  ['Ctrl Shift Backspace', 'Remove the segment'],
  ['Alt ↑, Alt ↓', 'Move the segment'],
  ['Alt ,', 'Put a pause at the cursor'],
  ['Alt .', 'Stress the chosen words'],
  ['Alt /', 'Say the chosen words as other words'],
  ['Alt N, Alt B', 'Go to the next segment, or back'],
  ['Ctrl Z', 'Undo typing; outside of a text: undo the last change'],
  ['Alt U, Alt Shift U', 'Undo and redo changes of the script'],
  ['Alt G', 'Names'],
  ['Alt R', 'Render'],
  ['Alt L', 'Let the speech recogniser listen to the episode'],
  ['Alt O', 'Publish'],
  ['Alt K', 'This sheet'],
];

function current(desk) {
  const element = document.activeElement?.closest('.segment');
  return desk.views.find((view) => view.element === element) ?? null;
}

function go(desk, by) {
  const at = desk.views.indexOf(current(desk));
  desk.focusOn(Math.max(0, Math.min(at < 0 ? 0 : at + by, desk.views.length - 1)));
}

export function setUpKeys(desk) {
  one('key-list').append(...KEYS.flatMap(([keys, does]) => [
    make('dt', {}, ...(keys === 'Alt ,' ? [keys] : keys.split(', ')).flatMap((each, index) => [index ? ', ' : '', make('kbd', {}, each)])), make('dd', {}, does),
  ]));
  const sheet = one('keys');
  one('keys-open').addEventListener('click', () => sheet.showModal());

  addEventListener('keydown', (event) => {
    const view = current(desk);
    const area = view?.areas.includes(document.activeElement) ? document.activeElement : null;
    const isText = ['TEXTAREA', 'INPUT', 'SELECT'].includes(document.activeElement?.tagName);
    const control = event.ctrlKey || event.metaKey;
    const name = [control && 'Ctrl', event.altKey && 'Alt', event.shiftKey && 'Shift', event.code].filter(Boolean).join(' ');
    const does = {
      'Alt KeyP': () => view && desk.hear(view, area ? view.sentenceAtCursor(area) : null),
      'Alt Shift KeyP': () => view && desk.hear(view, null),
      'Alt Shift KeyB': () => {
        const index = area && view.sentenceAtCursor(area);
        const was = area && view.sentenceBefore(index);
        if (was) desk.hear(view, index, was);
      },
      'Alt KeyM': () => view && desk.episode.playFrom(view.segment.line),
      'Alt KeyS': () => { desk.sounds.pause(); desk.episode.audio.pause(); },
      'Alt Comma': () => area && view.putMark('', '[500ms]'),
      'Alt Period': () => area && view.putMark('++', '++'),
      'Alt Slash': () => area && view.putMark('(', ')[sub:""]', 2),
      'Ctrl Enter': () => area && !view.splits.hidden && desk.split(view),
      'Alt KeyJ': () => view && !view.joins.hidden && desk.join(view),
      'Ctrl Shift Enter': () => view && desk.add(view),
      'Ctrl Shift Backspace': () => view && desk.remove(view),
      'Alt ArrowUp': () => view && !view.up.disabled && desk.move(view, -1),
      'Alt ArrowDown': () => view && !view.down.disabled && desk.move(view, 1),
      'Alt KeyN': () => go(desk, 1),
      'Alt KeyB': () => go(desk, -1),
      'Alt KeyU': () => desk.step('undo'),
      'Alt Shift KeyU': () => desk.step('redo'),
      'Alt KeyG': () => desk.names.open(),
      'Alt KeyR': () => !one('render').disabled && desk.episode.render(),
      'Alt KeyL': () => !one('episode').hidden && !one('proof').disabled && desk.review.listen(),
      'Alt KeyO': () => desk.publishing.open(),
      'Alt KeyK': () => sheet.showModal(),
      ...(isText ? {} : { 'Ctrl KeyZ': () => desk.step('undo'), 'Ctrl Shift KeyZ': () => desk.step('redo') }),
    }[name];
    if (!does || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    does();
  });
}
