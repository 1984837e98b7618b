import { daysBetween, type Day } from '../org/calendar';
import type { SurgeCampaign } from './surge-campaign';

/** What somebody has typed of a round. */
export interface SurgeDraft {
	readonly kind: SurgeCampaign['kind'];
	readonly title: string;
	readonly tiers: readonly SurgeCampaign['tiers'][number][];
	readonly from: Day;
	readonly to: Day;
	/** `undefined`: all grids. */
	readonly grids: readonly string[] | undefined;
}

/** The field that is wrong, and how. */
export type SurgeProblem = 'name' | 'tiers' | 'days' | 'order' | 'past' | 'long' | 'grids';

/** Longer than a season is a rhythm, not a round. */
const MOST_DAYS = 92;

/** What keeps a round from being planned (R-V8). */
export function surgeProblems(draft: SurgeDraft, today: Day): SurgeProblem[] {
	const { title, tiers, from, to, grids } = draft;
	const problems: SurgeProblem[] = [];
	if (!title.trim()) problems.push('name');
	if (tiers.length === 0) problems.push('tiers');
	if (!from || !to) problems.push('days');
	else if (to < from) problems.push('order');
	else if (to < today) problems.push('past');
	else if (daysBetween(from, to) >= MOST_DAYS) problems.push('long');
	if (grids && grids.length === 0) problems.push('grids');
	return problems;
}

/** How a round stands on a day. */
export const surgeState = (
	{ from, to }: Pick<SurgeCampaign, 'from' | 'to'>,
	today: Day
): 'planned' | 'running' | 'over' => (today < from ? 'planned' : today > to ? 'over' : 'running');
