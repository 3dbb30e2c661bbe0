// The start page: a new script from an article, and a new show in an empty folder.

import { inBase64, pasted, post } from './api.js';
import { field, make } from './dom.js';

const one = (name) => document.querySelector(`[data-${name}]`);
const message = one('message');
const [form, text, file, stem] = [one('new'), one('text'), document.getElementById('file'), document.getElementById('stem')];
const [address, feed] = [document.getElementById('address'), document.getElementById('feed')];

async function run(does) {
  message.textContent = 'One moment';
  try {
    await does();
  } catch (error) {
    message.textContent = error.message;
  }
}

// A name for the script: the first words, in letters that a file and an address may have.
function nameOf(words) {
  return words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-')
    .split('-').filter(Boolean).slice(0, 6).join('-').slice(0, 60);
}

let wasNamed = false;
function suggest(words) {
  if (!wasNamed) stem.value = nameOf(words);
}

one('show')?.addEventListener('click', () => run(async () => {
  await post('/api/show', {});
  location.reload();
}));

one('house')?.addEventListener('submit', (event) => {
  event.preventDefault();
  run(async () => {
    const settings = Object.fromEntries(new FormData(event.target));
    for (const [key, value] of Object.entries(settings)) {
      if (value === event.target.elements[key].defaultValue) delete settings[key];
    }
    const saved = await post('/api/house', { settings });
    for (const [key, value] of Object.entries(saved.settings)) {
      event.target.elements[key].value = value;
      event.target.elements[key].defaultValue = value;
    }
    message.textContent = 'The show was saved.';
  });
});

form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const submit = form.querySelector('[type=submit]');
  const hadFocus = document.activeElement === submit;
  submit.disabled = true;
  await run(async () => {
    const [chosen] = file.files;
    const ticked = [...document.querySelectorAll('[data-entry-list] input:checked')].map(({ value }) => value);
    const addresses = ticked.length ? ticked : [address.value.trim()].filter(Boolean);
    const article = addresses.length ? { name: '', addresses }
      : chosen ? { name: chosen.name, content: await inBase64(chosen) }
        : pasted(text.value);
    if (!chosen && !addresses.length && !text.value.trim()) throw new Error('There is no article yet: paste its text, choose a file, or write its address.');
    message.textContent = addresses.length ? 'Fetching and drafting' : 'Drafting';
    const made = await post('/api/new', { stem: stem.value, ...article });
    if (made.remarks.length) sessionStorage.setItem(`remarks ${made.file}`, made.remarks.join(' '));
    location.assign(`/script?${new URLSearchParams({ file: made.file })}`);
  });
  submit.disabled = false;
  if (hadFocus) submit.focus();
});
one('feed')?.addEventListener('click', () => run(async () => {
  const { entries } = await post('/api/feed', { address: feed.value });
  one('entry-list').replaceChildren(...entries.map((entry) => {
    const box = make('input', { type: 'checkbox', value: entry.address, onchange: () => suggest(chosenTitle()) });
    box.dataset.title = entry.title;
    const line = field(entry.title, box, { class: 'field check' });
    line.append(make('span', { class: 'quiet' }, entry.published));
    return make('li', {}, line);
  }));
  one('entries').hidden = false;
  message.textContent = '';
  one('entry-list').querySelector('input').focus();
}));

feed?.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  one('feed').click();
});

function chosenTitle() {
  const ticked = [...document.querySelectorAll('[data-entry-list] input:checked')];
  return ticked.length > 1 ? 'bulletin' : ticked[0]?.dataset.title ?? '';
}

address?.addEventListener('input', () => suggest((address.value.split(/[?#]/)[0].replace(/\/+$/, '').split('/').slice(3).at(-1) ?? '').replace(/\.[a-z]{3,5}$/, '')));
stem?.addEventListener('input', () => { wasNamed = Boolean(stem.value); });
text?.addEventListener('input', () => suggest(text.value.trim().split('\n')[0]));
file?.addEventListener('change', () => { if (file.files[0]) suggest(file.files[0].name.replace(/\.[^.]*$/, '')); });
text?.addEventListener('dragover', (event) => event.preventDefault());
text?.addEventListener('drop', (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  file.files = event.dataTransfer.files;
  file.dispatchEvent(new Event('change'));
  message.textContent = `${file.files[0].name} was chosen.`;
});
