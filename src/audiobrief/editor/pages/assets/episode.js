// The rendered episode: how far the render is, and the finished file with its chapters and the words that are heard.

import { get, post } from './api.js';
import { button, clock, make } from './dom.js';
import { Waveform } from './waveform.js';

const STAGES = {
  waiting: 'Waiting for another render', reading: 'Reading', speaking: 'Speaking', encoding: 'Mixing and encoding',
  measuring: 'Measuring',
};
const one = (name) => document.querySelector(`[data-${name}]`);

export class Episode {
  constructor(desk) {
    this.desk = desk;
    this.audio = one('audio');
    this.sentences = [];
    this.waveform = new Waveform(desk, this.audio);
    for (const event of ['timeupdate', 'seeked', 'pause']) this.audio.addEventListener(event, () => this.mark());
    this.audio.addEventListener('playing', () => this.follow());
    one('render').addEventListener('click', () => this.render());
    one('cancel').addEventListener('click', () => post('/api/cancel', { file: desk.file }).catch((error) => desk.fail(error)));
  }

  async render() {
    try {
      await Promise.all(this.desk.views.map((view) => view.saveTexts()));
      await this.desk.queue;
      await post('/api/render', { file: this.desk.file });
      one('render').disabled = true;
      one('progress').hidden = false;
    } catch (error) {
      this.desk.fail(error);
    }
  }

  progress({ stage, done, total, message, number }) {
    const isRunning = stage in STAGES;
    one('render').disabled = isRunning;
    one('progress').hidden = !isRunning;
    if (isRunning) {
      one('stage').textContent = total ? `${STAGES[stage]}: ${done} of ${total}` : STAGES[stage];
      const bar = document.getElementById('progress');
      if (total) bar.value = done / total;
      else bar.removeAttribute('value');
    }
    if (this.number !== undefined && stage === 'failed' && this.failed !== number) {
      this.failed = number;
      this.desk.fail(new Error(message));
    }
    if (this.number !== undefined && stage === 'done' && this.done !== number) this.load();
    if (stage === 'done') this.done = number;
    this.number = number;
  }

  async load() {
    try {
      this.show(await get('/api/episode', { file: this.desk.file }));
    } catch (error) {
      this.desk.fail(error);
    }
  }

  show(episode) {
    one('episode').hidden = episode === null;
    // What was rendered from another text has other lines.
    this.sentences = episode?.current ? episode.sentences : [];
    for (const view of this.desk.views) view.showPlayable();
    if (episode === null) return;
    this.said = episode.sentences;
    one('stale').textContent = `${episode.name}, ${clock(episode.seconds)}`
      + (episode.loudness === null ? '' : `, ${episode.loudness.toFixed(1)} LUFS`)
      + (episode.current ? '' : '; older than the text: render it again');
    if (this.loaded !== episode.changed) {
      this.loaded = episode.changed;
      this.audio.src = `/episode?${new URLSearchParams({ file: this.desk.file })}`;
    }
    this.waveform.load(episode);
    this.desk.review.load(episode);
    this.mark();
    one('chapters').replaceChildren(...episode.chapters.map(({ title, start }) => make('li', {}, button(
      `${clock(start)} ${title}`,
      () => this.playAt(start),
    ))));
  }

  // Whether the episode that was rendered last is that of the text on the page.
  get isCurrent() {
    return this.sentences.length > 0;
  }

  // Play the episode from the sentence on a line of the script, with the music as it is.
  playFrom(line) {
    const sentence = this.sentences.find((each) => each.line >= line);
    if (!sentence) return;
    this.playAt(Math.max(0, sentence.start - 0.05));
  }

  playAt(time) {
    this.desk.sounds.pause();
    this.audio.currentTime = time;
    this.audio.play().catch((error) => this.desk.fail(error));
  }

  // Mark the words while the episode is heard: more often than the player reports the time.
  follow() {
    this.mark();
    if (!this.audio.paused && !document.hidden) requestAnimationFrame(() => this.follow());
  }

  // Mark the sentence and the word that are heard.
  mark() {
    if (!this.said) return;
    const time = this.audio.currentTime;
    this.waveform.moveTo(time);
    const now = time ? this.said.findLast((each) => each.start <= time + 0.05) : null;
    const word = now?.words.findLastIndex(([start]) => start <= time + 0.05) ?? -1;
    if (now === this.heard && word === this.word) return;
    this.showWords(now, word);
    if (now !== this.heard) this.markSentence(now);
    [this.heard, this.word] = [now, word];
  }

  showWords(now, word) {
    const words = now?.words ?? [];
    one('now').replaceChildren(...(!now ? [] : [
      make('span', { class: 'quiet' }, `${now.speaker}: `),
      ...(words.length ? words.flatMap(([, , text], index) => [index === word ? make('mark', {}, text) : text, ' ']) : [now.text]),
    ]));
  }

  // The lines of sentences are those of the text only where the episode was rendered from it.
  markSentence(now) {
    document.querySelector('.said [aria-current]')?.removeAttribute('aria-current');
    if (!now || !this.isCurrent) return;
    for (const view of this.desk.views) {
      const index = view.sentences.findIndex(({ line, text }) => line === now.line && text === now.text);
      if (index >= 0) view.markSentence(index);
    }
  }
}
