import { m } from '../paraglide/messages';
import { word } from '../ui/word';
import type { Deferral } from './deferral';
import type { Visit } from './visit';

/** Words for what stands in records; apart from those for tasks, because the first screen needs those only. */
export const methodText: Readonly<Record<Visit['method'], () => string>> = {
	home: m.method_home,
	phone: m.method_phone,
	video: m.method_video,
	encounter: m.method_encounter
};

export const deferralText: Readonly<Record<Deferral['reason'], () => string>> = {
	away: m.defer_away,
	inHospital: m.defer_inHospital,
	badMoment: m.defer_badMoment,
	noTime: m.defer_noTime,
	weather: m.defer_weather,
	noAccess: m.defer_noAccess
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

const needs: Readonly<Record<string, () => string>> = {
	education: m.need_education,
	shelter: m.need_shelter,
	employment: m.need_employment,
	legal: m.need_legal,
	medical: m.need_medical,
	goods: m.need_goods,
	neighbours: m.need_neighbours
};

/** A need in words; one that a newer form brought stays as it is. */
export const needText = (need: string) => word(needs, need);
