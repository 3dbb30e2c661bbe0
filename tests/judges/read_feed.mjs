// Prints as JSON what podcast-partytime reads in a feed, which comes on standard input.
import { readFileSync } from 'node:fs';
import partytime from 'podcast-partytime';

console.log(JSON.stringify(partytime.parseFeed(readFileSync(0, 'utf8'))));
