// Add music before a segment, or a recording below it, from a file.

import { inBase64 } from './api.js';

const one = (name) => document.querySelector(`[data-${name}]`);

export class Sounds {
  constructor(desk) {
    this.desk = desk;
    this.dialog = one('sounds');
    this.message = one('sound-message');
    this.file = document.getElementById('sound-file');
    this.speaker = document.getElementById('sound-speaker');
    this.words = document.getElementById('sound-words');
    one('sound-add').addEventListener('click', () => this.add());
  }

  open(view) {
    this.view = view;
    this.message.textContent = '';
    for (const control of [this.file, this.speaker, this.words]) control.value = '';
    this.dialog.showModal();
  }

  async add() {
    const [chosen] = this.file.files;
    const speaker = this.speaker.value.trim();
    if (!chosen) {
      this.message.textContent = 'Choose a file.';
      return;
    }
    if (speaker && !this.words.value.trim()) {
      this.message.textContent = 'Write the words that are heard; transcripts show them.';
      return;
    }
    this.message.textContent = 'One moment';
    const content = await inBase64(chosen);
    await this.desk.settled(this.view);
    const request = { name: chosen.name, content, speaker, words: this.words.value };
    const done = await this.desk.save(
      speaker ? null : this.view, () => ({ ...request, segment: this.view.segment.id }), '/api/sound',
    );
    if (!done) {
      this.message.textContent = one('message').textContent;
      return;
    }
    this.dialog.close();
    this.desk.focusOn(done.changed);
  }
}
