// Publish the rendered episode into a site in the show's folder, after what directories would refuse was looked for.

import { post } from './api.js';
import { preflightLine } from './review.js';

const one = (name) => document.querySelector(`[data-${name}]`);

// A time in the zone of the machine: 30 November, 9:00; with the year if it is another one.
function localTime(text) {
  const time = new Date(text);
  const year = time.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  const minutes = String(time.getMinutes()).padStart(2, '0');
  return `${time.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year })}, ${time.getHours()}:${minutes}`;
}

export class Publishing {
  constructor(desk) {
    this.desk = desk;
    this.dialog = one('publishing');
    this.message = one('publish-message');
    this.findings = one('publish-findings');
    this.site = document.getElementById('site');
    this.correction = document.getElementById('correction');
    one('publish').addEventListener('click', () => this.open());
    one('publish-now').addEventListener('click', () => this.publish(false));
    this.site.addEventListener('change', () => this.publish(true));
  }

  open() {
    if (one('publish').disabled || one('episode').hidden) return;
    this.dialog.showModal();
    this.publish(true);
  }

  async publish(isTrial) {
    this.message.textContent = isTrial ? 'Looking at the episode' : 'Publishing';
    this.findings.replaceChildren();
    one('publish-now').disabled = true;
    try {
      const done = await post('/api/publish', {
        file: this.desk.file, site: this.site.value, correction: this.correction.value, dry_run: isTrial,
      });
      const isRefused = !done.outcome;
      one('publish-now').disabled = isRefused;
      this.findings.replaceChildren(...done.findings.map((finding) => preflightLine(finding)));
      if (isRefused) this.message.textContent = 'It cannot be published like this: correct what is called an error below.';
      else if (done.outcome === 'held') this.message.textContent = `It is held until ${localTime(done.until)}. Publish it ${isTrial ? '' : 'again '}then.`;
      else if (isTrial) this.message.textContent = `Ready: ${done.written} files would be written.`;
      else this.message.textContent = `Done: ${done.outcome}, ${done.written} files written.${done.page ? ` Its page will be ${done.page}` : ''}`;
    } catch (error) {
      this.message.textContent = error.message;
    }
  }
}
