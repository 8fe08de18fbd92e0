import { sz } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, exportOf } from '../../test/told-evidence.ts';
import { agentFacts } from './agent-facts.ts';

const VENDOR = 'HKLM\\SOFTWARE\\Network Associates';
const EPO = `${VENDOR}\\ePolicy Orchestrator`;
const context = { version: '8.8', build: '8.8.0', software: 'HKLM\\SOFTWARE' } as const;

test('the agent tells when it last talked to its server, and which patches there are', () => {
  const agent = exportOf(VENDOR, {
    [`${EPO}\\Agent`]: { LastASCTime: sz('20090302080005') },
    [`${EPO}\\Application Plugins\\VIRUSCAN8800`]: { HotFixVersions: sz('2,HF805660') },
  });
  expect(agentFacts(evidenceOf(agent), context)).toMatchObject({
    'epo.lastContact': { value: '2009-03-02T08:00:05' },
    hotFixes: { value: '2,HF805660' },
  });
});

test('a time in another form is unread, and no agent has none', () => {
  const odd = exportOf(VENDOR, { [`${EPO}\\Agent`]: { LastASCTime: sz('2 March 2009') } });
  expect(agentFacts(evidenceOf(odd), context)).toMatchObject({ 'epo.lastContact': { kind: 'unreadable' } });
  expect(agentFacts(evidenceOf(exportOf(VENDOR, {})), context)).toMatchObject({
    'epo.lastContact': { kind: 'absent' },
    hotFixes: { kind: 'absent' },
  });
});
