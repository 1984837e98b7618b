import type { ServerScope } from 'nano';
import { m } from '../../paraglide/messages';
import type { Text } from '../text';
import { ask } from './ask';
import { checkSessions } from './check-sessions';
import type { Finding, FindingCode } from './finding';

/** What the doctor sees of the machine; tests give their own. */
export interface Machine {
	/** Milliseconds since 1970. */
	now(): number;
	/** Of the disk below the data folder; `undefined` when a CouchDB elsewhere keeps the data. */
	freeBytes(): Promise<number | undefined>;
}

const MAX_SKEW_MS = 5_000;
const MIN_FREE_BYTES = 1_000_000_000;

/** Version, clock, cluster, disk and sessions of the server itself. */
export async function checkServer(
	server: ServerScope,
	database: { readonly url: string; readonly folder: string },
	machine: Machine
): Promise<Finding[]> {
	const { url, folder } = database;
	const findings: Finding[] = [];
	const find = (code: FindingCode, severity: Finding['severity'], where: string, text: Text) =>
		findings.push({ code, severity, where, text });

	const welcome = await fetch(`${url}/`);
	const { version = '0' } = (await welcome.json()) as { version?: string };
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major < 3 || (major === 3 && minor < 4))
		find('version', 'fault', url, (locale) => m.doctor_version({ version }, { locale }));

	const skew = Date.parse(welcome.headers.get('date') ?? '') - machine.now();
	const seconds = Math.round(Math.abs(skew) / 1000);
	if (Math.abs(skew) > MAX_SKEW_MS)
		find('clock', 'fault', url, (locale) => m.doctor_clock({ seconds }, { locale }));

	const members = await ask<{ all_nodes?: string[]; cluster_nodes?: string[] }>(server, '_membership');
	const lost = (members?.cluster_nodes ?? []).filter((node) => !members?.all_nodes?.includes(node));
	for (const node of lost) find('node', 'fault', node, (locale) => m.doctor_node({ node }, { locale }));

	const bytes = await machine.freeBytes();
	const free = Math.round((bytes ?? 0) / 1_000_000);
	if (bytes !== undefined && bytes < MIN_FREE_BYTES)
		find('disk', 'fault', folder, (locale) => m.doctor_disk({ folder, free }, { locale }));

	findings.push(...(await checkSessions(server, url, members?.all_nodes ?? ['_local'])));
	return findings;
}
