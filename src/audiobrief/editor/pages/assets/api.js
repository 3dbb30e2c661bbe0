// Requests to the server of the editor; each answers with JSON.

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Refused(0, 'The editor does not answer. Start it again, and open the address that it prints; your text stays here, and is saved then.');
  }
  if (response.status === 403) throw new Refused(403, 'This page belongs to an editor that has ended. Start it again, and open the address that it prints; your text stays here, and is saved then.');
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, content.error ?? `The editor refused it (${response.status}).`);
  return content;
}

export function get(path, values) {
  return answer(fetch(`${path}?${new URLSearchParams(values)}`, { cache: 'no-store' }));
}

export function post(path, content) {
  return answer(fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(content),
  }));
}

// A file in base64, as it is sent.
export async function inBase64(chosen) {
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

// A text that was pasted, with a name that says how to read it: as HTML, as Markdown, or as it is.
export function pasted(text) {
  const isHtml = /^\s*<(!doctype|html|head|body|article|main|section|div|h1|p)\b/i.test(text);
  const isMarkdown = /^#{1,6} +\S/m.test(text);
  return { name: `article.${isHtml ? 'html' : isMarkdown ? 'md' : 'txt'}`, text };
}
