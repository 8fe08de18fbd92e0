import { sz } from '@scanclash/core';
import { type FailureAction, writeFailureActions } from '../services/failure-actions.ts';
import {
  readFailureActions,
  SERVICES_KEY,
  type ServiceChanges,
  type ServiceConfiguration,
  START_TYPE,
} from '../services/service-configuration.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, lines, notModelled, prints } from './console-program.ts';
import { isBeforeVista } from './generation.ts';
import { failed, scOptions, succeeded } from './sc-answers.ts';
import { typeText } from './sc-status.ts';
import { serviceNumber, serviceText } from './service-lists.ts';

const START_NAMES = {
  boot: 'BOOT_START',
  system: 'SYSTEM_START',
  auto: 'AUTO_START',
  demand: 'DEMAND_START',
  disabled: 'DISABLED',
} as const;
const ERROR_CONTROL_NAMES = ['IGNORE', 'NORMAL', 'SEVERE', 'CRITICAL'];

/**
 * `sc qc NAME`. Further dependencies stand on lines of their own.
 * @source Captures: the call has another name up to Windows Server 2003, where values have two blanks behind them.
 */
export function scQueryConfiguration(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) return notModelled(`sc qc ${args.join(' ')}`);
  const configuration = host.services.configuration(name);
  if (configuration === undefined) return failed('OpenService', 1060);
  const old = isBeforeVista(host);
  const field = (label: string, value: string) => `        ${label.padEnd(19)}: ${value}`;
  const text = (label: string, value: string) => field(label, `${value}${old ? '  ' : ''}`);
  const errorControl = serviceNumber(host, name, 'ErrorControl') ?? 0;
  const [first = '', ...others] = dependenciesOf(configuration);
  return prints(
    lines(
      succeeded(old ? 'GetServiceConfig' : 'QueryServiceConfig'),
      '',
      `SERVICE_NAME: ${name}`,
      field('TYPE', `${typeText(host, name)} `),
      field('START_TYPE', startText(configuration)),
      field('ERROR_CONTROL', `${errorControl}   ${ERROR_CONTROL_NAMES[errorControl] ?? ''}`),
      text('BINARY_PATH_NAME', configuration.imagePath),
      text('LOAD_ORDER_GROUP', configuration.group ?? ''),
      text('TAG', String(serviceNumber(host, name, 'Tag') ?? 0)),
      text('DISPLAY_NAME', configuration.displayName),
      text('DEPENDENCIES', first),
      ...others.map((other) => text('', other)),
      text('SERVICE_START_NAME', configuration.account),
    ),
  );
}

function startText({ start, delayed }: ServiceConfiguration): string {
  return `${START_TYPE[start]}   ${START_NAMES[start]}${delayed && start === 'auto' ? '  (DELAYED)' : ''}`;
}

function dependenciesOf({ dependsOn, dependsOnGroups }: ServiceConfiguration): readonly string[] {
  return [...dependsOn, ...dependsOnGroups.map((group) => `+${group}`)];
}

/** `sc config NAME start= TYPE depend= A/B/+GROUP binpath= PATH displayname= TEXT obj= ACCOUNT`. */
export function scConfigure(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const { words, given, glued } = scOptions(args);
  const [name, ...more] = words;
  if (glued !== undefined) return notModelled(`sc config ${glued} (a blank belongs behind the =)`);
  if (name === undefined || more.length > 0 || given.size === 0) return notModelled(`sc config ${args.join(' ')}`);
  const configuration = host.services.configuration(name);
  if (configuration === undefined) return failed('OpenService', 1060);
  let changes: ServiceChanges = {};
  for (const [option, value] of given) {
    const change = changeFor(host, configuration, option, value);
    if (change === undefined) return notModelled(`sc config ${option} ${value}`);
    changes = { ...changes, ...change };
  }
  const error = host.services.configure(name, changes);
  return error === 0 ? prints(lines(succeeded('ChangeServiceConfig'))) : failed('ChangeServiceConfig', error);
}

function changeFor(
  host: SimulatedHost,
  { delayed }: ServiceConfiguration,
  option: string,
  value: string,
): ServiceChanges | undefined {
  switch (option) {
    case 'start=': {
      const start = value.toLowerCase();
      if (start === 'delayed-auto' && !isBeforeVista(host)) return { start: 'auto', delayed: true };
      if (start !== 'auto' && start !== 'demand' && start !== 'disabled') return undefined;
      return { start, ...(delayed ? { delayed: false } : {}) };
    }
    case 'depend=': {
      const names = value.split('/').filter((dependency) => dependency !== '');
      const groups = names.filter((dependency) => dependency.startsWith('+'));
      return {
        dependsOn: names.filter((dependency) => !groups.includes(dependency)),
        dependsOnGroups: groups.map((group) => group.slice(1)),
      };
    }
    case 'binpath=':
      return { imagePath: value };
    case 'displayname=':
      return { displayName: value };
    case 'obj=':
      return { account: value };
    default:
      return undefined;
  }
}

