import { redirect } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';
import { targetOf } from '$lib/session/target';
import { readVault } from '$lib/session/vault-note';

export const load = async ({ parent, url, depends }) => {
	depends('session:account');
	await parent();
	const name = session.account?.name ?? '';
	const [access, vault, accounts] = await Promise.all([
		session.access(),
		readVault(name),
		session.accounts()
	]);
	if (access === 'signIn') redirect(307, `/signin${url.search}`);
	if (access === 'setPin') redirect(307, `/pin${url.search}`);
	if (access === 'open') redirect(307, targetOf(url));
	return { name, kind: vault?.kind ?? 'digits', escrow: vault?.escrow, accounts };
};
