// A client as an application would write it, on types generated from the server's own document.

import assert from 'node:assert/strict';

import createClient from 'openapi-fetch';

import type { components, paths } from './generated/api.js';

type Message = components['schemas']['Message'];

function signedIn(base: string, who: string) {
  return createClient<paths>({ baseUrl: base, headers: { cookie: `storyden-session=${who}` } });
}

const LONG = 'Spam wave of Tuesday';

async function longSession(base: string): Promise<string> {
  const { data } = await signedIn(base, 'operator').GET('/robots/sessions');
  const found = data?.sessions.find((session) => session.name === LONG);
  assert.ok(found);
  return found.id;
}

export async function everyMessage(base: string): Promise<Message[]> {
  const api = signedIn(base, 'operator');
  const path = { session_id: await longSession(base) };
  const all: Message[] = [];
  let before: string | undefined;
  do {
    const { data } = await api.GET('/robots/sessions/{session_id}', {
      params: { path, query: { limit: '100', before } },
    });
    assert.ok(data);
    all.unshift(...data.message_list.messages);
    before = data.message_list.next_before;
  } while (before);
  return all;
}

export const checks: Record<string, (base: string) => Promise<void>> = {
  'the list has 45 sessions on three pages': async (base) => {
    const api = signedIn(base, 'operator');
    let names: string[] = [];
    for (let page: number | undefined = 1; page; ) {
      const { data }: { data?: components['schemas']['SessionPage'] } = await api.GET('/robots/sessions', {
        params: { query: { page: String(page) } },
      });
      assert.ok(data);
      assert.equal(data.total_pages, 3);
      names = names.concat(data.sessions.map((session) => session.name));
      page = data.next_page;
    }
    assert.equal(names.length, 45);
    assert.ok(!names.includes('A mistake'), 'a deleted session is not listed');
  },

  'the list is read by cursor, most recently active first': async (base) => {
    const api = signedIn(base, 'operator');
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const { data }: { data?: components['schemas']['SessionPage'] } = await api.GET('/robots/sessions', {
        params: { query: { order: 'updated', cursor } },
      });
      assert.ok(data);
      data.sessions.forEach((session) => ids.add(session.id));
      cursor = data.next_cursor;
    } while (cursor);
    assert.equal(ids.size, 45);
  },

  'a long session is read to its start': async (base) => {
    const messages = await everyMessage(base);
    assert.equal(messages.length, 230);
    assert.equal(new Set(messages.map((message) => message.id)).size, 230);
    assert.equal(new Set(messages.map((message) => message.robot?.name).filter(Boolean)).size, 2);
    assert.equal(new Set(messages.map((message) => message.author?.handle).filter(Boolean)).size, 2);
    const kinds = new Set(messages.flatMap((message) => message.parts.map((part) => part.type)));
    for (const kind of ['text', 'reasoning', 'file', 'reasoning-file', 'source-url', 'source-document', 'step-start']) {
      assert.ok(kinds.has(kind), kind);
    }
  },

  'a conversation is started, continued once, and deleted': async (base) => {
    const api = signedIn(base, 'admin');
    const started = await api.POST('/robots/sessions', { body: { name: 'From a client' } });
    assert.equal(started.response.status, 201);
    assert.ok(started.data);
    const path = { session_id: started.data.id };
    const say = () =>
      api.POST('/robots/sessions/{session_id}/messages', {
        params: { path, header: { 'Idempotency-Key': 'once' } },
        body: { id: 'msg-1', role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      });
    const [first, second] = [await say(), await say()];
    assert.deepEqual([first.response.status, second.response.status], [201, 200]);
    assert.deepEqual(second.data, first.data);
    const renamed = await api.PATCH('/robots/sessions/{session_id}', {
      params: { path },
      body: { name: 'Renamed', active_workspace: null },
    });
    assert.equal(renamed.data?.name, 'Renamed');
    const deleted = await api.DELETE('/robots/sessions/{session_id}', { params: { path } });
    assert.equal(deleted.response.status, 204);
  },

  'a message is edited by who saw it, and deleted': async (base) => {
    const api = signedIn(base, 'admin');
    const { data: session } = await api.POST('/robots/sessions', { body: { name: null } });
    assert.ok(session);
    const { data: message } = await api.POST('/robots/sessions/{session_id}/messages', {
      params: { path: { session_id: session.id } },
      body: { role: 'user', parts: [{ type: 'text', text: 'Helo' }] },
    });
    assert.ok(message && !Array.isArray(message));
    const params = { path: { session_id: session.id, message_id: message.id } };
    const edit = { ...message, parts: [{ type: 'text' as const, text: 'Hello' }] };
    const one = '/robots/sessions/{session_id}/messages/{message_id}';
    const edited = await api.PATCH(one, { params, body: edit });
    assert.equal(edited.data?.revision, message.revision + 1);
    const late = await api.PATCH(one, { params, body: { ...edit, parts: [] } });
    assert.equal(late.response.status, 409);
    assert.equal((await api.DELETE(one, { params })).response.status, 204);
    const { data: empty } = await api.GET('/robots/sessions/{session_id}', { params: { path: params.path } });
    assert.equal(empty?.message_list.results, 0);
  },

  'robots and workspaces are created, changed and deleted': async (base) => {
    const api = signedIn(base, 'admin');
    const workspace = await api.POST('/robots/workspaces', { body: { name: 'Sandbox', provider: 'sprites' } });
    assert.ok(workspace.data);
    const robot = await api.POST('/robots', {
      body: { name: 'Greeter', model: 'anthropic/claude-sonnet-4-5', workspace_id: workspace.data.id },
    });
    assert.equal(robot.data?.workspace_id, workspace.data.id);
    const path = { robot_id: robot.data.id };
    const cleared = await api.PATCH('/robots/{robot_id}', { params: { path }, body: { workspace_id: null } });
    assert.equal(cleared.data?.workspace_id, undefined);
    assert.equal((await api.DELETE('/robots/{robot_id}', { params: { path } })).response.status, 204);
    const providers = await api.GET('/robots/workspace-providers');
    assert.deepEqual(providers.data?.providers.map((known) => known.provider), ['local', 'sprites']);
  },

  'problems are typed': async (base) => {
    const expected = { nobody: 401, member: 403, manager: 403, suspended: 403, operator: 200, admin: 200 };
    for (const [who, status] of Object.entries(expected)) {
      const { response, error } = await signedIn(base, who).GET('/robots/sessions');
      assert.equal(response.status, status, who);
      assert.equal(error?.trace_id.length, status === 200 ? undefined : 32);
    }
    const { error } = await signedIn(base, 'operator').GET('/robots/sessions', {
      params: { query: { page: 'x' } },
    });
    assert.equal(error?.type, 'urn:storyden:problem:invalid-argument');
    assert.equal(error?.detail, 'page: must be a whole number');
  },
};
