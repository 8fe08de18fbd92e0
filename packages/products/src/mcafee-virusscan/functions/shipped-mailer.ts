import { type RuleFunction, sameName } from '@scanclash/core';
import { MASS_MAILING_EXEMPT_8_0 } from '../port-rule-settings.ts';

/** Whether a program is one of those that the port rule lets through as it is delivered. */
export const shippedMailer: RuleFunction = {
  name: 'shippedMailer',
  title:
    'Whether a program is one of the mail clients and servers that 8.0i lets through to port 25 as it is delivered',
  parameters: [{ name: 'program', type: 'string' }],
  returns: 'bool',
  evaluate: (_, program) => MASS_MAILING_EXEMPT_8_0.some((shipped) => sameName(shipped, program as string)),
};
