import { m } from '../paraglide/messages';
import { categoryText } from '../people/category-text';
import { dayRange, shortDay } from '../ui/dates';
import { word } from '../ui/word';
import type { TierReason } from './tier';
import type { CareTier } from './visit-settings';
import type { VisitTask } from './tasks';
import type { Visit } from './visit';

/** Words for tasks and visits. Colour never stands alone: `tone` goes with `text`. */
export interface TaskTag {
	readonly tone: 'plain' | 'green' | 'amber' | 'red';
	readonly text: string;
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
	return word(categoryText, because);
}

/** Why and how often: `独居老人 · 每月一次 · 还没有走访记录`. */
export function whyText({ reason, due }: VisitTask): string {
	const last = due.lastContact ? m.last_contact({ day: shortDay(due.lastContact) }) : m.no_contact_yet();
	return [reasonText(reason), rhythmText(reason.tier), last].join(' · ');
}

export function dueTag({ due }: VisitTask): TaskTag {
	switch (due.state) {
		case 'seriouslyOverdue':
		case 'overdue':
			return { tone: 'red', text: m.due_late({ days: due.daysLate }) };
		case 'dueSoon':
			return {
				tone: 'amber',
				text: due.daysLate === 0 ? m.due_today() : m.due_by({ day: shortDay(due.by) })
			};
		case 'open':
			return { tone: 'plain', text: m.due_window({ days: dayRange(due.from, due.by) }) };
		case 'notYet':
			return { tone: 'plain', text: m.due_next({ day: shortDay(due.from) }) };
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

export const methodText: Readonly<Record<Visit['method'], () => string>> = {
	home: m.method_home,
	phone: m.method_phone,
	video: m.method_video,
	encounter: m.method_encounter
};

const purposes: Readonly<Record<string, () => string>> = {
	routine: m.purpose_routine,
	safety: m.purpose_safety,
	policy: m.purpose_policy,
	needs: m.purpose_needs,
	dispute: m.purpose_dispute,
	census: m.purpose_census,
	care: m.purpose_care
};

/** A purpose in words; one that a newer form brought stays as it is. */
export const purposeText = (purpose: string) => word(purposes, purpose);
