import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/*
 * The boundaries of docs/architecture.md as lint errors. Each message says what to do instead.
 */
const DOMAINS = ['people', 'visits', 'care', 'places', 'issues', 'org'];

const STORAGE = {
	group: ['dexie', 'dexie/*'],
	message: 'Only src/lib/store may know Dexie. Use the Store of $lib/store/contract instead.'
};
const REPLICATION = {
	group: ['pouchdb-*', '!pouchdb-merge', '!pouchdb-selector-core'],
	message: 'Only src/lib/store and src/lib/sync may know PouchDB. Use Store.save or SyncPort.now() instead.'
};
const REVISIONS = {
	group: ['pouchdb-merge', 'pouchdb-selector-core'],
	message:
		'Revision trees belong to src/lib/store, src/lib/sync and src/lib/server. Use the Store contract instead.'
};
const SERVER = {
	group: [
		'node:*',
		'nano',
		'quickjs-emscripten',
		'@photostructure/sqlite',
		'**/lib/server/**',
		'$lib/server/*'
	],
	message:
		'Server code stays in src/lib/server, src/bin and server routes. Ask the server through /db or /api instead.'
};
const ROUTES = {
	group: ['**/routes/**', '$app/*'],
	message: 'lib/ must not know routes or the router. Take what you need as a parameter or a prop.'
};
const CLOCKS = [
	{
		selector: "NewExpression[callee.name='Date'][arguments.length=0]",
		message: 'Pure files have no clock. Take `now: Date` as a parameter.'
	},
	{
		selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
		message: 'Pure files have no clock. Take `now: Date` as a parameter.'
	}
];
const NO_SVELTE = {
	group: ['svelte', 'svelte/*', '*.svelte', '**/*.svelte', '**/*.svelte.ts', '$app/*'],
	message: 'Pure files know no Svelte. Move state into a `.svelte.ts` file and pass values in.'
};
const NO_STORE = {
	group: ['**/store/*', '$lib/store/*', '**/sync/*', '$lib/sync/*'],
	message: 'Pure files know no storage. Take records as parameters; a `.svelte.ts` reader fetches them.'
};
const NO_DOMAIN = {
	group: DOMAINS.flatMap((domain) => [`**/${domain}/**`, `$lib/${domain}/**`]),
	message: 'ui/ knows no domain. Take text and values as props, or move the component into the domain folder.'
};

const restrict = (...patterns) => ['error', { patterns }];
const otherDomains = (domain) =>
	DOMAINS.filter((other) => other !== domain).flatMap((other) => [
		`**/${other}/[A-Z]*.svelte`,
		`$lib/${other}/[A-Z]*.svelte`,
		`../${other}/[A-Z]*.svelte`
	]);

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', 'src/lib/paraglide/', 'test-results/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'no-console': ['error', { allow: ['warn', 'error'] }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			// Addresses are plain paths: the app lives at the root of its origin (docs/adr/0001).
			'svelte/no-navigation-without-resolve': 'off',
			// Maps are rebuilt inside `$derived`, never changed in place.
			'svelte/prefer-svelte-reactivity': 'off',
			'no-restricted-imports': restrict(STORAGE, REPLICATION, REVISIONS, SERVER)
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		files: ['src/lib/**'],
		rules: { 'no-restricted-imports': restrict(STORAGE, REPLICATION, REVISIONS, SERVER, ROUTES) }
	},
	// Pure files of the domains: rules and record types.
	{
		files: [...DOMAINS.map((domain) => `src/lib/${domain}/*.ts`), 'src/lib/forms/**/*.ts'],
		ignores: ['**/*.svelte.ts', '**/*.test.ts'],
		rules: {
			'no-restricted-imports': restrict(STORAGE, REPLICATION, REVISIONS, SERVER, ROUTES, NO_SVELTE, NO_STORE),
			'no-restricted-syntax': ['error', ...CLOCKS]
		}
	},
	// A domain may use another domain's types and rules, never its components.
	...DOMAINS.map((domain) => ({
		files: [`src/lib/${domain}/**/*.svelte`, `src/lib/${domain}/**/*.svelte.ts`],
		rules: {
			'no-restricted-imports': restrict(STORAGE, REPLICATION, REVISIONS, SERVER, ROUTES, {
				group: otherDomains(domain),
				caseSensitive: true,
				message:
					"A domain may use another domain's types and rules, not its components. Compose them in a route."
			})
		}
	})),
	{
		files: ['src/lib/ui/**'],
		rules: {
			'no-restricted-imports': restrict(STORAGE, REPLICATION, REVISIONS, SERVER, ROUTES, NO_DOMAIN, NO_STORE)
		}
	},
	{
		files: ['src/lib/store/**'],
		rules: { 'no-restricted-imports': restrict(SERVER, ROUTES) }
	},
	{
		files: ['src/lib/sync/**'],
		rules: { 'no-restricted-imports': restrict(STORAGE, SERVER, ROUTES) }
	},
	{
		files: [
			'src/lib/server/**',
			'src/bin/**',
			'src/hooks.server.ts',
			'src/routes/**/+server.ts',
			'tests/**',
			'*.config.*'
		],
		rules: {
			'no-restricted-imports': restrict(STORAGE, {
				group: ['pouchdb-*', '!pouchdb-merge', '!pouchdb-selector-core'],
				message:
					'The server keeps revision trees with pouchdb-merge only; the rest of PouchDB belongs to the device.'
			}),
			'no-console': 'off'
		}
	},
	{ files: ['tests/**', '**/*.test.ts'], rules: { 'no-restricted-imports': 'off', 'no-console': 'off' } }
);
