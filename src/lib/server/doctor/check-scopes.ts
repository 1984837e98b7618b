import type { ServerScope } from 'nano';
import { m } from '../../paraglide/messages';
import { canonicalJson } from '../provision/canonical';
import { isScope, scopeKind, type Scope } from '../../org/scopes';
import { unlessMissing } from '../provision/couch-error';
import { guardOf, prepareDatabase, securityOf, setGuard } from '../provision/database';
import type { Text } from '../text';
import type { Finding, FindingCode } from './finding';

/** Whether the databases of a community are there, closed to strangers, guarded, and known by an epoch. */
export async function checkScopes(
	server: ServerScope,
	community: string,
	wanted: readonly Scope[],
	databases: readonly string[]
): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const scope of wanted) {
		const prepare = async () => {
			await prepareDatabase(server, scope, community);
			await setGuard(server, scope);
		};
		const find = (code: FindingCode, text: Text) =>
			findings.push({ code, severity: 'fault', where: scope, text, mend: prepare });
		if (!databases.includes(scope)) {
			find('database', (locale) =>
				m.doctor_database({ grid: scope.slice(scope.indexOf('-') + 1) }, { locale })
			);
			continue;
		}
		const security: unknown = await server.request({ db: scope, path: '_security' });
		if (canonicalJson(security) !== canonicalJson(securityOf(scope, community, security)))
			find('security', (locale) => m.doctor_security({}, { locale }));
		const guard = await unlessMissing(
			server.db.use<{ validate_doc_update?: string }>(scope).get('_design/guard')
		);
		if (guard?.validate_doc_update !== guardOf(scope))
			find('guard', (locale) => m.doctor_guard({}, { locale }));
		if ((await unlessMissing(server.request({ db: scope, path: '_local/epoch' }))) === undefined)
			find('epoch', (locale) => m.doctor_epoch({}, { locale }));
	}
	for (const name of databases)
		if (
			isScope(name) &&
			scopeKind(name) !== 'summary' &&
			/^\w+-(\d{12})/.exec(name)?.[1] === community &&
			!wanted.includes(name)
		)
			findings.push({
				code: 'stray',
				severity: 'warning',
				where: name,
				text: (locale) => m.doctor_stray({}, { locale })
			});
	return findings;
}
