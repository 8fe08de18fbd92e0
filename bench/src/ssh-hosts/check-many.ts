import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { playArm, scenarioById } from '@scanclash/scenarios';
import { makeHostKey, serveSsh } from '@scanclash/simulator/ssh';

const HOSTS = 500;
const CONCURRENCY = 16;
const SCENARIO = 'mail-flow/port25-blocks-modusmail';
const CLI = fileURLToPath(new URL('../../../apps/cli/bin/scanclash.js', import.meta.url));

/** Serves simulated hosts over ssh on loopback, and checks all of them in one run of the command line beside this process. */
export async function printCheckMany(): Promise<void> {
  const scenario = scenarioById(SCENARIO);
  const arm = scenario.arms.find(({ id }) => id === 'broken');
  if (arm === undefined) throw new Error(`${SCENARIO} has no broken arm`);
  const hostKey = makeHostKey();
  const login = { user: 'bench', password: 'bench', hostKey };
  const { hosts } = playArm(scenario, arm, { seed: 1 }).built;
  const host = hosts.get(scenario.world.subject);
  if (host === undefined) throw new Error(`${SCENARIO} has no subject`);
  const endpoints = await Promise.all(Array.from({ length: HOSTS }, () => serveSsh(host, login)));
  let connections = 0;
  let memory = 0;
  const startedAt = performance.now();
  const targets = endpoints.map(({ port }) => `ssh://bench@127.0.0.1:${port}`);
  const options = ['--host-key', `127.0.0.1=${endpoints[0]?.fingerprint}`, '--concurrency', String(CONCURRENCY)];
  const child = spawn(process.execPath, [CLI, 'check', ...targets, ...options, '--format', 'json'], {
    env: { ...process.env, SCANCLASH_SSH_PASSWORD: login.password },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const look = setInterval(() => {
    connections = Math.max(
      connections,
      endpoints.reduce((sum, endpoint) => sum + endpoint.connections(), 0),
    );
    memory = Math.max(memory, peakOf(child.pid));
  }, 50);
  let findings = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    findings += chunk.toString('latin1').split('"outcome": "violated"').length - 1;
  });
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(look);
  const seconds = (performance.now() - startedAt) / 1_000;
  await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  console.log(
    `check over ssh: ${HOSTS} simulated hosts in ${seconds.toFixed(1)} s, ${(HOSTS / seconds).toFixed(0)} hosts/s, ` +
      `${connections} connections at most (--concurrency ${CONCURRENCY}), ${(memory / 1024).toFixed(0)} MB at most, ${findings} violations`,
  );
}

/** The most memory that a process has had so far, in KB; 0 where nobody tells. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
