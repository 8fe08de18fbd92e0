import {
  assumed,
  documented,
  type Evidence,
  type Plain,
  type Reading,
  type RegistryEditor,
  type RegistryReader,
  type Setting,
} from '@scanclash/core';
import { z } from 'zod';
import { readStatement, writeStatement } from './access-protection-statements.ts';
import { behaviourBlockingKey, isNetworkAssociates, type VirusscanContext } from './context.ts';
import { asNumber, asString, PORT_RULE_VALUES, readRuleValue, writeRuleValue } from './port-rule.ts';

/** Name of the rule in the console of 8.0i and in later logs. KB1258#5; VE04090101. */
export const MASS_MAILING = 'Prevent mass mailing worms from sending mail';
export const IRC = 'Prevent IRC communication';

/** Programs that the 8.0i rule lets through by default: the complete list of VE04090101. */
export const MASS_MAILING_EXEMPT_8_0 = [
  'agent.exe', 'amgrsrvc.exe', 'eudora.exe', 'inetinfo.exe', 'msimn.exe', 'mozilla.exe', 'netscp.exe', 'nlnotes.exe',
  'ntaskldr.exe', 'nsmtp.exe', 'nrouter.exe', 'outlook.exe', 'opera.exe', 'pine.exe', 'poco.exe', 'thebat.exe',
  'thunderbird.exe', 'tomcat.exe', 'winpm-32.exe',
] as const; // biome-ignore format: a list of names

/** An image name as a list of programs can hold it: no separator, no blank at either end. */
const programName = z.string().regex(/^[^\s,;\u0000]([^,;\r\n\u0000]*[^\s,;\u0000])?$/);

export interface PortRuleSettings {
  readonly name: string;
  readonly block: Setting<boolean, VirusscanContext>;
  readonly report: Setting<boolean, VirusscanContext>;
  readonly exempt: Setting<string[], VirusscanContext>;
  readonly ports: Setting<string, VirusscanContext>;
}

type RuleProperty = Exclude<keyof typeof PORT_RULE_VALUES, 'direction'>;

interface PredefinedRule {
  readonly path: string;
  readonly name: string;
  readonly title: string;
  readonly evidence: Evidence;
  readonly block: (context: VirusscanContext) => boolean;
  readonly ports: (context: VirusscanContext) => string;
  readonly exempt: readonly string[];
}

/**
 * The settings of a predefined port rule. 8.0i stores families of values; from 8.5i on there is one text whose grammar
 * is not public, so a collector must leave it unread (an absent statement means the default, not "off"); 7.x has no
 * port rules.
 */
function portRule(rule: PredefinedRule): PortRuleSettings {
  const property = <T extends Plain>(
    name: RuleProperty,
    title: string,
    options: {
      schema: z.ZodType<T>;
      samples: readonly T[];
      fallback: (context: VirusscanContext) => T;
      decode: (registry: RegistryReader, key: string) => Reading<T>;
      encode: (value: T) => string | number;
      parse: (statement: string) => T;
    },
  ): Setting<T, VirusscanContext> => ({
    path: `portRules.${rule.path}.${name}`,
    title: `${title} ("${rule.name}")`,
    schema: options.schema,
    samples: options.samples,
    evidence: rule.evidence,
    takesEffect: 'at-use',
    defaultFor: options.fallback,
    location: (context) =>
      isNetworkAssociates(context.version)
        ? `${behaviourBlockingKey(context)}, ${PORT_RULE_VALUES[name]}n`
        : `${behaviourBlockingKey(context)}, AccessProtectionUserRules`,
    read: (registry, context) => {
      const key = behaviourBlockingKey(context);
      if (isNetworkAssociates(context.version)) return options.decode(registry, key);
      const statement = readStatement(registry, key, rule.path, name);
      return statement.kind === 'known' ? { kind: 'known', value: options.parse(statement.value) } : statement;
    },
    write: (registry: RegistryEditor, value, context) => {
      const key = behaviourBlockingKey(context);
      const encoded = options.encode(value);
      if (isNetworkAssociates(context.version)) writeRuleValue(registry, key, rule.name, name, encoded);
      else writeStatement(registry, key, rule.path, name, String(encoded));
    },
    undecodable: (_, context) =>
      isNetworkAssociates(context.version)
        ? undefined
        : 'from 8.5i on the rules are stored in a form that is not public (AccessProtectionUserRules); look in the console or the log',
  });

  const onOff = (name: 'block' | 'report', title: string, fallback: (context: VirusscanContext) => boolean) =>
    property<boolean>(name, title, {
      schema: z.boolean(),
      samples: [true, false],
      fallback,
      decode: (registry, key) => {
        const stored = asNumber(readRuleValue(registry, key, rule.name, name));
        return stored.kind === 'known' ? { kind: 'known', value: stored.value !== 0 } : stored;
      },
      encode: (on) => (on ? 1 : 0),
      parse: (statement) => statement !== '0',
    });

  return {
    name: rule.name,
    block: onOff('block', `${rule.title}: block`, rule.block),
    report: onOff('report', `${rule.title}: report in the log`, rule.block),
    exempt: property<string[]>('exempt', `${rule.title}: programs that are let through`, {
      schema: z.array(programName),
      samples: [[...rule.exempt], [...rule.exempt, 'backup.exe']],
      fallback: () => [...rule.exempt],
      decode: (registry, key) => names(asString(readRuleValue(registry, key, rule.name, 'exempt'))),
      encode: (programs) => programs.join(','),
      parse: (statement) => statement.split(',').filter((program) => program !== ''),
    }),
    ports: property<string>('ports', `${rule.title}: ports`, {
      schema: z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/),
      samples: ['25', '6666-6669'],
      fallback: rule.ports,
      decode: (registry, key) => asString(readRuleValue(registry, key, rule.name, 'ports')),
      encode: (ports) => ports,
      parse: (statement) => statement,
    }),
  };
}

function names(stored: Reading<string>): Reading<string[]> {
  if (stored.kind !== 'known') return stored;
  return {
    kind: 'known',
    value: stored.value
      .split(/[,;]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}

export const massMailingRule = portRule({
  path: 'massMailing',
  name: MASS_MAILING,
  title: 'Outgoing mail ports',
  evidence: documented('VE04090101'),
  // 7.x has no port rules; 8.0i blocks by default (KB1258#5); the state in 8.5i and later is not public: see assumptions.
  block: ({ version }) => version !== '7.x',
  ports: ({ version }) => (version === '8.8' ? '25,587' : '25'),
  exempt: MASS_MAILING_EXEMPT_8_0,
});

export const ircRule = portRule({
  path: 'irc',
  name: IRC,
  title: 'IRC ports',
  evidence: assumed('HOLE-irc-rule: ports documented for 8.8, state and exempt programs of 8.0i are not public'),
  block: ({ version }) => version !== '7.x',
  ports: () => '6666-6669',
  exempt: [],
});
