import { defineConfig } from 'rolldown';

/**
 * The command and its threads as few files: reading hundreds of modules one by one took a tenth of a run of the whole
 * catalogue, once in each thread. Piscina finds its own worker beside itself, ssh2 its native parts: they stay where they are.
 */
export default defineConfig({
  input: ['dist/main.js', 'dist/run/run-worker.js'],
  platform: 'node',
  external: ['piscina', 'ssh2'],
  output: { dir: 'dist/bundle', cleanDir: true },
});
