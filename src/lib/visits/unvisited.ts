import type { Unvisited } from '../issues/raised-issue';
import { addDays, startOfDay } from '../org/calendar';
import type { VisitTask } from './tasks';
import type { VisitSettings } from './visit-settings';

/**
 * The households of tier A that are seriously overdue by their cadence (R-V3): each opens one issue for the period that
 * was missed. A contact, a new period or a community's other limits make it another period.
 * @param gridOf 15-digit code by household id
 */
export function unvisited(
	tasks: readonly VisitTask[],
	gridOf: (household: string) => string | undefined,
	settings: VisitSettings
): Unvisited[] {
	return tasks.flatMap(({ door, reason, obligations }) => {
		const cadence = obligations.find(({ why }) => why === 'cadence');
		const grid = door.household && gridOf(door.household._id);
		if (!door.household || !grid || reason.tier !== 'A' || cadence?.due.state !== 'seriouslyOverdue')
			return [];
		const { by } = cadence.due;
		const firstDay = addDays(by, settings.cadence.A.serious + 1);
		return [
			{
				grid,
				household: door.household._id,
				dwelling: door.dwelling._id,
				due: by,
				since: startOfDay(firstDay, settings.timeZone)
			}
		];
	});
}
