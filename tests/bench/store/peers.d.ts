/* The stock parts of PouchDB that only the bench knows. */
declare module 'pouchdb-adapter-idb' {
	const plugin: unknown;
	export default plugin;
}
declare module 'pouchdb-find' {
	const plugin: unknown;
	export default plugin;
}
declare namespace PouchDB {
	interface Database {
		createIndex(request: { index: { fields: string[] } }): Promise<unknown>;
		find(request: {
			selector: Record<string, unknown>;
			sort?: Record<string, 'asc' | 'desc'>[];
			limit?: number;
		}): Promise<{ docs: object[] }>;
	}
}
