import { z } from 'zod';

const words = (what: string) => z.string().trim().min(1, `say ${what}`);

const waiver = z.strictObject({
  rule: words('which rule').meta({ vocabulary: 'rule' }).describe('Id of a rule; * stands for anything.'),
  host: words('on which host').describe('Name of a host, cluster or site as a check shows it; * stands for anything.'),
  outcome: z
    .enum(['violated', 'unknown'])
    .default('violated')
    .describe('What is accepted: the violation, and so the doubt about it; or the doubt alone.'),
  reason: words('why').describe('Why it is accepted.'),
  owner: words('who answers for it').describe('Who answers for it.'),
  expires: z.iso.date('a day, written as 2027-01-31').describe('The last day on which it holds, YYYY-MM-DD, in UTC.'),
});

/** A file of waivers: what is found on some hosts and accepted for a while. */
export const waiverFileSchema = z
  .strictObject({ waivers: z.array(waiver).min(1, 'there is no waiver') })
  .meta({ title: 'scanclash waivers', description: 'Findings that somebody accepts until a day.' });
