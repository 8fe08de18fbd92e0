import { joinPath } from '@scanclash/core';
import { type Process, Program } from '@scanclash/simulator';
import type { Exchange2003Host } from './exchange-2003-host.ts';

const metabaseOf = ({ host }: Exchange2003Host): string =>
  joinPath(host.systemRoot, 'system32', 'inetsrv', 'MetaBase.xml');

const lineOf = (server: string): string => `<IIsSmtpServer Name="${server}"/>\n`;

/** Writes the virtual server into the metabase of a host, as setup does on the node where it runs. */
export function installMetabase(exchange: Exchange2003Host, servers: readonly string[]): void {
  exchange.host.files.install(metabaseOf(exchange), servers.map(lineOf).join(''));
}

/**
 * The virtual server finds its domains in the metabase of its host. One that comes to a node for the first time is
 * written there before, and the file is opened right after that, so that nobody changes it meanwhile.
 *
 * @assumed HOLE-kb908864: the whole of it; it is one of two hypotheses, and off unless a world switches it on.
 */
export function readMetabase(exchange: Exchange2003Host, process: Process, done: (isRead: boolean) => void): void {
  if (!exchange.isOn('metabase-is-read-once')) return done(true);
  const { host, server } = exchange;
  const path = metabaseOf(exchange);
  const program = new Program(host, process);
  // For writing: nobody is to change it meanwhile, and nobody scans before a write.
  const open = (): void =>
    host.files.open({ process, path, access: ['write'], share: {}, disposition: 'open-existing' }, (opened) => {
      if (opened.ok) opened.handle.close();
      if (program.isRunning) done(opened.ok);
    });
  program.read(path, (read) => {
    if (!read.ok) return done(false);
    const text = new TextDecoder().decode(read.bytes);
    if (text.includes(lineOf(server))) return open();
    program.write(path, new TextEncoder().encode(text + lineOf(server)), (written) =>
      written.ok ? open() : done(false),
    );
  });
}
