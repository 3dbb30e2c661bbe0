// What was found in the rendered episode: by proof-listening, and by preflight, each at its sentence or its segment.

import { get, post } from './api.js';
import { button, clock, make } from './dom.js';

const LABELS = { error: 'Error', warning: 'Look', note: 'Note' };
const ON_START_PAGE = /^show\.(title|author|address|category|owner|description)/;
const REPLACED = 'The episode was rendered again while it was heard. Listen to the new one.';
const one = (name) => document.querySelector(`[data-${name}]`);

// What preflight says; where the start page has the field, a link leads there.
export function preflightLine({ level, where, message, advice }, isPlaced = true) {
  const how = ON_START_PAGE.test(where)
    ? [' — ', make('a', { href: '/#the-show' }, 'write it into the show'), ' on the first page, and render again ']
    : [make('span', { class: 'quiet' }, advice ? ` — ${advice} ` : '')];
  return make('li', { class: level }, make('strong', {}, LABELS[level]), ` ${where && isPlaced ? `${where}: ` : ''}${message}`, ...how);
}

export class Review {
  constructor(desk) {
    this.desk = desk;
    this.proof = [];
    this.preflight = [];
    this.chapters = [];
    one('proof').addEventListener('click', () => this.listen());
  }

  async listen() {
    one('proof').disabled = true;
    one('proof-status').textContent = 'Listening to the episode. You can go on writing.';
    try {
      await post('/api/proof', { file: this.desk.file });
    } catch (error) {
      one('proof').disabled = false;
      one('proof-status').textContent = error.message;
    }
  }

  // The server says how far the proof-listening is.
  progress({ stage, message, number }) {
    const isRunning = stage === 'listening';
    one('proof').disabled = isRunning;
    if (isRunning) one('proof-status').textContent = 'Listening to the episode. You can go on writing.';
    else if (this.wasRunning && !stage) one('proof-status').textContent = REPLACED;
    if (stage === 'failed' && this.shown !== number) one('proof-status').textContent = message;
    if (stage === 'done' && this.shown !== number) this.loadProof();
    if (!isRunning) this.shown = number;
    this.wasRunning = isRunning;
  }

  async loadProof() {
    try {
      const { heard, findings } = await get('/api/proof', { file: this.desk.file });
      this.proof = findings;
      one('proof-status').textContent = findings.length || !heard ? '' : 'All of it was heard as it is written.';
      this.show();
    } catch (error) {
      one('proof-status').textContent = error.message;
    }
  }

  // Look for what directories would refuse in the episode that is there now.
  async load(episode) {
    this.chapters = episode.chapters;
    if (this.rendered !== undefined && this.rendered !== episode.changed) {
      this.proof = [];
      if (one('proof-status').textContent !== REPLACED) one('proof-status').textContent = '';
    }
    this.rendered = episode.changed;
    try {
      const { findings } = await post('/api/publish', { file: this.desk.file, site: this.desk.publishing.site.value, correction: '', dry_run: true });
      this.preflight = findings;
    } catch (error) {
      this.preflight = [{ level: 'error', where: '', message: error.message, advice: '' }];
    }
    this.show();
  }

  show() {
    one('proof-findings').replaceChildren(...this.proof.map((each) => this.proofItem(each, true)));
    one('preflight').hidden = !this.preflight.length;
    const count = (level) => this.preflight.filter((each) => each.level === level).length;
    one('preflight').querySelector('summary').textContent = 'Before it is published: '
      + [[count('error'), 'to correct'], [count('warning'), 'to look at'], [count('note'), 'to know']].filter(([number]) => number).map(([number, what]) => `${number} ${what}`).join(', ');
    one('preflight-findings').replaceChildren(...this.preflight.map((each) => this.preflightItem(each)));
    this.desk.redrawMargins();
  }

  // What was heard in a sentence of the page, which may stand on another line by now.
  ofSentence({ text, line }) {
    const own = this.proof.filter((each) => each.text === text);
    const onLine = own.filter((each) => each.line === line);
    return (onLine.length ? onLine : own).map((each) => this.proofItem(each, false));
  }

  // What preflight says of the chapter that starts with a segment.
  ofSegment({ settings }) {
    const own = this.preflight.filter(({ where }) => settings.chapter && this.chapters[this.chapterNumber(where)]?.title === settings.chapter);
    return own.map((each) => this.preflightItem(each, false));
  }

  chapterNumber(where) {
    return Number(/^chapters\.(\d+)/.exec(where)?.[1] ?? -1);
  }

  proofItem({ level, message, advice, kind, said, time, text }, isListed) {
    const cures = [button('Hear it', () => this.desk.episode.playAt(Math.max(0, time - 1.5)), { class: 'cure', 'aria-label': `Hear the episode at ${clock(time)}` })];
    if (kind === 'name said differently' || kind === 'other words') cures.push(' ', button('Names', () => this.desk.names.open(said), { class: 'cure' }));
    if (isListed && text) cures.push(' ', button('Show it', () => this.reveal(text), { class: 'cure' }));
    return make('li', { class: level }, make('strong', {}, isListed ? clock(time) : 'Heard'), ` ${message}`, make('span', { class: 'quiet' }, ` — ${advice} `), ...cures);
  }

  preflightItem(finding, isListed = true) {
    const line = preflightLine(finding, isListed);
    const control = isListed && this.desk.settings[finding.where.split('.')[0]];
    if (control) line.append(button('Go to it', () => control.focus(), { class: 'cure' }));
    return line;
  }

  reveal(text) {
    for (const view of this.desk.views) {
      const index = view.sentences.findIndex((each) => each.text === text);
      if (index < 0) continue;
      view.element.querySelector(`[data-sentence="${index}"] .play`)?.focus();
      view.element.scrollIntoView({ block: 'center' });
      return;
    }
  }
}
