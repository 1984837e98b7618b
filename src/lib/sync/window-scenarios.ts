import { ulid } from 'ulid';
import type { Scope } from '../org/scopes';
import { historyMap } from '../server/provision/history-view';
import { household, visit } from '../store/scenarios';
import type { Visit } from '../visits/visit';
import { server } from './scenarios';

/* A grid with years behind it, for tests. */

const DAY = 86_400_000;
/** Begun now: the same for a whole test run. */
const NOW = Date.now();

/** A visit of so many days ago. */
export function visitOf(household: string, daysAgo: number, fields: Partial<Visit> = {}): Visit {
	const at = NOW - daysAgo * DAY;
	const startedAt = new Date(at).toISOString();
	return visit({ _id: `visit:${ulid(at)}`, subject: household, startedAt, createdAt: startedAt, ...fields });
}

/** The view by which devices find history, as provisioning makes it. */
export const putHistoryView = (scope: Scope) =>
	server.admin('PUT', `/${scope}/_design/history`, {
		language: 'javascript',
		views: {
			latest: { map: historyMap('people'), reduce: '_stats' }
		}
	});

/** Puts documents on the server as others wrote them. */
export async function put(scope: Scope, docs: readonly unknown[]): Promise<void> {
	for (let from = 0; from < docs.length; from += 1000)
		await server.admin('POST', `/${scope}/_bulk_docs`, { docs: docs.slice(from, from + 1000) });
}

/** Households that were each visited every so many days, for so many days. */
export function years(households: number, days: number, every: number): unknown[] {
	return Array.from({ length: households }, () => household()).flatMap((home) => [
		home,
		...Array.from({ length: Math.floor(days / every) }, (_, n) => visitOf(home._id, n * every + 0.5))
	]);
}
