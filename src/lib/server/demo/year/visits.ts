import { addDays, dayOf, daysBetween, type Day } from '../../../org/calendar';
import type { Household, Resident } from '../../../people/people';
import { effectiveVisits } from '../../../visits/contacts';
import { dueOf } from '../../../visits/due';
import { tierOf } from '../../../visits/tier';
import { NEEDS, type Visit } from '../../../visits/visit';
import { visitFromAnswers } from '../../../visits/visit-from-answers';
import { DEFAULT_VISIT_SETTINGS as SETTINGS, type CareTier } from '../../../visits/visit-settings';
import type { Dice } from '../dice';
import type { DemoForm } from './filled-form';
import { skewOf, type Pen } from './pen';
import { instant, iso, weekday, type Span } from './span';

/** One household with what its visits depend on. */
export interface DemoDoor {
	readonly household: Household;
	readonly residents: readonly Resident[];
	/** User name of the grid's worker. */
	readonly worker: string;
	/** Where the building stands. */
	readonly geo: { readonly lat: number; readonly lng: number };
}

type Weights<T> = readonly (readonly [T, number])[];
const OUTCOMES: Weights<Visit['outcome']> = [['met', 870], ['metFamily', 50], ['noAnswer', 68], ['refused', 12]]; // prettier-ignore
const METHODS: Record<CareTier, Weights<Visit['method']>> = {
	A: [['home', 72], ['phone', 24], ['video', 2], ['encounter', 2]],
	B: [['home', 66], ['phone', 30], ['video', 2], ['encounter', 2]],
	C: [['home', 82], ['phone', 18]],
	D: [['home', 100]],
	E: [['home', 100]]
}; // prettier-ignore
const NOTES: Record<Visit['outcome'], readonly string[]> = {
	met: ['身体状况平稳', '提醒注意用电安全', '反映楼道灯不亮，已另行上报', '近期子女常回来', '希望帮忙预约体检', '已告知社区活动时间', '家中整洁，无异常'],
	metFamily: ['家属在家，本人外出', '由女儿接待'],
	noAnswer: ['敲门无人应', '邻居说早上出门了', '已留联系卡'],
	refused: ['不方便接待，下次再来', '本人表示不需要'],
	movedAway: [], deceased: [], vacant: []
}; // prettier-ignore
/** One visit in twenty is late; how many days, by tier. */
const LATE: Record<CareTier, number> = { A: 3, B: 9, C: 20, D: 40, E: 40 };

/** How many visits a worker has on a day; visits go where the day is free. */
export class Workload {
	readonly #counts = new Map<string, number>();

	of(worker: string, day: Day): number {
		return this.#counts.get(worker + day) ?? 0;
	}

	/** The minute of the day at which the next visit of that worker begins: mornings first, lunch free. */
	take(worker: string, day: Day): number {
		const nth = this.of(worker, day);
		this.#counts.set(worker + day, nth + 1);
		return nth < 8 ? 540 + nth * 22 : nth < 18 ? 810 + (nth - 8) * 22 : 1110 + (nth - 18) * 8;
	}
}

export interface VisitTools {
	readonly dice: Dice;
	readonly pen: Pen;
	readonly form: DemoForm;
	readonly load: Workload;
}

