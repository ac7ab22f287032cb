#!/usr/bin/env node
/** The `reclave` command, on the pinned Node. */
import { launch } from './launcher.js';

launch('src/cli/reclave.ts', process.argv.slice(2));
