// Opens a page in Debian's Chromium, does what it is told, and prints as JSON what a reader would see.
// Usage: node browse.mjs ADDRESS ACT [look...]; a look is desk, phone, light, dark, nojs, still.
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const [address, act, ...looks] = process.argv.slice(2);
const origin = new URL(address).origin;
const phone = looks.includes('phone');

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
const context = await browser.newContext({
  viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
  hasTouch: phone,
  isMobile: phone,
  colorScheme: looks.includes('dark') ? 'dark' : 'light',
  reducedMotion: looks.includes('still') ? 'reduce' : 'no-preference',
  javaScriptEnabled: !looks.includes('nojs'),
});
await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
const page = await context.newPage();
const said = [];
const elsewhere = [];
page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
page.on('pageerror', (error) => said.push(error.message));
page.on('dialog', (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
page.on('request', (request) => {
  if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) elsewhere.push(request.url());
});
page.on('response', (answer) => { if (answer.status() >= 400) said.push(`${answer.status()} ${answer.url()}`); });

const state = () => page.evaluate(() => {
  const audio = document.querySelector('audio');
  const line = document.querySelector('.line[aria-current]');
  const place = line?.getBoundingClientRect();
  const player = document.querySelector('[data-player]').getBoundingClientRect();
  const low = player.top > innerHeight / 2;
  return {
    time: audio.currentTime,
    paused: audio.paused,
    rate: audio.playbackRate,
    muted: audio.muted,
    chapter: document.querySelector('[data-chapter][aria-current] .name')?.textContent ?? null,
    lines: [...document.querySelectorAll('.line[aria-current]')].map((element) => element.textContent),
    words: [...(CSS.highlights.get('word') ?? [])].map((range) => range.toString()),
    inView: place ? place.top >= (low ? 0 : player.bottom) && place.bottom <= (low ? player.top : innerHeight) : null,
    toggle: document.querySelector('[data-toggle]').getAttribute('aria-label'),
    follow: !document.querySelector('[data-follow]').hidden,
    scrolled: scrollY,
    session: navigator.mediaSession?.metadata?.title ?? null,
  };
});
const wait = (milliseconds) => page.waitForTimeout(milliseconds);
const ready = () => page.waitForFunction(() => document.querySelector('audio').readyState > 0);
const steps = [];
const note = async () => steps.push(await state());

const acts = {
  async look() {
    await page.evaluate(axe.source);
    const find = () => page.evaluate(async () => (await axe.run()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    ));
    const found = await find();
    const opens = page.locator('[data-help]');
    if (await opens.isVisible()) {
      await opens.click();
      found.push(...await find());
      await page.keyboard.press('Escape');
    }
    const sentence = page.locator('.line').nth(1);
    if (await sentence.count()) {
      await sentence.click();
      await page.click('[data-share]');
      await page.waitForFunction(() => document.querySelector('.line[aria-current]'));
      await wait(300);
      found.push(...await find());
    }
    const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    return { found, width, room };
  },

  async play() {
    await ready();
    await note();
    await page.click('[data-toggle]');
    await page.waitForFunction(() => document.querySelector('.line[aria-current]'));
    await wait(300);
    await note();
    await page.locator('[data-chapter]').nth(1).click();
    await wait(400);
    await note();
    await page.locator('.line').nth(1).click();
    await wait(400);
    await note();
    await page.click('[data-toggle]');
    await note();
    return { steps };
  },

  // Notes which word is marked at some places, without playing.
  async words() {
    await ready();
    for (const seconds of [0.1, 0.5, 2.2, 8.0]) {
      await page.evaluate((place) => new Promise((resolve) => {
        const audio = document.querySelector('audio');
        audio.addEventListener('seeked', () => requestAnimationFrame(resolve), { once: true });
        audio.currentTime = place;
      }), seconds);
      await note();
    }
    return { steps };
  },

  // Notes for a while which line is marked, and when.
  async follow() {
    await ready();
    await page.evaluate(() => {
      window.marked = [];
      const audio = document.querySelector('audio');
      new MutationObserver(() => {
        const line = document.querySelector('.line[aria-current]');
        window.marked.push([audio.currentTime, line?.textContent ?? null, Number(line?.dataset.start ?? -1)]);
      }).observe(document.querySelector('.transcript'), { subtree: true, attributes: true, attributeFilter: ['aria-current'] });
    });
    await page.selectOption('[data-speed]', '2');
    await page.click('[data-toggle]');
    await wait(5000);
    const marked = await page.evaluate(() => window.marked);
    // What holds the player does not move the page when it gets the focus.
    await page.click('[data-toggle]');
    await wait(1000);
    await note();
    return { marked, steps };
  },

  async scroll() {
    await ready();
    await page.locator('[data-chapter]').nth(2).click();
    await wait(1600);
    await note();
    await page.mouse.move(300, 400);
    await page.mouse.wheel(0, -5000);
    await wait(700);
    await note();
    await page.waitForFunction(
      (before) => document.querySelector('.line[aria-current]')?.textContent !== before, steps[1].lines[0] ?? '',
    );
    await wait(900);
    await note();
    await page.click('[data-follow] button');
    await wait(1600);
    await note();
    return { steps };
  },

  async keys() {
    await ready();
    for (const key of ['n', 'ArrowRight', 'ArrowLeft', '.', '.', ',', 'm', 'l', 'j', 'p', ' ', ' ', '?']) {
      await page.keyboard.press(key);
      await wait(150);
      await note();
    }
    const help = await page.locator('dialog').isVisible();
    await page.uncheck('[data-keys-on]');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await wait(150);
    await note();
    await page.reload();
    await ready();
    await note();
    return { steps, help };
  },

  async link() {
    await ready();
    await wait(300);
    await note();
    await page.click('[data-share]');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const status = await page.locator('[data-status]').textContent();
    await page.evaluate(() => { location.hash = '#t=0:21'; });
    await wait(300);
    await note();
    return { steps, copied, status };
  },

  async plain() {
    return {
      controls: await page.locator('audio[controls]').isVisible(),
      custom: await page.locator('.controls').isVisible(),
      text: await page.locator('main').innerText(),
      jump: await page.locator('noscript a').first().evaluateAll((found) => found.length).catch(() => null),
    };
  },

  async cues() {
    const cues = await page.evaluate(() => new Promise((done) => {
      const track = document.querySelector('track');
      const read = () => done([...track.track.cues].map(({ startTime, endTime, text }) => [startTime, endTime, text]));
      track.addEventListener('load', read);
      track.addEventListener('error', () => done(null));
      track.track.mode = 'hidden';
    }));
    return { cues };
  },

  async rest() {
    await wait(500);
    return {
      ran: await page.evaluate(() => window.ran_ ?? null),
      links: await page.evaluate(() => [...document.querySelectorAll('a')].map(({ href }) => href)),
      scripts: await page.evaluate(() => [...document.scripts].map(({ type, src }) => [type, src])),
    };
  },
};

await page.goto(address, { waitUntil: 'load' });
const result = await acts[act]();
console.log(JSON.stringify({ said, elsewhere, ...result }));
await browser.close();