/** A year of visits to one household, by its tier and cadence, with a believable share late, in vain or refused. */
export function visitsTo(door: DemoDoor, span: Span, tools: VisitTools): { tier: CareTier; visits: Visit[] } {
	const { dice, load } = tools;
	const { household, residents, worker } = door;
	const { tier } = tierOf(household, residents, span.last, SETTINGS);
	const { maxGap, serious } = SETTINGS.cadence[tier];
	/** Somebody was there before the records begin, or the first weeks would hold the whole community's visits. */
	const before = addDays(span.first, -dice.between(1, Math.round(maxGap * 0.75)));
	const visits: Visit[] = [];
	let effective: Day[] = [before];
	let refused: Day | undefined;
	for (let cursor = span.first; ;) {
		const { from, by } = dueOf(tier, effective, cursor, SETTINGS, refused);
		const day = chosenDay(tools, worker, {
			from: from > cursor ? from : cursor,
			by,
			late: Math.min(LATE[tier], serious * 3)
		});
		if (day >= span.last) return { tier, visits };
		const outcome = dice.weighted(OUTCOMES);
		const start = instant(day, load.take(worker, day));
		const visit = visitAt(door, tier, outcome, start, tools);
		visits.push(visit);
		const counted = effectiveVisits(visits, tier, SETTINGS).map(({ startedAt }) =>
			dayOf(startedAt, SETTINGS.timeZone)
		);
		effective = [before, ...counted];
		if (outcome === 'refused') refused = day;
		cursor = addDays(day, outcome === 'noAnswer' ? dice.between(1, 2) : 1);
	}
}

/** A day in the window, mostly in its second half, rarely after it, where the worker has time; never a Sunday. */
function chosenDay(
	{ dice, load }: VisitTools,
	worker: string,
	{ from, by, late }: { from: Day; by: Day; late: number }
): Day {
	const length = Math.max(0, daysBetween(from, by));
	const draw = () =>
		dice.chance(0.05)
			? addDays(by, dice.between(1, late))
			: addDays(from, Math.min(length, Math.floor(length * (0.25 + 0.75 * dice.next()))));
	let best = draw();
	for (let tries = 0; tries < 5; tries += 1) {
		const other = draw();
		const isBetter = weekday(best) === 0 || load.of(worker, other) < load.of(worker, best);
		if (weekday(other) !== 0 && other >= from && isBetter && other <= addDays(by, late)) best = other;
	}
	return weekday(best) === 0 ? addDays(best, best > from ? -1 : 1) : best;
}

function visitAt(
	door: DemoDoor,
	tier: CareTier,
	outcome: Visit['outcome'],
	start: number,
	{ dice, pen, form }: VisitTools
): Visit {
	const { household, residents, worker, geo } = door;
	const method =
		outcome === 'noAnswer' ? (dice.chance(0.85) ? 'home' : 'phone') : dice.weighted(METHODS[tier]);
	const met = outcome === 'met' || outcome === 'metFamily';
	const skew = skewOf(dice);
	const begun = start - skew;
	const ended = begun + (met ? dice.between(4, 19) : 2) * 60_000;
	const wanted = [
		'routine',
		...(tier <= 'B' ? ['care'] : ['census']),
		...(dice.chance(0.3) ? ['safety'] : [])
	];
	const note = dice.chance(met ? 0.12 : 0.5) ? dice.pick(NOTES[outcome]) : undefined;
	const answers = form.filled({
		method,
		outcome,
		...(met && { purposes: wanted }),
		...(note !== undefined && { note })
	});
	const seen = residents[0] && outcome === 'met' ? [residents[0]._id] : [];
	return {
		...pen.sign('visit', ended, worker, household._id),
		...(skew !== 0 && { clockOffset: skew }),
		...visitFromAnswers(household, {
			form: form.version,
			answers,
			startedAt: iso(begun),
			endedAt: iso(ended)
		}),
		...(seen.length > 0 && { met: seen }),
		...(met && dice.chance(0.04) && { needs: [dice.pick(NEEDS)] }),
		...(method === 'home' && position(dice, geo, begun))
	};
}

const NO_FIX = ['楼内无信号', '手机未开定位', '定位超时'];

/** Three visits in ten have no fix (domain.md 4.4). */
function position(
	dice: Dice,
	{ lat, lng }: DemoDoor['geo'],
	at: number
): Pick<Visit, 'geoFix' | 'geoReason'> {
	if (dice.chance(0.3)) return { geoReason: dice.pick(NO_FIX) };
	const near = (value: number) => Number((value + dice.between(-30, 30) / 100_000).toFixed(6));
	return { geoFix: { lat: near(lat), lng: near(lng), accuracy: dice.between(5, 45), at: iso(at) } };
}
