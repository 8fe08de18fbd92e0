import { defineProduct } from '@scanclash/core';

/** Scenery: mail servers and clients elsewhere. It has no facts; nobody checks the far side. */
export const internetMail = defineProduct<never>({
  id: 'internet-mail',
  namespace: 'internet',
  title: 'Mail servers and clients elsewhere (scenery)',
  settings: [],
  facts: {},
  behaviours: [],
  functions: [],
  fixes: [],
  rounds: [],
  detect: () => ({ kind: 'absent' }),
  collect: () => ({}),
});
