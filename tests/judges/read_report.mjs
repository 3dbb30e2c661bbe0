// Opens a report from the disk in Debian's Chromium, without a network, and prints as JSON what is wrong with it.
// Usage: node read_report.mjs FILE WIDTH light|dark
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const [file, width, scheme] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({
  viewport: { width: Number(width), height: 900 }, colorScheme: scheme, offline: true,
});
const page = await context.newPage();
const said = [];
const asked = [];
page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
page.on('pageerror', (error) => said.push(error.message));
page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
const { href } = pathToFileURL(file);
await page.goto(href);
const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const drawn = await page.evaluate(() => document.querySelector('img').naturalWidth);
const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g).length;
// The page's policy lets no script in; for axe, another context is opened without it.
const open = await browser.newContext({
  viewport: { width: Number(width), height: 900 }, colorScheme: scheme, offline: true, bypassCSP: true,
});
const judged = await open.newPage();
await judged.goto(href);
await judged.evaluate(axe.source);
const { violations } = await judged.evaluate(() => globalThis.axe.run());
await browser.close();
const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
console.log(JSON.stringify({ said, elsewhere: asked.filter((address) => address !== href), wider, drawn, pages, found }));
