import { session } from '$lib/session/session.svelte';
import { readVault } from '$lib/session/vault-note';

export const load = async ({ parent }) => {
	const { services } = await parent();
	const vault = await readVault(services.account.name);
	return { kind: vault?.kind ?? 'digits', settings: await session.readLockSettings() };
};
