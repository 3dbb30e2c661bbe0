// The shape of the rendered episode, with its chapters, music and recordings; a click or a key goes to a place in it.

import { get } from './api.js';
import { clock, make } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const LABELS = { bed: 'Music under the speech', sound: 'Sounds', recording: 'Recordings' };
const ROWS = { bed: 82, sound: 82, recording: 92 };
const one = (name) => document.querySelector(`[data-${name}]`);

function draw(name, attributes) {
  const shape = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  return shape;
}

export class Waveform {
  constructor(desk, audio) {
    this.desk = desk;
    this.audio = audio;
    this.box = one('waveform');
    this.seek = document.getElementById('seek');
    this.seek.addEventListener('input', () => { audio.currentTime = Number(this.seek.value); });
    this.seek.addEventListener('pointermove', (event) => {
      const { left, width } = this.seek.getBoundingClientRect();
      this.seek.title = this.describe(((event.clientX - left) / width) * this.seconds);
    });
  }

  // Load the waveform of an episode, unless it is shown; the music in one that is older than the text is not known.
  async load(episode) {
    this.seconds = episode.seconds;
    this.chapters = episode.chapters;
    this.seek.max = episode.seconds;
    this.moveTo(this.audio.currentTime);
    const version = `${episode.name} ${episode.changed}`;
    if (this.shown === version) return;
    try {
      const { peaks, parts } = await get('/api/waveform', { file: this.desk.file });
      this.parts = parts;
      this.draw(peaks);
      this.box.hidden = false;
      this.shown = version;
    } catch (error) {
      this.box.hidden = true;
      this.desk.fail(error);
    }
  }

  draw(peaks) {
    const at = (seconds) => (seconds / this.seconds) * 1000;
    const picture = draw('svg', { viewBox: '0 0 1000 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    this.chapters.forEach(({ start }, index) => {
      const end = this.chapters[index + 1]?.start ?? this.seconds;
      if (index % 2) picture.append(draw('rect', { class: 'band', x: at(start), width: at(end - start), y: 0, height: 100 }));
    });
    const width = 1000 / peaks.length;
    const bars = peaks.map((peak, index) => `M${(index * width).toFixed(1)} ${(39 - peak * 0.37).toFixed(1)}V${(39.6 + peak * 0.37).toFixed(1)}`);
    picture.append(draw('path', { class: 'peaks', d: bars.join('') }));
    for (const { start } of this.chapters.slice(1)) picture.append(draw('path', { class: 'border', d: `M${at(start).toFixed(1)} 0V100` }));
    for (const { kind, start, end } of this.parts) {
      picture.append(draw('rect', { class: kind, x: at(start), width: Math.max(2, at(end - start)), y: ROWS[kind], height: 7 }));
    }
    this.box.querySelector('svg')?.remove();
    this.box.prepend(picture);
    const kinds = Object.keys(LABELS).filter((kind) => this.parts.some((part) => part.kind === kind));
    one('legend').replaceChildren(...kinds.map((kind) => {
      const names = [...new Set(this.parts.filter((part) => part.kind === kind).map(({ name }) => name))];
      return make('li', {}, make('span', { class: `swatch ${kind}` }), ` ${LABELS[kind]}: ${names.join(', ')}`);
    }));
  }

  // What is heard at a time, in words.
  describe(time) {
    const chapter = this.chapters.findLast(({ start }) => start <= time + 0.01);
    const parts = this.parts?.filter(({ start, end }) => start <= time && time < end).map(({ kind, name }) => (kind === 'recording' ? `recording of ${name}` : name)) ?? [];
    return [clock(time), chapter?.title, ...new Set(parts)].filter(Boolean).join(', ');
  }

  moveTo(time) {
    this.seek.value = time;
    this.seek.setAttribute('aria-valuetext', this.describe(time));
  }
}
