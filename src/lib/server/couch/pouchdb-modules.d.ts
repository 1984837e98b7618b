declare module 'pouchdb-merge' {
	/** `[hash, {status, deleted}, children]` */
	export type CouchRevNode = [
		string,
		{ status?: 'available' | 'missing'; deleted?: boolean },
		CouchRevNode[]
	];
	export interface CouchRevRoot {
		pos: number;
		ids: CouchRevNode;
	}
	export function merge(
		tree: CouchRevRoot[],
		path: CouchRevRoot,
		depth: number
	): { tree: CouchRevRoot[]; stemmedRevs: string[]; conflicts: string };
	export function winningRev(metadata: { rev_tree: CouchRevRoot[] }): string;
}

declare module 'pouchdb-selector-core' {
	export function matchesSelector(doc: object, selector: object): boolean;
}
