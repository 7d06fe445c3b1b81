#!/usr/bin/env node
// `npm run -s gadw -- …`: the command line from a clone.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
createRequire(import.meta.url)(join(root, 'out', 'main', 'gadw.cjs'));
