import type { Day } from '../org/calendar';
import type { Door } from '../people/door';
import { maskName } from '../people/mask';
import type { CareCategory } from '../people/people';
import { STANDINGS, type GridFigures, type Standing } from './grid-figures';
import type { Ladder } from './no-answer';
import type { Obligation } from './obligations';
import type { VisitTask } from './tasks';

/*
 * What a manager's screen gets of the visits of a community, by grid. Every number is the length of a list, and the list
 * comes with it (R-R4). Names are masked before they leave the server (R-P2); lists stand in walk order and grids by
 * name, never by how much somebody has done (N11).
 */

/** One household of a list, with the reason why it is there. */
export interface ReportedHousehold {
	readonly household: string;
	readonly place: ReportedPlace;
	/** Masked; absent when nobody is registered. */
	readonly head?: string;
	/** People living there. */
	readonly size: number;
	readonly reason: VisitTask['reason'];
	readonly due: VisitTask['due'];
	readonly obligation: Obligation;
	readonly ladder?: Pick<Ladder, 'step' | 'dayPart'>;
}

export interface ReportedPlace {
	readonly compound: string;
	/** As painted on the wall: `3 幢`. */
	readonly building: string;
	readonly stairUnit: string;
	readonly room: string;
}

/** One person of the six kinds. */
export interface ReportedPerson {
	readonly resident: string;
	readonly household: string;
	readonly place: ReportedPlace;
	/** Masked. */
	readonly name: string;
	/** Whether somebody met the person in the month (R-V12). */
	readonly reached: boolean;
}

export interface GridReport {
	/** 15-digit code. */
	readonly code: string;
	readonly name: string;
	readonly households: Readonly<Record<Standing, readonly ReportedHousehold[]>>;
	readonly kinds: readonly { readonly category: CareCategory; readonly people: readonly ReportedPerson[] }[];
}

/** When a device last reached the server, and what lay on it unsent then. */
export interface DeviceReport {
	/** User name. */
	readonly user: string;
	readonly device: string;
	/** UTC ISO, by the device's clock set right by the server's. */
	readonly lastContact: string;
	readonly waiting: number;
	/** When the oldest unsent record was captured, UTC ISO. */
	readonly waitingSince?: string;
}

export interface VisitReport {
	/** When the server read the records, UTC ISO. */
	readonly asOf: string;
	/** `2026-11` */
	readonly month: string;
	readonly today: Day;
	readonly grids: readonly GridReport[];
	readonly devices: readonly DeviceReport[];
}

/** A grid's figures as they travel: what a list shows, and no more. @param doors of the grid */
export function gridReport(
	grid: { readonly code: string; readonly name: string },
	doors: readonly Door[],
	{ households, rates }: GridFigures
): GridReport {
	const homes = new Map(
		doors.flatMap((door) => door.residents.map((resident) => [resident._id, { door, resident }] as const))
	);
	const listed = (tasks: readonly VisitTask[]) => tasks.map(reported);
	return {
		code: grid.code,
		name: grid.name,
		households: Object.fromEntries(STANDINGS.map((name) => [name, listed(households[name])])) as Record<
			Standing,
			ReportedHousehold[]
		>,
		kinds: rates.map(({ category, people, reached }) => {
			const met = new Set(reached);
			return {
				category,
				people: people.flatMap((id) => {
					const home = homes.get(id);
					return home
						? [
								{
									resident: id,
									household: home.resident.household,
									place: placeOf(home.door),
									name: maskName(home.resident.name),
									reached: met.has(id)
								}
							]
						: [];
				})
			};
		})
	};
}

function reported({ door, reason, due, obligations, ladder }: VisitTask): ReportedHousehold {
	const [head] = door.residents;
	return {
		household: door.household?._id ?? '',
		place: placeOf(door),
		...(head && { head: maskName(head.name) }),
		size: door.residents.length,
		reason,
		due,
		obligation: obligations[0],
		...(ladder && {
			ladder: { step: ladder.step, ...(ladder.dayPart !== undefined && { dayPart: ladder.dayPart }) }
		})
	};
}

const placeOf = ({ compound, building, dwelling }: Door): ReportedPlace => ({
	compound: compound?.name ?? '',
	building: building?.label ?? '',
	stairUnit: dwelling.stairUnit,
	room: dwelling.room
});

/** Hours without a word from a device after which figures must say that they may lack something (R-R4). */
const SILENT_HOURS = 24;

/** Devices that have not reached the server for longer than {@link SILENT_HOURS}, by user name. */
export const silentDevices = (devices: readonly DeviceReport[], now: Date): DeviceReport[] =>
	devices
		.filter(({ lastContact }) => now.getTime() - Date.parse(lastContact) > SILENT_HOURS * 3_600_000)
		.toSorted((a, b) => a.user.localeCompare(b.user) || a.device.localeCompare(b.device));
