import { expect, test } from 'vitest';
import { checkRequest } from './fence';
import { Refusal } from './refusal';

const DB = '/people-330102016001002';

function outcome(method: string, path: string): string {
	const url = new URL(`http://test${path}`);
	try {
		return checkRequest(method, url.pathname, url.searchParams);
	} catch (error) {
		if (error instanceof Refusal) return String(error.status);
		throw error;
	}
}

test.each([
	['GET', '/_session', 'session'],
	['POST', '/_session', 'session'],
	['DELETE', '/_session', 'session'],
	['GET', DB, 'other'],
	['GET', `${DB}/`, 'other'],
	['GET', `${DB}/_all_docs?limit=1000`, 'other'],
	['POST', `${DB}/_all_docs`, 'other'],
	['GET', `${DB}/_changes?since=3`, 'other'],
	['POST', `${DB}/_changes?filter=_doc_ids`, 'other'],
	['POST', `${DB}/_bulk_docs`, 'other'],
	['POST', `${DB}/_bulk_get?revs=true`, 'other'],
	['POST', `${DB}/_revs_diff`, 'other'],
	['GET', `${DB}/_local/checkpoint`, 'other'],
	['PUT', `${DB}/_local/checkpoint`, 'other'],
	['GET', `${DB}/visit%3A01`, 'other'],
	['PUT', `${DB}/visit%3A01`, 'other'],
	['PUT', `${DB}-photos/photo%3A01/full?rev=1-a`, 'attachment'],
	['GET', '/area-330102016001/_changes', 'other'],
	['GET', '/care-330102016001t07/_changes', 'other'],
	['GET', '/user-wang.fang/_changes', 'other'],
	['GET', '/summary-330102016001/_all_docs', 'other'],
	['GET', '/area-330102016001-photos/photo%3A01/full', 'attachment'],
	['GET', '/care-330102016001t07-photos/photo%3A01/full', 'attachment']
])('%s %s passes', (method, path, endpoint) => {
	expect(outcome(method, path)).toBe(endpoint);
});

test.each([
	['GET', '', '403'],
	['GET', '/', '403'],
	['GET', '/_all_dbs', '403'],
	['GET', '/_users', '403'],
	['GET', '/_users/org.couchdb.user%3Aanna', '403'],
	['GET', '/%5Fusers/_all_docs', '403'],
	['POST', '/_replicate', '403'],
	['GET', '/_node/_local/_config', '403'],
	['GET', '/_config', '403'],
	['GET', '/_up', '403'],
	['GET', '/_session/x', '403'],
	['GET', '/accounts', '404'],
	['GET', '/people-1', '404'],
	['GET', '/org-330102016001-photos', '404'],
	['GET', '/summary-330102016001-photos', '404'],
	['GET', '/user-wang.fang-photos/photo%3A01/full', '404'],
	['GET', `${DB}-photos-photos/photo%3A01/full`, '404'],
	['GET', '/area-330102016001/photo%3A01/full', '403'],
	['GET', '/care-T07', '404'],
	['GET', '/_replicator', '403'],
	['GET', '/people-330102016001002%2Fx', '404'],
	['GET', `${DB}%2F_all_docs`, '404'],
	['GET', `${DB}/_security`, '403'],
	['PUT', `${DB}/_security`, '403'],
	['GET', `${DB}/_design/guard`, '403'],
	['PUT', `${DB}/_design%2Fguard`, '403'],
	['GET', `${DB}/%5Fdesign/guard/_view/all`, '403'],
	['POST', `${DB}/_purge`, '403'],
	['POST', `${DB}/_compact`, '403'],
	['POST', `${DB}/_find`, '403'],
	['GET', `${DB}/_local_docs`, '403'],
	['GET', `${DB}/_local`, '403'],
	['GET', `${DB}/_changes?filter=guard/mine`, '403'],
	['GET', `${DB}/_changes?filter=_view&view=a/b`, '403'],
	['GET', `${DB}/visit%3A01/photo`, '403'],
	['GET', `${DB}-photos/photo%3A01/a/b`, '403'],
	['PUT', DB, '405'],
	['DELETE', DB, '405'],
	['POST', DB, '405'],
	['DELETE', `${DB}/visit%3A01?rev=1-a`, '405'],
	['PUT', `${DB}/_bulk_docs`, '405'],
	['COPY', `${DB}/visit%3A01`, '405'],
	['GET', `${DB}/%E0%A4%A`, '400']
])('%s %s does not', (method, path, status) => {
	expect(outcome(method, path)).toBe(status);
});
