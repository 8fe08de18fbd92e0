import { SERVICE_STATE } from '../services/service-control-manager.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, lines, notModelled, prints } from './console-program.ts';
import { isBeforeVista } from './generation.ts';
import { failed, scOptions } from './sc-answers.ts';
import { allDependents, isActive, serviceNumber } from './service-lists.ts';

interface Shown {
  readonly displayName: boolean;
  readonly process: boolean;
}

/** `sc query`, `sc queryex`: one service, or those that `state=` and `type=` choose; running services where nothing is said. */
export function scQuery(host: SimulatedHost, args: readonly string[], process: boolean): ConsoleOutput {
  const options = scOptions(args);
  if (options.words.length > 1) return notModelled(`sc query ${args.join(' ')}`);
  const [name] = options.words;
  if (name !== undefined) {
    if (options.given.size > 0) return notModelled(`sc query ${args.join(' ')}`);
    if (host.services.configuration(name) === undefined) return failed('EnumQueryServicesStatus:OpenService', 1060);
    return prints(lines(...statusLines(host, name, { displayName: false, process })));
  }
  const { given } = options;
  const state = given.get('state=')?.toLowerCase() ?? 'active';
  const isKnown = [...given.keys()].every((option) => option === 'state=' || option === 'type=');
  // Drivers are in the registry of a simulated host, not in its service control manager.
  if (!isKnown || (given.get('type=') ?? 'service').toLowerCase() !== 'service')
    return notModelled(`sc query ${args.join(' ')}`);
  if (!['active', 'inactive', 'all'].includes(state)) return failed('EnumQueryServicesStatus', 87);
  const chosen = host.services
    .names()
    .filter((service) => state === 'all' || isActive(host, service) === (state === 'active'));
  return prints(lines(...chosen.flatMap((service) => statusLines(host, service, { displayName: true, process }))));
}

/** `sc enumdepend NAME`: the services that depend on it, directly or not, running or not. */
export function scEnumDepend(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) return notModelled(`sc enumdepend ${args.join(' ')}`);
  if (host.services.configuration(name) === undefined) return failed('OpenService', 1060);
  const dependents = allDependents(host, name);
  const count = isBeforeVista(host)
    ? `Enum: entriesRead = ${dependents.length}`
    : `[SC] EnumDependentServices: entriesread = ${dependents.length}`;
  const blocks = dependents.flatMap((service) => statusLines(host, service, { displayName: true, process: false }));
  return prints(lines(count, ...blocks));
}

const TYPE_NAMES = [
  [0x20, 'WIN32_SHARE_PROCESS'],
  [0x10, 'WIN32_OWN_PROCESS'],
] as const;
const INTERACTIVE = 0x100;

/** `10  WIN32_OWN_PROCESS`, the number in hexadecimal. */
export function typeText(host: SimulatedHost, name: string): string {
  const type = serviceNumber(host, name, 'Type') ?? 0;
  const named = TYPE_NAMES.find(([bit]) => (type & bit) !== 0)?.[1] ?? '';
  return `${type.toString(16)}  ${named}${(type & INTERACTIVE) === 0 ? '' : '  (interactive)'}`;
}

/**
 * The block that `sc` prints for a service, with the empty line in front.
 * @source Captures. Up to Windows Server 2003 there are no blanks after commas and a tab before the second form of an exit
 * code; from Windows Vista on a stopped service has no line of accepted controls.
 */
export function statusLines(host: SimulatedHost, name: string, shown: Shown): readonly string[] {
  const { state, exitCode, checkpoint, waitHint, process } = host.services.status(name);
  const old = isBeforeVista(host);
  const accepted =
    state === 'RUNNING'
      ? ['STOPPABLE', 'NOT_PAUSABLE', 'ACCEPTS_SHUTDOWN']
      : ['NOT_STOPPABLE', 'NOT_PAUSABLE', 'IGNORES_SHUTDOWN'];
  const controls = old || state !== 'STOPPED' ? [`${' '.repeat(32)}(${accepted.join(old ? ',' : ', ')})`] : [];
  const twice = (number: number) => `${number}${old ? '\t' : '  '}(0x${number.toString(16)})`;
  const field = (label: string, value: string) => `        ${label.padEnd(19)}: ${value}`;
  return [
    '',
    `SERVICE_NAME: ${name}`,
    ...(shown.displayName ? [`DISPLAY_NAME: ${host.services.configuration(name)?.displayName ?? name}`] : []),
    field('TYPE', `${typeText(host, name)} ${old ? '' : ' '}`),
    field('STATE', `${SERVICE_STATE[state]}  ${state} `),
    ...controls,
    field('WIN32_EXIT_CODE', twice(exitCode)),
    field('SERVICE_EXIT_CODE', twice(0)),
    field('CHECKPOINT', `0x${checkpoint.toString(16)}`),
    field('WAIT_HINT', `0x${Math.floor(waitHint / 1000).toString(16)}`),
    ...(shown.process ? [field('PID', String(process?.pid ?? 0)), field('FLAGS', '')] : []),
  ];
}
