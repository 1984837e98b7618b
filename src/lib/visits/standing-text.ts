import { m } from '../paraglide/messages';
import type { Standing } from './grid-figures';

/** What a column of a grid's figures is called. */
export const standingName: Readonly<Record<Standing, () => string>> = {
	due: m.manage_due,
	inTime: m.manage_inTime,
	late: m.manage_late,
	overdue: m.manage_overdue,
	seriouslyOverdue: m.manage_seriouslyOverdue
};
