/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-cycle',
			comment:
				'Two files that need each other are one thing or three: move what both need into a file of its own.',
			severity: 'error',
			// A component that draws itself (a group inside a group) is no cycle between files.
			from: { path: '^(.+)$' },
			to: { circular: true, pathNot: '^$1$' }
		},
		{
			name: 'no-barrel',
			comment: 'No index.ts that only re-exports: import from the file that has the thing.',
			severity: 'error',
			from: {},
			to: { path: '^src/lib/.*/index\\.ts$' }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(?:src/lib/paraglide|\\.svelte-kit|build)' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: { extensions: ['.ts', '.svelte.ts', '.mjs', '.js', '.svelte'] }
	}
};
