import type { Evidence } from '../evidence/evidence.ts';

/** A value in a step of a fix: as it stands, or filled in from a fact of the host. */
export type FixValue =
  | string
  | number
  | boolean
  | { readonly fact: string; readonly suffix?: string }
  /** Each text of a fact that is a list: an item that holds it is added, or removed, once for each. */
  | { readonly each: string; readonly suffix?: string }
  | { readonly [field: string]: FixValue };

/** What an administrator would do, as data. Setting names are `namespace.path`. */
export type FixStep =
  | { readonly do: 'set'; readonly setting: string; readonly to: FixValue }
  /** Adds an item to a setting that is a list; one that is there already is not added again. */
  | { readonly do: 'add'; readonly setting: string; readonly item: FixValue }
  /** Removes the items of a list that equal this one. */
  | { readonly do: 'remove'; readonly setting: string; readonly item: FixValue }
  | { readonly do: 'stop-service'; readonly service: string }
  | { readonly do: 'start-service'; readonly service: string }
  /** Makes a resource of the failover cluster that the host is a node of, and brings it online. Once for all nodes. */
  | {
      readonly do: 'create-resource';
      readonly name: string;
      readonly group: FixValue;
      readonly type: string;
      readonly dependsOn: FixValue;
      readonly privateProperties: Readonly<Record<string, FixValue>>;
      readonly properties: Readonly<Record<string, number>>;
    };

/** A change that cures, written once and named by rules and scenarios. */
export interface Fix {
  /** `<product>/<name>` */
  readonly id: string;
  readonly title: string;
  readonly evidence: Evidence;
  /** How a person does it in the product's own console; comes first in the runbook. */
  readonly console: readonly string[];
  readonly steps: readonly FixStep[];
  /** What protection is given up, in one sentence; empty where none is. */
  readonly protectionLost: string;
  /** What interrupts service: restarts, reboots; empty where nothing does. */
  readonly interruption: string;
}
