import { m } from '../../paraglide/messages';

const MINUTE = 60_000;

/** How long ago something was touched, in the words of a person: `5 分钟前`. */
export function ageText(since: string, now: Date): string {
	const minutes = Math.floor((now.getTime() - Date.parse(since)) / MINUTE);
	if (minutes < 1) return m.draft_age_now();
	if (minutes < 60) return m.draft_age_minutes({ count: minutes });
	const hours = Math.floor(minutes / 60);
	return hours < 24
		? m.draft_age_hours({ count: hours })
		: m.draft_age_days({ count: Math.floor(hours / 24) });
}
