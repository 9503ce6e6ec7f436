// The chunks of the AI SDK's UI message stream, applied to the parts of a message.

const PIECES = { 'text': 'text', 'reasoning': 'reasoning' };

/** Applies chunks to a message that is being written. `open` is kept from call to call: what ids of the stream mean. */
export function apply(message, open, chunks) {
  for (const chunk of chunks) one(message.parts, open, chunk);
}

function one(parts, open, chunk) {
  const [, kind, step] = /^(text|reasoning)-(start|delta|end)$/.exec(chunk.type) ?? [];
  if (kind) return piece(parts, open, PIECES[kind], step, chunk);
  switch (chunk.type) {
    case 'start-step':
      parts.push({ type: 'step-start' });
      break;
    case 'finish-step':
      open.clear();
      break;
    case 'reset-step': {
      const start = parts.findLastIndex((part) => part.type === 'step-start');
      parts.splice(start + 1);
      open.clear();
      break;
    }
    case 'tool-input-start':
      Object.assign(call(parts, chunk), { state: 'input-streaming', inputText: '' });
      break;
    case 'tool-input-delta': {
      const part = find(parts, chunk.toolCallId);
      if (part) part.inputText = (part.inputText ?? '') + chunk.inputTextDelta;
      break;
    }
    case 'tool-input-available':
      Object.assign(call(parts, chunk), { state: 'input-available', input: chunk.input });
      break;
    case 'tool-input-error':
      Object.assign(call(parts, chunk), { state: 'output-error', input: chunk.input, errorText: chunk.errorText });
      break;
    case 'tool-approval-request':
      settle(parts, chunk.toolCallId, { state: 'approval-requested', approval: { id: chunk.approvalId } });
      break;
    case 'tool-approval-response': {
      const part = parts.find((part) => part.approval?.id === chunk.approvalId);
      const approval = { ...part?.approval, approved: chunk.approved, reason: chunk.reason };
      if (part) Object.assign(part, { state: 'approval-responded', approval });
      break;
    }
    case 'tool-output-available':
      settle(parts, chunk.toolCallId, { state: 'output-available', output: chunk.output });
      break;
    case 'tool-output-error':
      settle(parts, chunk.toolCallId, { state: 'output-error', errorText: chunk.errorText });
      break;
    case 'tool-output-denied':
      settle(parts, chunk.toolCallId, { state: 'output-denied' });
      break;
    case 'file': case 'reasoning-file': case 'source-url': case 'source-document': case 'custom':
      parts.push({ ...chunk });
      break;
    default:
      if (chunk.type.startsWith('data-') && !chunk.transient) data(parts, chunk);
  }
}

function piece(parts, open, type, step, chunk) {
  const key = `${type} ${chunk.id}`;
  if (step === 'start') {
    const part = { type, text: '', state: 'streaming' };
    open.set(key, part);
    parts.push(part);
    return;
  }
  // A draft that was taken over goes on with the part that is last.
  const part = open.get(key) ?? parts.findLast((part) => part.type === type);
  if (!part) return;
  if (step === 'delta') part.text += chunk.delta;
  else part.state = 'done';
}

function find(parts, id) {
  return parts.findLast((part) => part.toolCallId === id);
}

function call(parts, chunk) {
  const there = find(parts, chunk.toolCallId);
  if (there) return there;
  const name = chunk.dynamic ? { type: 'dynamic-tool', toolName: chunk.toolName } : { type: `tool-${chunk.toolName}` };
  const part = { ...name, toolCallId: chunk.toolCallId, title: chunk.title };
  parts.push(part);
  return part;
}

function settle(parts, id, fields) {
  const part = find(parts, id);
  if (part) Object.assign(part, fields);
}

function data(parts, chunk) {
  const there = chunk.id && parts.find((part) => part.type === chunk.type && part.id === chunk.id);
  if (there) there.data = chunk.data;
  else parts.push({ ...chunk });
}
