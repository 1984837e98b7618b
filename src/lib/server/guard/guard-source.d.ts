/** A `*.guard.ts` module as the text of one CouchDB validation function: see `vite-plugin.ts`. */
declare module '*?guard' {
	const source: string;
	export default source;
}
