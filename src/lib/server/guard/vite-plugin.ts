import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const QUERY = '?guard';

/**
 * `import source from './people.guard.ts?guard'` gives the module's default export as the text of one anonymous
 * function, for CouchDB's `validate_doc_update`: bundled, without modules, ES2015, so that SpiderMonkey 78 and later
 * and QuickJS run it alike.
 */
export function guardPlugin(): Plugin {
	return {
		name: 'linli:guard',
		enforce: 'pre',
		async resolveId(id, importer) {
			if (!id.endsWith(QUERY)) return undefined;
			const resolved = await this.resolve(id.slice(0, -QUERY.length), importer, { skipSelf: true });
			return resolved && `${resolved.id}${QUERY}`;
		},
		async load(id) {
			if (!id.endsWith(QUERY)) return undefined;
			const { source, files } = await guardSource(id.slice(0, -QUERY.length));
			for (const file of files) this.addWatchFile(file);
			return `export default ${JSON.stringify(source)};`;
		}
	};
}

/** Bundles a guard module; also tells which files went into it. */
async function guardSource(entry: string): Promise<{ source: string; files: string[] }> {
	const output = await build({
		configFile: false,
		logLevel: 'error',
		root: fileURLToPath(new URL('.', import.meta.url)),
		build: {
			write: false,
			target: 'es2015',
			minify: 'oxc',
			lib: { entry, formats: ['iife'], name: 'guard' },
			// Record types of other databases fall away with their modules. valibot builds a regular expression for emoji
			// when it loads; older engines cannot, and nobody uses it.
			rolldownOptions: { treeshake: { manualPureFunctions: ['RegExp'], moduleSideEffects: false } }
		}
	});
	const [result] = Array.isArray(output) ? output : [output];
	if (!result || !('output' in result)) throw new Error(`${entry}: nothing was built`);
	const [chunk] = result.output;
	return {
		source: asFunction(chunk.code),
		files: Object.keys(chunk.modules).filter((file) => file[0] !== '\0')
	};
}

/**
 * Building the schemas takes longer than a check, and the engine calls the function once a document: what was built is
 * kept on the function itself. `arguments.callee`, because CouchDB takes the name from a named function expression.
 */
const asFunction = (bundle: string) =>
	`function(newDoc,oldDoc,userCtx,secObj){var self=arguments.callee;if(!self.check){${bundle.trim()};self.check=guard}` +
	'self.check(newDoc,oldDoc,userCtx,secObj)}';
