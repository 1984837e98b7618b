import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, chromiumPath } from './src/bin/chromium.mjs';
import { firstChunks } from './src/bin/first-chunks.mjs';
import { guardPlugin } from './src/lib/server/guard/vite-plugin.ts';

/** Where tests in the browser find the real server, at their own origin: tests/fixtures/test-server.ts. */
const testServer = `http://127.0.0.1:${(process.env.LINLI_TEST_PORT ??= String(20_000 + (process.pid % 20_000)))}`;

export default defineConfig({
	plugins: [
		guardPlugin(),
		firstChunks(),
		sveltekit(),
		paraglideVitePlugin({
			project: './messages/project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['localStorage', 'preferredLanguage', 'baseLocale']
		})
	],
	// The sync worker is started as a module.
	worker: { format: 'es' },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'node',
					environment: 'node',
					include: ['src/**/*.test.ts', 'tests/integration/**/*.test.ts', 'tests/faults/**/*.test.ts'],
					exclude: ['src/**/*.browser.test.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000
				}
			},
			{
				extends: true,
				server: { proxy: { '/api/held': testServer, '/db': testServer, '/test-server': testServer } },
				// Listed, because a dependency that Vite finds late reloads the page under a running test.
				optimizeDeps: {
					include: [
						'@getodk/xforms-engine',
						'axe-core',
						'dexie',
						'events',
						'fast-check',
						'hash-wasm',
						'pouchdb-adapter-http',
						'pouchdb-adapter-utils',
						'pouchdb-binary-utils',
						'pouchdb-core',
						'pouchdb-errors',
						'pouchdb-md5',
						'pouchdb-merge',
						'pouchdb-replication',
						'pouchdb-utils',
						'qr',
						'ulid',
						'valibot',
						'virtua/svelte'
					]
				},
				test: {
					name: 'chromium',
					globalSetup: 'tests/fixtures/test-server.ts',
					include: ['src/**/*.browser.test.ts'],
					testTimeout: 60_000,
					// As the journeys: npm test says which test needed it.
					retry: 1,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: { executablePath: chromiumPath(), args: chromiumArgs }
						}),
						instances: [{ browser: 'chromium', viewport: { width: 390, height: 844 } }]
					}
				}
			}
		]
	}
});
