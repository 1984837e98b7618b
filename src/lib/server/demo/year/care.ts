import type { CareRecipient } from '../../../care/care-recipient';
import type { CareSession } from '../../../care/care-session';
import type { Pairing } from '../../../care/pairing';
import type { ServiceHours } from '../../../care/service-hours';
import { addDays, type Day } from '../../../org/calendar';
import type { Doc } from '../../../record';
import type { CodedTeam } from '../../provision/teams';
import type { Dice } from '../dice';
import type { Pen } from './pen';
import { instant, iso, weekday, type Span } from './span';
import type { DemoDoor } from './visits';

/** Somebody whom a team looks after: the door, and which of its people. */
export interface DemoElder {
	readonly door: DemoDoor;
	/** As one would say it. */
	readonly address: string;
	/** 15-digit code. */
	readonly grid: string;
}

/** 24 entries a volunteer and year (domain.md 4.2), over all teams. */
const SESSIONS = 211 * 24;
const MOST_PEOPLE = 5;
const KINDS = [
	['talk', 40], ['errand', 12], ['clean', 12], ['healthMeasure', 9], ['meal', 8], ['accompany', 7], ['medicationReminder', 5],
	['safetyCheck', 4], ['repair', 2], ['bath', 1]
] as const; // prettier-ignore
const HINTS = [
	'听力不好，敲门重一些',
	'花生过敏',
	'行走不便，开门慢',
	'家中有小狗',
	'右眼视力差',
	'青霉素过敏'
];
const AIDS = ['拐杖', '助行器', '扶手', '轮椅', '洗澡椅'];
const NOTES = [
	'聊了近况，情绪好',
	'帮忙买菜',
	'陪同散步',
	'教用手机挂号',
	'一起整理房间',
	'测了血压并记在本子上'
];

/** A year of a team's care: whom it looks after, who is paired with whom, what was done, and the hours of it. */
export function careOf(
	team: CodedTeam,
	elders: readonly DemoElder[],
	share: number,
	span: Span,
	{ dice, pen, manager }: { dice: Dice; pen: Pen; manager: string }
): Doc[] {
	const docs: Doc[] = [];
	const helpers = dice.shuffled(team.volunteers).slice(0, Math.ceil(elders.length / MOST_PEOPLE));
	elders.forEach((elder, index) => {
		const recipient = recipientOf(dice, pen, elder, team, span.first);
		const helper = helpers[Math.floor(index / MOST_PEOPLE)]?.userName ?? '';
		const pairing: Pairing = {
			...pen.sign('pairing', instant(span.first, 540), manager, recipient._id, helper),
			recipient: recipient._id,
			helper,
			kind: dice.weighted([['oldPartner', 60], ['oneToOne', 30], ['memberContact', 10]]), // prettier-ignore
			from: span.first,
			contactsPerWeek: 2
		};
		docs.push(recipient, pairing);
		const count = Math.round(SESSIONS * share);
		for (let nth = 0; nth < count; nth += 1) {
			const day = addDays(span.first, Math.floor((364 * (nth + dice.next())) / count));
			const other = dice.chance(0.25) ? dice.pick(team.volunteers).userName : undefined;
			docs.push(...sessionOf(dice, pen, recipient, other ?? helper, day, { manager, last: span.last }));
		}
	});
	return docs;
}

function recipientOf(
	dice: Dice,
	pen: Pen,
	{ door, address }: DemoElder,
	team: CodedTeam,
	first: Day
): CareRecipient {
	const [resident] = door.residents;
	if (!resident) throw new Error(`${address}: nobody lives there`);
	const living = door.residents.length === 1 ? 'alone' : door.residents.length === 2 ? 'spouse' : 'children';
	return {
		...pen.sign('careRecipient', instant(first, 500), door.worker, team.code, resident._id),
		resident: resident._id,
		name: resident.name,
		addressText: address,
		...(resident.phone !== undefined && { phone: resident.phone }),
		living,
		...(dice.chance(0.3) && { aids: [dice.pick(AIDS)] }),
		...(dice.chance(0.35) && { hints: dice.pick(HINTS) }),
		...(dice.chance(0.15) && { medicationHelp: true })
	};
}

function sessionOf(
	dice: Dice,
	pen: Pen,
	recipient: CareRecipient,
	volunteer: string,
	day: Day,
	{ manager, last }: { manager: string; last: Day }
): Doc[] {
	const start = instant(day, dice.between(9 * 6, 17 * 6) * 10);
	const minutes = dice.weighted([[dice.between(20, 60), 15], [dice.between(60, 150), 45], [dice.between(150, 240), 40]]); // prettier-ignore
	const end = start + minutes * 60_000;
	const session: CareSession = {
		...pen.sign('careSession', end, volunteer, recipient._id),
		recipient: recipient._id,
		volunteers: [volunteer],
		kind: dice.weighted(KINDS),
		startedAt: iso(start),
		endedAt: iso(end),
		...(dice.chance(0.4) && { note: dice.pick(NOTES) }),
		...(dice.chance(0.5) && { feedback: dice.weighted([[5, 70], [4, 24], [3, 6]]) }) // prettier-ignore
	};
	const times = { volunteer, activity: session._id, from: session.startedAt, to: session.endedAt };
	const claim: ServiceHours = {
		...pen.sign('serviceHours', end + 60_000, volunteer, session._id),
		...times,
		state: 'claimed'
	};
	// The organiser looks through the claims on the Monday after next at the latest.
	const looked = addDays(day, 8 - weekday(day) + (dice.chance(0.2) ? 7 : 0));
	if (looked >= last) return [session, claim];
	const rejected = dice.chance(0.01);
	const verdict: ServiceHours = {
		...pen.sign('serviceHours', instant(looked, 600), manager, claim._id),
		...times,
		state: rejected ? 'rejected' : 'confirmed',
		...(rejected && { reason: '与另一条记录重复' }),
		replaces: claim._id
	};
	return [session, claim, verdict];
}
