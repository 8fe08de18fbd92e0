import { WINDOWS_VERSIONS } from '../windows-version.ts';
import { type ConsoleProgram, fails, prints } from './console-program.ts';

export const hostname: ConsoleProgram = ({ host }, done) => done(prints(`${host.name}\r\n`));

export const ver: ConsoleProgram = ({ host }, done) => {
  const { name, number } = WINDOWS_VERSIONS[host.windows];
  done(prints(`\r\n${name} [Version ${number}]\r\n`));
};

export const type: ConsoleProgram = ({ host, args }, done) => {
  const [path = ''] = args;
  const content = host.files.peek(path);
  done(content.ok ? prints(content.bytes) : fails(`${content.error.text}\r\n`));
};
