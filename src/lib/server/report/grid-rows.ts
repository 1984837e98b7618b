import { groupBy } from '../../group-by';
import type { Building, Compound } from '../../org/org';
import { joinDoors, type Door } from '../../people/door';
import type { Dwelling, Household, Resident } from '../../people/people';
import { isReadable, type Visit } from '../../visits/visit';
import { setReportView } from '../provision/report-view';
import type { Caller } from './caller';
import type { ServerScope } from 'nano';

interface Row {
	readonly id: string;
	readonly key: string;
	readonly value: object;
}

/** A grid as the rules want it: its doors, and the visits by household. */
export interface GridRows {
	readonly doors: readonly Door[];
	readonly visits: ReadonlyMap<string, readonly Visit[]>;
}

/**
 * Rows of `_design/report` in a database; a community that was made before there was this view gets it now.
 * @param admin the server's own, for putting the view in; what is read is read as the caller
 */
async function rowsOf(caller: Caller, admin: ServerScope, scope: string): Promise<readonly Row[]> {
	const read = () => caller.get<{ rows: Row[] }>(`/${scope}/_design/report/_view/rows`);
	const found = await read();
	if (found) return found.rows;
	await setReportView(admin, scope);
	return (await read())?.rows ?? [];
}

/** The people of one grid and what happened at their doors, as far as the rules need it. */
export async function gridRows(
	caller: Caller,
	admin: ServerScope,
	scope: string,
	places: { readonly compounds: readonly Compound[]; readonly buildings: readonly Building[] }
): Promise<GridRows> {
	const rows = await rowsOf(caller, admin, scope);
	const byType = groupBy(rows, ({ key }) => key);
	// Rows carry the fields that the rules read, not whole records: see FIELDS of the view.
	const all = <T>(type: string) =>
		(byType.get(type) ?? []).map(({ id, value }) => ({ ...value, _id: id, type })) as unknown as T[];
	const residents = all<Resident>('resident').filter(({ careCategories }) => Array.isArray(careCategories));
	const doors = joinDoors({
		...places,
		dwellings: all<Dwelling>('dwelling'),
		households: all<Household>('household'),
		residents
	});
	const visits = all<Visit>('visit').filter((visit) => isReadable({ ...visit, purposes: [] }));
	return { doors, visits: groupBy(visits, ({ subject }) => subject) };
}

/** When somebody at a dwelling was last reported as not to be found, UTC ISO, by dwelling id. */
export async function reportedDwellings(
	caller: Caller,
	admin: ServerScope,
	area: string
): Promise<ReadonlyMap<string, string>> {
	const reported = new Map<string, string>();
	for (const { value } of await rowsOf(caller, admin, area)) {
		const { dwelling, reportedAt } = value as { dwelling: string; reportedAt: string };
		if (reportedAt > (reported.get(dwelling) ?? '')) reported.set(dwelling, reportedAt);
	}
	return reported;
}
