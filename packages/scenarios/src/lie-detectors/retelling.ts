import type { Plain } from '@scanclash/core';
import { addMicroseconds, isoLocal, parseCivilTime } from '@scanclash/simulator';
import { loadScenario } from '../load-scenario.ts';
import type { Scenario } from '../scenario.ts';
import type { ScenarioFile, TimelineStep } from '../scenario-schema.ts';
import type { HostDefinition, WorldDefinition } from '../worlds/index.ts';

/** A scenario and its world as plain data. */
interface Tale {
  readonly file: ScenarioFile;
  readonly world: WorldDefinition;
}

/** The same tale told otherwise: what is seen in it must stay the same. */
export interface Retelling {
  readonly name: string;
  /** Undefined where the tale has nothing that could be told otherwise. */
  tell(tale: Tale): Tale | undefined;
}

/** A scenario after some retellings, one after the other; undefined where one of them does not apply. */
export function retold(scenario: Scenario, ...retellings: readonly Retelling[]): Scenario | undefined {
  let tale: Tale | undefined = scenario;
  for (const retelling of retellings) tale = tale === undefined ? undefined : retelling.tell(tale);
  if (tale === undefined) return undefined;
  const source = { id: scenario.id, file: scenario.document.file, text: '', value: tale.file };
  return loadScenario(source, [tale.world]);
}

const MODUS = 'vircom-modus';
const MODUS_ROOTS = 'C:\\Program Files\\Vircom';
const NEW_ROOTS = 'R:\\Vircom';
const NEW_SPOOL = 'Warteschlange';
/** A path below a drive or administrative share, or a pattern that stands for any beginning, with a folder `Spool`. */
const SPOOL_IN_PATH = /(?<=(?:[A-Z][:$]|\*\*)\\(?:.*\\)?)Spool(?=\\|$)/g;

/** The spool has another name. */
export const otherSpoolName: Retelling = {
  name: 'the spool has another name',
  tell: (tale) => {
    const renamed = withTexts(tale, (text) => text.replace(SPOOL_IN_PATH, NEW_SPOOL));
    // Where nobody says where the spool is, it is below the root.
    return withModus(renamed, (modus) => ({
      spoolDirectory: `${MODUS_ROOTS}\\${modus['edition'] === 'gate' ? 'ModusGate' : 'ModusMail'}\\${NEW_SPOOL}`,
      ...modus,
    }));
  },
};

/** What lay on D: lies on E:. */
export const otherDrive: Retelling = {
  name: 'the drive has another letter',
  tell: (tale) => {
    if (!Object.values(tale.world.hosts).some(({ drives }) => drives?.includes('D'))) return undefined;
    const moved = withTexts(tale, (text) => text.replace(/(?<![A-Z])D(?=[:$]\\)/g, 'E'));
    return withHosts(moved, (host) => ({
      ...host,
      ...(host.drives === undefined ? {} : { drives: host.drives.map((drive) => (drive === 'D' ? 'E' : drive)) }),
    }));
  },
};

/** Modus is installed on another drive. */
export const otherRoot: Retelling = {
  name: 'Modus lies on another drive',
  tell: (tale) => {
    const moved = withTexts(tale, (text) => shiftedDevices(text.replaceAll(MODUS_ROOTS, NEW_ROOTS), tale.world));
    const rooted = withModus(moved, (modus) => ({
      root: `${NEW_ROOTS}\\${modus['edition'] === 'gate' ? 'ModusGate' : 'ModusMail'}`,
      ...modus,
    }));
    return withHosts(rooted, (host) => ({ ...host, drives: [...(host.drives ?? ['C']), 'R'] }));
  },
};

/** Volumes without a letter are numbered after those with one, of which there is one more. */
function shiftedDevices(text: string, { hosts, subject }: WorldDefinition): string {
  const letters = hosts[subject]?.drives?.length ?? 1;
  return text.replace(/(?<=HarddiskVolume)\d+/g, (number) =>
    String(Number(number) > letters ? Number(number) + 1 : Number(number)),
  );
}

/** The subject host and another one have each other's names. */
export const swappedNames: Retelling = {
  name: 'two hosts have each other’s names',
  tell: (tale) => {
    const { subject, hosts } = tale.world;
    const others = Object.keys(hosts).filter((name) => name !== subject);
    const other = others.find((name) => !name.includes('.')) ?? others[0];
    if (other === undefined) return undefined;
    const names = new RegExp(`(?<!\\w)(?:${subject}|${other.replaceAll('.', '\\.')})(?!\\w)`, 'g');
    return withTexts(tale, (text) => text.replace(names, (name) => (name === subject ? other : subject)));
  },
};

