import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { m } from '../../paraglide/messages';
import { examine } from '../doctor/doctor';
import type { Finding } from '../doctor/finding';
import { shippedForms } from '../provision/forms';
import { readSettings } from '../settings';
import { StartError } from '../start-error';
import type { Command, Context } from './command';
import { withServer } from './with-server';

export const doctor: Command = {
	name: 'doctor',
	about: (locale) => m.cli_doctor({}, { locale }),
	options: [
		{ name: 'community', value: 'CODE', about: (locale) => m.cli_option_community({}, { locale }) },
		{ name: 'mend', about: (locale) => m.cli_option_mend({}, { locale }) }
	],
	examples: ['linli doctor', 'linli doctor --mend'],
	async run(context) {
		const { couch, dataDir } = readSettings(context.env);
		const folder = couch ? undefined : dataDir;
		const { community } = context.options;
		const examined = withServer(context, async (server, { url }) => {
			const patient = {
				server,
				url,
				...(folder !== undefined && { folder }),
				...(community !== undefined && { community }),
				machine: { now: Date.now, freeBytes: () => freeBytes(folder) },
				forms: shippedForms()
			};
			const first = await examine(patient);
			const mendable = context.options.mend ? first.findings.filter((finding) => finding.mend) : [];
			for (const finding of mendable) await finding.mend?.();
			if (mendable.length > 0)
				context.say((locale) => m.cli_doctor_mended({ count: mendable.length }, { locale }));
			const { findings, databases, accounts } = mendable.length > 0 ? await examine(patient) : first;
			const all = [...findings, ...(await openSecret(folder))];
			tell(context, all, { count: databases, accounts });
			return all.some((finding) => finding.severity === 'fault') ? 1 : 0;
		});
		return examined.catch((error: unknown) => {
			if (!(error instanceof StartError)) throw error;
			const where = couch?.url ?? dataDir;
			tell(context, [{ code: 'unreachable', severity: 'fault', where, text: error.text }], {
				count: 0,
				accounts: 0
			});
			return 1;
		});
	}
};

async function freeBytes(folder: string | undefined): Promise<number | undefined> {
	if (folder === undefined) return undefined;
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** The embedded server's password must be nobody else's to read. */
async function openSecret(folder: string | undefined): Promise<Finding[]> {
	if (folder === undefined || process.platform === 'win32') return [];
	const file = join(folder, 'admin-secret');
	const { mode } = await stat(file);
	if ((mode & 0o077) === 0) return [];
	return [
		{
			code: 'secret',
			severity: 'fault',
			where: file,
			text: (locale) => m.doctor_secret({ file }, { locale })
		}
	];
}

function tell(
	context: Context,
	findings: readonly Finding[],
	seen: { count: number; accounts: number }
): void {
	for (const { severity, where, text } of findings)
		context.say((locale) => {
			const line = { where, text: text(locale) };
			return severity === 'fault'
				? m.cli_doctor_fault(line, { locale })
				: m.cli_doctor_warning(line, { locale });
		});
	const faults = findings.filter((finding) => finding.severity === 'fault').length;
	const warnings = findings.length - faults;
	context.say((locale) =>
		findings.length === 0
			? m.cli_doctor_well(seen, { locale })
			: m.cli_doctor_ill({ faults, warnings }, { locale })
	);
	context.answer({
		ok: faults === 0,
		databases: seen.count,
		accounts: seen.accounts,
		findings: findings.map(({ severity, code, where, text }) => ({
			...{ severity, code, where },
			...{ zh: text('zh-CN'), en: text('en') }
		}))
	});
}
