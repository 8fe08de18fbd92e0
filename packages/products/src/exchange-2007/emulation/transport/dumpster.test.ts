import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dumpster } from './dumpster.ts';
import type { Mail } from './mail.ts';

const mail = (id: number, size: number): Mail => ({
  id: String(id),
  mailbox: 'user@example.com',
  subject: '',
  size,
  attachments: [],
  isRepeated: false,
});

test('a dumpster keeps the newest mail that both limits allow, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ size: fc.nat(1000), pause: fc.nat(100) }), { maxLength: 200 }),
      fc.nat(5000),
      fc.nat(2000),
      (arrivals, bytes, age) => {
        const dumpster = new Dumpster();
        const limits = { bytes, age };
        let now = 0;
        const all = arrivals.map(({ size, pause }, i) => {
          now += pause;
          dumpster.keep(mail(i, size), now, limits);
          return { id: String(i), size, at: now };
        });
        const wanted = [];
        let sum = 0;
        for (const one of all.toReversed()) {
          sum += one.size;
          if (bytes === 0 || age === 0 || sum > bytes || now - one.at > age) break;
          wanted.unshift(one.id);
        }
        expect(dumpster.mail(now, limits).map(({ id }) => id)).toEqual(wanted);
      },
    ),
  );
});
