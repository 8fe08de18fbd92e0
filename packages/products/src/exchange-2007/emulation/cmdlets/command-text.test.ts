import { expect, test } from 'vitest';
import { parsePipeline } from './command-text.ts';

test('a command has named values, switches and what stands without a name', () => {
  const [command] = parsePipeline(
    "Move-ClusteredMailboxServer CMS01 -TargetMachine NODEB -MoveComment 'a | b' -WhatIf -Confirm:$false",
  );
  expect(command?.name).toBe('Move-ClusteredMailboxServer');
  expect(command?.positional).toEqual(['CMS01']);
  expect([...(command?.parameters ?? [])]).toEqual([
    ['targetmachine', 'NODEB'],
    ['movecomment', 'a | b'],
    ['whatif', true],
    ['confirm', false],
  ]);
});

test('a pipeline is parted at bars that stand outside of quotes', () => {
  expect(parsePipeline('Get-X "SG 1|a" | fl Name,State').map(({ name, positional }) => [name, ...positional])).toEqual([
    ['Get-X', 'SG 1|a'],
    ['fl', 'Name,State'],
  ]);
});
