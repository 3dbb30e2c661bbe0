// Marks inside a text, such as [500ms] and (Kyiv)[sub:"Keev"]: found, to stand out; the text itself stays as it is.

const MARK = /\[[\d.]+m?s\]|\+\+(?=\S)[^+]*?\S\+\+|\([^()]*\)\[\s*[a-z][^\]]*\]/g;

export function withMarks(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    parts.push(document.createTextNode(text.slice(at, match.index)));
    const mark = document.createElement('mark');
    mark.textContent = match[0];
    parts.push(mark);
    at = match.index + match[0].length;
  }
  parts.push(document.createTextNode(`${text.slice(at)}\n`));
  return parts;
}

export function hasMarks(text) {
  return text.search(MARK) >= 0;
}

const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, '');

// A sentence as it is said, with the words that are written otherwise in <em>.
export function saidText(sentence) {
  const parts = [];
  let rest = sentence.said;
  for (const { written, said } of sentence.changes) {
    const at = said ? rest.indexOf(said) : -1;
    if (at < 0) continue;
    if (letters(said) === letters(written)) continue; // another quotation mark or dash is not heard
    const changed = document.createElement('em');
    changed.textContent = said;
    changed.title = `written: ${written}`;
    parts.push(document.createTextNode(rest.slice(0, at)), changed);
    rest = rest.slice(at + said.length);
  }
  parts.push(document.createTextNode(rest));
  return parts;
}
