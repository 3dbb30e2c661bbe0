// Opens the editor in Debian's Chromium, does what it is told, and prints as JSON what a person would see.
// Usage: node edit.mjs ADDRESS ACT WIDTH light|dark [FOLDER for pages, or FILE with sound, or the script]
import { readFileSync, writeFileSync } from 'node:fs';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const [address, act, width, scheme, folder] = process.argv.slice(2);
const { origin } = new URL(address);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  ],
});
const context = await browser.newContext({ viewport: { width: Number(width), height: 900 }, colorScheme: scheme });
const said = [];
const elsewhere = [];
context.on('page', (page) => {
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.stack));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  page.on('response', (answer) => { if (answer.status() >= 400) said.push(`${answer.status()} ${answer.url()}`); });
});
async function open(to = address) {
  const page = await context.newPage();
  await page.goto(to, { waitUntil: 'load' });
  return page;
}
const page = await open();
const ready = (on = page) => on.waitForFunction(() => document.querySelector('.said li') && document.querySelector('[data-status]').textContent === 'Saved');
const saved = (on = page) => on.waitForFunction(() => document.querySelector('[data-status]').textContent === 'Saved');
const segments = (count, on = page) => on.waitForFunction((wanted) => document.querySelectorAll('.segment').length === wanted, count);
const texts = (on = page) => on.evaluate(() => [...document.querySelectorAll('.segment textarea')].map(({ value }) => value));
const text = (index, on = page) => on.locator('.segment').nth(index).locator('textarea').first();
// Presses a key or a button that opens the report, and returns the report's page.
async function report(press) {
  const [opened] = await Promise.all([context.waitForEvent('page'), press()]);
  await opened.waitForSelector('h1');
  return opened;
}
let pages = 0;
async function look(found, widths, on = page) {
  await on.evaluate(axe.source);
  const violations = await on.evaluate(async () => (await axe.run()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html.slice(0, 200)} ${any[0]?.message ?? ''}`).join(' | ')}`,
  ));
  found.push(...violations);
  widths.push(await on.evaluate(() => document.documentElement.scrollWidth - innerWidth));
  if (folder && on === page) {
    pages += 1;
    writeFileSync(`${folder}/${width}-${scheme}-${pages}.html`, await page.evaluate(() => `<!DOCTYPE html>\n${document.documentElement.outerHTML}\n`.replace(/ (required|disabled|hidden|controls|open|novalidate|inert|selected|checked)=""/g, ' $1').replaceAll(' style=""', '')));
    await page.screenshot({ path: `${folder}/${width}-${scheme}-${pages}.png`, fullPage: pages === 1 });
  }
}