/** What a product that sends mail calls the port that it sends to. */
const MAIL_PORT: Readonly<Record<string, string>> = {
  [MODUS]: 'remotePort',
  blat: 'port',
  iis: 'mailPort',
  monitoring: 'mailPort',
  'exchange-2003': 'smtp.port',
  'exchange-2007': 'sendConnector.port',
};

/** Mail is delivered to another port, and that is the port which the rule blocks. */
export const otherPort: Retelling = {
  name: 'mail goes to another port',
  tell: (tale) => {
    const told = withTexts(tale, (text) => text.replace(/\bport == 25\b/g, 'port == 2525'));
    return withHosts(told, (host) => ({
      ...host,
      products: Object.fromEntries(
        Object.entries(host.products).map(([product, settings]) => [
          product,
          MAIL_PORT[product] !== undefined
            ? { ...settings, [MAIL_PORT[product]]: 2525 }
            : product === 'mcafee-virusscan'
              ? { ...settings, 'portRules.massMailing.ports': '2525' }
              : settings,
        ]),
      ),
    }));
  },
};

/** It happens some other day, over a midnight that begins the 29th of February. */
export const otherDay: Retelling = {
  name: 'the clocks show another day',
  tell: ({ file, world }) => {
    const startsAt = isoLocal(addMicroseconds(parseCivilTime('2008-02-29T00:00:00'), -61_500_000));
    return { file, world: { ...world, startsAt } };
  },
};

/** Twice as many messages, at the same pace; what comes of them is looked at when they have come. */
export const twiceTheMail: Retelling = {
  name: 'there is twice as much mail',
  tell: ({ file, world }) => {
    const sends = file.timeline.filter(isSending);
    if (sends.length === 0) return undefined;
    const longer = Math.max(...sends.map(({ with: mail }) => countOf(mail) * Number(mail['every'] ?? 1_000_000)));
    const doubled = (steps: readonly TimelineStep[]) =>
      steps.map((step) =>
        isSending(step) ? { ...step, with: { ...step.with, count: 2 * countOf(step.with) } } : step,
      );
    const arms = Object.entries(file.arms).map(([id, arm]) => [
      id,
      {
        ...arm,
        timeline: doubled(arm.timeline),
        ...(arm.until === undefined ? {} : { until: arm.until + longer }),
        ...(arm['timeline-instead'] === undefined ? {} : { 'timeline-instead': doubled(arm['timeline-instead']) }),
      },
    ]);
    const retoldFile = { ...file, timeline: doubled(file.timeline), arms: Object.fromEntries(arms) };
    return { file: { ...retoldFile, until: file.until + longer }, world };
  },
};

export const RETELLINGS: readonly Retelling[] = [
  otherSpoolName,
  otherDrive,
  otherRoot,
  swappedNames,
  otherPort,
  otherDay,
  twiceTheMail,
];

const SENDING: readonly string[] = ['internet.send', 'iis.send-forms', 'exchange.deliver'];
const isSending = (step: TimelineStep): boolean => SENDING.includes(step.do);
const countOf = (mail: TimelineStep['with']): number => Number(mail['count'] ?? 1);

/** Every text of a tale changed, keys included. The emulations of its world are no texts. */
function withTexts({ file, world }: Tale, change: (text: string) => string): Tale {
  const { emulations, ...plain } = world;
  const changed = changeTexts(plain as unknown as Plain, change) as unknown as WorldDefinition;
  return {
    file: changeTexts(file as unknown as Plain, change) as unknown as ScenarioFile,
    world: emulations === undefined ? changed : { ...changed, emulations },
  };
}

function changeTexts(value: Plain, change: (text: string) => string): Plain {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: Plain) => changeTexts(item, change));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), changeTexts(item, change)]));
}

function withHosts(tale: Tale, change: (host: HostDefinition) => HostDefinition): Tale {
  const hosts = Object.entries(tale.world.hosts).map(([name, host]) => [name, change(host)] as const);
  return { ...tale, world: { ...tale.world, hosts: Object.fromEntries(hosts) } };
}

function withModus(tale: Tale, change: (settings: Readonly<Record<string, Plain>>) => Record<string, Plain>): Tale {
  return withHosts(tale, (host) => {
    const modus = host.products[MODUS];
    return modus === undefined ? host : { ...host, products: { ...host.products, [MODUS]: change(modus) } };
  });
}
