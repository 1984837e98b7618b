import process from 'node:process';
import { building } from '$app/environment';
import { openDatabase } from '$lib/server/data-dir';
import { openGateway } from '$lib/server/gateway/running';
import { openOffice } from '$lib/server/office';
import { secure } from '$lib/server/security-headers';
import { readSettings } from '$lib/server/settings';
import type { Handle, ServerInit } from '@sveltejs/kit';

/**
 * Opens the database before the first request.
 * @throws {StartError} what keeps the server from starting; src/bin/serve.mjs prints it
 */
export const init: ServerInit = async () => {
	if (building) return;
	const database = await openDatabase(readSettings(process.env));
	const gateway = openGateway({ url: database.url });
	await openOffice(database);
	// SvelteKit's own event: the requests under way have been answered. The process ends when nothing is left open.
	process.once('sveltekit:shutdown', () => {
		gateway.close();
		void database.close();
	});
};

export const handle: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	secure(response.headers);
	return response;
};
