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
