import { joinPath } from '@scanclash/core';
import {
  deliverSmtp,
  type Emulation,
  HostSettings,
  installService,
  Program,
  SECOND,
  type ServiceContext,
  type SimulatedHost,
  type SmtpResult,
  writeMessage,
} from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../write-settings.ts';
import { MONITOR, monitoring } from './product.ts';
import { alertServer, chatPort, chatServer, mailPort, monitoringSettings, tries, watchedServer } from './settings.ts';

const SENDER = 'monitor@example.com';
const OPERATOR = 'operator@example.com';

class Monitor {
  readonly settings: HostSettings<true>;
  failures = 0;
  isDown = false;
  alertsLost = 0;
  constructor(settings: HostSettings<true>) {
    this.settings = settings;
  }
}

export const monitoringEmulation: Emulation = {
  product: monitoring,
  install: (host, values) => {
    writeSettings('monitoring', monitoringSettings, host.registry, true, values);
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'monitoring',
      registry: host.registry,
      settings: monitoringSettings,
      context: true,
    });
    const monitor = host.keep('monitoring', new Monitor(settings));
    const imagePath = joinPath('C:\\Program Files\\Example Monitor', MONITOR.program);
    host.files.install(imagePath, 'MZ');
    installService(host.registry, { name: MONITOR.service, displayName: 'Example Monitor', imagePath });
    host.services.registerProgram(imagePath, (service) => {
      watch(host, monitor, service);
      service.running();
    });
  },
  stimuli: {},
  observables: {
    showsDown: {
      title: 'The monitor shows the watched server as down',
      schema: z.boolean(),
      observe: (host) => host.part<Monitor>('monitoring').isDown,
    },
    alertsLost: {
      title: 'Alert mails that could not be sent',
      schema: z.int(),
      observe: (host) => host.part<Monitor>('monitoring').alertsLost,
    },
  },
  protections: {},
};

/** Sends a probe at each tick; a change of what it shows is mailed to the operator, once, and then forgotten. */
function watch(host: SimulatedHost, monitor: Monitor, { process }: ServiceContext): void {
  const program = new Program(host, process);
  const { settings } = monitor;
  const interval = host.world.behaviours.value<number>('monitoring/assume-probe-interval') * SECOND;

  const send = (target: string, subject: string, done: (arrived: boolean, error: number) => void) => {
    const data = writeMessage({ sender: SENDER, recipients: [OPERATOR], subject, body: subject });
    const transactions = [{ sender: SENDER, recipients: [OPERATOR], data }];
    deliverSmtp(host.tcp, { process, target, port: settings.get(mailPort), transactions }, ([result]) => {
      if (program.isRunning) done(wasTaken(result), result?.kind === 'not-connected' ? result.error : 0);
    });
  };

  /** Says it in the channel; what nobody hears is not said again. */
  const announce = (server: string) => {
    const target = settings.get(chatServer);
    if (target === '') return;
    host.tcp.connect(process, target, settings.get(chatPort), (result) => {
      if (result.ok) result.connection.close();
      else host.emit('monitoring', 'monitoring.announcement-lost', server, { error: result.error.code });
    });
  };

  const show = (isDown: boolean, server: string) => {
    if (isDown === monitor.isDown) return;
    monitor.isDown = isDown;
    host.emit('monitoring', isDown ? 'monitoring.down' : 'monitoring.up', server);
    announce(server);
    send(settings.get(alertServer), `${server} is ${isDown ? 'down' : 'up'}`, (arrived, error) => {
      if (arrived) return;
      monitor.alertsLost += 1;
      host.emit('monitoring', 'monitoring.alert-lost', server, { error });
    });
  };

  const probe = () => {
    program.after(interval, 'e-mail probe', probe);
    const server = settings.get(watchedServer);
    send(server, 'probe', (arrived) => {
      monitor.failures = arrived ? 0 : monitor.failures + 1;
      if (arrived) show(false, server);
      else if (monitor.failures >= settings.get(tries)) show(true, server);
    });
  };
  program.after(interval, 'e-mail probe', probe);
}

const wasTaken = (result: SmtpResult | undefined) => result?.kind === 'replied' && result.reply.code < 300;
