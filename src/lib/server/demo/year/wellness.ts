import {
	CHECK_ITEMS,
	type CheckItem,
	type CheckState,
	type WellnessCheck
} from '../../../care/wellness-check';
import type { VitalSign } from '../../../care/vital-sign';
import type { Resident } from '../../../people/people';
import type { Visit } from '../../../visits/visit';
import type { Dice } from '../dice';
import type { Pen } from './pen';

/** What people of the demo tend to have trouble with: one in twelve items wants attention, one in a hundred is serious. */
const STATES: readonly (readonly [CheckState, number])[] = [['ok', 880], ['attention', 70], ['serious', 6], ['notSeen', 44]]; // prettier-ignore

/** How an old person was found at a visit (R-E1), with blood pressure mostly and sugar now and then. */
export function wellnessAt(dice: Dice, pen: Pen, resident: Resident, visit: Visit): WellnessCheck {
	const at = Date.parse(visit.createdAt);
	const items = Object.fromEntries(CHECK_ITEMS.map((item) => [item, dice.weighted(STATES)])) as Record<
		CheckItem,
		CheckState
	>;
	const vitals: VitalSign[] = [];
	const measuredAt = visit.startedAt;
	if (dice.chance(0.7)) vitals.push(bloodPressure(dice, measuredAt));
	if (dice.chance(0.2)) vitals.push(bloodSugar(dice, measuredAt));
	return {
		...pen.sign('wellnessCheck', at, visit.createdBy, resident._id),
		resident: resident._id,
		visit: visit._id,
		items,
		family: { visits: dice.weighted([['often', 50], ['sometimes', 30], ['rarely', 14], ['never', 2], ['none', 4]]) }, // prettier-ignore
		money: dice.weighted([['enough', 80], ['tight', 17], ['short', 3]]), // prettier-ignore
		...(vitals.length > 0 && { vitals })
	};
}

/** Grades as an older population has them: about four in ten at 140/90 or above, one in two hundred at 180/110. */
function bloodPressure(dice: Dice, measuredAt: string): VitalSign {
	const [low, high] = dice.weighted([[[104, 119], 16], [[120, 139], 44], [[140, 159], 29], [[160, 179], 10.5], [[180, 196], 0.5]] as const); // prettier-ignore
	const systolic = dice.between(low, high);
	const diastolic = Math.min(Math.round(systolic * 0.58) + dice.between(-8, 8), systolic - 20);
	return { kind: 'bloodPressure', values: { systolic, diastolic }, measuredAt, posture: 'sitting' };
}

function bloodSugar(dice: Dice, measuredAt: string): VitalSign {
	const [low, high] = dice.weighted([[[41, 78], 78], [[79, 130], 20], [[131, 166], 1.7], [[167, 190], 0.3]] as const); // prettier-ignore
	return {
		kind: 'bloodSugar',
		values: { glucose: dice.between(low, high) / 10, when: 'random' },
		measuredAt
	};
}
