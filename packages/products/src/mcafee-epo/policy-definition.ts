import { z } from 'zod';

/** Texts of a policy, by the names of its settings. */
const settingsOfPolicy = z.record(z.string().regex(/^[\w ]{1,120}$/), z.string());

/** A policy as it stands in the catalogue of the simulated server. */
export const policyDefinition = z.strictObject({
  name: z.string().min(1).describe('As the console shows it.'),
  product: z
    .string()
    .regex(/^[A-Z0-9_]+$/)
    .describe('VIRUSCAN8800'),
  category: z.string().min(1).describe('As the console shows it: On-Access Default Processes Policies.'),
  server: settingsOfPolicy.describe('Settings for systems that are servers.'),
  workstation: settingsOfPolicy.describe('Settings for systems that are workstations.'),
});
export type PolicyDefinition = z.output<typeof policyDefinition>;

/** Assigns a policy to a system, or to all that have no other of its category. */
export const policyAssignment = z.strictObject({
  policy: z.string().min(1).describe('Name of the policy.'),
  product: z.string(),
  category: z.string(),
  system: z.string().min(1).describe('Name of a system; * for every system.'),
});
export type PolicyAssignment = z.output<typeof policyAssignment>;
