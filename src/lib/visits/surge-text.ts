import { m } from '../paraglide/messages';
import type { SurgeCampaign } from './surge-campaign';
import type { SurgeProblem } from './surge-plan';

export const surgeKindText: Readonly<Record<SurgeCampaign['kind'], () => string>> = {
	heat: m.surge_kind_heat,
	cold: m.surge_kind_cold,
	typhoon: m.surge_kind_typhoon,
	festival: m.surge_kind_festival,
	other: m.surge_kind_other
};

export const surgeTierText: Readonly<Record<SurgeCampaign['tiers'][number], () => string>> = {
	A: m.surge_tier_A,
	B: m.surge_tier_B,
	C: m.surge_tier_C,
	D: m.surge_tier_D,
	E: m.surge_tier_E
};

export const surgeProblemText: Readonly<Record<SurgeProblem, () => string>> = {
	name: m.surge_needs_name,
	tiers: m.surge_needs_tier,
	days: m.surge_needs_days,
	order: m.surge_wrong_days,
	past: m.surge_past_days,
	long: m.surge_too_long,
	grids: m.surge_needs_grid
};
