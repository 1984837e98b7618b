import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT } from './prepare.mjs';

requireNode();
installWhenNeeded();
rmSync(join(ROOT, 'build', 'built.json'), { force: true });
buildWhenStale();
