import { m } from '../paraglide/messages';
import { categoryText } from '../people/category-text';
import { dayAndTime, dayRange, dayText } from '../ui/dates';
import { word } from '../ui/word';
import type { Ladder } from './no-answer';
import type { Obligation } from './obligations';
import type { TierReason } from './tier';
import type { CareTier } from './visit-settings';
import type { VisitTask } from './tasks';
import type { Visit } from './visit';

/** Words for tasks and visits. Colour never stands alone: `tone` goes with `text`. */
export interface TaskTag {
	readonly tone: 'plain' | 'green' | 'amber' | 'red';
	readonly text: string;
}

/** What a household's standing is told from. */
interface StandingWords {
	readonly reason: TierReason;
	readonly due: Pick<VisitTask['due'], 'lastContact'>;
	readonly obligation: Obligation;
	readonly ladder?: Pick<Ladder, 'step' | 'dayPart'> | undefined;
}

const rhythm: Readonly<Record<CareTier, () => string>> = {
	A: m.rhythm_A,
	B: m.rhythm_B,
	C: m.rhythm_C,
	D: m.rhythm_D,
	E: m.rhythm_E
};

export const rhythmText = (tier: CareTier) => rhythm[tier]();

/** What put the household in its tier, in words. */
export function reasonText({ because }: TierReason): string {
	if (!because) return m.reason_ordinary();
	if (because === 'age80') return m.reason_age80();
	if (because === 'registeredAbsent') return m.reason_registeredAbsent();
	if (because === 'tenantHousehold') return m.reason_tenantHousehold();
	if (because === 'risk') return m.reason_risk();
	if (because === 'override') return m.reason_override();
	return word(categoryText, because);
}

/** Why and how often: `独居老人 · 每月一次 · 还没有走访记录`. What presses more than the rhythm stands first. */
export const whyText = ({ obligations: [obligation], ...task }: VisitTask): string =>
	standingText({ ...task, obligation });

/** The same for one that stands in a list without its records. */
export function standingText({ reason, due, obligation, ladder }: StandingWords): string {
	const last = due.lastContact ? m.last_contact({ day: dayText(due.lastContact) }) : m.no_contact_yet();
	const press = ladder ? stepText(ladder) : obligationText(obligation);
	return [press, reasonText(reason), rhythmText(reason.tier), last].filter(Boolean).join(' · ');
}

/** What a household is owed beside its rhythm; empty for the rhythm itself. */
export function obligationText({ why, what = '' }: Obligation): string {
	switch (why) {
		case 'majorChange':
			return m.why_majorChange();
		case 'newOccupant':
			return m.why_newOccupant();
		case 'agreed':
			return m.why_agreed();
		case 'surge':
			return m.why_surge({ name: what });
		case 'noAnswer':
		case 'cadence':
			return '';
	}
}

const AGAIN = [m.step_tryAgain_0, m.step_tryAgain_1, m.step_tryAgain_2] as const;

/** The next step after nobody answered (R-V5). */
export function stepText({ step, dayPart }: Pick<Ladder, 'step' | 'dayPart'>): string {
	switch (step) {
		case 'call':
			return m.step_call();
		case 'askContact':
			return m.step_askContact();
		case 'askNeighbour':
			return m.step_askNeighbour();
		case 'report':
			return m.step_report();
		case 'reported':
			return m.step_reported();
		case 'tryAgain':
			return (dayPart === undefined ? m.step_tryAgain : (AGAIN[dayPart] ?? m.step_tryAgain))();
		case 'leaveCard':
			return m.step_leaveCard();
		case 'cardLeft':
			return m.step_cardLeft();
	}
}

export function dueTag({ due }: Pick<VisitTask, 'due'>): TaskTag {
	if (due.deadline)
		return due.state === 'overdue'
			? { tone: 'red', text: m.due_hour_late() }
			: { tone: 'amber', text: m.due_hour({ time: dayAndTime(due.deadline) }) };
	switch (due.state) {
		case 'seriouslyOverdue':
		case 'overdue':
			return { tone: 'red', text: m.due_late({ days: due.daysLate }) };
		case 'dueSoon':
			return {
				tone: 'amber',
				text: due.daysLate === 0 ? m.due_today() : m.due_by({ day: dayText(due.by) })
			};
		case 'open':
			return { tone: 'plain', text: m.due_window({ days: dayRange(due.from, due.by) }) };
		case 'notYet':
			return { tone: 'plain', text: m.due_next({ day: dayText(due.from) }) };
	}
}

export const outcomeText: Readonly<Record<Visit['outcome'], () => string>> = {
	met: m.outcome_met,
	metFamily: m.outcome_metFamily,
	noAnswer: m.outcome_noAnswer,
	refused: m.outcome_refused,
	movedAway: m.outcome_movedAway,
	deceased: m.outcome_deceased,
	vacant: m.outcome_vacant
};
