import { productFacts, type RenderedFix, renderFix, ScanclashError } from '@scanclash/core';
import { runCommand, type SimulatedHost } from '@scanclash/simulator';
import type { BuiltWorld } from './build-world.ts';
import { observeHost } from './observe-host.ts';
import { productsChangedBy, RULE_BOOK } from './rule-book.ts';

/** Renders a fix from what the host answers and executes that very rendering on it, before anything runs. */
export function applyFix(built: BuiltWorld, hostName: string, id: string): RenderedFix {
  const fix = RULE_BOOK.fixes.get(id);
  const host = built.hosts.get(hostName) as SimulatedHost;
  if (fix === undefined) throw new ScanclashError('SC-RULE-007', `unknown fix "${id}"`);
  const products = productsChangedBy(fix);
  const evidence = observeHost(host, products);
  const facts = Object.fromEntries(
    products.map((product) => [product.namespace, productFacts(product, evidence, 'when-asked')]),
  );
  const rendered = renderFix(fix, { products, evidence, facts });
  const file = `${host.systemRoot}\\Temp\\scanclash\\fix.reg`;
  if (rendered.reg !== undefined) {
    host.files.install(file, rendered.reg);
    executeAtOnce(host, `reg import "${file}"`);
  }
  for (const command of rendered.commands) executeAtOnce(host, command);
  return rendered;
}

/**
 * Runs a command on a host that has not booted yet. No time passes there and no service runs: one that waits would never
 * answer, and one that starts a service would start it before its host.
 * @throws SC-SCEN-006 where the command fails, does not answer at once, or has started a service.
 */
export function executeAtOnce(host: SimulatedHost, command: string): void {
  const refuse = (problem: string, hint?: string) =>
    new ScanclashError('SC-SCEN-006', `${command} on ${host.name}: ${problem}`, { hint });
  let answered = false;
  runCommand(host, command, ({ exitCode, stderr }) => {
    answered = true;
    if (exitCode !== 0) throw refuse(`exit ${exitCode}: ${stderr.trim()}`);
  });
  const early =
    'Fixes are executed before their host boots. Services are started and stopped in the timeline, by windows.console.';
  if (!answered) throw refuse('it does not answer at once', early);
  const started = host.services.names().find((name) => host.services.status(name).state !== 'STOPPED');
  if (started !== undefined) throw refuse(`it has started ${started}`, early);
}
