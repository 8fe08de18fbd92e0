import { type Fact, plainOf, unreadable } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, lines, told } from '../../test/told-evidence.ts';
import { spoolFacts, spoolQuestion } from './spool-facts.ts';

const SPOOL = 'D:\\Spool';
const FOLDERS = ['Domains', 'Holding', 'Incoming', 'Invirus'];

const spool = (...files: readonly string[]) => listing(FOLDERS, files);
const listing = (folders: readonly string[], files: readonly string[]) =>
  spoolFacts(
    evidenceOf(told(spoolQuestion(SPOOL), lines(...[...folders, ...files].map((name) => `${SPOOL}\\${name}`)))),
    SPOOL,
  );
const stage = (facts: Readonly<Record<string, Fact>>, name: string): Fact =>
  facts[`spool.${name}`] ?? unreadable('there is no such stage');

test('halves of messages are counted, the oldest stands first, and what is alone is named', () => {
  const facts = spool('Invirus\\B2.MSG', 'Invirus\\B2.RCP', 'Invirus\\A1.msg', 'Invirus\\C3.RCP', 'Invirus\\note.txt');
  expect(plainOf(stage(facts, 'invirus'))).toEqual({
    messages: 2,
    envelopes: 2,
    oldestMessage: 'B2.MSG',
    oldestEnvelope: 'B2.RCP',
    messagesAlone: 1,
    envelopesAlone: 1,
    alone: ['A1.msg', 'C3.RCP'],
  });
});

test('an empty stage is read, and has nothing that is oldest', () => {
  expect(stage(spool(), 'incoming')).toMatchObject({
    fields: { messages: { value: 0 }, messagesAlone: { value: 0 }, oldestMessage: { kind: 'absent' } },
  });
});

test.each(['Domains', 'Holding\\Domains'])('a message in Holding has its envelope below %s', (domains) => {
  const facts = listing(
    [...FOLDERS, domains, `${domains}\\example.net`, `${domains}\\$local$`],
    ['Holding\\A1.MSG', 'Holding\\B2.MSG', `${domains}\\example.net\\a1.rcp`, `${domains}\\$local$\\A1.RCP`],
  );
  expect(stage(facts, 'holding')).toMatchObject({
    fields: {
      messages: { value: 2 },
      envelopes: { value: 2 },
      messagesAlone: { value: 1 },
      alone: { items: [{ value: 'B2.MSG' }] },
      oldestEnvelope: { kind: 'unreadable' },
    },
  });
});

test('of a backlog ten names are shown, and the list says that it was cut', () => {
  const many = Array.from({ length: 3000 }, (_, i) => `Invirus\\M${i}.MSG`);
  const facts = stage(spool(...many), 'invirus');
  expect(facts).toMatchObject({ fields: { messages: { value: 3000 }, alone: { complete: false } } });
  expect(facts.kind === 'record' && facts.fields['alone']).toHaveProperty('items.length', 10);
});

test('a spool that was not listed, or lacks a folder, is unread', () => {
  const failed = spoolFacts(evidenceOf(told(spoolQuestion(SPOOL), '', 1, 'Datei nicht gefunden')), SPOOL);
  expect(stage(failed, 'invirus')).toMatchObject({ kind: 'unreadable', reason: 'exit code 1' });
  expect(stage(listing(['Invirus'], []), 'holding')).toMatchObject({
    kind: 'unreadable',
    reason: 'the spool has no such folder',
  });
});
