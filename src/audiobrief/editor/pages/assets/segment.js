// One segment on the page: its text, its settings, and what stands in its margin.

import { button, clock, field, make } from './dom.js';
import { hasMarks, saidText, withMarks } from './marks.js';
import { isAlike } from './unsaved.js';

export const KINDS = { intro: 'Intro', narration: 'Narration', transition: 'Transition', outro: 'Outro' };
const SAVE_AFTER = 500; // milliseconds without a key

export class SegmentView {
  // `desk` has save(view, request), hear(view, sentence), move, split, join, remove, add; see script.js.
  constructor(segment, desk) {
    this.desk = desk;
    this.segment = segment;
    this.sentences = [];
    this.areas = [];
    this.timers = new Map();
    this.element = make('article', { class: 'segment', tabindex: '-1' });
    this.head = make('div', { class: 'head' });
    this.body = make('div', { class: 'body' });
    this.more = make('details', { class: 'more' }, this.moreTitle = make('summary'));
    this.notes = make('ul', { class: 'findings' });
    this.conflict = make('div', { class: 'conflict', role: 'alert', hidden: true });
    this.element.append(this.head, this.conflict, this.body, this.notes, this.more);
    this.element.addEventListener('focusin', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget)) this.rememberBefore();
    });
    this.drawHead();
    this.drawTexts();
    this.drawMore();
    this.showPlayable();
  }

  get isDirty() {
    return this.areas.some((area) => area.value !== area.saved);
  }

  // What it says in the file, of all its turns.
  get said() {
    return JSON.stringify(this.segment.turns.map(({ text }) => text));
  }

  name() {
    const { kind, settings } = this.segment;
    const first = this.segment.turns[0]?.text.split(/\s+/).slice(0, 6).join(' ') ?? '';
    return `${this.number}. ${KINDS[kind] ?? kind}: ${settings.chapter || first || 'a sound'}`;
  }

  setNumber(number, count) {
    this.number = number;
    this.element.setAttribute('aria-label', this.name());
    this.numberText.textContent = String(number);
    this.up.disabled = number === 1;
    this.down.disabled = number === count;
    this.joins.disabled = number === count;
  }

  drawHead() {
    const { segment, desk } = this;
    const kind = make('select', { onchange: () => this.send({ action: 'kind', kind: kind.value }) });
    kind.append(...Object.entries(KINDS).map(([value, label]) => make('option', { value }, label)));
    if (!(segment.kind in KINDS)) {
      kind.append(make('option', { value: segment.kind }, segment.kind || 'not known'));
      kind.disabled = true;
    }
    kind.value = segment.kind;
    this.kind = kind;
    this.chapter = this.setting('chapter', 'text', 'no chapter starts here');
    this.numberText = make('span', { class: 'number', 'aria-hidden': 'true' });
    this.seconds = make('span', { class: 'seconds quiet' });
    this.up = button('↑', () => desk.move(this, -1), { 'aria-label': 'Move up', title: 'Move up (Alt ↑)' });
    this.down = button('↓', () => desk.move(this, 1), { 'aria-label': 'Move down', title: 'Move down (Alt ↓)' });
    this.splits = button('Split', () => desk.split(this), { title: 'Split at the cursor (Ctrl Enter)' });
    this.joins = button('Join', () => desk.join(this), { title: 'Join with the next one (Alt J)' });
    const canSplit = !segment.hasTurns && segment.kind in KINDS && segment.turns.length === 1;
    this.splits.hidden = !canSplit;
    this.joins.hidden = !canSplit;
    const plays = button('▶', () => desk.hear(this, null), {
      class: 'play', 'aria-label': 'Hear this segment', title: 'Hear this segment (Alt Shift P)',
    });
    this.plays = button('♫', () => desk.episode.playFrom(this.segment.line), {
      'aria-label': 'Play the episode from here', title: 'Play the episode from here (Alt M)', hidden: true,
    });
    const tools = make(
      'div', { class: 'tools', role: 'group', 'aria-label': 'This segment' }, plays, this.plays, this.up, this.down, this.splits, this.joins,
      button('Add', () => desk.add(this), { 'aria-label': 'Add a segment below', title: 'Add below (Ctrl Shift Enter)' }),
      button('Remove', () => desk.remove(this), { title: 'Remove (Ctrl Shift Backspace)' }),
    );
    this.head.replaceChildren(
      this.numberText,
      field('Kind', kind, { class: 'field bare' }),
      field('Chapter', this.chapter, { class: 'field bare chapter' }),
      this.seconds,
      tools,
    );
  }

  // The episode can be played from here only while it is that of the text.
  showPlayable() {
    this.plays.hidden = !this.desk.episode.isCurrent;
  }

  markSentence(index) {
    this.element.querySelector(`[data-sentence="${index}"]`)?.setAttribute('aria-current', 'true');
  }

  drawTexts() {
    const { segment } = this;
    this.areas = [];
    this.lists = [];
    const rows = segment.turns.map((turn, index) => this.drawText(turn, index));
    this.clipList = null;
    if (segment.clips.length) {
      this.clipList = make('ol', { class: 'said' });
      const clips = segment.clips.map((file) => make('p', { class: 'quiet' }, `A recording: ${file}. Change it in the file.`));
      rows.push(make('div', { class: 'row' }, make('div', {}, ...clips), this.clipList));
    }
    if (!rows.length) rows.push(make('p', { class: 'quiet' }, 'There is no text that can be edited here.'));
    const comments = segment.comments.length
      ? [make('p', { class: 'comments quiet' }, ...segment.comments.flatMap((line) => [`# ${line}`, make('br')]))]
      : [];
    this.body.replaceChildren(...comments, ...rows);
  }

  drawText(turn, index) {
    const area = make('textarea', { rows: '1', spellcheck: 'true', placeholder: 'Nothing is said here' });
    area.value = turn.text;
    area.saved = turn.text;
    const who = turn.voice ? `${turn.voice} says` : 'Text';
    const marks = make('div', { class: 'marks', 'aria-hidden': 'true' });
    const draw = () => marks.replaceChildren(...(hasMarks(area.value) ? withMarks(area.value) : []));
    draw();
    area.addEventListener('input', () => {
      draw();
      this.element.classList.add('stale');
      this.desk.typed();
      clearTimeout(this.timers.get(index));
      this.timers.set(index, setTimeout(() => this.saveText(index), SAVE_AFTER));
      this.desk.unsaved.keep(this.segment.id, index, area);
    });
    area.addEventListener('focus', () => { this.lastArea = area; });
    area.addEventListener('blur', () => this.saveText(index));
    area.redraw = draw;
    this.areas.push(area);
    const list = make('ol', { class: 'said' });
    this.lists.push(list);
    const labelled = field(who, make('textarea'), { class: turn.voice ? 'field' : 'field bare' });
    area.id = labelled.lastChild.id;
    labelled.lastChild.replaceWith(make('div', { class: 'text' }, marks, area));
    return make('div', { class: 'row' }, labelled, make('div', {}, make('p', { class: 'hidden' }, 'As it will be said:'), list));
  }

  drawMore() {
    const { settings } = this.segment;
    this.voice = this.choice('voice', []);
    this.bed = this.choice('bed', []);
    this.sound = this.choice('sound', []);
    this.pause = this.setting('pause', 'text', 'as in the rest');
    this.url = this.setting('url', 'url', 'none');
    this.optional = make('input', { type: 'checkbox', onchange: () => this.sendSetting('optional', this.optional.checked ? 'true' : '') });
    this.optional.checked = settings.optional === 'true';
    this.titleMore();
    const marks = this.segment.turns.length ? [make(
      'div', { class: 'tools', role: 'group', 'aria-label': 'Marks at the cursor' },
      button('Pause', () => this.putMark('', '[500ms]'), { title: 'A pause at the cursor (Alt ,)' }),
      button('Stress', () => this.putMark('++', '++'), { title: 'Stress the chosen words (Alt .)' }),
      button('Say as', () => this.putMark('(', ')[sub:""]', 2), { title: 'Say the chosen words otherwise (Alt /)' }),
      button('Spell', () => this.putMark('(', ')[characters]'), { title: 'Spell the chosen words' }),
    )] : [];
    this.more.replaceChildren(
      this.moreTitle,
      make(
        'div', { class: 'fields' },
        field('Voice', this.voice), field('Music under it', this.bed), field('Sound before it', this.sound),
        field('Pause after it', this.pause), field('Link of the chapter', this.url),
        field('May be left out', this.optional, { class: 'field check' }),
      ),
      make('p', { class: 'tools' }, button('Add a sound file', () => this.desk.addSounds.open(this))),
      ...marks,
    );
  }

  // Put a mark around the chosen words, or at the cursor, so that typing can undo it; `back` moves the cursor into it.
  putMark(before, after, back = 0) {
    const area = this.lastArea ?? this.areas[0];
    const { selectionStart, selectionEnd } = area;
    area.focus();
    area.setSelectionRange(selectionStart, selectionEnd);
    const chosen = area.value.slice(selectionStart, selectionEnd);
    document.execCommand('insertText', false, before + chosen + after);
    const at = area.selectionStart - (back || (before && !chosen ? after.length : 0));
    area.setSelectionRange(at, at);
  }

  titleMore() {
    const { voice, bed, sound, pause, url, optional } = this.segment.settings;
    const set = [
      voice && `said by ${voice}`, sound && `${sound} before it`, bed && `${bed} under it`, pause && `${pause} of silence after it`,
      url && 'a link', optional === 'true' && 'may be left out',
    ].filter(Boolean);
    this.moreTitle.textContent = set.length ? set.join(', ') : 'Voice, sounds, link';
  }

  setting(key, type, placeholder) {
    const input = make('input', {
      type, placeholder, autocomplete: 'off', onchange: () => this.sendSetting(key, input.value),
    });
    input.value = this.segment.settings[key];
    return input;
  }

  choice(key, names) {
    const select = make('select', { onchange: () => this.sendSetting(key, select.value) });
    this.fillChoice(select, key, names);
    return select;
  }

  fillChoice(select, key, names) {
    const value = this.segment.settings[key];
    const all = [...new Set([...names, value].filter(Boolean))];
    const known = [...select.options].map((option) => option.value).join('\n');
    if (known !== ['', ...all].join('\n')) {
      select.replaceChildren(
        make('option', { value: '' }, key === 'voice' ? 'the usual one' : 'none'),
        ...all.map((name) => make('option', { value: name }, name)),
      );
    }
    select.value = value;
  }

  sendSetting(key, value) {
    this.send({ action: 'setting', key, value });
  }

  send(request) {
    return this.desk.save(this, () => ({ ...request, segment: this.segment.id }));
  }

  // Save what was typed into a text; nothing is sent where nothing has changed.
  saveText(index) {
    clearTimeout(this.timers.get(index));
    const area = this.areas[index];
    if (!area || area.value === area.saved || !this.conflict.hidden) return Promise.resolve();
    return this.desk.save(this, () => {
      if (area.value === area.saved || !this.conflict.hidden) return null;
      area.sending = area.value;
      return { action: 'text', segment: this.segment.id, turn: index, before: area.saved, text: area.value, digest: this.desk.digest };
    });
  }

  saveTexts() {
    return Promise.all(this.areas.map((_, index) => this.saveText(index)));
  }

  // Show what is on the disk now. What was typed and is not saved yet stays; `mine` says that this view was saved.
  update(segment, mine) {
    const had = this.segment;
    this.segment = segment;
    if (segment.turns.length !== had.turns.length || segment.kind !== had.kind || segment.hasTurns !== had.hasTurns) {
      if (!this.isDirty) {
        this.drawHead();
        this.drawTexts();
      }
    }
    segment.turns.forEach((turn, index) => this.updateText(turn, index, mine));
    this.kind.value = segment.kind;
    for (const key of ['chapter', 'pause', 'url']) {
      if (document.activeElement !== this[key]) this[key].value = segment.settings[key];
    }
    for (const key of ['voice', 'bed', 'sound']) this.fillChoice(this[key], key, [...this[key].options].map(({ value }) => value));
    this.optional.checked = segment.settings.optional === 'true';
    this.titleMore();
    this.showPlayable();
  }

  updateText(turn, index, mine) {
    const area = this.areas[index];
    if (!area) return;
    // If the answer to a save was lost, the file says what was sent.
    const isChanged = area.value !== area.saved && turn.text !== area.saved;
    const arrived = mine ? area.sending : isChanged ? [area.sending, area.value].find((each) => isAlike(each, turn.text)) : undefined;
    if (arrived !== undefined) {
      // What was sent is saved; it may have been tidied, and typing may have gone on.
      area.saved = arrived;
      area.sending = undefined;
      if (this.asked === area) this.endConflict();
      if (area.value === area.saved && document.activeElement !== area) this.setText(area, turn.text);
      this.desk.unsaved.keep(this.segment.id, index, area);
    } else if (area.value === area.saved) {
      this.setText(area, turn.text);
    } else if (turn.text !== area.saved) {
      this.showConflict(area, turn.text);
    }
  }

  // It cannot be known whether what was typed belongs here.
  ask() {
    const index = this.areas.findIndex((area) => area.value !== area.saved);
    if (index >= 0 && this.conflict.hidden) this.showConflict(this.areas[index], this.segment.turns[index]?.text ?? '');
  }

  // Put a text back that the browser kept, as nothing had saved it, and ask which one is meant.
  recover(index, text) {
    const area = this.areas[index];
    area.value = text;
    area.redraw();
    this.desk.unsaved.keep(this.segment.id, index, area);
    this.showConflict(area, area.saved, 'The editor or the browser ended before this text was saved. In the file it says:');
  }

  setText(area, text) {
    area.saved = text;
    if (area.value !== text) {
      area.value = text;
      area.redraw();
    }
  }

  // The text was changed elsewhere while it was edited here: nothing is overwritten before somebody decides.
  showConflict(area, theirs, why = 'This text was changed in another tab or program while you changed it here. There it says now:') {
    const mine = area.value;
    const decide = (text) => {
      this.endConflict();
      area.saved = theirs;
      area.value = text;
      area.redraw();
      area.focus();
      this.desk.unsaved.keep(this.segment.id, this.areas.indexOf(area), area);
      this.saveTexts();
    };
    this.asked = area;
    this.conflict.hidden = false;
    this.conflict.replaceChildren(
      make('p', {}, why),
      make('blockquote', {}, theirs || 'nothing: it was removed'),
      make(
        'div', { class: 'tools' },
        button('Keep mine', () => decide(mine), { class: 'main' }),
        button('Take the other', () => decide(theirs)),
        button('Keep both', () => decide(`${theirs}\n\n${mine}`)),
      ),
    );
  }

  endConflict() {
    this.asked = null;
    this.conflict.hidden = true;
    this.conflict.replaceChildren();
  }

  // What the sentences were before the text is changed, so that both can be heard.
  rememberBefore() {
    if (this.isDirty || this.element.classList.contains('stale')) return;
    this.before = { digest: this.desk.digest, segment: this.segment.id, sentences: this.sentences };
  }

  // The sentence that stood where a changed one stands now; null if it is as it was, or new.
  sentenceBefore(index) {
    const was = this.before?.sentences ?? [];
    const now = this.sentences;
    const isSame = (one, other) => one && other && one.text === other.text && one.said === other.said && one.speaker === other.speaker;
    let start = 0;
    while (start < was.length && isSame(was[start], now[start])) start += 1;
    let end = 0;
    while (end < Math.min(was.length, now.length) - start && isSame(was.at(-1 - end), now.at(-1 - end))) end += 1;
    if (index < start || index >= now.length - end || index >= was.length - end) return null;
    return { digest: this.before.digest, segment: this.before.segment, sentence: index };
  }

  // Show how the sentences will be said, and what the checks have found.
  setMargin({ sentences, seconds }, findings, { voices, sounds }) {
    this.element.classList.remove('stale');
    this.sentences = sentences;
    this.seconds.textContent = seconds === null ? '' : clock(seconds);
    this.seconds.title = 'About how long it lasts';
    const bySentence = new Map(findings.filter(({ sentence }) => sentence !== null).map((each) => [each.sentence, []]));
    for (const each of findings) bySentence.get(each.sentence)?.push(each);
    const lists = [...this.lists, this.clipList].filter(Boolean);
    for (const list of lists) list.replaceChildren();
    // What was recorded belongs to no text.
    sentences.forEach((sentence, index) => (this.lists[sentence.turn] ?? this.clipList)?.append(
      this.sentenceRow(sentence, index, bySentence.get(index) ?? []),
    ));
    const others = findings.filter(({ sentence }) => sentence === null || !lists.length);
    this.notes.replaceChildren(...others.map((finding) => this.finding(finding)), ...this.desk.review.ofSegment(this.segment));
    this.fillChoice(this.voice, 'voice', voices);
    this.fillChoice(this.bed, 'bed', sounds);
    this.fillChoice(this.sound, 'sound', sounds);
  }

  sentenceRow(sentence, index, findings) {
    const plays = button('▶', () => this.desk.hear(this, index), {
      class: 'play', 'aria-label': `Hear: ${sentence.text.slice(0, 60)}`, title: 'Hear this sentence',
    });
    const was = this.sentenceBefore(index);
    const hearsBefore = was && button('Before', () => this.desk.hear(this, index, was), {
      class: 'cure', 'aria-label': `Hear it as it was: ${this.before.sentences[index].text.slice(0, 60)}`, title: 'Hear this sentence as it was before your change (Alt Shift B)',
    });
    const found = [...findings.map((each) => this.finding(each)), ...this.desk.review.ofSentence(sentence)];
    const notes = found.length ? [make('ul', { class: 'findings' }, ...found)] : [];
    return make(
      'li', { class: sentence.paragraph && index ? 'paragraph' : '', 'data-sentence': String(index) },
      plays, make('span', { class: 'words' }, ...saidText(sentence), ...(was ? [' ', hearsBefore] : [])), ...notes,
    );
  }

  finding({ level, message, advice, kind, word, passage, cure: found }) {
    const label = { error: 'Error', warning: 'Look', note: 'Note' }[level];
    const cure = [];
    if (kind === 'guessed-name' && word) cure.push(' ', button(`Hear “${word}”`, () => this.desk.openNames(word), { class: 'cure' }));
    if (passage) cure.push(' ', make('span', { class: 'quiet' }, `The article: “${passage}” `), button('Show it', () => this.desk.comparison.find(passage), { class: 'cure' }));
    if (found) cure.push(' ', button(`Make it “${found.value}”`, () => this.sendSetting(found.key, found.value), { class: 'cure' }));
    return make(
      'li', { class: level }, make('strong', {}, label), ` ${message}`,
      ...(advice && !cure.length ? [make('span', { class: 'quiet' }, ` — ${advice}`)] : []), ...cure,
    );
  }

  // The index of the sentence in which the cursor is.
  sentenceAtCursor(area) {
    const turn = this.areas.indexOf(area);
    const own = this.sentences.map((sentence, index) => ({ ...sentence, index })).filter((each) => each.turn === turn);
    const plain = area.value.slice(0, area.selectionStart);
    let at = 0;
    let found = own[0]?.index ?? null;
    for (const sentence of own) {
      const start = area.value.indexOf(sentence.text.slice(0, 12), at);
      if (start >= 0 && start > plain.length) break;
      if (start >= 0) at = start + 1;
      found = sentence.index;
      if (start < 0 && at >= plain.length) break;
    }
    return found;
  }
}
