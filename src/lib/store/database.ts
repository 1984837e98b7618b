import { Dexie, type DexieOptions, type PromiseExtended, type Table } from 'dexie';
import type { Scope } from '../org/scopes';
import { BrokenRecords } from './broken-records';
import { withConnection } from './connection';
import type {
	AttachmentRow,
	AttachmentUseRow,
	DraftRow,
	LocalRow,
	PhotoRow,
	RecordRow,
	RevisionRow,
	ScopeRow,
	SettingRow
} from './rows';
import type { Sealer } from './sealing';
import { settleLog } from './settled-log';
import { packStoredColumns } from './upgrades';
import { RECORD_TABLES, STRICT, guardWriters, permitWriting, type RecordTable } from './writers';

/** Name of a user's one database on this device. */
export const databaseName = (user: string) => `linli-${user}`;

/** Of the newest schema; the bench gives its peers the same. */
export const RECORD_INDEXES = [
	'[scope+id]',
	'[scope+seq]',
	'[scope+unsent]',
	'[scope+conflicted]',
	'[scope+type+at]',
	'[scope+type+subject+at]',
	'[scope+type+kind+at]'
];

// On localhost Dexie makes a console task for each transaction, for whoever debugs it: benches and tests would measure that.
Dexie.debug = false;

/**
 * The device database of one user: all scopes inside, `scope` first in every key, so that one live query can span
 * scopes and no key of one scope can meet another's.
 */
export class DeviceDatabase extends Dexie {
	declare readonly records: Table<RecordRow, [Scope, string]>;
	declare readonly revisions: Table<RevisionRow, [Scope, string, string]>;
	declare readonly attachments: Table<AttachmentRow, [Scope, string]>;
	declare readonly attachmentUses: Table<AttachmentUseRow, [Scope, string, string, string]>;
	declare readonly locals: Table<LocalRow, [Scope, string]>;
	declare readonly scopes: Table<ScopeRow, Scope>;
	declare readonly settings: Table<SettingRow, string>;
	declare readonly drafts: Table<DraftRow, string>;
	declare readonly photos: Table<PhotoRow, [Scope, string]>;

	/**
	 * How bodies lie in this database; absent while nobody has unlocked it, and then no body is read or written.
	 * `plain` is for tests and benches.
	 */
	sealing: Sealer | 'plain' | undefined;

	readonly broken = new BrokenRecords();

	/** @param place another IndexedDB than the page's own, as in a storage bucket */
	constructor(name: string, place: Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'> = {}) {
		// Dexie's cache would show a write to screens before the disk has it: a screen that says "saved" would lie (N1).
		super(name, { ...place, cache: 'disabled' });
		this.version(1).stores({
			// Equal index keys lie in the order of the primary key, so each of these lists ends in the order of ids.
			records: [
				'[scope+id]',
				'&[scope+seq]',
				'[scope+unsent]',
				'[scope+conflicted]',
				'[scope+type+at]',
				'[scope+type+subject+at]',
				'[scope+type+place+at]',
				'[scope+type+kind+at]'
			].join(','),
			revisions: '[scope+id+rev]',
			attachments: '[scope+digest]',
			attachmentUses: '[scope+digest+id+rev],[scope+id+rev]',
			locals: '[scope+id]',
			scopes: 'scope',
			settings: 'key',
			[STRICT]: 'none'
		});
		// Released versions stay as they are: a device may come from any of them.
		this.version(2)
			.stores({ drafts: 'id,form,subject,updatedAt', photos: '[scope+id],state' })
			.upgrade(packStoredColumns);
		// Each index entry costs a first load. No screen asks for a place alone; and a sequence that is drawn inside the
		// transaction that stores it needs nobody to look for its like.
		this.version(3).stores({ records: RECORD_INDEXES.join() });
		this.use(guardWriters);
	}

	#closed = false;

	/** Whoever asks first, a screen, a draft or the replication: nothing is written before {@link settleLog}. */
	override open(): PromiseExtended<Dexie> {
		this.#closed = false;
		return Dexie.Promise.resolve(settleLog()).then(() => {
			if (this.#closed) throw new Dexie.DatabaseClosedError();
			return super.open();
		}) as PromiseExtended<Dexie>;
	}

	override close(options?: { disableAutoOpen: boolean }): void {
		this.#closed = options?.disableAutoOpen !== false;
		super.close(options);
	}
}

/** What changes together when a record changes. */
export const REVISION_TABLES: readonly RecordTable[] = RECORD_TABLES.filter((table) => table !== 'locals');

/** What changes when a record is written that was not there. */
export const NEW_RECORD_TABLES: readonly RecordTable[] = ['records', 'scopes'];

/**
 * Runs `work` in one transaction that may write records; it commits whole or leaves nothing.
 * @param durability `strict` for what a person captured, `relaxed` for what the server can send again
 * @param tables all that `work` touches
 */
export function writing<T>(
	db: DeviceDatabase,
	durability: 'strict' | 'relaxed',
	work: () => Promise<T>,
	tables: readonly (RecordTable | 'drafts')[] = REVISION_TABLES
): Promise<T> {
	return Dexie.ignoreTransaction(() =>
		db.transaction('rw', durability === 'strict' ? [...tables, STRICT] : [...tables], async (transaction) => {
			permitWriting(transaction);
			return work();
		})
	);
}

/**
 * Runs `work` in one consistent view of these tables. It waits for whoever writes one of them, so name no table more
 * than `work` reads.
 */
export function reading<T>(
	db: DeviceDatabase,
	tables: readonly RecordTable[],
	work: () => Promise<T>
): Promise<T> {
	return withConnection(db, () => Dexie.ignoreTransaction(() => db.transaction('r', [...tables], work)));
}

/**
 * Runs `request`, a single one, which is consistent by itself. Its answer is there before its transaction has ended;
 * who opened one for it would wait for that, too: a third of what a list costs.
 */
export function asking<T>(db: DeviceDatabase, request: () => PromiseLike<T>): Promise<T> {
	return withConnection(db, () => Dexie.ignoreTransaction(() => Dexie.Promise.resolve(request())));
}

const handles = new Map<string, { readonly db: DeviceDatabase; users: number }>();

/**
 * The handle of a database, shared inside this page or worker. Give it back with {@link releaseDatabase}.
 * @param sealing for all who share the handle; without it bodies stay closed
 */
export function useDatabase(name: string, sealing?: Sealer | 'plain'): DeviceDatabase {
	const handle = handles.get(name) ?? { db: new DeviceDatabase(name), users: 0 };
	handle.users++;
	handle.db.sealing = sealing ?? handle.db.sealing;
	handles.set(name, handle);
	return handle.db;
}

/** Closes the database when its last user has gone. Deletes nothing. */
export function releaseDatabase(db: DeviceDatabase) {
	const handle = handles.get(db.name);
	if (handle?.db !== db || --handle.users > 0) return;
	handles.delete(db.name);
	db.sealing = undefined;
	db.close();
}
