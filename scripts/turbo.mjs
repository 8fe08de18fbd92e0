/**
 * Runs turbo as this repository wants it: no telemetry, no daemon, no questions to a terminal.
 *
 *     node scripts/turbo.mjs [--quiet] run build ...
 *
 * With `--quiet` nothing is printed unless a task fails; then its whole output is.
 */
import process from 'node:process';
import { runTurbo } from './command.mjs';

const parameters = process.argv.slice(2);
const quiet = parameters[0] === '--quiet';
const { status, output } = await runTurbo(quiet ? parameters.slice(1) : parameters, { quiet });
if (quiet && status !== 0) process.stdout.write(output);
process.exitCode = status;
