import * as v from 'valibot';

import { m } from '../../paraglide/messages';
import { readPhone } from '../roster/phone';
import type { Text } from '../text';

/** The roles a community file may give; each is also a plain word among the CouchDB user's roles. */
export const STAFF_ROLES = ['gridWorker', 'gridLead', 'environmentMonitor', 'communityManager'] as const;

/**
 * Name of the CouchDB user; also part of the name of the user's own database, where `-photos` at the end would name the
 * photos of another one.
 */
export const USER_NAME = /^(?!.*-photos$)[a-z][a-z0-9_-]{0,31}$/;

/*
 * Messages cannot be worded before the reader's language is known, so the schema carries words of this table and
 * `describe` below turns them into texts.
 */
const REASONS = {
	code: (locale) => m.community_code({}, { locale }),
	gridCode: (locale) => m.community_grid_code({}, { locale }),
	text60: (locale) => m.community_text({ max: 60 }, { locale }),
	time: (locale) => m.community_time({}, { locale }),
	timeZone: (locale) => m.community_time_zone({}, { locale }),
	kind: (locale) => m.community_kind({}, { locale }),
	userName: (locale) => m.community_user_name({}, { locale }),
	role: (locale) => m.community_role({ known: STAFF_ROLES.join(', ') }, { locale }),
	phone: (locale) => m.community_phone({}, { locale }),
	password: (locale) => m.community_password({}, { locale }),
	list: (locale) => m.community_list({}, { locale }),
	shape: (locale) => m.community_shape({}, { locale }),
	missing: (locale) => m.community_missing({}, { locale }),
	unknownKey: (locale) => m.community_unknown_key({}, { locale })
} satisfies Record<string, Text>;
type Reason = keyof typeof REASONS;
const why = (reason: Reason): string => reason;

const text60 = v.pipe(v.string(why('text60')), v.minLength(1, why('text60')), v.maxLength(60, why('text60')));

const staffSchema = v.strictObject(
	{
		userName: v.pipe(v.string(why('userName')), v.regex(USER_NAME, why('userName'))),
		displayName: text60,
		roles: v.pipe(v.array(v.picklist(STAFF_ROLES, why('role')), why('list')), v.minLength(1, why('list'))),
		grids: v.optional(v.array(v.string(why('gridCode')), why('list')), []),
		phone: v.optional(
			v.pipe(
				v.string(why('phone')),
				v.check((phone) => readPhone(phone) !== undefined, why('phone'))
			)
		),
		/** Only used when the account does not exist yet. Left out: one is made and told once. */
		password: v.optional(
			v.pipe(v.string(why('password')), v.minLength(8, why('password')), v.maxLength(128, why('password')))
		)
	},
	why('shape')
);
export type StaffMember = v.InferOutput<typeof staffSchema>;

/** Reads one member of staff, as a command line gives it. */
export function readStaffMember(
	value: unknown
): { ok: true; member: StaffMember } | { ok: false; faults: Text[] } {
	const result = v.safeParse(staffSchema, value);
	if (!result.success) return { ok: false, faults: result.issues.map(describe) };
	if (!lacksGrid(result.output)) return { ok: true, member: result.output };
	return { ok: false, faults: [(locale) => m.community_no_grids({}, { locale })] };
}

const communitySchema = v.strictObject(
	{
		code: v.pipe(v.string(why('code')), v.regex(/^\d{12}$/, why('code'))),
		name: text60,
		/** When the community began here, UTC. It dates every imported record, so it never changes afterwards. */
		createdAt: v.pipe(v.string(why('time')), v.isoTimestamp(why('time'))),
		timeZone: v.pipe(v.string(why('timeZone')), v.check(isTimeZone, why('timeZone'))),
		grids: v.pipe(
			v.array(
				v.strictObject(
					{
						code: v.pipe(v.string(why('gridCode')), v.regex(/^\d{15}$/, why('gridCode'))),
						name: text60,
						kind: v.optional(v.picklist(['comprehensive', 'dedicated'], why('kind')), 'comprehensive')
					},
					why('shape')
				),
				why('list')
			),
			v.minLength(1, why('list'))
		),
		staff: v.optional(v.array(staffSchema, why('list')), [])
	},
	why('shape')
);
export type CommunityFile = v.InferOutput<typeof communitySchema>;

export type CommunityResult =
	| { readonly ok: true; readonly community: CommunityFile }
	| { readonly ok: false; readonly faults: readonly Text[] };

/** Reads `community.json`: the community, its grids and its staff. All faults are told, each with its path. */
export function readCommunity(json: string): CommunityResult {
	let value: unknown;
	try {
		value = JSON.parse(json.replace(/^\ufeff/, ''));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { ok: false, faults: [(locale) => m.community_not_json({ reason }, { locale })] };
	}
	const result = v.safeParse(communitySchema, value);
	if (!result.success) return { ok: false, faults: result.issues.map(describe) };
	const faults = contradictions(result.output);
	return faults.length > 0 ? { ok: false, faults } : { ok: true, community: result.output };
}

function describe(issue: v.BaseIssue<unknown>): Text {
	const path = v.getDotPath(issue) ?? 'community.json';
	const reason = reasonOf(issue);
	return (locale) => m.community_at({ path, reason: REASONS[reason](locale) }, { locale });
}

function reasonOf(issue: v.BaseIssue<unknown>): Reason {
	if (issue.type === 'strict_object' && issue.expected === 'never') return 'unknownKey';
	if (issue.input === undefined) return 'missing';
	return issue.message in REASONS ? (issue.message as Reason) : 'shape';
}

/** What the parts of the file say against each other. */
function contradictions({ code: community, grids, staff }: CommunityFile): Text[] {
	const faults: Text[] = [];
	const at = (path: string, reason: Text) =>
		faults.push((locale) => m.community_at({ path, reason: reason(locale) }, { locale }));
	const repeated = (path: (index: number) => string, values: readonly string[]) =>
		values.forEach((value, index) => {
			if (values.indexOf(value) < index)
				at(path(index), (locale) => m.community_repeated({ value }, { locale }));
		});
	repeated((i) => `grids.${i}.code`, grids.map((grid) => grid.code)); // prettier-ignore
	repeated((i) => `grids.${i}.name`, grids.map((grid) => grid.name)); // prettier-ignore
	repeated((i) => `staff.${i}.userName`, staff.map((member) => member.userName)); // prettier-ignore
	grids.forEach(({ code }, index) => {
		if (!code.startsWith(community))
			at(`grids.${index}.code`, (locale) => m.community_grid_outside({ code, community }, { locale }));
	});
	staff.forEach((member, index) => {
		for (const code of member.grids)
			if (!grids.some((grid) => grid.code === code))
				at(`staff.${index}.grids`, (locale) => m.community_unknown_grid({ code }, { locale }));
		if (lacksGrid(member)) at(`staff.${index}.grids`, (locale) => m.community_no_grids({}, { locale }));
	});
	return faults;
}

const lacksGrid = ({ roles, grids }: StaffMember) =>
	grids.length === 0 && roles.some((role) => role === 'gridWorker' || role === 'gridLead');

function isTimeZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
	} catch {
		return false;
	}
}
