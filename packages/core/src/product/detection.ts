import type { HostEvidence } from '../collectors/host-evidence.ts';
import type { HostRequest } from '../transport/request.ts';
import type { Reading } from '../windows/registry-reader.ts';
import type { AnyProduct } from './product.ts';

/** Whether a product is on a host, and the question that told it. */
export interface Detection {
  // oxlint-disable-next-line typescript/no-explicit-any -- each product has a context of its own
  readonly context: Reading<any>;
  readonly question: HostRequest;
}

const known = new WeakMap<HostEvidence, Map<string, Detection>>();

/** The same evidence tells the same, and collectors, facts and fixes all begin with it. */
export function detected(product: AnyProduct, evidence: HostEvidence): Detection {
  const detections = known.get(evidence) ?? new Map<string, Detection>();
  known.set(evidence, detections);
  let detection = detections.get(product.id);
  if (detection === undefined) {
    const context = product.detect(evidence);
    const question = evidence.registry.lastQuestion ?? ({ id: 'registry-export', key: 'HKLM\\SOFTWARE' } as const);
    detections.set(product.id, (detection = { context, question }));
  }
  return detection;
}
