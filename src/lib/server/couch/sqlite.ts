/*
 * The one SQLite interface the server knows. Node 22.13 and later bring it (`node:sqlite`); for Node 20 the package
 * `@photostructure/sqlite` has the same interface with its binaries inside, without an install script.
 */

export type SqlValue = null | number | string | Buffer;

export interface Statement<Row> {
	get(...values: SqlValue[]): Row | undefined;
	all(...values: SqlValue[]): Row[];
	run(...values: SqlValue[]): unknown;
}

export interface Sqlite {
	exec(sql: string): void;
	prepare(sql: string): Statement<unknown>;
	close(): void;
}

/** Opens a database file, creating it when missing. */
export type OpenSqlite = (file: string) => Sqlite;

interface SqliteModule {
	DatabaseSync: new (file: string) => Sqlite;
}

export async function loadSqlite(): Promise<OpenSqlite> {
	const own = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;
	const { DatabaseSync } = own ?? ((await import('@photostructure/sqlite')) as SqliteModule);
	return (file) => new DatabaseSync(file);
}
