import { dword, joinPath, type Plain, sz } from '@scanclash/core';
import { installService, type ServiceContext, type SimulatedHost } from '@scanclash/simulator';
import { writeSettings } from '../../write-settings.ts';
import { EDITION_KEY, type ModusContext, type ModusEdition, VIRCOM_KEYS } from '../context.ts';
import { MODUS_SERVICES } from '../services.ts';
import { edition as editionSetting, modusSettings } from '../settings.ts';
import { ModusDatabase } from './database.ts';
import { runDelivery } from './delivery.ts';
import { updateEngine } from './engine-update.ts';
import { ModusHost } from './modus-host.ts';
import { logFolder } from './modus-log.ts';
import { runReceiver } from './receiver.ts';
import { runScanner } from './scanner.ts';

/** Leaves a host as the setup program of Modus does: programs, services, keys, folders. */
export function installModus(host: SimulatedHost, values: Readonly<Record<string, Plain>>): void {
  const edition = (values[editionSetting.path] ?? 'mail') as ModusEdition;
  const root = (values['root'] as string | undefined) ?? joinPath('C:\\Program Files\\Vircom', EDITION_KEY[edition]);
  const context: ModusContext = { edition, root, key: `${VIRCOM_KEYS[0]}\\${EDITION_KEY[edition]}` };
  host.registry.setValue(context.key, 'InstallDir', sz(root));
  host.registry.setValue(context.key, 'Edition', dword(edition === 'gate' ? 1 : 0));
  const settings = Object.fromEntries(Object.entries(values).filter(([path]) => path !== 'root'));
  writeSettings('modus', modusSettings, host.registry, context, settings);

  const modus = host.keep('vircom-modus', new ModusHost(host, context));
  // What stands where, and what is done with mail, all follows from the edition.
  modus.settings.get(editionSetting);
  const programs = {
    MODUSADM: (service: ServiceContext) => {
      const { program, log } = modus.start('MODUSADM', service);
      modus.administration = program;
      modus.database = new ModusDatabase(modus, program, log);
      updateEngine(modus, program);
      service.running();
    },
    SMTPRS: (service: ServiceContext) => runReceiver(modus, service),
    MODUSCAN: (service: ServiceContext) => runScanner(modus, service),
    SMTPDS: (service: ServiceContext) => runDelivery(modus, service),
  };
  for (const [name, { displayName, program, dependsOn }] of Object.entries(MODUS_SERVICES)) {
    const imagePath = joinPath(root, program);
    host.files.install(imagePath, 'MZ');
    installService(host.registry, { name, displayName, imagePath, dependsOn });
    host.services.registerProgram(imagePath, programs[name as keyof typeof programs]);
    host.files.installFolder(logFolder(root, name));
  }
  for (const folder of [...modus.spool.folders, modus.mailboxes, modus.quarantine, joinPath(root, 'Temp')]) {
    host.files.installFolder(folder);
  }
}
