import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig } from 'vite';
import { guardPlugin } from '../guard/vite-plugin.ts';

/** Bundles the command line: `vite build --config src/lib/server/cli/vite.config.ts` makes `build/linli.js`. */
export default defineConfig({
	plugins: [
		guardPlugin(),
		paraglideVitePlugin({
			project: './messages/project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['localStorage', 'preferredLanguage', 'baseLocale']
		})
	],
	publicDir: false,
	build: {
		ssr: 'src/bin/linli.ts',
		outDir: 'build',
		// build/ also holds the app.
		emptyOutDir: false,
		target: 'node20',
		rolldownOptions: { output: { entryFileNames: 'linli.js', codeSplitting: false } }
	}
});
