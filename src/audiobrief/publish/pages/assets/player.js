// The player of an episode's page: plays, seeks, follows the text. The page is whole without it.

import {
  CLOSE, begun, clock, copy, follower, marker, remember, remembered, timed, timeInFragment, wordMarker,
} from './reading.js';

const SEEK = 5;
const MOST_TICKS = 40; // more would hide the bar
const REMEMBERED = { speed: 'audiobrief-speed', keys: 'audiobrief-keys' };

function setUpCopying(place) {
  const button = place.querySelector('[data-copy-text]');
  const status = place.querySelector('[role=status]');
  place.hidden = false;
  button.addEventListener('click', async () => {
    const done = await copy(button.dataset.copyText);
    button.focus({ preventScroll: true });
    status.textContent = done ? status.dataset.copied : status.dataset.failed;
  });
}

function setUpPlayer(root) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const say = root.dataset;
  const audio = root.querySelector('audio');
  const slider = part('position');
  const speed = part('speed');
  const share = part('share');
  const dialog = part('keys');
  const keysOn = part('keys-on');
  const status = part('status');
  const cover = document.querySelector('[data-cover-image]');
  const chapters = timed(document.querySelectorAll('[data-chapter]'));
  const lines = timed(document.querySelectorAll('.line'));
  const markChapter = marker();
  const markLine = marker();
  const markWord = wordMarker();
  const follow = follower(document.querySelector('[data-follow]'));
  let asked = null; // where to go once the sound is there
  let sliding = false;

  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : Number(say.duration));
  const now = () => asked ?? audio.currentTime;
  const title = (chapter) => chapter?.element.querySelector('.name').textContent ?? '';
  const link = (seconds) => `${location.href.split('#')[0]}#t=${clock(seconds)}`;

  function seek(seconds, insist = false) {
    const place = Math.min(Math.max(0, seconds), Math.max(0, duration() - 0.05));
    if (audio.readyState) audio.currentTime = place;
    else asked = place;
    show(insist);
  }

  function play() {
    // Refused where the reader has not touched the page yet: the button is there.
    audio.play().catch(() => {});
  }

  function toggle() {
    if (audio.paused) play();
    else audio.pause();
  }

  function show(insist = false) {
    const seconds = sliding ? Number(slider.value) : now();
    const total = duration();
    const at = clock(seconds);
    if (!sliding) slider.value = seconds;
    slider.setAttribute('aria-valuetext', say.of.replace('{position}', at).replace('{duration}', clock(total)));
    slider.style.setProperty('--fill', `${total ? (100 * seconds) / total : 0}%`);
    part('elapsed').textContent = at;
    part('remaining').textContent = `−${clock(Math.round(total) - Math.floor(seconds))}`;
    if (document.activeElement !== share) nameShare(at);

    const chapter = chapters[begun(chapters, seconds)];
    if (markChapter(chapter?.element)) {
      part('now').textContent = title(chapter);
      describe(chapter);
    }
    const line = lines[begun(lines, seconds)];
    const spoken = line && seconds < line.end + CLOSE ? line.element : null;
    markWord(spoken, seconds);
    if (markLine(spoken) || insist) follow(insist ? line?.element : spoken, insist || !audio.paused, insist);
  }

  function nameShare(at) {
    share.setAttribute('aria-label', say.copyTime.replace('{position}', at));
    share.title = share.getAttribute('aria-label');
  }

  function describe(chapter) {
    const picture = chapter?.element.dataset.image || say.cover;
    if (cover && picture && cover.getAttribute('src') !== picture) cover.src = picture;
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: title(chapter) ? `${say.title} · ${title(chapter)}` : say.title,
      artist: say.artist,
      album: say.album,
      artwork: picture ? [{ src: new URL(picture, location.href).href }] : [],
    });
  }

  function step(stretches, by, slack = 0) {
    const at = begun(stretches, now());
    const late = by < 0 && at >= 0 && now() - stretches[at].start > slack;
    const target = stretches[Math.min(Math.max(0, late ? at : at + by), stretches.length - 1)];
    if (target) seek(target.start, true);
  }

  function setSpeed(value) {
    speed.value = value;
    audio.playbackRate = audio.defaultPlaybackRate = Number(speed.value);
    remember(REMEMBERED.speed, speed.value);
  }

  function stepSpeed(by) {
    const option = speed.options[speed.selectedIndex + by];
    if (option) setSpeed(option.value);
  }

  const keys = {
    ' ': toggle,
    ArrowLeft: () => seek(now() - SEEK),
    ArrowRight: () => seek(now() + SEEK),
    j: () => step(lines, -1, 1),
    l: () => step(lines, 1),
    p: () => step(chapters, -1, 3),
    n: () => step(chapters, 1),
    ',': () => stepSpeed(-1),
    '.': () => stepSpeed(1),
    m: () => { audio.muted = !audio.muted; },
    '?': () => dialog.showModal(),
  };

  document.addEventListener('keydown', (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const other = event.target.closest('input, select, textarea, dialog');
    const own = key === ' ' && event.target.closest('button, a');
    if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey || other || own || !keys[key]) return;
    event.preventDefault();
    keys[key]();
  });

  part('toggle').addEventListener('click', toggle);
  part('back').addEventListener('click', () => seek(now() - 15));
  part('forward').addEventListener('click', () => seek(now() + 30));
  part('help').addEventListener('click', () => dialog.showModal());
  speed.addEventListener('change', () => setSpeed(speed.value));
  keysOn.addEventListener('change', () => remember(REMEMBERED.keys, keysOn.checked ? 'on' : 'off'));
  share.addEventListener('focus', () => nameShare(clock(now())));
  share.addEventListener('click', async () => {
    const at = now();
    const done = await copy(link(at));
    nameShare(clock(at));
    share.focus({ preventScroll: true });
    status.textContent = done ? `${say.copied}: ${clock(at)}` : say.failed;
    setTimeout(() => { status.textContent = ''; }, 4000);
  });
  slider.addEventListener('input', () => { sliding = true; show(); });
  slider.addEventListener('change', () => { sliding = false; seek(Number(slider.value)); });

  document.addEventListener('click', (event) => {
    const target = event.target.closest('[data-chapter], [data-seek], .line');
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Whoever selects words to copy them does not want to hear them.
    if (target.matches('.line') && !getSelection().isCollapsed) return;
    event.preventDefault();
    seek(Number(target.dataset.start ?? target.dataset.seek), true);
    play();
  });

  function goToFragment() {
    const seconds = timeInFragment(location.hash);
    if (seconds !== null) seek(seconds, true);
  }

  let frame = 0;
  function tick() {
    show();
    frame = audio.paused ? 0 : requestAnimationFrame(tick);
  }

  function playing() {
    const on = !audio.paused;
    root.toggleAttribute('data-playing', on);
    part('toggle').setAttribute('aria-label', on ? say.pause : say.play);
    if (on && !frame) frame = requestAnimationFrame(tick);
    follow(document.querySelector('.line[aria-current]'), false, false);
    tellPosition();
  }

  function tellPosition() {
    if (!('mediaSession' in navigator) || !audio.readyState) return;
    try {
      navigator.mediaSession.setPositionState({
        duration: duration(), playbackRate: audio.playbackRate, position: Math.min(audio.currentTime, duration()),
      });
    } catch {
      // A browser that has the rest of it, but not this.
    }
  }

  for (const name of ['play', 'pause', 'ended']) audio.addEventListener(name, playing);
  for (const name of ['timeupdate', 'seeked', 'durationchange']) audio.addEventListener(name, () => show());
  for (const name of ['seeked', 'ratechange', 'durationchange']) audio.addEventListener(name, tellPosition);
  audio.addEventListener('error', () => { status.textContent = say.error; });
  audio.addEventListener('loadedmetadata', () => {
    slider.max = duration();
    if (asked !== null) audio.currentTime = asked;
    asked = null;
    show();
  });

  for (const [action, done] of Object.entries({
    play, pause: () => audio.pause(),
    seekbackward: () => seek(now() - 15), seekforward: () => seek(now() + 30),
    seekto: ({ seekTime }) => seek(seekTime),
    previoustrack: () => keys.p(), nexttrack: () => keys.n(),
  })) {
    try {
      navigator.mediaSession?.setActionHandler(action, done);
    } catch {
      // An action that this browser does not know.
    }
  }

  for (const { start } of chapters.length > MOST_TICKS ? [] : chapters.slice(1)) {
    const tick = document.createElement('i');
    tick.style.setProperty('--at', `${(100 * start) / duration()}%`);
    part('ticks').append(tick);
  }
  for (const hint of document.querySelectorAll('[data-hint]')) hint.hidden = false;
  keysOn.checked = remembered(REMEMBERED.keys) !== 'off';
  if ([...speed.options].some(({ value }) => value === remembered(REMEMBERED.speed))) {
    setSpeed(remembered(REMEMBERED.speed));
  }
  audio.controls = false;
  root.querySelector('.controls').hidden = false;
  document.documentElement.classList.add('live');
  describe(chapters[0]);
  show();
  goToFragment();
  addEventListener('hashchange', goToFragment);
}

for (const place of document.querySelectorAll('[data-copy]')) setUpCopying(place);
for (const root of document.querySelectorAll('[data-player]')) setUpPlayer(root);
