// The rendered episode: how far the render is, and the finished file with its chapters.

import { get, post } from './api.js';
import { button, clock, make } from './dom.js';

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
    this.audio.addEventListener('timeupdate', () => this.mark());
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
    this.mark();
    for (const view of this.desk.views) view.showPlayable();
    if (episode === null) return;
    one('stale').textContent = `${episode.name}, ${clock(episode.seconds)}`
      + (episode.loudness === null ? '' : `, ${episode.loudness.toFixed(1)} LUFS`)
      + (episode.current ? '' : '; older than the text: render it again');
    this.audio.src = `/episode?${new URLSearchParams({ file: this.desk.file })}`;
    one('chapters').replaceChildren(...episode.chapters.map(({ title, start }) => make('li', {}, button(
      `${clock(start)} ${title}`,
      () => {
        this.audio.currentTime = start;
        this.audio.play().catch((error) => this.desk.fail(error));
      },
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
    this.desk.sounds.pause();
    this.audio.currentTime = Math.max(0, sentence.start - 0.05);
    this.audio.play().catch((error) => this.desk.fail(error));
  }

  // Mark the sentence that is heard.
  mark() {
    const time = this.audio.currentTime;
    const now = this.audio.paused ? null : this.sentences.findLast((each) => each.start <= time + 0.05);
    if (now === this.marked) return;
    this.marked = now;
    document.querySelector('.said [aria-current]')?.removeAttribute('aria-current');
    if (!now) return;
    for (const view of this.desk.views) {
      const index = view.sentences.findIndex(({ line, text }) => line === now.line && text === now.text);
      if (index >= 0) view.markSentence(index);
    }
  }
}
