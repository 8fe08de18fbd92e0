import { MINUTE, type SimulatedHost, WINDOWS_VERSIONS } from '@scanclash/simulator';
import { AGENT_PORT, type AgentPolicies, type AgentReport } from '../../mcafee-epo/agent-protocol.ts';
import { POLICY_PRODUCTS } from '../policy/policy-categories.ts';
import { registryValueOf } from '../policy/policy-registry.ts';
import { storePolicies } from '../policy/policy-store.ts';
import { managedBy } from '../settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

export const AGENT = 'FrameworkService.exe';
const IMAGE = `C:\\Program Files\\McAfee\\Common Framework\\${AGENT}`;

/** From the start of the scanner to the first talk with the server. @assumed HOLE-agent-protocol */
const FIRST = MINUTE;

/**
 * The agent reports its system to its server, keeps the policies that it is handed, and tells `done` so that they are
 * enforced. A server that cannot be reached changes nothing: what is kept goes on being enforced.
 */
export function keepInTouch(virusscan: VirusscanHost, done: () => void): void {
  const interval = virusscan.assume<number>('assume-communication-interval') * MINUTE;
  const again = (pause: number) => {
    virusscan.mcshield?.after(pause, 'agent-server communication', () => {
      talk(virusscan, done);
      again(interval);
    });
  };
  again(FIRST);
}

function talk(virusscan: VirusscanHost, done: () => void): void {
  const { host, settings, context } = virusscan;
  const [name, address = '', port = String(AGENT_PORT)] = settings.get(managedBy).split(';')[0]?.split('|') ?? [];
  if (name === undefined || name === '') return;
  const agent = host.run(IMAGE);
  host.tcp.connect(agent, address === '' ? name : address, Number(port), (result) => {
    if (!result.ok) return host.processes.exit(agent, 1);
    const { connection } = result;
    connection.onClosed(() => host.processes.exit(agent));
    connection.onMessage((message) => {
      const { policies } = message as AgentPolicies;
      const product = POLICY_PRODUCTS[context.version];
      const own = policies.filter((policy) => policy.product === product);
      const taken = host.emit('virusscan', 'virusscan.policies-taken', name);
      host.world.because(taken, () => {
        const kept = own.map(({ category, settings: texts }) => ({
          category,
          settings: new Map(Object.entries(texts)),
        }));
        storePolicies(host.registryWrites.by(AGENT), context, kept, registryValueOf);
        done();
      });
      connection.close();
    });
    connection.send(reportOf(host, virusscan));
  });
}

/** @assumed In these worlds Windows 2000 stands for its Professional edition, everything else for a server. */
function reportOf(host: SimulatedHost, { context }: VirusscanHost): AgentReport {
  return {
    name: host.name,
    platform: host.windows === '2000' ? 'Workstation' : 'Server',
    osType: WINDOWS_VERSIONS[host.windows].name,
    products: { [POLICY_PRODUCTS[context.version]]: context.build },
  };
}
