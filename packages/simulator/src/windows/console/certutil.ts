import { Buffer } from 'node:buffer';
import { shareRead } from '../files/index.ts';
import { fullPath } from './console-path.ts';
import { type ConsoleProgram, fails, lines, notModelled, prints } from './console-program.ts';
import { readWhole } from './whole-file.ts';

const ERROR_FILE_EXISTS = 0x50;

/**
 * `certutil -encode FILE TARGET`: Base 64 between two lines, which no console recodes. The file is put in place as
 * `reg export` does it.
 * @source WINDOWS: certutil; @assumed the exit code of a failure is its HRESULT.
 */
export const certutil: ConsoleProgram = (invocation, done) => {
  const { host, args } = invocation;
  const [verb, typed, typedTarget, ...more] = args;
  const source = typed === undefined ? undefined : fullPath(typed);
  const target = typedTarget === undefined ? undefined : fullPath(typedTarget);
  if (verb !== '-encode' || more.length > 0 || source === undefined || target === undefined) {
    return done(notModelled(`certutil ${args.join(' ')}`));
  }
  readWhole(invocation, source, shareRead, (read) => {
    if (!read.ok)
      return done(
        fails(lines(`CertUtil: -encode command FAILED: ${hresult(read.error.code)}`), 0x80070000 + read.error.code),
      );
    if (host.files.exists(target)) {
      return done(
        fails(lines(`CertUtil: -encode command FAILED: ${hresult(ERROR_FILE_EXISTS)}`), 0x80070000 + ERROR_FILE_EXISTS),
      );
    }
    const letters =
      Buffer.from(read.bytes)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    const text = lines('-----BEGIN CERTIFICATE-----', ...letters, '-----END CERTIFICATE-----');
    host.files.install(target, text);
    done(
      prints(
        lines(
          `Input Length = ${read.bytes.length}`,
          `Output Length = ${text.length}`,
          'CertUtil: -encode command completed successfully.',
        ),
      ),
    );
  });
};

const hresult = (code: number): string => `0x${(0x80070000 + code).toString(16)} (WIN32: ${code})`;
