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
}
