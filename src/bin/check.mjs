import { buildWhenStale, installWhenNeeded, requireNode, run, tool } from './prepare.mjs';

/*
 * `npm run check`: one gate for format, types, lint, boundaries, cycles, dead code and weight. Goes through all of them
 * and names at the end what did not hold; `npm run fix` mends what can be mended by itself.
 */
requireNode();
installWhenNeeded();
buildWhenStale();

/** @type {[name: string, command: string, args: string[]][]} */
const STEPS = [
	['format', tool('prettier'), ['--check', '--log-level', 'warn', '.']],
	['types', tool('svelte-check'), ['--fail-on-warnings', '--output', 'human']],
	['types of the service worker', tool('tsc'), ['-p', 'src/service-worker.tsconfig.json']],
	['lint and boundaries', tool('eslint'), ['--max-warnings', '0', '.']],
	['cycles', tool('depcruise'), ['--config', 'src/bin/cycles.config.cjs', 'src']],
	['dead code', tool('knip'), ['--no-progress']],
	['weight', process.execPath, ['src/bin/sizes.mjs']]
];

const broken = STEPS.filter(([name, command, args]) => {
	console.log(`— ${name}`);
	return run(command, args) !== 0;
});

if (broken.length) {
	console.error(`\ndid not hold: ${broken.map(([name]) => name).join(', ')}. Try npm run fix.`);
	process.exit(1);
}
console.log('\ncheck: all holds');
