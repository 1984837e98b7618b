import type { ServerScope } from 'nano';
import type { Division, FormRecord } from '../../org/org';
import type { Doc } from '../../record';
import { nextStamp } from '../../stamp';
import type { ShippedForm } from './forms';
import { IMPORTER, importId } from './import-id';
import { writeRecords } from './write-records';

/** The record of a shipped form in a community's `org-` database. */
export const formRecord = (community: string, createdAt: string, form: ShippedForm): FormRecord => ({
	_id: importId('form', createdAt, community, form.form, form.version),
	type: 'form',
	v: 1,
	createdAt,
	...IMPORTER,
	stamp: nextStamp(Date.parse(createdAt), '', IMPORTER.device),
	origin: 'import',
	...form
});

/**
 * Publishes the shipped forms that a community does not have yet, after an upgrade for example.
 * @param now milliseconds since 1970
 */
export async function publishForms(
	server: ServerScope,
	community: string,
	forms: readonly ShippedForm[],
	now: number
): Promise<void> {
	const org = `org-${community}`;
	const range = { startkey: 'division:', endkey: 'division;' };
	const { rows } = await server.db.use<Doc>(org).list({ include_docs: true, ...range });
	const division = rows[0]?.doc as Division | undefined;
	if (!division) throw new Error(`${org}: the community's own record is missing`);
	const { rows: published } = await server.db.use<Doc>(org).fetch({
		keys: forms.map((form) => formRecord(community, division.createdAt, form)._id)
	});
	const missing = forms.filter((_, index) => !('doc' in (published[index] ?? {})));
	const records = missing.map((form) => formRecord(community, division.createdAt, form));
	await writeRecords(server, org, records, { now, empty: false }, () => {});
}
