// Prints as JSON the cues that webvtt-parser and Debian's Chromium read in WebVTT files: start, end, voice, text, and the
// times inside of it.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import webvtt from 'webvtt-parser';

// Its own table of these has no semicolons, so that they stay in the text; and names of voices it leaves as they are.
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const unescaped = (name) => name?.replace(/&(amp|lt|gt);/g, (entity) => entities[entity]) ?? null;

const parsed = (text) => {
  const { errors, cues } = new webvtt.WebVTTParser(entities).parse(text, 'subtitles');
  const read = (node) => (node.type === 'text' ? node.value : (node.children ?? []).map(read).join(''));
  const all = (node) => [node, ...(node.children ?? []).flatMap(all)];
  return {
    errors: errors.map(({ message, line }) => `${line}: ${message}`),
    cues: cues.map(({ startTime, endTime, tree }) => [
      startTime, endTime, unescaped(all(tree).find(({ name }) => name === 'v')?.value), read(tree),
      all(tree).filter(({ type }) => type === 'timestamp').map(({ value }) => value),
    ]),
  };
};

const shown = (page, text) => page.evaluate(async (content) => {
  const video = document.body.appendChild(document.createElement('video'));
  const track = video.appendChild(document.createElement('track'));
  track.src = URL.createObjectURL(new Blob([content], { type: 'text/vtt' }));
  const loaded = new Promise((resolve, reject) => {
    track.onload = resolve;
    track.onerror = () => reject(new Error('the track cannot be loaded'));
  });
  track.track.mode = 'hidden';
  await loaded;
  return [...track.track.cues].map((cue) => {
    const fragment = cue.getCueAsHTML();
    const nodes = document.createNodeIterator(fragment, NodeFilter.SHOW_PROCESSING_INSTRUCTION);
    const times = [];
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const [hours, minutes, seconds] = node.data.split(':').map(Number);
      times.push(hours * 3600 + minutes * 60 + seconds);
    }
    return [cue.startTime, cue.endTime, fragment.querySelector('[title]')?.title ?? null, fragment.textContent, times];
  });
}, text);

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
const page = await browser.newPage();
const found = {};
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  found[path] = { parser: parsed(text), chromium: await shown(page, text) };
}
await browser.close();
console.log(JSON.stringify(found));
