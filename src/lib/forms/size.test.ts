import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

const KIB = 1024;

/** Gzip bytes of an entry and all it brings, minified as the app is. */
async function gzipSize(entry: string): Promise<number> {
	const built = await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: true,
			target: 'es2022',
			modulePreload: { polyfill: false },
			rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' }
		}
	});
	const outputs = Array.isArray(built) ? built : [built];
	const code = outputs
		.flatMap((each) => ('output' in each ? each.output : []))
		.map((chunk) => (chunk.type === 'chunk' ? chunk.code : String(chunk.source)))
		.join('\n');
	return gzipSync(code, { level: 9 }).length;
}

/** The engine alone: what a phone loads to run a published form. The publish check and all texts load apart. */
const BUDGET = 12;

test(`the engine stays under ${BUDGET} KB on the wire`, { timeout: 120_000 }, async () => {
	const engine = await gzipSize('src/lib/forms/load.ts');
	console.warn(`forms: gzip_kb ${(engine / KIB).toFixed(2)}`);
	expect(engine).toBeLessThanOrEqual(BUDGET * KIB);
});
