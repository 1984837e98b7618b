import { redirect } from '@sveltejs/kit';
import { managedCommunity, managingOf } from '$lib/managing';

/** Managers only. What others may read is CouchDB's to say; this spares them an empty screen. */
export async function load({ parent }) {
	const { services } = await parent();
	const community = managedCommunity(services.account.roles);
	if (!community) redirect(307, '/today');
	return { managing: managingOf(services, community) };
}
