import { type ConsoleProgram, fails, lines, notModelled } from './console-program.ts';
import { regAdd, regDelete } from './reg-edit.ts';
import { regExport, regImport } from './reg-files.ts';
import { regQuery } from './reg-query.ts';

/** `reg`, the console of the registry. Keys on other hosts (`\\MAIL02\HKLM\...`) are not played. */
export const reg: ConsoleProgram = ({ host, args }, done) => {
  const [command = '', ...rest] = args;
  if (rest.some((word) => word.startsWith('\\\\'))) return done(notModelled(`reg ${args.join(' ')}`));
  switch (command.toLowerCase()) {
    case 'add':
      return done(regAdd(host, rest));
    case 'delete':
      return done(regDelete(host, rest));
    case 'export':
      return done(regExport(host, rest));
    case 'import':
      return done(regImport(host, rest));
    case 'query':
      return done(regQuery(host, rest));
    case '':
      return done(fails(lines('ERROR: Invalid syntax.', 'Type "REG /?" for usage.')));
    default:
      return done(notModelled(`reg ${command}`));
  }
};
