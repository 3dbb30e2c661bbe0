// Prints as JSON what music-metadata and node-id3 read of a file's chapters: times in ms, frames in the file's order.
import { parseFile } from 'music-metadata';
import nodeId3 from 'node-id3';

const path = process.argv[2];

const metadata = await parseFile(path);
const listed = (metadata.format.chapters ?? []).map(({ title, start, end }) => ({
  title, start: start * 1000, end: end * 1000,
}));
const frames = metadata.native['ID3v2.4'] ?? metadata.native['ID3v2.3'] ?? [];
const musicMetadata = {
  chapters: frames.filter(({ id }) => id === 'CHAP').map(({ value }) => ({
    id: value.label, title: value.frames.get('TIT2'), start: value.info.startTime, end: value.info.endTime,
  })),
  contents: frames.filter(({ id }) => id === 'CTOC').map(({ value }) => ({
    id: value.label, children: value.childElementIds,
  })),
  warnings: metadata.quality.warnings.map(({ message }) => message),
};

const tags = nodeId3.read(path);
const nodeId3Read = {
  chapters: (tags.chapter ?? []).map(({ elementID, startTimeMs, endTimeMs, tags: inner }) => ({
    id: elementID, title: inner.title, start: startTimeMs, end: endTimeMs,
  })),
  contents: (tags.tableOfContents ?? []).map(({ elementID, elements }) => ({ id: elementID, children: elements })),
};

console.log(JSON.stringify({ listed, musicMetadata, nodeId3: nodeId3Read }));
