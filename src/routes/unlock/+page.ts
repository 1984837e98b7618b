import { redirect } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';
import { targetOf } from '$lib/session/target';
import { readVault } from '$lib/session/vault-note';

export const load = async ({ parent, url, depends }) => {
	depends('session:account');
	await parent();
	const access = await session.access();
	if (access === 'signIn') redirect(307, `/signin${url.search}`);
	if (access === 'setPin') redirect(307, `/pin${url.search}`);
	if (access === 'open') redirect(307, targetOf(url));
	const name = session.account?.name ?? '';
	const [vault, accounts] = await Promise.all([readVault(name), session.accounts()]);
	return { name, kind: vault?.kind ?? 'digits', escrow: vault?.escrow, accounts };
};
