// The HTTP API beside this page: `/robots/`, wherever the host has nested it.

export const base = new URL('../', location.href.split('#')[0]);

/** An answer that is no success. */
export class Problem extends Error {
  constructor(status, problem) {
    super(status === 401 ? 'You are not signed in.' : problem?.detail ?? problem?.title ?? `The server answered ${status}.`);
    this.status = status;
  }
}

async function ask(path, options) {
  const response = await fetch(new URL(path, base), options);
  const isJson = response.headers.get('content-type')?.includes('json');
  const body = isJson ? await response.json() : null;
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}

/** Reads; parameters that are empty are left out. */
export function get(path, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  const query = new URLSearchParams(given).toString();
  return ask(query ? `${path}?${query}` : path);
}

export function send(method, path, body) {
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return ask(path, { method, ...json });
}

let turns;
/** Whether the host runs turns: the routes of approvals are there. */
export function hasTurns() {
  turns ??= get('approvals', { limit: 1 }).then(() => true, (error) => {
    if (error.status === 404) return false;
    turns = undefined;
    throw error;
  });
  return turns;
}