const ACTION_NAMES = { none: 'NONE', restart: 'RESTART', reboot: 'REBOOT', 'run-command': 'RUN PROCESS' } as const;

/** `sc qfailure NAME`: what happens when the service ends unexpectedly. */
export function scQueryFailure(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) return notModelled(`sc qfailure ${args.join(' ')}`);
  if (host.services.configuration(name) === undefined) return failed('OpenService', 1060);
  const stored = readFailureActions(host.registry, name)?.actions;
  const resetAfter = stored === undefined ? 0 : stored.resetAfter;
  const field = (label: string, value: string) => `        ${label.padEnd(29)}: ${value}`;
  const actions = (stored?.actions ?? []).map(
    ({ kind, delay }) => `${ACTION_NAMES[kind]} -- Delay = ${Math.floor(delay / 1000)} milliseconds.`,
  );
  return prints(
    lines(
      succeeded('QueryServiceConfig2'),
      '',
      `SERVICE_NAME: ${name}`,
      field(
        'RESET_PERIOD (in seconds)',
        resetAfter === undefined ? 'INFINITE' : String(Math.floor(resetAfter / 1_000_000)),
      ),
      field('REBOOT_MESSAGE', serviceText(host, name, 'RebootMessage') ?? ''),
      field('COMMAND_LINE', serviceText(host, name, 'FailureCommand') ?? ''),
      ...actions.map((action, i) => (i === 0 ? field('FAILURE_ACTIONS', action) : ' '.repeat(39) + action)),
    ),
  );
}

/** What may stand for an action behind `actions=`. */
const TYPED_ACTIONS: ReadonlyMap<string, FailureAction['kind']> = new Map([
  ['restart', 'restart'],
  ['reboot', 'reboot'],
  ['run', 'run-command'],
  ['', 'none'],
]);

/**
 * `sc failure NAME reset= SECONDS actions= restart/60000/run/0 command= PROGRAM reboot= MESSAGE`: what is to happen when the
 * service ends unexpectedly. It counts from the next failure on.
 * @source WINDOWS: `sc failure`; a period and its actions are given together.
 */
export function scConfigureFailure(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const { words, given, glued } = scOptions(args);
  const [name, ...more] = words;
  const unknown = [...given.keys()].some((option) => !['reset=', 'actions=', 'command=', 'reboot='].includes(option));
  const typed = given.get('actions=');
  const reset = given.get('reset=');
  if (glued !== undefined) return notModelled(`sc failure ${glued} (a blank belongs behind the =)`);
  if (name === undefined || more.length > 0 || unknown || (typed === undefined) !== (reset === undefined)) {
    return notModelled(`sc failure ${args.join(' ')}`);
  }
  const configuration = host.services.configuration(name);
  if (configuration === undefined) return failed('OpenService', 1060);
  const key = `${SERVICES_KEY}\\${configuration.name}`;
  if (typed !== undefined && reset !== undefined) {
    const actions = failureActionsIn(typed);
    if (actions === undefined || !/^(?:\d{1,9}|infinite)$/i.test(reset)) {
      return notModelled(`sc failure reset= ${reset} actions= ${typed}`);
    }
    const resetAfter = /^infinite$/i.test(reset) ? {} : { resetAfter: Number(reset) * 1_000_000 };
    host.registry.setValue(key, 'FailureActions', writeFailureActions({ ...resetAfter, actions }));
  }
  for (const [option, value] of [
    ['command=', 'FailureCommand'],
    ['reboot=', 'RebootMessage'],
  ] as const) {
    const text = given.get(option);
    if (text !== undefined) host.registry.setValue(key, value, sz(text));
  }
  return prints(lines(succeeded('ChangeServiceConfig2')));
}

/** `restart/60000/run/0`: an action and its delay in ms, by turns; a lone `/` or nothing is no action at all. */
function failureActionsIn(typed: string): readonly FailureAction[] | undefined {
  const words = typed.split('/');
  if (words.every((word) => word === '')) return [];
  if (words.length % 2 !== 0) return undefined;
  const actions: FailureAction[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const kind = TYPED_ACTIONS.get((words[i] as string).toLowerCase());
    const delay = words[i + 1] as string;
    if (kind === undefined || !/^\d{1,9}$/.test(delay)) return undefined;
    actions.push({ kind, delay: Number(delay) * 1000 });
  }
  return actions;
}

/** `sc description NAME TEXT`, `sc qdescription NAME`. */
export function scDescription(host: SimulatedHost, args: readonly string[], text: string | undefined): ConsoleOutput {
  const [name] = args;
  if (name === undefined) return notModelled('sc description without a service');
  if (host.services.configuration(name) === undefined) return failed('OpenService', 1060);
  if (text === undefined) {
    const shown = serviceText(host, name, 'Description') ?? '';
    return prints(lines(succeeded('QueryServiceConfig2'), '', `SERVICE_NAME: ${name}`, `DESCRIPTION:  ${shown}`));
  }
  host.registry.setValue(`${SERVICES_KEY}\\${name}`, 'Description', sz(text));
  return prints(lines(succeeded('ChangeServiceConfig2')));
}
