import {
  deliverSmtp,
  type Emulation,
  HostSettings,
  type Process,
  Program,
  SECOND,
  type SimulatedHost,
  stimulus,
  WINSOCK,
  writeMessage,
} from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../write-settings.ts';
import { blat } from './product.ts';
import { blatSettings, port, server, tries } from './settings.ts';

const PROGRAM = 'C:\\Scripts\\blat.exe';
/** Exit codes. @source BLAT: return codes of 1.8.4e. */
const EXIT = { sent: 0, noSocket: 1, refused: 2, noFile: 2, notConfigured: 12 } as const;

class Blat {
  readonly settings: HostSettings<true>;
  sent = 0;
  lost = 0;
  constructor(settings: HostSettings<true>) {
    this.settings = settings;
  }
}

export const blatEmulation: Emulation = {
  product: blat,
  install: (host, values) => {
    writeSettings('blat', blatSettings, host.registry, true, values);
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'blat',
      registry: host.registry,
      settings: blatSettings,
      context: true,
    });
    const mailer = host.keep('blat', new Blat(settings));
    host.files.install(PROGRAM, 'MZ');
    host.files.install('C:\\Scripts\\report.txt', 'The backup has ended.\r\n');
    host.registerProgram(PROGRAM, (process, args) => mail(host, mailer, process, args));
  },
  stimuli: {
    schedule: stimulus(
      'A script that mails a report with Blat is scheduled; it does not look at the exit code',
      z.strictObject({ to: z.string(), minutes: z.int().min(1).max(1439) }),
      (host, { to, minutes }) => {
        const command = `${PROGRAM} C:\\Scripts\\report.txt -to ${to} -subject Report`;
        host.tasks.create({ name: 'Mail the report', command, schedule: { kind: 'every', minutes } });
      },
    ),
  },
  observables: {
    sent: { title: 'Messages that Blat has sent', schema: z.int(), observe: (host) => host.part<Blat>('blat').sent },
    lost: { title: 'Messages that Blat gave up', schema: z.int(), observe: (host) => host.part<Blat>('blat').lost },
  },
  protections: {},
};

/** `blat <file> -to <recipient> [-subject <text>]`: sends the file or gives up; there is no queue. */
function mail(host: SimulatedHost, mailer: Blat, process: Process, [file = '', ...options]: readonly string[]): void {
  const program = new Program(host, process);
  const { settings } = mailer;
  const to = options[options.indexOf('-to') + 1] ?? '';
  if (settings.get(server) === '') return program.exit(EXIT.notConfigured);
  program.read(file, (read) => {
    if (!read.ok) return program.exit(EXIT.noFile);
    const subject = options[options.indexOf('-subject') + 1] ?? '';
    const sender = `scripts@${host.name.toLowerCase()}.example.com`;
    const body = new TextDecoder().decode(read.bytes);
    const data = writeMessage({ sender, recipients: [to], subject, body });
    send({ sender, recipients: [to], data }, settings.get(tries));
  });

  function send(transaction: { sender: string; recipients: readonly string[]; data: Uint8Array }, left: number): void {
    const request = {
      process,
      target: settings.get(server),
      port: settings.get(port),
      transactions: [transaction],
    };
    deliverSmtp(host.tcp, request, ([result]) => {
      if (!program.isRunning) return;
      if (result?.kind === 'replied' && result.reply.code < 300) {
        mailer.sent += 1;
        return program.exit(EXIT.sent);
      }
      const error = result?.kind === 'not-connected' ? result.error : 0;
      if (left > 1) {
        const pause = host.world.behaviours.value<number>('blat/assume-pause-between-tries') * SECOND;
        return program.after(pause, 'blat tries again', () => send(transaction, left - 1));
      }
      mailer.lost += 1;
      host.emit('blat', 'blat.lost', to, { error });
      program.exit(error === WINSOCK.WSAECONNREFUSED.code ? EXIT.refused : EXIT.noSocket);
    });
  }
}
