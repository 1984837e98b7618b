import { m } from '../paraglide/messages';
import type { CareCategory } from './people';

/** A care category in the reader's words. */
export const categoryText: Readonly<Record<CareCategory, () => string>> = {
	aloneElder: m.category_aloneElder,
	emptyNestElder: m.category_emptyNestElder,
	leftBehindElder: m.category_leftBehindElder,
	disabledElder: m.category_disabledElder,
	severeHandicap: m.category_severeHandicap,
	lossFamily: m.category_lossFamily,
	dementia: m.category_dementia,
	oldest80: m.category_oldest80,
	destitute: m.category_destitute,
	lowIncome: m.category_lowIncome,
	lowIncomeEdge: m.category_lowIncomeEdge,
	handicap: m.category_handicap,
	seriousIllness: m.category_seriousIllness,
	leftBehindChild: m.category_leftBehindChild,
	childInDifficulty: m.category_childInDifficulty,
	orphan: m.category_orphan,
	pregnantNewborn: m.category_pregnantNewborn,
	veteranCare: m.category_veteranCare,
	jobless: m.category_jobless,
	tenant: m.category_tenant,
	floating: m.category_floating
};
