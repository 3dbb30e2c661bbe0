// The article beside the script: what is not in it is found, and the passage that is nearest is shown.

import { get, inBase64, pasted, post } from './api.js';
import { make } from './dom.js';

const one = (name) => document.querySelector(`[data-${name}]`);

export class Comparison {
  constructor(desk) {
    this.desk = desk;
    this.text = document.getElementById('compare-text');
    this.file = document.getElementById('compare-file');
    this.passages = one('passages');
    one('compare').addEventListener('click', () => this.compare());
  }

  async load() {
    try {
      this.show((await get('/api/article', { file: this.desk.file })).article);
    } catch (error) {
      this.desk.fail(error);
    }
  }

  async compare() {
    const [chosen] = this.file.files;
    try {
      const article = chosen
        ? { name: chosen.name, content: await inBase64(chosen) }
        : pasted(this.text.value);
      this.show((await post('/api/compare', { file: this.desk.file, ...article })).article);
      this.desk.marginsSoon();
    } catch (error) {
      this.desk.fail(error);
    }
  }

  show(article) {
    this.passages.hidden = !article;
    this.passages.replaceChildren(...article.split(/\n\s*\n/).filter(Boolean).map((paragraph) => make('p', {}, paragraph)));
  }

  // Show a passage of the article, as a finding names it; it may be cut at its end.
  find(passage) {
    const words = passage.replace(/…$/, '').trim();
    one('article').open = true;
    CSS.highlights?.delete('passage');
    for (const paragraph of this.passages.children) {
      const text = paragraph.firstChild;
      const found = text.data.replace(/\s/g, ' ').indexOf(words);
      if (found < 0) continue;
      const range = new Range();
      range.setStart(text, found);
      range.setEnd(text, found + words.length);
      CSS.highlights?.set('passage', new Highlight(range));
      paragraph.scrollIntoView({ block: 'center' });
      this.passages.focus({ preventScroll: true });
      return;
    }
  }
}
