import { svelte } from '@sveltejs/vite-plugin-svelte';
import { gzipSync } from 'node:zlib';
import { build, type PluginOption } from 'vite';
import { expect, test } from 'vitest';

const KIB = 1024;

/** Gzip bytes of an entry and all it brings, minified as the app is; what matches `external` is left out. */
async function gzipSize(
	entry: string,
	plugins: PluginOption[] = [],
	external: RegExp[] = []
): Promise<number> {
	const built = await build({
		configFile: false,
		logLevel: 'error',
		plugins,
		build: {
			write: false,
			minify: true,
			target: 'es2022',
			modulePreload: { polyfill: false },
			rolldownOptions: { input: entry, external, preserveEntrySignatures: 'strict' }
		}
	});
	const outputs = Array.isArray(built) ? built : [built];
	const code = outputs
		.flatMap((each) => ('output' in each ? each.output : []))
		.map((chunk) => (chunk.type === 'chunk' ? chunk.code : String(chunk.source)))
		.join('\n');
	return gzipSync(code, { level: 9 }).length;
}

/*
 * The aim is 12 KB. What keeps it above: an older app must recognise what a newer definition holds, so the whole
 * check of a definition travels with the engine.
 */
const CEILING = 18;

test(`the engine stays under ${CEILING} KB on the wire`, { timeout: 120_000 }, async () => {
	const engine = await gzipSize('src/lib/forms/load.ts');
	// Svelte itself and the messages are the app's; what the widgets add is counted.
	const view = await gzipSize(
		'src/lib/forms/widgets/FormView.svelte',
		[svelte({ configFile: false, compilerOptions: { runes: true } })],
		[/^svelte/, /paraglide/]
	);
	console.warn(
		`forms: gzip_kb ${(engine / KIB).toFixed(2)}, gzip_kb_with_widgets ${((engine + view) / KIB).toFixed(2)}`
	);
	expect(engine).toBeLessThanOrEqual(CEILING * KIB);
});
