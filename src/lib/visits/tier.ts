import type { Day } from '../org/calendar';
import type { CareCategory, Household, Resident } from '../people/people';
import type { CareTier, RiskLevel, VisitSettings } from './visit-settings';

/** A household's tier and the reason that put it there, strictest first (R-V1). */
export interface TierReason {
	readonly tier: CareTier;
	/** `age80` when age and living alone together decide; absent for an ordinary household. */
	readonly because?: CareCategory | 'age80' | 'registeredAbsent' | 'tenantHousehold' | 'risk' | 'override';
}

const NO_RISKS: ReadonlyMap<string, RiskLevel> = new Map();

/** @param risks open risk levels by resident id, as the care rules give them */
export function tierOf(
	household: Household,
	residents: readonly Resident[],
	today: Day,
	settings: VisitSettings,
	risks: ReadonlyMap<string, RiskLevel> = NO_RISKS
): TierReason {
	const { tierOverride } = household;
	if (tierOverride && tierOverride.until >= today) return { tier: tierOverride.tier, because: 'override' };
	let best: TierReason = ordinary(household);
	const offer = (tier: CareTier | undefined, because: NonNullable<TierReason['because']>) => {
		if (tier && tier < best.tier) best = { tier, because };
	};
	const year = Number(today.slice(0, 4));
	for (const resident of residents) {
		if (resident.status !== 'living') continue;
		const open = resident.careCategories.filter((c) => !c.until || c.until >= today).map((c) => c.category);
		const old =
			open.includes('oldest80') ||
			(resident.birthYear !== undefined && year - resident.birthYear >= settings.oldestAge);
		if (old && open.some((category) => settings.aloneKinds.includes(category))) offer('A', 'age80');
		for (const category of open) offer(settings.tierOf[category], category);
		offer(settings.tierOfRisk[risks.get(resident._id) ?? 'green'], 'risk');
	}
	return best;
}

function ordinary(household: Household): TierReason {
	if (household.tenure === 'registeredAbsent') return { tier: 'E', because: 'registeredAbsent' };
	if (household.tenure === 'tenant' || household.tenure === 'floating')
		return { tier: 'C', because: 'tenantHousehold' };
	return { tier: 'D' };
}
