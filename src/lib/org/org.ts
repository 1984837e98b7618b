import * as v from 'valibot';
import { byManagers, geoFix, profileFields, ref, requiredText, text, type RecordType } from '../record';
import { noiseZone } from './noise-zone';

/** Division codes of a community: 12 digits (domain.md 2.7). */
export const communityCode = v.pipe(v.string(), v.regex(/^\d{12}$/));
/** Grid codes: community code + 3 digits (our own choice, domain.md 2.7). */
export const gridCode = v.pipe(v.string(), v.regex(/^\d{15}$/));

export const divisionSchema = v.object({
	...profileFields,
	type: v.literal('division'),
	code: communityCode,
	name: requiredText(60),
	level: v.picklist(['city', 'district', 'subdistrict', 'community']),
	parentCode: v.optional(communityCode),
	/** IANA name; a community's periods and limits are computed in it. Only on the community itself. */
	timeZone: v.optional(text(64))
});
export type Division = v.InferOutput<typeof divisionSchema>;

export const gridSchema = v.object({
	...profileFields,
	type: v.literal('grid'),
	code: gridCode,
	name: requiredText(60),
	kind: v.picklist(['comprehensive', 'dedicated']),
	/** User names of the grid's workers. */
	workers: v.array(requiredText(64)),
	/** User name of the grid's lead (网格长). */
	lead: v.optional(requiredText(64))
});
export type Grid = v.InferOutput<typeof gridSchema>;

/** A housing estate (小区), not to be mixed with the administrative community (社区). */
export const compoundSchema = v.object({
	...profileFields,
	type: v.literal('compound'),
	name: requiredText(60),
	aliases: v.optional(v.array(text(60))),
	closed: v.optional(v.boolean()),
	propertyManager: v.optional(text(60)),
	ownersCommittee: v.optional(v.boolean()),
	noiseZone: v.optional(noiseZone),
	/** Share of green area, 0–1, from the estate's documents (R-I10). */
	greenRate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
	/** Built new, so that the higher green share counts; otherwise rebuilt or extended. */
	newBuilt: v.optional(v.boolean())
});
export type Compound = v.InferOutput<typeof compoundSchema>;

export const buildingSchema = v.object({
	...profileFields,
	type: v.literal('building'),
	compound: ref('compound'),
	/** As spoken and painted on the wall: `3 幢`. */
	label: requiredText(30),
	floors: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120))),
	hasLift: v.optional(v.boolean()),
	geo: v.optional(v.pick(geoFix, ['lat', 'lng']))
});
export type Building = v.InferOutput<typeof buildingSchema>;

/** An entry of the staff directory: who works here, in which roles, in which grids. Never a password. */
export const workerSchema = v.object({
	...profileFields,
	type: v.literal('worker'),
	userName: requiredText(64),
	displayName: requiredText(60),
	roles: v.array(v.picklist(['gridWorker', 'gridLead', 'environmentMonitor', 'communityManager'])),
	grids: v.array(gridCode),
	phone: v.optional(text(20)),
	badgeNo: v.optional(text(30)),
	/** Year → class hours (R-H8). */
	trainingHours: v.optional(v.record(v.pipe(v.string(), v.regex(/^\d{4}$/)), v.number()))
});
export type Worker = v.InferOutput<typeof workerSchema>;

/** A published form definition. (form, version) is immutable; a record keeps form, version and hash. */
export const formSchema = v.object({
	...profileFields,
	type: v.literal('form'),
	form: requiredText(64),
	version: requiredText(32),
	/** SHA-256 of the definition's canonical JSON, hex. */
	hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	definition: v.looseObject({ schema: v.literal('form/1') })
});
export type FormRecord = v.InferOutput<typeof formSchema>;

const profile = { v: 1, scope: 'org', nature: 'profile', mayWrite: byManagers } as const;

export const divisionType: RecordType<Division> = {
	...profile,
	type: 'division',
	schema: divisionSchema,
	columns: (division) => ({ kind: division.level })
};
export const gridType: RecordType<Grid> = {
	...profile,
	type: 'grid',
	schema: gridSchema,
	columns: (grid) => ({ kind: grid.kind })
};
export const compoundType: RecordType<Compound> = {
	...profile,
	type: 'compound',
	schema: compoundSchema,
	columns: () => ({})
};
export const buildingType: RecordType<Building> = {
	...profile,
	type: 'building',
	schema: buildingSchema,
	columns: (building) => ({ subject: building.compound })
};
export const workerType: RecordType<Worker> = {
	...profile,
	type: 'worker',
	schema: workerSchema,
	columns: () => ({})
};
export const formType: RecordType<FormRecord> = {
	...profile,
	type: 'form',
	schema: formSchema,
	columns: (form) => ({ kind: form.form })
};
