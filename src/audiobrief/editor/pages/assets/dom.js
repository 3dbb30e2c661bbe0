// Elements, made without markup in strings.

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== 'string') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(label, does, attributes = {}) {
  return make('button', { type: 'button', onclick: does, ...attributes }, label);
}

let count = 0;
export function newId(stem) {
  count += 1;
  return `${stem}-${count}`;
}

// A label and a control that belongs to it.
export function field(label, control, attributes = {}) {
  control.id = newId('field');
  return make('div', { class: 'field', ...attributes }, make('label', { for: control.id }, label), control);
}

export function clock(seconds) {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
