import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT } from './prepare.mjs';

requireNode();
installWhenNeeded();
buildWhenStale();
await import(pathToFileURL(join(ROOT, 'build', 'linli.js')).href);
