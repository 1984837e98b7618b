import type { CareRecipient } from '../care/care-recipient';
import type { CareSession } from '../care/care-session';
import type { WellnessCheck } from '../care/wellness-check';
import { readIssues } from '../issues/issue-book.svelte';
import type { Doc } from '../record';
import type { Store } from '../store/contract';
import type { Deferral } from './deferral';
import type { HouseholdRecords } from './timeline';

/** What lies on the device about a household beside its people and visits. For a `Live`. */
export async function readAround(
	store: Store,
	household: string,
	dwelling: string,
	residents: readonly string[]
): Promise<Omit<HouseholdRecords, 'household' | 'residents' | 'visits'>> {
	const ofEach = async <D extends Doc>(type: string, subjects: readonly string[]) =>
		(await Promise.all(subjects.map((subject) => store.find<D>({ type, subject }))))
			.flat()
			.map(({ record }) => record);
	const [deferrals, issues, checks, recipients] = await Promise.all([
		ofEach<Deferral>('deferral', [household]),
		readIssues(store, { place: dwelling }),
		ofEach<WellnessCheck>('wellnessCheck', residents),
		ofEach<CareRecipient>('careRecipient', residents)
	]);
	return {
		deferrals,
		issues: issues.all.map(({ record }) => record),
		settled: issues.settled,
		checks,
		sessions: await ofEach<CareSession>(
			'careSession',
			recipients.map(({ _id }) => _id)
		)
	};
}
