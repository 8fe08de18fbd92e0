import { defineProduct, documented } from '@scanclash/core';

/** Scenery: mail servers and clients elsewhere. It has no facts; nobody checks the far side. */
export const internetMail = defineProduct<never>({
  id: 'internet-mail',
  namespace: 'internet',
  title: 'Mail servers and clients elsewhere (scenery)',
  settings: [],
  facts: {},
  behaviours: [
    {
      kind: 'mechanism',
      id: 'internet-mail/server-is-down',
      title: 'Mail servers elsewhere do not listen',
      evidence: documented('COMMON: a server can be down'),
      default: false,
    },
    {
      kind: 'mechanism',
      id: 'internet-mail/asks-for-authentication',
      title: 'Mail servers elsewhere take mail only from who has given a name and a password, which nobody here does',
      evidence: documented('COMMON: a server can ask for it'),
      default: false,
    },
  ],
  functions: [],
  fixes: [],
  questions: [],
  detect: () => ({ kind: 'absent' }),
  collect: () => ({}),
});
