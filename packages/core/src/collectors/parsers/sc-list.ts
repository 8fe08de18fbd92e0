import type { Reading } from '../../windows/registry-reader.ts';
import type { Listing } from './listing.ts';
import { parseScQuery, type ServiceReport } from './sc-query.ts';

/**
 * The services in the output of `sc enumdepend NAME`: a count, then a block for each, as `sc query` prints it. Where fewer
 * blocks follow than were counted, the rest is `unread`; `absent` where there is no such service.
 */
export function parseScList(output: string): Reading<Listing<ServiceReport>> {
  const count = /=\s*(\d+)\s*$/m.exec(output)?.[1];
  if (count === undefined) {
    const single = parseScQuery(output);
    return single.kind === 'known' ? { kind: 'unreadable', reason: 'the answer has no count of services' } : single;
  }
  const rows: ServiceReport[] = [];
  const unread: string[] = [];
  for (const block of output.split(/\r*\n[ \t]*(?=\r*\n)/).slice(1)) {
    if (block.trim() === '') continue;
    const report = parseScQuery(block);
    if (report.kind === 'known') rows.push(report.value);
    else unread.push(block.trim());
  }
  for (let i = rows.length + unread.length; i < Number(count); i++) unread.push('');
  return { kind: 'known', value: { rows, unread } };
}
