/*
 * Left alone, the bundler makes a file of every set of modules that the same screens share: seventy small files for the
 * first list, and a cheap phone spends longer on asking for each of them than on reading it. The screens that somebody
 * waits for get their code in a handful of files instead, none of which holds what they do not need. Other screens may
 * fetch a little more than theirs.
 */

/** What every page loads: the frame, what tells of errors, and the PIN's screen, with which most days begin. */
const FOUNDATION = 'foundation';

/** Modules that a screen begins with. */
const ROOTS = {
	[FOUNDATION]:
		/(kit\/src\/runtime\/client\/entry\.js|generated\/client-optimized\/(app|nodes\/[01])\.js|src\/routes\/unlock\/\+page\.(ts|svelte))$/,
	signin: /src\/routes\/signin\/\+page\.(ts|svelte)$/,
	today: /src\/routes\/\(app\)\/(\+layout|today\/\+page)\.(ts|svelte)$/
};
const SCREENS = Object.keys(ROOTS).filter((name) => name !== FOUNDATION);

/**
 * For the build of the pages' code; the server's is left alone.
 * @returns {import('vite').Plugin}
 */
export function firstChunks() {
	let isServer = false;
	/** @type {Map<string, string>} */
	let needs = new Map();
	return {
		name: 'linli:first-chunks',
		apply: 'build',
		configResolved({ build }) {
			isServer = Boolean(build.ssr);
		},
		buildEnd() {
			needs = needsOf([...this.getModuleIds()], (id) => this.getModuleInfo(id));
		},
		outputOptions(options) {
			if (isServer) return options;
			// What more screens need comes first: a group takes what it imports along, unless that has a group already.
			const groups = GROUPS.map((name, n) => ({
				name,
				priority: GROUPS.length - n,
				test: (/** @type {string} */ id) => needs.get(id) === name
			}));
			return { ...options, codeSplitting: { groups } };
		},
		generateBundle: {
			// Last: it holds for a file that begins with it.
			order: 'post',
			handler(_, bundle) {
				if (isServer) return;
				for (const chunk of Object.values(bundle))
					if (chunk.type === 'chunk') chunk.code = `${COMPILE_WHOLE}\n${chunk.code}`;
			}
		}
	};
}

/**
 * Asks Chromium to compile all of a file on another thread while it reads it. Else each function is compiled on the page's
 * own thread where it is first called: over a thousand of them until Today stands.
 */
export const COMPILE_WHOLE = '//# allFunctionsCalledOnLoad';

const setsOfScreens = Array.from({ length: 2 ** SCREENS.length - 1 }, (_, n) =>
	SCREENS.filter((_, bit) => (n + 1) & (1 << bit))
);
const GROUPS = [
	FOUNDATION,
	...setsOfScreens.sort((a, b) => b.length - a.length).map((screens) => screens.join('-'))
];

/**
 * Which group a module belongs to, by its id: those of the screens that cannot do without it.
 * @param {readonly string[]} ids
 * @param {(id: string) => import('vite').Rolldown.ModuleInfo | null} infoOf
 * @returns {Map<string, string>}
 */
function needsOf(ids, infoOf) {
	const words = wordsOf(ids, infoOf);
	/** What a module cannot do without; of the index of all words those that it says. */
	const importsOf = (/** @type {string} */ id) => {
		const { importedIds = [], code } = infoOf(id) ?? {};
		const others = importedIds.filter((imported) => !ALL_WORDS.test(imported));
		if (others.length === importedIds.length) return others;
		return [
			...others,
			...[...(code ?? '').matchAll(/\bm\.(\w+)/g)].flatMap(([, key = '']) => words.get(key) ?? [])
		];
	};
	const reached = Object.entries(ROOTS).map(([name, roots]) => {
		const all = new Set(ids.filter((id) => roots.test(id)));
		// What is added while the set is walked through is walked through, too.
		for (const id of all) for (const imported of importsOf(id)) all.add(imported);
		return /** @type {const} */ ([name, all]);
	});
	return new Map(
		ids.map((id) => {
			const names = reached.filter(([, all]) => all.has(id)).map(([name]) => name);
			return [id, names.includes(FOUNDATION) ? FOUNDATION : names.join('-')];
		})
	);
}

/** Every word of the app is a module of its own; screens import their index and keep what they say. */
const WORD = /paraglide\/messages\/(\w+)\.js$/;
const ALL_WORDS = /paraglide\/messages(\/_index)?\.js$/;

/**
 * The modules of words, by their keys.
 * @param {readonly string[]} ids
 * @param {(id: string) => import('vite').Rolldown.ModuleInfo | null} infoOf
 * @returns {Map<string, string>}
 */
function wordsOf(ids, infoOf) {
	return new Map(
		ids.flatMap((id) => {
			const [, file] = WORD.exec(id) ?? [];
			if (!file || ALL_WORDS.test(id)) return [];
			// File names have no capitals: a key that has some is given at the end of its module.
			const [, key = file] = / as "(\w+)" \}/.exec(infoOf(id)?.code ?? '') ?? [];
			return [[key, id]];
		})
	);
}
