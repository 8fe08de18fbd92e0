import { defineConfig } from 'rolldown';

/**
 * The command and its threads as few files: reading hundreds of modules one by one took a tenth of a run of the whole
 * catalogue, once in each thread. Piscina finds its own worker beside itself, so it stays where it is.
 */
export default defineConfig({
  input: ['dist/main.js', 'dist/run/run-worker.js'],
  platform: 'node',
  external: ['piscina'],
  output: { dir: 'dist/bundle', cleanDir: true },
});
