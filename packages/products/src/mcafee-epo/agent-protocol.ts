/**
 * What the agent of a managed system and its server say to each other. The messages are ours; that the agent reports
 * itself and fetches the policies that it is assigned to is documented.
 * @assumed HOLE-agent-protocol: messages and moments.
 */

/** The port that agents are told in `ePOServerList`; the server listens on the one of its own settings. */
export const AGENT_PORT = 443;

/** An agent reports its system. */
export interface AgentReport {
  readonly name: string;
  readonly platform: 'Server' | 'Workstation';
  readonly osType: string;
  /** Id of each product that is installed, and its exact version. */
  readonly products: Readonly<Record<string, string>>;
}

/** A policy as the server hands it to one system. */
export interface AgentPolicy {
  readonly name: string;
  readonly product: string;
  readonly category: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface AgentPolicies {
  readonly policies: readonly AgentPolicy[];
}
