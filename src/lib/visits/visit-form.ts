import type { Dwelling, Household } from '../people/people';
import type { VisitTask } from './tasks';

/** The shipped forms that visits are recorded with; a community may publish versions of its own under these names. */
export const VISIT_FORMS = ['household-visit', 'key-visit', 'rental-visit', 'new-occupant-visit'] as const;
export type VisitFormId = (typeof VISIT_FORMS)[number];

/** The form that fits a household today: a new occupant first, then who needs more, then how they live. */
export function visitFormOf(
	task: Pick<VisitTask, 'reason' | 'obligations'> | undefined,
	household: Pick<Household, 'tenure'>,
	dwelling: Pick<Dwelling, 'use'>
): VisitFormId {
	if (task?.obligations.some(({ why }) => why === 'newOccupant')) return 'new-occupant-visit';
	if (task && task.reason.tier <= 'B') return 'key-visit';
	if (dwelling.use === 'rental' || household.tenure === 'tenant') return 'rental-visit';
	return 'household-visit';
}
