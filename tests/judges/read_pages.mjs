// Prints as JSON what html-validate finds in pages, and webvtt-parser in a transcript.
import { readFileSync } from 'node:fs';
import { HtmlValidate } from 'html-validate';
import webvtt from 'webvtt-parser';

const judge = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  // Files of the site itself have no digest in the page: with one, a page that is opened from a disk had no style.
  rules: { 'require-sri': ['error', { target: 'crossorigin' }] },
});
const found = [];
const transcripts = {};
for (const path of process.argv.slice(2)) {
  if (path.endsWith('.vtt')) {
    const { errors, cues } = new webvtt.WebVTTParser().parse(readFileSync(path, 'utf8'), 'subtitles');
    found.push(...errors.map(({ message, line }) => `${path}:${line}: ${message}`));
    transcripts[path] = cues.map(({ startTime, endTime, text }) => [startTime, endTime, text]);
  } else {
    const { results } = await judge.validateFile(path);
    found.push(...results.flatMap(({ messages }) => messages.map(
      ({ line, ruleId, message }) => `${path}:${line}: ${message} (${ruleId})`,
    )));
  }
}
console.log(JSON.stringify({ found, transcripts }));
