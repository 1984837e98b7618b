import { addDays, type Day } from '../../../org/calendar';
import type { Inspection, NoiseReading } from '../../../places/inspection';
import type { InspectionPoint } from '../../../places/inspection-point';
import type { InspectionTemplate } from '../../../places/inspection-template';
import type { Premises } from '../../../places/premises';
import type { Rectification } from '../../../places/rectification';
import type { Doc } from '../../../record';
import type { Dice } from '../dice';
import type { Pen } from './pen';
import type { DemoPlaces } from './places';
import { daysOf, instant, iso, isWorkday, type Span } from './span';

/** What fails, by template: one item in thirty to one in eighty. */
const FAILS: Record<string, number> = {
	patrol: 0.012, wastePoint: 0.03, frontage3: 0.025, restaurant: 0.03, corridor: 0.05, noise: 0.1
}; // prettier-ignore
const REASONS = [
	'现场已拍照，要求立即清理',
	'已告知负责人',
	'与上次相同，需重点跟进',
	'数量不多，当场指出',
	'已通知物业'
];
const EVERY_DAYS = { week: 7, month: 30, quarter: 91 } as const;

export interface InspectionTools {
	readonly dice: Dice;
	readonly pen: Pen;
	/** User name of the inspector of a place. */
	inspector(place: InspectionPoint | Premises): string;
}

/** A year of inspections by the templates' cadences; what failed is ordered to be mended and looked at again. */
export function inspectionsOf(places: DemoPlaces, span: Span, tools: InspectionTools): Doc[] {
	const docs: Doc[] = [];
	for (const place of [...places.points, ...places.premises]) {
		const code = templateOf(place);
		const template = places.templates.find((each) => each.code === code);
		if (!template) throw new Error(`there is no template ${code}`);
		for (const day of plannedDays(tools.dice, template, span))
			docs.push(...inspected(place, template, day, span, tools));
		if (place.type === 'premises' && place.kind === 'restaurant') {
			const kitchen = places.templates.find((each) => each.code === 'restaurant');
			for (const day of kitchen ? plannedDays(tools.dice, kitchen, span) : [])
				if (kitchen) docs.push(...inspected(place, kitchen, day, span, tools));
		}
	}
	return docs;
}

const templateOf = (place: InspectionPoint | Premises) =>
	place.type === 'premises' ? 'frontage3' : (place.template ?? 'patrol');

function plannedDays(dice: Dice, template: InspectionTemplate, span: Span): Day[] {
	const { expectedCadence } = template;
	// Working days only, and a day of leave now and then.
	if (expectedCadence === 'day') return daysOf(span).filter((day) => isWorkday(day) && !dice.chance(0.06));
	const step = EVERY_DAYS[expectedCadence as keyof typeof EVERY_DAYS];
	const offset = dice.between(0, step - 1);
	return daysOf(span)
		.filter((_, index) => index % step === offset)
		.map((day) => addDays(day, dice.between(0, Math.min(3, step - 1))))
		.filter((day) => day < span.last);
}

function inspected(
	place: InspectionPoint | Premises,
	template: InspectionTemplate,
	day: Day,
	span: Span,
	tools: InspectionTools
): Doc[] {
	const { dice, pen } = tools;
	const inspector = tools.inspector(place);
	const at = instant(day, dice.between(17, 33) * 30 + dice.between(0, 29));
	if (day >= span.last && at > instant(span.last, 720)) return [];
	const failed = template.items.filter(() => dice.chance(FAILS[template.code] ?? 0.02));
	const inspection = inspectionAt(place, template, at, inspector, tools, failed.map((item) => item.code)); // prettier-ignore
	if (failed.length === 0) return [inspection];
	const order: Rectification = {
		...pen.sign('rectification', at + 120_000, inspector, inspection._id),
		inspection: inspection._id,
		subject: place._id,
		items: failed.map(({ code, limit }) => ({ code, limit: limit ?? { unit: 'workingDays', amount: 3 } })),
		orderedAt: iso(at + 120_000),
		responsible: place.type === 'premises' ? place.name : '物业服务站'
	};
	const longest = Math.max(
		...order.items.map(({ limit }) =>
			limit.unit === 'spot' ? 0 : limit.unit === 'hours' ? 1 : limit.amount + 2
		)
	);
	const again = addDays(day, Math.max(1, longest + dice.between(-1, 3)));
	if (again >= span.last) return [inspection, order];
	const done = dice.chance(0.9);
	const recheck = inspectionAt(place, template, instant(again, dice.between(18, 32) * 30), inspector, tools, done ? [] : [order.items[0]?.code ?? '']); // prettier-ignore
	return [
		inspection,
		{ ...order, ...(done && { reportedDone: iso(instant(again, 500)) }) },
		{ ...recheck, rechecks: order._id }
	];
}

function inspectionAt(
	place: InspectionPoint | Premises,
	template: InspectionTemplate,
	at: number,
	inspector: string,
	{ dice, pen }: InspectionTools,
	failed: readonly string[]
): Inspection {
	const answers: Inspection['answers'] = {};
	for (const { code } of template.items)
		answers[code] = failed.includes(code)
			? { result: 'fail', note: dice.pick(REASONS) }
			: { result: dice.chance(0.02) ? 'na' : 'pass' };
	const geo = place.type === 'inspectionPoint' ? place.geo : undefined;
	return {
		...pen.sign('inspection', at, inspector, place._id, template.code),
		template: { code: template.code, version: template.version },
		subject: place._id,
		at: iso(at),
		answers,
		...(template.code === 'noise' && { readings: [reading(dice, at, place)] }),
		...(geo && dice.chance(0.7) && { geoFix: { ...geo, accuracy: dice.between(4, 30), at: iso(at) } })
	};
}

function reading(dice: Dice, at: number, place: InspectionPoint | Premises): NoiseReading {
	const zone = (place.type === 'inspectionPoint' && place.noiseZone) || '2';
	const laeq = dice.between(470, 640) / 10;
	return {
		...{ laeq, lmax: laeq + dice.between(30, 120) / 10, durationS: dice.pick([60, 300, 600]), at: iso(at) },
		instrument: dice.chance(0.5) ? 'calibrated' : 'indicative',
		zone
	};
}
