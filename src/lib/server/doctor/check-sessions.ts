import type { ServerScope } from 'nano';
import { m } from '../../paraglide/messages';
import type { Text } from '../text';
import { ask } from './ask';
import type { Finding } from './finding';

type Section = Readonly<Record<string, string | undefined>>;

const MONTH_SECONDS = 30 * 24 * 60 * 60;
/** How long a node may go by an account as it was: by CouchDB's default ten minutes. */
const ACCOUNT_CACHE_MS = 10_000;

/** Whether people stay signed in, and are out when they should be: each node of a CouchDB has settings of its own. The embedded server has none. */
export async function checkSessions(
	server: ServerScope,
	url: string,
	nodes: readonly string[]
): Promise<Finding[]> {
	const findings: Finding[] = [];
	const secrets = new Set<string>();
	for (const node of nodes) {
		const where = nodes.length > 1 ? node : url;
		const find = (severity: Finding['severity'], text: Text) =>
			findings.push({ code: 'sessions', severity, where, text });
		const own = await ask<Section>(server, `_node/${node}/_config/chttpd_auth`);
		if (!own) continue;
		const settings = { ...(await ask<Section>(server, `_node/${node}/_config/couch_httpd_auth`)), ...own };
		const { timeout = '600', allow_persistent_cookies: persistent, secret } = settings;
		if (Number(timeout) < MONTH_SECONDS)
			find('warning', wrong('chttpd_auth/timeout', timeout, String(MONTH_SECONDS)));
		if (persistent === 'false')
			find('warning', wrong('chttpd_auth/allow_persistent_cookies', persistent, 'true'));
		if (secret) secrets.add(secret);
		else find('fault', (locale) => m.doctor_cookie_secret({}, { locale }));
		const lockout = await ask<Section>(server, `_node/${node}/_config/chttpd_auth_lockout`);
		const mode = lockout?.mode ?? 'off';
		if (mode === 'enforce') find('warning', (locale) => m.doctor_lockout({}, { locale }));
		const cache = await ask<Section>(server, `_node/${node}/_config/chttpd_auth_cache`);
		const { max_lifetime: value = '600000' } = cache ?? {};
		// 0 is no limit
		if (Number(value) === 0 || Number(value) > ACCOUNT_CACHE_MS)
			find('warning', (locale) => m.doctor_account_cache({ value }, { locale }));
	}
	if (secrets.size > 1)
		findings.push({
			code: 'sessions',
			severity: 'fault',
			where: url,
			text: (locale) => m.doctor_cookie_secrets({}, { locale })
		});
	return findings;
}

const wrong =
	(key: string, value: string, wanted: string): Text =>
	(locale) =>
		m.doctor_sessions({ key, value, wanted }, { locale });