const acts = {
  async start() {
    const [found, widths] = [[], []];
    await look(found, widths);
    return { found, widths };
  },

  // A rendered episode, with what preflight finds.
  async episode() {
    const [found, widths] = [[], []];
    await ready();
    await page.locator('[data-render]').click();
    await page.waitForSelector('[data-waveform]:not([hidden]) svg');
    await page.locator('[data-preflight] summary').click();
    await page.getByRole('button', { name: /Second$/ }).click();
    await page.waitForSelector('[data-now] mark');
    await page.locator('[data-audio]').evaluate((audio) => audio.pause());
    await look(found, widths);
    await look(found, widths, await report(() => page.getByRole('link', { name: 'Report' }).click()));
    return { found, widths };
  },

  async look() {
    const [found, widths] = [[], []];
    await ready();
    await look(found, widths);
    await page.locator('.more summary').first().click();
    await look(found, widths);
    for (const open of ['Alt+k', 'Alt+g', 'Add a sound file']) {
      if (open.startsWith('Alt')) await page.keyboard.press(open);
      else await page.getByRole('button', { name: open }).first().click();
      await page.waitForSelector('dialog[open]');
      await page.waitForTimeout(700);
      await look(found, widths);
      await page.keyboard.press('Escape');
    }
    // Changed elsewhere while it is changed here.
    const other = await open(page.url());
    await ready(other);
    await text(0, other).fill('From the second tab.');
    await text(0).fill('From the first tab.');
    await text(1).focus();
    // Whichever was saved first: the other one asks.
    await Promise.race([page, other].map((each) => each.waitForSelector('.conflict:not([hidden])')));
    const expected = said.findIndex((line) => line.includes('409'));
    if (expected >= 0) said.splice(expected, 2);
    return { found, widths };
  },

  // The editor does not answer while a text is typed; then the browser ends, and is started again.
  async recover() {
    await ready();
    const isExpected = (line) => /ERR_FAILED|ERR_CONNECTION/.test(line);
    const drop = () => { const kept = said.filter((line) => !isExpected(line)); said.splice(0, said.length, ...kept); };
    await page.route('**/api/change', (route) => route.abort(), { times: 1 });
    await text(0).fill('Saved as soon as the editor answers.');
    await text(1).focus();
    await page.waitForFunction(() => document.querySelector('[data-message]').textContent.includes('does not answer'));
    await saved();
    await page.waitForTimeout(1500);
    await page.route('**/api/**', (route) => route.abort());
    await text(1).fill('Kept by the browser.');
    // A tab that is closed would save; one that cannot is like a browser that has ended.
    const other = await open(page.url());
    await ready(other);
    await other.waitForSelector('.conflict:not([hidden])');
    const asked = await other.locator('.conflict:not([hidden])').innerText();
    await other.getByRole('button', { name: 'Keep mine' }).click();
    await other.waitForResponse((answer) => answer.url().endsWith('/api/change'));
    await saved(other);
    await other.reload();
    await ready(other);
    drop();
    return { asked, again: await other.locator('.conflict:not([hidden])').count(), texts: await texts(other) };
  },

  // The answer to a save is lost; the browser keeps no texts; a page is loaded again at once, also while its file is broken.
  async lost() {
    await ready();
    const drop = () => { const kept = said.filter((line) => !/ERR_FAILED/.test(line)); said.splice(0, said.length, ...kept); };
    const asked = async () => page.locator('.conflict:not([hidden])').allInnerTexts();
    const stop = () => page.route('**/api/change', (route) => route.abort());
    const script = readFileSync(folder, 'utf8');
    const has = async (words) => {
      for (let left = 100; left && !readFileSync(folder, 'utf8').includes(words); left -= 1) await page.waitForTimeout(50);
      return readFileSync(folder, 'utf8').split(words).length - 1;
    };

    await page.route('**/api/change', async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
    await text(0).fill('It has arrived. ');
    await page.waitForFunction(() => document.querySelector('[data-message]').textContent.includes('does not answer'));
    await saved();
    const answer = { asked: await asked(), written: await has('It has arrived.') };

    await page.evaluate(() => {
      window.setItem = Storage.prototype.setItem;
      Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await text(0).fill('Saved without the browser.');
    const full = { asked: await asked(), written: await has('Saved without the browser.') };
    await saved();

    await stop();
    await page.reload();
    await ready();
    await text(1).fill('Typed just before the end.');
    writeFileSync(folder, 'no script: [');
    await page.reload();
    await page.waitForSelector('[data-problems]:not([hidden])');
    const broken = await asked();
    writeFileSync(folder, script);
    await page.waitForSelector('.conflict:not([hidden])');
    const mended = await asked();

    // Its segment is gone: the text is kept until it is written.
    const others = script.slice(0, script.indexOf('  # What comes second.')) + script.slice(script.indexOf('  - outro'));
    writeFileSync(folder, others.replaceAll('Good evening', 'Good night'));
    await page.reload();
    await ready();
    const add = page.getByRole('button', { name: 'Add it as a new segment' });
    await add.click();
    await page.waitForFunction(() => document.querySelector('[data-message]').textContent.includes('does not answer'));
    const refused = await asked();
    await page.reload();
    await ready();
    const again = await asked();
    await page.unroute('**/api/change');
    await add.click();
    const written = await has('Typed just before the end.');
    await add.waitFor({ state: 'detached' });
    await page.reload();
    await ready();
    drop();
    return { answer, full, broken, mended, refused, again, written, last: await asked() };
  },

  // Two tabs change two of three segments that say the same; the later one is asked.
  async twins() {
    await ready();
    const other = await open(page.url());
    await ready(other);
    await page.route('**/api/change', async (route) => {
      await text(0, other).fill('First.');
      await text(1, other).focus();
      await other.waitForResponse((answer) => answer.url().endsWith('/api/change'));
      await route.continue();
    }, { times: 1 });
    await text(1).fill('Mine.');
    await text(2).focus();
    await page.waitForSelector('.conflict:not([hidden])');
    const asked = await page.evaluate(() => [...document.querySelectorAll('.segment')].map((each) => each.querySelector('.conflict:not([hidden]) blockquote')?.textContent ?? ''));
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.waitForResponse((answer) => answer.url().endsWith('/api/change'));
    await saved();
    const expected = said.findIndex((line) => line.includes('409'));
    if (expected >= 0) said.splice(expected, 2);
    return { asked, texts: await texts() };
  },

  // The sentence at the cursor as it was before it was changed.
  async before() {
    await ready();
    await text(0).focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('A very ');
    await page.getByRole('button', { name: 'Hear it as it was: Good evening.' }).waitFor();
    const heard = [];
    for (const key of ['Alt+p', 'Alt+Shift+B']) {
      const answer = page.waitForResponse((each) => each.url().endsWith('/api/hear'));
      await page.keyboard.press(key);
      heard.push((await (await answer).json()).seconds);
    }
    return { heard };
  },

  async keyboard() {
    await ready();
    await text(1).focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('Typed here');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Alt+Period');
    await page.keyboard.type('. ');
    await page.keyboard.press('Alt+p');
    const heard = await (await page.waitForResponse((answer) => answer.url().endsWith('/api/hear'))).json();
    await saved();
    const steps = [await texts()];
    await page.keyboard.press('Control+Enter');
    await segments(4);
    await page.keyboard.press('Alt+ArrowUp');
    await page.waitForFunction(() => document.querySelectorAll('.segment textarea')[1].value.startsWith('The second'));
    steps.push(await texts());
    await page.keyboard.press('Control+Shift+Enter');
    await segments(5);
    await page.keyboard.type('Added.');
    await page.keyboard.press('Alt+b');
    await page.keyboard.press('Control+Shift+Backspace');
    await segments(4);
    await saved();
    steps.push(await texts());
    for (let left = 6; left; left -= 1) {
      if (await page.locator('[data-undo]').isDisabled()) break;
      await page.keyboard.press('Alt+u');
      await page.waitForTimeout(300);
    }
    steps.push(await texts());
    return { steps, heard };
  },

  async mouse() {
    await ready();
    await text(0).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' More.');
    await page.locator('.segment').nth(1).getByRole('button', { name: 'Move up' }).click();
    await page.waitForFunction(() => document.querySelector('.segment textarea').value.startsWith('The second'));
    await page.locator('.segment').nth(0).locator('.more summary').click();
    await page.locator('.segment').nth(0).getByLabel('May be left out').check();
    await page.locator('.segment').nth(0).getByLabel('Voice', { exact: true }).selectOption('high');
    await page.getByLabel('Title').fill('Another title');
    await page.getByLabel('Date').fill('2026-11-29');
    await page.keyboard.press('Tab');
    await saved();
    await page.waitForTimeout(500);
    await page.locator('.said .play').first().click();
    await page.waitForResponse((answer) => answer.url().includes('/sound/'));
    await page.locator('[data-render]').click();
    await page.waitForSelector('[data-episode]:not([hidden])');
    await page.locator('.chapters button').nth(1).click();
    await page.waitForFunction(() => document.querySelector('[data-audio]').currentTime > 0.5);
    await page.locator('[data-audio]').evaluate((audio) => audio.pause());
    await page.waitForSelector('[data-waveform]:not([hidden]) svg');
    const { width, height } = await page.getByLabel('Position in the episode').boundingBox();
    await page.getByLabel('Position in the episode').click({ position: { x: width * 0.2, y: height / 2 } });
    const share = await page.locator('[data-audio]').evaluate((audio) => audio.currentTime / audio.duration);
    if (Math.abs(share - 0.2) > 0.03) throw new Error(`the waveform leads to ${share} of the episode`);
    await page.waitForSelector('[data-now] mark');
    await page.locator('.segment').nth(2).getByRole('button', { name: 'Play the episode from here' }).click();
    await page.waitForFunction(() => document.querySelector('.segment:nth-child(3) .said [aria-current]'));
    await page.locator('[data-publish]').click();
    await page.waitForFunction(() => document.querySelector('[data-publish-message]').textContent.startsWith('Ready'));
    await page.locator('[data-publish-now]').click();
    await page.waitForFunction(() => document.querySelector('[data-publish-message]').textContent.startsWith('Done'));
    return { message: await page.locator('[data-publish-message]').textContent() };
  },

  // From an empty folder to a published episode.
  async whole() {
    await page.getByRole('button', { name: 'Make a show here' }).click();
    await page.waitForSelector('.scripts');
    const show = {
      Author: 'A desk', 'Address of its site': 'https://show.example/', 'Category, such as News > Daily News': 'News',
      Owner: 'A desk', 'E-mail of the owner': 'desk@show.example', Description: 'One story a day.',
    };
    for (const [label, value] of Object.entries(show)) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole('button', { name: 'Save the show' }).click();
    await page.waitForFunction(() => document.querySelector('[data-message]').textContent === 'The show was saved.');
    await page.getByLabel('The article').fill(
      'Harbour of Zhytkavichy reopens\n\nThe harbour of Zhytkavichy reopened on Monday after a storm.\n\n'
      + 'Ships had waited for three days.\n\nThe mayor said that 40% of the wall was lost. It will be built again.',
    );
    await page.getByRole('button', { name: 'Draft a script' }).click();
    await ready();
    const index = (await texts()).findIndex((value) => value.includes('Ships had waited'));
    const change = async (from, to) => {
      const area = text(index);
      await area.fill((await area.inputValue()).replace(from, to));
      await page.waitForTimeout(900);
      await saved();
    };
    await change('on Monday after a storm', 'on Monday');
    await change('three days', 'three days outside');
    await change('will be built', 'is to be built');
    await page.locator('.segment').nth(index).locator('.play').nth(1).click();
    await page.waitForResponse((answer) => answer.url().includes('/sound/'));
    await page.waitForSelector('.findings .cure');
    await page.locator('[data-names-open]').click();
    await page.getByLabel('Say Zhytkavichy as').fill('zhit KAH vee chee');
    await page.getByRole('button', { name: 'Hear Zhytkavichy as it is written here' }).click();
    await page.waitForResponse((answer) => answer.url().includes('/sound/'));
    await page.getByRole('button', { name: 'Write Zhytkavichy into the lexicon' }).click();
    await page.waitForFunction(() => document.querySelector('[data-name-message]').textContent.includes('was written into'));
    await page.keyboard.press('Escape');
    await page.locator('.segment').nth(index).locator('.more summary').click();
    await page.locator('.segment').nth(index).getByLabel('Sound before it').selectOption('sting');
    await saved();
    const count = await page.locator('.segment').count();
    await page.locator('.segment').nth(index).getByRole('button', { name: 'Add a sound file' }).click();
    await page.getByLabel('The file', { exact: false }).setInputFiles(folder);
    await page.getByLabel('Who is heard').fill('Maria Lund');
    await page.getByLabel('The words that are heard').fill('It was loud.');
    await page.locator('[data-sound-add]').click();
    await segments(count + 1);
    await page.locator('.segment').nth(index + 1).getByRole('button', { name: 'Move down' }).click();
    await page.waitForFunction((at) => document.querySelectorAll('.segment')[at].querySelector('select').value === 'clip', index + 2);
    await page.locator('.segment').nth(0).locator('.more summary').click();
    await page.locator('.segment').nth(0).getByRole('button', { name: 'Add a sound file' }).click();
    await page.getByLabel('The file', { exact: false }).setInputFiles(folder);
    await page.locator('[data-sound-add]').click();
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await saved();
    await page.locator('[data-render]').click();
    await page.waitForSelector('[data-episode]:not([hidden])', { timeout: 100000 });
    const opened = await report(() => page.getByRole('link', { name: 'Report' }).click());
    const read = await opened.innerText('main');
    await opened.close();
    await page.locator('[data-publish]').click();
    await page.waitForFunction(() => document.querySelector('[data-publish-message]').textContent.startsWith('Ready'));
    await page.locator('[data-publish-now]').click();
    await page.waitForFunction(() => document.querySelector('[data-publish-message]').textContent.startsWith('Done'));
    return { read, texts: await texts(), findings: await page.locator('.findings .error').count() };
  },

  // The same without a mouse: only keys are pressed.
  async keys() {
    const { keyboard } = page;
    const focused = () => page.evaluate(() => {
      const { labels, textContent, ariaLabel } = document.activeElement;
      return labels?.[0]?.textContent ?? ariaLabel ?? textContent;
    });
    const tabTo = async (name) => {
      for (let left = 300; left; left -= 1) {
        if ((await focused())?.trim().startsWith(name)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`there is no way to ${name} by the Tab key`);
    };
    const write = async (name, words) => {
      await tabTo(name);
      await keyboard.press('Control+a');
      await keyboard.type(words);
    };
    await tabTo('Make a show here');
    await keyboard.press('Enter');
    await page.waitForSelector('.scripts');
    for (const [name, words] of [
      ['Author', 'A desk'], ['Address of its site', 'https://show.example/'], ['Category', 'News'], ['Owner', 'A desk'],
      ['E-mail', 'desk@show.example'], ['Description', 'One story a day.'],
    ]) await write(name, words);
    await tabTo('Save the show');
    await keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('[data-message]').textContent === 'The show was saved.');
    await tabTo('The article');
    await keyboard.insertText('Harbour of Zhytkavichy reopens\n\nThe harbour of Zhytkavichy reopened on Monday after a storm.\n\nShips had waited for three days.');
    await tabTo('Draft a script');
    await keyboard.press('Enter');
    await ready();
    await tabTo('Text');
    await keyboard.press('Control+End');
    await keyboard.type(' We begin.');
    await keyboard.press('Alt+p');
    await page.waitForResponse((answer) => answer.url().includes('/sound/'));
    await keyboard.press('Alt+n');
    await keyboard.press('Control+End');
    await keyboard.type(' It is open.');
    await keyboard.press('Alt+n');
    await keyboard.press('Control+End');
    await keyboard.type(' That is all.');
    await saved();
    await keyboard.press('Alt+g');
    await page.waitForSelector('.names li');
    await write('Say Zhytkavichy as', 'zhit KAH vee chee');
    await tabTo('Hear Zhytkavichy as it is written here');
    await keyboard.press('Enter');
    await page.waitForResponse((answer) => answer.url().includes('/sound/'));
    await tabTo('Write Zhytkavichy into the lexicon');
    await keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('[data-name-message]').textContent.includes('was written into'));
    await keyboard.press('Escape');
    await keyboard.press('Alt+b');
    const count = await page.locator('.segment').count();
    await tabTo('Voice, sounds, link');
    await keyboard.press('Enter');
    await tabTo('Add a sound file');
    await keyboard.press('Enter');
    await tabTo('The file');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), keyboard.press('Enter')]);
    await chooser.setFiles(folder);
    await write('Who is heard', 'Maria Lund');
    await write('The words that are heard', 'It was loud.');
    await tabTo('Add');
    await keyboard.press('Enter');
    await segments(count + 1);
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await tabTo('Text');
    await keyboard.press('Alt+ArrowDown');
    await saved();
    await page.waitForTimeout(500);
    await keyboard.press('Alt+ArrowUp');
    await saved();
    await page.waitForTimeout(500);
    await tabTo('Voice, sounds, link');
    await keyboard.press('Enter');
    await tabTo('Sound before it');
    await keyboard.type('sting');
    await keyboard.press('Tab');
    await saved();
    await page.waitForTimeout(1000);
    const [, minutes, rest] = /about (\d+):(\d+)/.exec(await page.locator('[data-length]').textContent());
    await write('Target length', `${minutes}:${rest}`);
    await keyboard.press('Tab');
    await page.waitForFunction(() => document.querySelector('[data-length]').textContent.includes('target'));
    await keyboard.press('Alt+r');
    await page.waitForSelector('[data-waveform]:not([hidden])', { timeout: 100000 });
    await tabTo('Position in the episode');
    await keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('[data-audio]').currentTime > 0.1);
    await tabTo('Report');
    const opened = await report(() => keyboard.press('Enter'));
    const read = await opened.innerText('main');
    await opened.close();
    await keyboard.press('Alt+o');
    await page.waitForFunction(() => document.querySelector('[data-publish-message]').textContent.startsWith('Ready'));
    await tabTo('Publish');
    await keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('[data-publish-message]').textContent.startsWith('Done'));
    return { read, texts: await texts() };
  },

  async draft() {
    await page.getByLabel('The article').fill('# Harbour reopens\n\nThe harbour reopened on Monday.\n\nShips had waited for three days.');
    await page.getByRole('button', { name: 'Draft a script' }).click();
    await ready();
    return { at: page.url(), texts: await texts() };
  },

  // Milliseconds from a key to the screen, and to the first page.
  async speed() {
    await ready();
    const first = await page.evaluate(() => performance.getEntriesByName('segments-shown')[0]?.startTime ?? null);
    const middle = Math.floor((await page.locator('.segment').count()) / 2);
    await text(middle).focus();
    const times = [];
    for (const key of 'abcdefghijklmnopqrst') {
      await page.evaluate(() => {
        window.shown = new Promise((resolve) => {
          document.activeElement.addEventListener('keydown', () => {
            const start = performance.now();
            requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve(performance.now() - start); channel.port2.postMessage(0); });
          }, { once: true });
        });
      });
      await page.keyboard.press(key);
      times.push(await page.evaluate(() => window.shown));
    }
    return { first, times, sentences: await page.locator('.said li').count() };
  },

  // Seconds from a click on play after an edit to the sound.
  async hear() {
    await ready();
    const times = [];
    for (let number = 0; number < 11; number += 1) {
      await text(1).focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(` It is number ${number}.`);
      await page.evaluate(() => {
        window.heard = new Promise((resolve) => { window.desk.sounds.addEventListener('playing', () => resolve(performance.now()), { once: true }); });
        window.began = performance.now();
      });
      await page.keyboard.press('Alt+p');
      times.push(await page.evaluate(async () => (await window.heard) - window.began));
      await page.waitForTimeout(800);
    }
    return { times };
  },
};
let result;
try {
  result = await acts[act]();
} catch (error) {
  result = { failed: error.stack, message: await page.locator('[data-message]').textContent().catch(() => null) };
}
console.log(JSON.stringify({ said, elsewhere, ...result }));
await browser.close();
