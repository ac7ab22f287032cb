#!/usr/bin/env node
/** Runs one TypeScript file of this project on the pinned Node: `node bin/launch.js test/run.ts [args]`. */
import { launch } from './launcher.js';

const [file, ...args] = process.argv.slice(2);
if (file) launch(file, args, { needsDev: true });
else {
  console.error('Usage: node bin/launch.js <file.ts> [args]');
  process.exitCode = 2;
}
