import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { basic } from '../couch/servers';

const run = promisify(execFile);

/**
 * A CouchDB cluster of one's own, one of whose nodes may be stopped:
 * - `COUCHDB_CLUSTER`: addresses of its nodes, separated by commas
 * - `COUCHDB_CLUSTER_STOP`, `COUCHDB_CLUSTER_START`: commands that stop and start the last of them
 * - `COUCHDB_USER`, `COUCHDB_PASSWORD`: its server admin
 */
const { COUCHDB_CLUSTER: given, COUCHDB_CLUSTER_STOP, COUCHDB_CLUSTER_START } = process.env;
const { COUCHDB_USER = 'admin', COUCHDB_PASSWORD = 'secret' } = process.env;

/** Why the tests of this folder do not run; undefined when they do. */
export const missing =
	given && COUCHDB_CLUSTER_STOP && COUCHDB_CLUSTER_START
		? undefined
		: 'needs COUCHDB_CLUSTER, COUCHDB_CLUSTER_STOP and COUCHDB_CLUSTER_START';

export const nodes = (given ?? '').split(',').map((url) => url.trim().replace(/\/$/, ''));
/** The node that all requests go through; it keeps running. */
export const first = nodes[0] ?? '';
export const last = nodes.at(-1) ?? '';
/** As the command line takes them. */
export const settings = { COUCHDB_URL: first, COUCHDB_USER, COUCHDB_PASSWORD };

const shell = (command = '') => run('/bin/sh', ['-c', command]);

export const stopLastNode = () => shell(COUCHDB_CLUSTER_STOP);
/** Resolves when all nodes know each other again. */
export async function startLastNode(): Promise<void> {
	await shell(COUCHDB_CLUSTER_START);
	for (let tries = 0; tries < 200; tries++) {
		const { all_nodes, cluster_nodes } = await membership();
		if (cluster_nodes.every((node) => all_nodes.includes(node))) return;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error('the stopped node does not come back');
}

/** Names of the nodes: those connected, and those that belong to the cluster. */
export async function membership(): Promise<{ all_nodes: string[]; cluster_nodes: string[] }> {
	const answer = await admin('GET', '/_membership');
	return (await answer.json()) as { all_nodes: string[]; cluster_nodes: string[] };
}

/** One request as server admin. */
export function admin(method: string, path: string, body?: unknown, url = first): Promise<Response> {
	const authorization = basic(COUCHDB_USER, COUCHDB_PASSWORD);
	const headers = { authorization, 'content-type': 'application/json' };
	return fetch(url + path, { method, headers, body: JSON.stringify(body) });
}
