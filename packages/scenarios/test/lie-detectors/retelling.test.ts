import { judge } from '@scanclash/core';
import { expect, test } from 'vitest';
import {
  type Arm,
  builtInScenarios,
  playArm,
  RULE_BOOK,
  type Scenario,
  scenarioById,
  subjectsOf,
} from '../../src/index.ts';
import {
  otherDrive,
  otherPort,
  RETELLINGS,
  type Retelling,
  retold,
  twiceTheMail,
} from '../../src/lie-detectors/retelling.ts';
import { knowsItsHost } from '../fixtures/liars.ts';
import { brokenArm, brokenRun, run, SEED } from './broken-run.ts';

/** Why a tale cannot be told in a way, by world or scenario; every other tale can. */
const DOES_NOT_APPLY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [otherDrive.name]: {
    'mail-gateway': 'it has no drive D:; what lies on C: is moved with the root',
    'mail-server-and-database': 'it has no drive D:; what lies on C: is moved with the root',
    'mail-server-with-mounted-spool': 'its spool lies on a volume without a letter',
    'exchange-mailbox-server': 'it has no drive D:; what fails lies on C:',
    'exchange-with-mounted-logs': 'its logs lie on a volume without a letter',
    'exchange-2003-cluster': 'it has no drive D:; what fails lies on C:',
    'exchange-to-the-internet': 'nothing of what fails lies on a drive of its own',
    'exchange-pair': 'it has no drive D:; what fails lies on C:',
    'ccr-with-groupshield': 'it has no drive D:; what fails lies on C:',
    'ccr-before-groupshield': 'it has no drive D:; what fails lies on C:',
    'exchange-with-groupshield': 'it has no drive D:; what fails lies on C:',
    'exchange-with-other-scanner': 'it has no drive D:; what fails lies on C:',
    'application-server': 'it has no drive D:; what fails lies on C:',
    'application-servers': 'it has no drive D:; what fails lies on C:',
    'utility-server': 'nothing of what fails lies on a drive of its own',
    'monitoring-server': 'nothing of what fails lies on a drive of its own',
  },
  [twiceTheMail.name]: {
    'application-server': 'nobody sends mail',
    'application-servers': 'nobody sends mail',
    'cluster/smtp-fails-at-failover': 'nobody sends mail',
    'file-scanner/no-file-scanner': 'nobody sends mail',
    'mail-flow/port25-blinds-the-monitor': 'the monitor sends by its own clock',
    'mail-flow/server-refuses-the-script': 'the script sends by its own clock',
    'network/irc-rule-silences-the-monitor': 'the monitor sends by its own clock',
  },
};

const whyNot = ({ name }: Retelling, { id, world }: Scenario): string | undefined =>
  DOES_NOT_APPLY[name]?.[world.id] ?? DOES_NOT_APPLY[name]?.[id];

const rows = builtInScenarios().flatMap((scenario) =>
  RETELLINGS.map((retelling) => [scenario.id, retelling.name, scenario, retelling] as const),
);

test.each(rows)('%s, broken: the same is seen when %s', (_id, _name, scenario, retelling) => {
  const reason = whyNot(retelling, scenario);
  const told = retold(scenario, retelling);
  expect(told === undefined, reason ?? 'it must apply').toBe(reason !== undefined);
  if (told === undefined) return;
  const { seen, reached } = brokenRun(scenario);
  expect(seenIn(told, brokenArm(told))).toEqual({ seen, reached });
});

const healthy = builtInScenarios().flatMap((scenario) => {
  const arm = scenario.arms.find(({ kind }) => kind === 'fix') ?? scenario.arms.find(({ kind }) => kind === 'control');
  return arm === undefined ? [] : [[scenario.id, arm.id, scenario] as const];
});

test.each(healthy)('%s, arm %s: nothing is seen when all of it is told otherwise', (_, armId, scenario) => {
  const told = retold(scenario, ...applicable(scenario, RETELLINGS)) as Scenario;
  const arm = told.arms.find(({ id }) => id === armId) as Arm;
  expect(seenIn(told, arm)).toEqual({ seen: told.symptoms.map(() => false), reached: true });
});

/** The rules know no port but 25; that is what the documented failure is about. */
const seenByRules = RETELLINGS.filter((retelling) => retelling !== otherPort);

test.each(builtInScenarios().map((scenario) => [scenario.id, scenario] as const))(
  '%s, broken: rules judge it alike when all of it is told otherwise',
  (_, scenario) => {
    const told = retold(scenario, ...applicable(scenario, seenByRules)) as Scenario;
    expect(outcomesOf(told)).toEqual(outcomesOf(scenario));
  },
);

test('each way of telling does tell it otherwise', () => {
  const scenario = scenarioById('mail-flow/port25-blocks-modusmail');
  const hashes = RETELLINGS.map((retelling) => {
    const told = retold(scenario, retelling) as Scenario;
    return run(told, brokenArm(told)).hash;
  });
  expect(new Set([brokenRun(scenario).hash, ...hashes]).size).toBe(RETELLINGS.length + 1);
});

test('a product that goes by the names of a scenario is found out', () => {
  const original = seenIn(knowsItsHost, brokenArm(knowsItsHost));
  const differing = RETELLINGS.filter((retelling) => {
    const told = retold(knowsItsHost, retelling);
    return told !== undefined && JSON.stringify(seenIn(told, brokenArm(told))) !== JSON.stringify(original);
  });
  expect(differing.map(({ name }) => name)).toEqual([
    'the spool has another name',
    'the drive has another letter',
    'two hosts have each other’s names',
  ]);
});

function applicable(scenario: Scenario, retellings: readonly Retelling[]): readonly Retelling[] {
  return retellings.filter((retelling) => whyNot(retelling, scenario) === undefined);
}

/** Each rule with its verdict, subject by subject in the order of the world: hosts may go by other names. */
function outcomesOf(scenario: Scenario): string[] {
  const { built } = playArm(scenario, brokenArm(scenario), { seed: SEED });
  const findings = judge(RULE_BOOK.rules, subjectsOf(built), RULE_BOOK.fixes);
  return findings.map(({ rule, outcome }) => `${rule}: ${outcome}`);
}

function seenIn(scenario: Scenario, arm: Arm): { readonly seen: readonly boolean[]; readonly reached: boolean } {
  const { seen, reached } = run(scenario, arm);
  return { seen, reached };
}
