// How each kind of part is drawn.

import { action, h } from './dom.js';

/** Draws a part. `decide(approvalId, approved, reason)` is given where the reader can answer its question. */
export function drawPart(part, decide) {
  const draw = PARTS[part.type] ?? (isTool(part) ? tool : part.type?.startsWith('data-') ? data : other);
  const drawn = draw(part, decide);
  drawn.classList.add('part');
  drawn.dataset.kind = part.type;
  return drawn;
}

const PARTS = {
  'text': (part) => h('div', { class: `text${part.state === 'streaming' ? ' growing' : ''}` }, part.text ?? ''),
  'reasoning': (part) => h('details', { open: part.state === 'streaming' },
    h('summary', {}, 'Reasoning'),
    h('div', { class: `text quiet${part.state === 'streaming' ? ' growing' : ''}` }, part.text ?? '')),
  'step-start': () => h('hr', { class: 'step', 'aria-label': 'Next step' }),
  'file': file,
  'reasoning-file': file,
  'source-url': (part) => h('div', {}, 'Source: ', link(part.url, part.title ?? part.url)),
  'source-document': (part) =>
    h('div', {}, `Source: ${part.title ?? ''} `, h('span', { class: 'quiet' }, `${part.filename ?? ''} ${part.mediaType ?? ''}`)),
};

/** Makes a link of an address that is safe to follow; all others are text. */
function link(address, text) {
  let url;
  try {
    url = new URL(address, location.href);
  } catch {
    return h('span', {}, text);
  }
  if (!['http:', 'https:'].includes(url.protocol)) return h('span', {}, text);
  return h('a', { href: url.href, rel: 'noopener noreferrer nofollow', target: '_blank' }, text);
}

function file(part) {
  const name = part.filename ?? part.mediaType ?? 'file';
  const isPicture = /^data:image\/(png|jpeg|gif|webp|avif)[;,]/.test(part.url ?? '');
  // Only what is in the message itself: a picture of another server would tell it who reads.
  if (isPicture) return h('figure', { class: 'file' }, h('img', { src: part.url, alt: name }), h('figcaption', { class: 'quiet' }, name));
  return h('div', { class: 'file' }, 'File: ', link(part.url, name), h('span', { class: 'quiet' }, ` ${part.mediaType ?? ''}`));
}

const isTool = (part) => part.type === 'dynamic-tool' || part.type?.startsWith('tool-');

const STATES = {
  'input-streaming': ['is being asked for', ''],
  'input-available': ['runs', ''],
  'approval-requested': ['asks for approval', 'warn'],
  'approval-responded': ['was answered', ''],
  'output-available': ['done', 'live'],
  'output-error': ['failed', 'bad'],
  'output-denied': ['denied', 'bad'],
};

function tool(part, decide) {
  const name = part.type === 'dynamic-tool' ? part.toolName : part.type.slice('tool-'.length);
  let [state, kind] = STATES[part.state] ?? [part.state, ''];
  if (part.state === 'approval-responded') {
    [state, kind] = part.approval?.approved ? ['approved', 'live'] : ['denied', 'bad'];
  }
  const asks = part.state === 'approval-requested';
  const failed = ['output-error', 'output-denied'].includes(part.state);
  return h('div', { class: `tool${asks ? ' asks' : ''}${failed ? ' failed' : ''}` },
    h('div', { class: 'title' }, h('code', {}, part.title ?? name), h('span', { class: `chip ${kind}` }, state)),
    part.approval?.reason && h('p', { class: 'quiet' }, `Reason: ${part.approval.reason}`),
    part.errorText && h('p', { class: 'error' }, part.errorText),
    json('Input', part.input ?? (part.inputText || undefined), asks),
    json('Output', part.output),
    asks && decide && answers((approved, reason) => decide(part.approval.id, approved, reason)));
}

/** A reason, and two buttons. */
export function answers(decide) {
  const reason = h('input', { type: 'text', 'aria-label': 'Reason, if you like', placeholder: 'Reason (optional)', maxlength: 1000 });
  return h('div', { class: 'answers' }, reason,
    action('Approve', () => decide(true, reason.value), { class: 'primary' }),
    action('Deny', () => decide(false, reason.value), { class: 'bad' }));
}

export function json(label, value, open = false) {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return h('details', { open }, h('summary', {}, label), h('pre', {}, text));
}

const data = (part) => h('div', {}, json(part.type, part.data));

function other({ type, ...fields }) {
  return h('div', {}, json(type ?? 'unknown', fields));
}
