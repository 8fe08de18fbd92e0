import { factAt, type ProbedHost, record, runProbe, untouchedFact, withFact } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import type { HostReading } from './opened-target.ts';

/** Programs put everything there, so nobody excludes it. */
const CONTROL = '%SystemRoot%\\Temp';

/** Scanners whose exclusions a probe can judge. */
const JUDGED = 'virusscan';

/** Writes test files below the folders that the products of a host want left alone; none, where there are no such folders. */
export async function probeHost(reading: HostReading, host: ProbedHost): Promise<HostReading> {
  const facts = record(reading.facts);
  const folders = PRODUCTS.flatMap(({ namespace, probeFolders }) => {
    const own = factAt(facts, namespace);
    return own.kind === 'record' && probeFolders !== undefined ? probeFolders(own) : [];
  });
  const judged = factAt(facts, JUDGED);
  if (folders.length === 0 || judged.kind !== 'record') return reading;
  const probe = await runProbe(host, folders, CONTROL);
  const probed = withFact(judged, ['probe', 'untouched'], untouchedFact(probe));
  return { ...reading, probe, facts: { ...reading.facts, [JUDGED]: probed } };
}
