/*
 * PouchDB 9.0.0 as far as this program calls it. The published types declare an old `Buffer` for the whole program,
 * which breaks the types of Node's own; so they are not used.
 */

declare namespace PouchDB {
	interface Revisioned {
		_id: string;
		_rev: string;
		_conflicts?: string[];
		_deleted?: boolean;
		_revisions?: { start: number; ids: string[] };
	}

	namespace Core {
		type PutDocument<Content extends object> = Content & { _id?: string; _rev?: string; _deleted?: boolean };
		type ExistingDocument<Content extends object> = Content & Revisioned;

		interface DatabaseInfo {
			db_name: string;
			doc_count: number;
			update_seq: number | string;
		}
		interface Response {
			ok: boolean;
			id: string;
			rev: string;
		}
		/** What became of one document of a bulk write; with `new_edits: false` only errors are answered. */
		interface Error {
			id?: string;
			rev?: string;
			status?: number;
			name?: string;
			message?: string;
			reason?: string;
			error?: string | boolean;
		}
		interface Change {
			id: string;
			seq: number | string;
			changes: { rev: string }[];
			deleted?: boolean;
			doc?: ExistingDocument<object>;
		}
		interface AllDocsRow {
			id: string;
			key: string;
			value: { rev: string; deleted?: boolean };
			doc?: ExistingDocument<object>;
		}
		type RevisionDiff = Record<string, { missing?: string[] } | undefined>;
	}

	namespace Configuration {
		interface DatabaseConfiguration {
			adapter?: string;
			auto_compaction?: boolean;
			/** Of the http adapter. */
			skip_setup?: boolean;
			fetch?: (url: string | Request, init?: RequestInit) => Promise<globalThis.Response>;
		}
	}

	interface ReplicateOptions {
		/** Documents a batch. */
		batch_size?: number;
		/** Writes this sequence as the checkpoint of both sides first, and goes on from there. */
		since?: number | string;
	}
	interface ReplicationResult {
		ok: boolean;
		docs_read: number;
		docs_written: number;
		doc_write_failures: number;
		last_seq: number | string;
		status: string;
	}
	interface Replication extends Promise<ReplicationResult> {
		cancel(): void;
		on(event: string, listener: (event: unknown) => void): this;
	}

	interface Changes extends Promise<{ results: Core.Change[]; last_seq: number | string }> {
		cancel(): void;
		on(event: 'change', listener: (change: Core.Change) => void): this;
		on(event: string, listener: (event: unknown) => void): this;
	}

	interface Database<Content extends object = object> {
		readonly name: string;
		info(): Promise<Core.DatabaseInfo>;
		id(): Promise<string>;
		get<Model extends object = Content>(
			id: string,
			options: { open_revs: 'all' | string[] }
		): Promise<({ ok: Core.ExistingDocument<Model> } | { missing: string })[]>;
		get<Model extends object = Content>(
			id: string,
			options?: { rev?: string; conflicts?: boolean; revs?: boolean; attachments?: boolean }
		): Promise<Core.ExistingDocument<Model>>;
		put(doc: object, options?: { force?: boolean; new_edits?: boolean }): Promise<Core.Response>;
		remove(doc: { _id: string; _rev: string }): Promise<Core.Response>;
		bulkDocs(docs: object[], options?: { new_edits?: boolean }): Promise<(Core.Response | Core.Error)[]>;
		bulkGet(options: { docs: { id: string; rev?: string }[]; revs?: boolean; latest?: boolean }): Promise<{
			results: { id: string; docs: ({ ok: Core.ExistingDocument<Content> } | { error: unknown })[] }[];
		}>;
		revsDiff(asked: Record<string, string[]>): Promise<Core.RevisionDiff>;
		allDocs(options?: object): Promise<{ total_rows: number; offset: number; rows: Core.AllDocsRow[] }>;
		changes(options?: object): Changes;
		compact(): Promise<unknown>;
		putAttachment(
			id: string,
			name: string,
			rev: string,
			data: Blob | string,
			type: string
		): Promise<Core.Response>;
		getAttachment(id: string, name: string, options?: { rev?: string }): Promise<Blob>;
		close(): Promise<void>;
		destroy(): Promise<unknown>;
		replicate: {
			to(target: Database, options?: ReplicateOptions): Replication;
			from(source: Database, options?: ReplicateOptions): Replication;
		};
	}

	interface Static {
		new (name: string, options?: Configuration.DatabaseConfiguration): Database;
		plugin(plugin: unknown): Static;
		replicate(source: Database, target: Database, options?: ReplicateOptions): Replication;
	}
}

declare module 'pouchdb-core' {
	const PouchDB: PouchDB.Static;
	export default PouchDB;
}

declare module 'pouchdb-adapter-http' {
	const plugin: unknown;
	export default plugin;
}

declare module 'pouchdb-replication' {
	const plugin: unknown;
	export default plugin;
}
