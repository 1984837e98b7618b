import * as v from 'valibot';

/**
 * What every stored document carries (design.md 4). Unknown fields are allowed everywhere and survive a round
 * trip through an older app: schemas check what they know and never strip.
 */
export const docFields = {
	/** `<type>:<ULID>`: sorted by time, no personal data. */
	_id: v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z]*:[0-9A-HJKMNP-TV-Z]{26}$/)),
	_rev: v.optional(v.string()),
	/** Shape version of this type. */
	v: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** UTC, ISO 8601, by the device's own clock. */
	createdAt: v.pipe(v.string(), v.isoTimestamp()),
	/** User name of the author. */
	createdBy: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** Id of the device (ULID), or `import` for provisioned records. */
	device: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** Hybrid logical clock of the last change: see `stamp.ts`. */
	stamp: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
	/** Milliseconds to add to the device's clock to get the server's, as last measured. */
	clockOffset: v.optional(v.pipe(v.number(), v.integer())),
	origin: v.optional(v.picklist(['field', 'import', 'derived'])),
	/** Deleting is a flag, never a tombstone. */
	voided: v.optional(v.boolean())
};

/** A value that lost a merge, shown until somebody has looked at it (N5). A field that was removed has no value. */
const contest = v.object({
	field: v.string(),
	kept: v.optional(v.unknown()),
	/** User name; the device's id when nothing tells whose it is. */
	keptBy: v.string(),
	keptStamp: v.string(),
	dropped: v.optional(v.unknown()),
	droppedBy: v.string(),
	droppedStamp: v.string(),
	/** Who has looked, and when (UTC ISO). */
	confirmed: v.optional(v.object({ by: v.string(), at: v.string() }))
});
export type Contest = v.InferOutput<typeof contest>;

const seenEntry = v.object({
	stamp: v.string(),
	by: v.optional(v.string()),
	upTo: v.optional(v.string()),
	edits: v.optional(v.array(v.string()))
});

/** What a profile (a thing that is, N5) carries beside the common fields. */
export const profileFields = {
	...docFields,
	updatedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
	updatedBy: v.optional(v.pipe(v.string(), v.maxLength(64))),
	/** field → stamp of its last change; a merge takes the newer value a field. */
	stamps: v.optional(v.record(v.string(), v.string())),
	/**
	 * device → which of its changes are part of this document's history, and whose device it is: the last one's stamp,
	 * each of `edits` and all up to `upTo` (`<ms>.<counter>`); without `edits` all up to the last.
	 */
	seen: v.optional(v.record(v.string(), seenEntry)),
	contested: v.optional(v.array(contest)),
	/** What lost to the very same value: nothing to show, but a later merge may have to weigh it. */
	agreed: v.optional(v.array(contest))
};

export type Doc = v.InferOutput<v.ObjectSchema<typeof docFields, undefined>> & { type: string };

export type Profile = v.InferOutput<v.ObjectSchema<typeof profileFields, undefined>> & { type: string };

/** The id of another record of the named type. */
export const ref = (type: string) => v.pipe(v.string(), v.startsWith(`${type}:`), v.maxLength(64));
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
export const requiredText = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
export const timestamp = v.pipe(v.string(), v.isoTimestamp());
/** A calendar day in the community's time zone: `2026-11-21`. */
export const day = v.pipe(v.string(), v.isoDate());

/** A position, WGS-84 in degrees, `accuracy` in metres, `at` UTC ISO (domain.md 2.8). */
export const geoFix = v.object({
	lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
	lng: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
	accuracy: v.pipe(v.number(), v.minValue(0)),
	at: timestamp
});
export type GeoFix = v.InferOutput<typeof geoFix>;

/**
 * Index columns: what queries find records by. They lie unsealed on the device, so they hold nothing that
 * identifies a person and nothing derived (N6).
 */
export interface Columns {
	/** Id of what the record is about: a visit's household, a resident's household, a dwelling's building. */
	subject?: string;
	/** When it happened, UTC ISO. */
	at?: string;
	/** Id of the place: a dwelling, a premises, a building. */
	place?: string;
	/** A closed word of the domain: an outcome, a use, a status. */
	kind?: string;
}

/**
 * Which kind of database (scope) a record type lives in: the part of the database's name before the first dash, or
 * `photos` for the twin of a scope that holds its photos.
 */
export type ScopeKind = 'org' | 'people' | 'area' | 'care' | 'user' | 'photos' | 'summary';

/** Who wants to write a record, as the database knows them. */
export interface Writer {
	readonly name: string;
	/** Of the community that the database belongs to. */
	readonly isManager: boolean;
	/** Plain words such as `gridWorker`, and the scopes that the account reads. */
	readonly roles: readonly string[];
}

export type Schema = v.GenericSchema<unknown, unknown>;

/** Everything the program knows of one record type, declared once beside the type. */
export interface RecordType<D extends Doc = Doc> {
	readonly type: D['type'];
	/** Current shape version. */
	readonly v: number;
	readonly scope: ScopeKind | readonly ScopeKind[];
	/** An event happened and is immutable (N4); a profile is, and merges field by field (N5). */
	readonly nature: 'event' | 'profile';
	readonly schema: Schema;
	columns(record: D): Columns;
	/** Who of a scope's members may write it; left out: all of them. Runs inside the database, so nothing but values. */
	mayWrite?(record: D, writer: Writer): boolean;
}

export const belongsIn = (recordType: RecordType, kind: ScopeKind): boolean =>
	(typeof recordType.scope === 'string' ? [recordType.scope] : recordType.scope).includes(kind);

/** Only the community's managers write it. */
export const byManagers = (_record: Doc, writer: Writer): boolean => writer.isManager;

/** One thing wrong with a value: where, and what. */
export interface Problem {
	/** Dotted path inside the record, empty for the record itself. */
	path: string;
	message: string;
}

/** Checks a value against a record type's schema. Used by the store before saving and by the database's guard. */
export function checkRecord(schema: Schema, value: unknown): Problem[] {
	const result = v.safeParse(schema, value);
	if (result.success) return [];
	return result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message }));
}
