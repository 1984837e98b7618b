import * as v from 'valibot';
import { byManagers, profileFields, requiredText, text, type RecordType } from '../record';

/** The community's recovery key (docs/adr/0010): its public half, and the private one wrapped under a manager's code. */
export const recoveryKeySchema = v.object({
	...profileFields,
	type: v.literal('recoveryKey'),
	/** An uncompressed point of P-256, base64url. */
	publicKey: requiredText(120),
	/** PKCS #8 under AES-GCM under PBKDF2-SHA256 of the code; all base64url. */
	privateKey: v.object({
		rounds: v.pipe(v.number(), v.integer(), v.minValue(100_000), v.maxValue(100_000_000)),
		salt: text(64),
		nonce: text(32),
		bytes: requiredText(400)
	})
});
export type RecoveryKey = v.InferOutput<typeof recoveryKeySchema>;

export const recoveryKeyType: RecordType<RecoveryKey> = {
	type: 'recoveryKey',
	v: 1,
	scope: 'org',
	nature: 'profile',
	mayWrite: byManagers,
	schema: recoveryKeySchema,
	columns: () => ({})
};
