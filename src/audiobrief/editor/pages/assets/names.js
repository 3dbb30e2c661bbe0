// Names that the voices have to guess: hear each, try another pronunciation, and write it into the lexicon.

import { get, post } from './api.js';
import { button, field, make } from './dom.js';

const one = (name) => document.querySelector(`[data-${name}]`);

export class Names {
  constructor(desk) {
    this.desk = desk;
    this.dialog = one('names');
    this.list = one('name-list');
    this.message = one('name-message');
    this.dialog.addEventListener('close', () => desk.sounds.pause());
  }

  async open(word) {
    if (!this.dialog.open) this.dialog.showModal();
    this.message.textContent = 'The voices look the names up';
    this.list.replaceChildren();
    try {
      await Promise.all(this.desk.views.map((view) => view.saveTexts()));
      await this.desk.queue;
      const words = await get('/api/names', { file: this.desk.file });
      this.message.textContent = words.length ? '' : 'The voices know all words of this script.';
      this.list.replaceChildren(...words.map((each) => this.row(each)));
      [...this.list.children].find(({ dataset }) => dataset.word === word)?.querySelector('button').focus();
    } catch (error) {
      this.message.textContent = error.message;
    }
  }

  row({ word, kind, ipa, respelling, choices, count }) {
    const input = make('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: 'KEEV or /ˈkiːjɪv/' });
    input.value = respelling || (ipa ? `/${ipa}/` : '');
    const how = () => {
      const text = input.value.trim();
      return /^\/.*\/$/.test(text) ? text.slice(1, -1) : `say:${text}`;
    };
    const line = make('li', { 'data-word': word });
    line.append(
      make('span', { class: 'word' }, make('strong', {}, word), ' ',
        make('span', { class: 'quiet' }, [kind === 'homograph' ? 'two pronunciations' : kind, ipa && `/${ipa}/`, count > 1 && `${count} times`].filter(Boolean).join(', '))),
      button('▶ As it is', () => this.hear(word, ''), { 'aria-label': `Hear ${word} as it is said now` }),
      ...choices.filter((choice) => choice.ipa).map((choice) => button(`${choice.description} /${choice.ipa}/`, () => { input.value = `/${choice.ipa}/`; this.hear(word, choice.ipa); })),
      field(`Say ${word} as`, input),
      button('▶ Try', () => this.hear(word, how()), { 'aria-label': `Hear ${word} as it is written here` }),
      button('Write into the lexicon', () => this.approve(line, word, how()), { class: 'main', 'aria-label': `Write ${word} into the lexicon` }),
    );
    return line;
  }

  async hear(word, how) {
    this.message.textContent = '';
    try {
      const { sound } = await post('/api/names/hear', { file: this.desk.file, word, how });
      this.desk.sounds.src = sound;
      await this.desk.sounds.play();
    } catch (error) {
      if (error.name !== 'AbortError') this.message.textContent = error.message;
    }
  }

  async approve(line, word, how) {
    try {
      const { written } = await post('/api/names/approve', { file: this.desk.file, word, how });
      this.message.textContent = `“${word}” was written into ${written}.`;
      (line.nextElementSibling ?? line.previousElementSibling)?.querySelector('button').focus();
      line.remove();
      this.desk.marginsSoon();
    } catch (error) {
      this.message.textContent = error.message;
    }
  }
}
