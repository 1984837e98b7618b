import * as v from 'valibot';
import { byManagers, profileFields, requiredText, text, type RecordType } from '../record';
import { gridCode } from './org';

/** Codes of volunteer teams: community code + `t` + two digits. The team's database is `care-<code>`. */
export const teamCode = v.pipe(v.string(), v.regex(/^\d{12}t\d{2}$/));

/** A volunteer team (志愿服务队). Feature teams have a theme, service groups a territory (domain.md 1.6). */
export const volunteerTeamSchema = v.object({
	...profileFields,
	type: v.literal('volunteerTeam'),
	code: teamCode,
	name: requiredText(60),
	kind: v.picklist(['feature', 'service']),
	/** User name of the volunteer who leads it. */
	leader: v.optional(requiredText(64)),
	/** The grids whose people it helps; their workers read the team's database too. */
	grids: v.array(gridCode)
});
export type VolunteerTeam = v.InferOutput<typeof volunteerTeamSchema>;

/**
 * A registered volunteer, in the database of each team that he or she belongs to. Hours and stars are derived from
 * confirmed entries (R-H5).
 */
export const volunteerSchema = v.object({
	...profileFields,
	type: v.literal('volunteer'),
	/** Name of the account; hours and sessions name the volunteer by it. */
	userName: requiredText(64),
	name: requiredText(60),
	skills: v.optional(v.array(text(40))),
	trained: v.optional(v.boolean()),
	status: v.picklist(['active', 'resting', 'left'])
});
export type Volunteer = v.InferOutput<typeof volunteerSchema>;

const profile = { v: 1, nature: 'profile', mayWrite: byManagers } as const;

export const volunteerTeamType: RecordType<VolunteerTeam> = {
	...profile,
	type: 'volunteerTeam',
	scope: 'org',
	schema: volunteerTeamSchema,
	columns: (team) => ({ kind: team.kind })
};
export const volunteerType: RecordType<Volunteer> = {
	...profile,
	type: 'volunteer',
	scope: 'care',
	schema: volunteerSchema,
	columns: (volunteer) => ({ kind: volunteer.status })
};
