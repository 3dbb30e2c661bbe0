// The page of a script: keeps the segments in step with the file, and hears and renders them.

import { Refused, get, post } from './api.js';
import { field, make } from './dom.js';
import { Comparison } from './comparison.js';
import { Episode } from './episode.js';
import { setUpKeys } from './keys.js';
import { Names } from './names.js';
import { Publishing } from './publishing.js';
import { Review } from './review.js';
import { SegmentView } from './segment.js';
import { Sounds } from './sounds.js';
import { Unsaved } from './unsaved.js';

const RETRY_AFTER = 2000; // milliseconds after the editor did not answer
const MARGINS_AFTER = 150; // milliseconds after a change
const SETTINGS = {
  title: 'Title', summary: 'Summary', date: 'Date', number: 'Number', target: 'Target length', publish_at: 'Not published before',
};
const PLACEHOLDERS = { date: '2026-11-30', target: '5:00', number: '1' };
const one = (name) => document.querySelector(`[data-${name}]`);

// A time of the file, with its zone, as a field shows it in the zone of the machine, and back.
function toLocal(text) {
  const time = new Date(text || NaN);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function toUtc(text) {
  return text ? new Date(text).toISOString().replace(/\.\d+Z$/, 'Z') : '';
}

// True if the editor has ended, or another one answers in its place.
const isAway = (error) => error instanceof Refused && [0, 403].includes(error.status);

class Desk {
  constructor(file) {
    this.file = file;
    this.views = [];
    this.queue = Promise.resolve();
    this.pending = 0;
    this.digest = '';
    this.margin = { voices: [], sounds: [] };
    this.place = document.getElementById('segments');
    this.sounds = new Audio();
    this.episode = new Episode(this);
    this.comparison = new Comparison(this);
    this.names = new Names(this);
    this.publishing = new Publishing(this);
    this.review = new Review(this);
    this.addSounds = new Sounds(this);
    this.unsaved = new Unsaved(this);
    this.drawSettings();
    this.listen();
  }

  async open() {
    await this.load();
    this.loadMargins();
    this.episode.load();
    this.comparison.load();
    const remarks = sessionStorage.getItem(`remarks ${this.file}`);
    if (remarks) {
      sessionStorage.removeItem(`remarks ${this.file}`);
      one('message').textContent = `Look at the draft: ${remarks}`;
    }
    this.follow();
  }

  // Listen to changes while the page is seen: a browser has six connections for all tabs together.
  follow() {
    this.events?.close();
    this.events = null;
    if (document.hidden) return;
    this.events = new EventSource(`/api/events?${new URLSearchParams({ file: this.file })}`);
    this.events.addEventListener('message', ({ data }) => this.changedElsewhere(JSON.parse(data)));
  }

  listen() {
    one('undo').addEventListener('click', () => this.step('undo'));
    one('names-open').addEventListener('click', () => this.names.open());
    one('redo').addEventListener('click', () => this.step('redo'));
    addEventListener('beforeunload', (event) => {
      if (this.pending || this.views.some((view) => view.isDirty)) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => {
      for (const view of this.views) view.saveTexts();
      this.follow();
    });
  }

  drawSettings() {
    this.settings = Object.fromEntries(Object.entries(SETTINGS).map(([key, label]) => {
      const input = make(key === 'summary' ? 'textarea' : 'input', {
        ...(key === 'summary' ? { rows: '1' } : { type: key === 'publish_at' ? 'datetime-local' : 'text', autocomplete: 'off' }), placeholder: PLACEHOLDERS[key] ?? null,
        onchange: () => this.saveSetting(key, key === 'publish_at' ? toUtc(input.value) : input.value),
      });
      one('settings').append(field(label, input, { class: `field ${key}` }));
      return [key, input];
    }));
  }

  saveSetting(key, value) {
    return this.save(null, () => ({ action: 'script', key, value }));
  }

  // Show the script as it is on the disk.
  async load() {
    try {
      this.show(await get('/api/script', { file: this.file }));
      performance.mark('segments-shown');
      this.say('Saved');
    } catch (error) {
      this.fail(error);
    }
  }

  show(content, saved = null) {
    this.digest = content.digest;
    one('undo').disabled = !content.undo;
    one('redo').disabled = !content.redo;
    for (const [key, input] of Object.entries(this.settings)) {
      if (document.activeElement !== input) input.value = key === 'publish_at' ? toLocal(content.settings[key]) : content.settings[key] ?? '';
    }
    document.title = `${content.settings.title || this.file} – editor`;
    const isBroken = content.problems.length > 0;
    one('problems').hidden = !isBroken;
    one('problems').replaceChildren(...(isBroken ? [
      make('p', {}, 'The file was changed elsewhere, and is no script now. Correct it there; this page then shows it again.'),
      make('ul', { class: 'findings' }, ...content.problems.map(({ line, message }) => make('li', { class: 'error' }, `line ${line}: ${message}`))),
    ] : []));
    this.place.inert = isBroken;
    if (isBroken) return;
    this.reconcile(content, saved);
    this.unsaved.recover();
  }

  // Bring the segments of the page in line with those of the file; views stay with what they show.
  reconcile({ segments, changed }, saved) {
    const before = this.views;
    const byId = new Map(before.map((view) => [view.segment.id, view]));
    const used = new Set();
    const take = (view) => { if (view && !used.has(view)) { used.add(view); return view; } return null; };
    const views = segments.map(({ id }) => take(byId.get(id)));
    const unsure = new Set();
    const isOwn = saved && segments.length === before.length;
    const isAlike = (view) => before.filter((other) => other.said === view.said).length > 1;
    if (saved && changed !== null && changed !== undefined && !views[changed]) views[changed] = take(saved);
    views.forEach((view, index) => {
      // A segment that was changed elsewhere stands where it stood: after the same one as before.
      if (view) return;
      const previous = index ? before.indexOf(views[index - 1]) : -1;
      const candidate = index && previous < 0 ? null : before[previous + 1];
      if (candidate && !segments.some(({ id }) => id === candidate.segment.id)) views[index] = take(candidate);
      // Of several that say the same, another one may stand there now: what was typed is asked about.
      if (views[index]?.isDirty && !isOwn && isAlike(candidate)) unsure.add(views[index]);
    });
    const lost = before.filter((view) => !used.has(view) && view.isDirty && view !== saved);
    this.views = segments.map((segment, index) => {
      const view = views[index];
      if (!view) return new SegmentView(segment, this);
      view.update(segment, view === saved);
      if (unsure.has(view)) view.ask();
      return view;
    });
    this.draw();
    for (const { areas } of lost) {
      this.unsaved.offerLost(areas.map(({ value }) => value).join('\n\n'), areas.map(({ unsavedKey }) => unsavedKey).filter(Boolean));
    }
  }

  draw() {
    const focused = document.activeElement;
    const selection = focused && 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : null;
    const wanted = this.views.map(({ element }) => element);
    for (const element of [...this.place.children]) if (!wanted.includes(element)) element.remove();
    wanted.forEach((element, index) => {
      if (this.place.children[index] !== element) this.place.insertBefore(element, this.place.children[index] ?? null);
    });
    this.views.forEach((view, index) => view.setNumber(index + 1, this.views.length));
    if (focused !== document.activeElement && focused?.isConnected) {
      focused.focus({ preventScroll: true });
      if (selection && focused.tagName === 'TEXTAREA') focused.setSelectionRange(...selection);
    }
  }

  // Send a change after those before it; `request` returns it when its turn has come, or null.
  save(view, request, path = '/api/change') {
    this.pending += 1;
    this.say('Saving');
    this.queue = this.queue.then(async () => {
      const asked = request();
      if (asked === null) return null;
      const content = await post(path, { file: this.file, ...asked });
      this.show(content, view);
      this.marginsSoon();
      if (this.episode.isCurrent) this.episode.load();
      return content;
    }).catch((error) => this.afterRefusal(error)).finally(() => this.finish());
    return this.queue;
  }

  finish() {
    this.pending -= 1;
    if (!this.pending && one('status').textContent === 'Saving') this.say('Saved');
  }

  // The editor does not answer: try again until it does, also after it was started again.
  retrySoon() {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(async () => {
      try {
        const content = await get('/api/script', { file: this.file });
        // What was sent may have arrived, and only the answer was lost.
        this.show(content);
        for (const view of this.views) for (const area of view.areas) area.sending = undefined;
        this.say('Saved');
        for (const view of this.views) view.saveTexts();
        this.follow();
      } catch (error) {
        this.fail(error);
        if (isAway(error)) this.retrySoon();
      }
    }, RETRY_AFTER);
  }

  async afterRefusal(error) {
    this.fail(error);
    if (isAway(error)) {
      this.retrySoon();
      return null;
    }
    if (error instanceof Refused && error.status) {
      for (const view of this.views) for (const area of view.areas) area.sending = undefined;
      try {
        this.show(await get('/api/script', { file: this.file }));
      } catch (again) {
        this.fail(again);
      }
    }
    return null;
  }

  step(name) {
    for (const view of this.views) view.saveTexts();
    this.say('Saving');
    this.pending += 1;
    this.queue = this.queue.then(async () => {
      this.show(await post(`/api/${name}`, { file: this.file }));
      this.marginsSoon();
    }).catch((error) => this.afterRefusal(error)).finally(() => this.finish());
    return this.queue;
  }

  // The server says that a file or the render has changed.
  changedElsewhere({ state, render, proof }) {
    this.episode.progress(render);
    this.review.progress(proof);
    if (this.state !== undefined && this.state !== state) {
      this.queue = this.queue.then(async () => {
        const content = await get('/api/script', { file: this.file });
        if (content.digest !== this.digest) this.show(content);
      }).catch((error) => this.fail(error));
      this.marginsSoon();
    }
    this.state = state;
  }

  typed() {
    this.say('Typing');
  }

  marginsSoon() {
    clearTimeout(this.marginTimer);
    this.marginTimer = setTimeout(() => this.loadMargins(), MARGINS_AFTER);
  }

  async loadMargins() {
    if (this.loadingMargins) {
      this.marginsWanted = true;
      return;
    }
    this.loadingMargins = true;
    try {
      this.showMargins(await get('/api/margins', { file: this.file }));
    } catch (error) {
      this.fail(error);
    }
    this.loadingMargins = false;
    if (this.marginsWanted) {
      this.marginsWanted = false;
      this.marginsSoon();
    }
  }

  redrawMargins() {
    if (this.margin.segments) this.showMargins(this.margin);
  }

  showMargins(margin) {
    this.margin = margin;
    const byId = new Map(margin.segments.map((each, index) => [each.id, { ...each, index }]));
    for (const view of this.views) {
      const own = byId.get(view.segment.id);
      if (own && !view.isDirty) view.setMargin(own, margin.findings.filter(({ segment }) => segment === own.index), margin);
    }
    const { length, findings } = margin;
    const errors = findings.filter(({ level }) => level === 'error').length;
    const looks = findings.filter(({ level }) => level === 'warning').length;
    const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
    const parts = [];
    if (length.clock) parts.push(`about ${length.clock}`, count(length.words, 'word'));
    if (length.target) parts.push(`target ${length.target}: ${length.fit}`);
    parts.push(errors ? count(errors, 'error') : 'no errors');
    if (looks) parts.push(`${count(looks, 'thing')} to look at`);
    one('length').textContent = parts.join(' · ');
    one('length').classList.toggle('wrong', errors > 0 || length.reachable === false);
    const elsewhere = findings.filter(({ segment }) => segment === null);
    const box = one('problems');
    if (this.place.inert || (!elsewhere.length && box.hidden)) return;
    box.hidden = !elsewhere.length;
    box.replaceChildren(make('ul', { class: 'findings' }, ...elsewhere.map(({ level, file, line, message, advice }) =>
      make('li', { class: level }, `${file && line ? `${file}:${line}: ` : ''}${message}${advice ? ` — ${advice}` : ''}`))));
  }

  // Save what was typed, and play a sentence (or a whole segment) as soon as the voice has said it; `before` is one of
  // an earlier version.
  async hear(view, sentence, before = null) {
    this.sounds.pause();
    view.element.classList.add('speaking');
    try {
      await view.saveTexts();
      await this.queue;
      const { sound } = await post('/api/hear', { file: this.file, segment: view.segment.id, sentence, ...before });
      this.sounds.src = sound;
      await this.sounds.play();
    } catch (error) {
      if (error.name !== 'AbortError') this.fail(error);
    } finally {
      view.element.classList.remove('speaking');
    }
  }

  async settled(view) {
    await view.saveTexts();
    await this.queue;
  }

  async move(view, by) {
    await this.settled(view);
    const control = document.activeElement;
    await this.save(view, () => ({ action: 'move', segment: view.segment.id, by }));
    if (control?.isConnected && !control.disabled) control.focus();
    view.element.scrollIntoView({ block: 'nearest' });
  }

  async split(view) {
    const [area] = view.areas;
    const at = area.selectionStart;
    const [before, after] = [area.value.slice(0, at), area.value.slice(at)];
    if (!before.trim() || !after.trim()) {
      this.fail(new Error('Put the cursor into the text, where it is to be divided.'));
      return;
    }
    await this.settled(view);
    const content = await this.save(null, () => ({ action: 'split', segment: view.segment.id, before, after }));
    if (content) this.focusOn(content.changed, 0);
  }

  async join(view) {
    const next = this.views[this.views.indexOf(view) + 1];
    if (!next) return;
    await this.settled(view);
    await this.settled(next);
    const content = await this.save(null, () => ({ action: 'merge', segment: view.segment.id }));
    if (content) this.focusOn(content.changed);
  }

  async add(view) {
    await this.settled(view);
    const content = await this.save(null, () => ({
      action: 'insert', segment: view.segment.id, kind: 'narration', text: 'Write here what is said next.',
    }));
    if (!content) return;
    this.focusOn(content.changed);
    this.views[content.changed]?.areas[0]?.select();
  }

  async remove(view) {
    const index = this.views.indexOf(view);
    await this.settled(view);
    const content = await this.save(null, () => ({ action: 'remove', segment: view.segment.id }));
    if (content) this.focusOn(Math.min(index, this.views.length - 1), 0);
  }

  focusOn(index, at = null) {
    const view = this.views[index];
    const area = view?.areas[0];
    (area ?? view?.element)?.focus();
    if (area && at !== null) area.setSelectionRange(at, at);
    view?.element.scrollIntoView({ block: 'nearest' });
  }

  openNames(word) {
    this.names.open(word);
  }

  say(text) {
    one('status').textContent = text;
    if (text !== 'Typing') one('message').textContent = '';
  }

  fail(error) {
    one('status').textContent = 'Not done';
    one('message').textContent = error.message;
  }
}

const desk = new Desk(one('file').dataset.file);
setUpKeys(desk);
window.desk = desk;
desk.open();
