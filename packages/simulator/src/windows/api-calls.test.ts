import { expect, test } from 'vitest';
import { addService, emptyNetwork, newHost } from '../network/test/small-network.ts';
import type { ApiVerdict } from './api-calls.ts';

const CALL = { api: 'LoadLibraryA', from: 'data' } as const;

/** A host with a service, and a guard over its calls. */
function guarded(verdict: ApiVerdict) {
  const net = emptyNetwork();
  const host = newHost(net, { name: 'EX01', address: '192.0.2.20' });
  addService(host, 'Store', { start: 'auto' });
  host.apiCalls.addGuard({ name: 'guard', check: ({ from }) => (from === 'data' ? verdict : { kind: 'pass' }) });
  host.boot();
  const { process } = host.services.status('Store');
  if (process === undefined) throw new Error('Store does not run');
  return { ...net, host, process };
}

test('a guard lets calls from the image of a program pass and blocks others', () => {
  const { host, process, events } = guarded({ kind: 'block', by: 'overflow', endsProcess: false });
  expect(host.apiCalls.call({ ...CALL, process, from: 'image' })).toBe(true);
  expect(host.apiCalls.call({ ...CALL, process })).toBe(false);
  expect(events('api.blocked')).toMatchObject([
    { subject: 'LoadLibraryA', rule: 'overflow', causes: [process.started] },
  ]);
  expect(host.services.isRunning('Store')).toBe(true);
});

test('a block that ends the process is what its service has failed of', () => {
  const { host, process, events, world } = guarded({ kind: 'block', by: 'overflow', endsProcess: true });
  host.apiCalls.call({ ...CALL, process });
  expect(host.services.isRunning('Store')).toBe(false);
  const [stopped] = events('service.stopped');
  const [blocked] = events('api.blocked');
  expect(world.trace.ancestorsOf(stopped?.id ?? '').map(({ id }) => id)).toContain(blocked?.id);
});

test('two guards of one name are a mistake', () => {
  const { host } = guarded({ kind: 'pass' });
  expect(() => host.apiCalls.addGuard({ name: 'guard', check: () => ({ kind: 'pass' }) })).toThrow('there already');
});
