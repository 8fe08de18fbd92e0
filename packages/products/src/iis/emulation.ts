import { joinPath } from '@scanclash/core';
import {
  deliverSmtp,
  type Emulation,
  HostSettings,
  installService,
  type Process,
  type SimulatedHost,
  stimulus,
  writeMessage,
} from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../write-settings.ts';
import { iis } from './product.ts';
import { iisSettings, inProcess, mailPort, mailServer } from './settings.ts';

/** What runs a script: an interpreter of its own for each request, or the process that the pages of the site share. */
const INTERPRETERS = { php: 'C:\\PHP\\php-cgi.exe', perl: 'C:\\Perl\\bin\\perl.exe' } as const;
const WORKER = 'C:\\WINDOWS\\system32\\inetsrv\\w3wp.exe';
const INETINFO = 'C:\\WINDOWS\\system32\\inetsrv\\inetinfo.exe';
type Script = keyof typeof INTERPRETERS | 'asp';

class WebServer {
  readonly settings: HostSettings<true>;
  /** There from the first page that needs it. */
  worker: Process | undefined;
  sent = 0;
  lost = 0;
  constructor(settings: HostSettings<true>) {
    this.settings = settings;
  }
}

export const iisEmulation: Emulation = {
  product: iis,
  install: (host, values) => {
    writeSettings('iis', iisSettings, host.registry, true, values);
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'iis',
      registry: host.registry,
      settings: iisSettings,
      context: true,
    });
    const web = host.keep('iis', new WebServer(settings));
    for (const program of [...Object.values(INTERPRETERS), WORKER, INETINFO]) host.files.install(program, 'MZ');
    const imagePath = joinPath(host.systemRoot, 'system32', 'svchost.exe');
    host.files.install(imagePath, 'MZ');
    installService(host.registry, { name: 'W3SVC', displayName: 'World Wide Web Publishing Service', imagePath });
    host.services.registerProgram(imagePath, (service) => {
      settings.takeEffect('service-start');
      host.processes.onExit(service.process, () => {
        if (web.worker !== undefined) host.processes.exit(web.worker);
        web.worker = undefined;
      });
      service.running();
    });
  },
  stimuli: {
    'send-forms': stimulus(
      'Visitors fill in a form, and a script of the page mails it: one try, no queue',
      z.strictObject({
        script: z.enum(['php', 'perl', 'asp']),
        to: z.string(),
        count: z.int().min(1).max(10_000).default(1),
        every: z.int().min(0).default(1_000_000).describe('Pause between two visitors, µs.'),
      }),
      (host, { script, to, count, every }) => {
        for (let i = 0; i < count; i++) host.world.schedule(i * every, 'a form is sent', () => mail(host, script, to));
      },
    ),
  },
  observables: {
    sent: { title: 'Forms that were mailed', schema: z.int(), observe: (host) => host.part<WebServer>('iis').sent },
    lost: {
      title: 'Forms of which the visitor was told that they could not be mailed, or nothing at all',
      schema: z.int(),
      observe: (host) => host.part<WebServer>('iis').lost,
    },
  },
  protections: {},
};

function mail(host: SimulatedHost, script: Script, to: string): void {
  const web = host.part<WebServer>('iis');
  if (!host.services.isRunning('W3SVC')) return;
  const process = processFor(host, web, script);
  const sender = `form@${host.name.toLowerCase()}.example.com`;
  const data = writeMessage({ sender, recipients: [to], subject: 'Form', body: 'A visitor asks for a call.' });
  const request = {
    process,
    target: web.settings.get(mailServer),
    port: web.settings.get(mailPort),
    transactions: [{ sender, recipients: [to], data }],
  };
  deliverSmtp(host.tcp, request, ([result]) => {
    if (result?.kind === 'replied' && result.reply.code < 300) web.sent += 1;
    else {
      web.lost += 1;
      const error = result?.kind === 'not-connected' ? result.error : 0;
      host.emit('iis', 'iis.form-lost', to, { process: process.imageName, error });
    }
    if (process !== web.worker) host.processes.exit(process);
  });
}

function processFor(host: SimulatedHost, web: WebServer, script: Script): Process {
  if (script !== 'asp') return host.run(INTERPRETERS[script]);
  web.worker ??= host.run(web.settings.get(inProcess) ? INETINFO : WORKER);
  return web.worker;
}
