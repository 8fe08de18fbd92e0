#!/usr/bin/env node
import { existsSync } from 'node:fs';
import process from 'node:process';

const built = new URL('../dist/bundle/main.js', import.meta.url);
if (existsSync(built)) {
  const { start } = await import(built.href);
  await start();
} else {
  process.stderr.write('scanclash is not built yet.\nNext: npm run build\n');
  process.exitCode = 2;
}
