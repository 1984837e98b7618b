import type { Escrow } from './vault-note';

/*
 * What a worker whose PIN is forgotten sends to a manager, by whatever messenger: nothing in it is secret. The text is
 * one word, so that a double tap marks all of it.
 */
export interface RecoveryRequest {
	readonly user: string;
	/** Id of the community's recovery key. */
	readonly keyId: string;
	readonly box: string;
}

const HEAD = 'LINLI1';

export const requestText = (user: string, { keyId, box }: Escrow): string =>
	[HEAD, keyId.slice(keyId.indexOf(':') + 1), encodeURIComponent(user).replaceAll('.', '%2E'), box].join('.');

/** The request in a text, wherever it stands among other words; nothing when there is none. */
export function readRequest(text: string): RecoveryRequest | undefined {
	const found = /LINLI1\.([0-9A-Z]{26})\.([^\s.]{1,200})\.([\w-]{100,200})/.exec(
		text.replace(/[\r\n]+/g, '')
	);
	if (!found) return undefined;
	try {
		return {
			keyId: `recoveryKey:${found[1]}`,
			user: decodeURIComponent(found[2] ?? ''),
			box: found[3] ?? ''
		};
	} catch {
		return undefined;
	}
}
