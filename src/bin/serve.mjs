#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { ADDRESS_HEADER, PROTOCOL_HEADER, clientOf, trustedProxies } from './client.mjs';
import { requireNode } from './prepare.mjs';

/*
 * Serves the built app. Settings come from the environment: HOST, PORT, LINLI_DATA, COUCHDB_URL, COUCHDB_USER,
 * COUCHDB_PASSWORD, LINLI_TRUSTED_PROXY. What keeps it from starting is said in one line, and the exit code is 1.
 */

requireNode();

const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
	fail(`PORT 不是有效的端口号：${process.env.PORT}。`, `PORT is not a port number: ${process.env.PORT}.`);
}
const trusted = readTrusted();
const built = new URL('../../build/app/handler.js', import.meta.url);
if (!existsSync(built)) {
	fail('应用尚未构建，请先运行 npm run build。', 'The app is not built yet: run npm run build first.');
}

// The gateway has limits of its own, by the kind of request; the adapter's would cut a first push off at 512 KB.
process.env.BODY_SIZE_LIMIT = 'Infinity';
process.env.ADDRESS_HEADER = ADDRESS_HEADER;
process.env.PROTOCOL_HEADER = PROTOCOL_HEADER;

/** @type {import('node:http').RequestListener | undefined} */
let app;
const server = createServer((request, response) => {
	const client = clientOf({ address: request.socket.remoteAddress ?? '', headers: request.headers }, trusted);
	request.headers[ADDRESS_HEADER] = client.address;
	request.headers[PROTOCOL_HEADER] = client.protocol;
	response.setHeader('x-content-type-options', 'nosniff');
	response.setHeader('cache-control', 'no-cache');
	if (app) app(request, response);
	else response.writeHead(503, { 'retry-after': '2' }).end();
});
// A photo on a slow line takes its time; the gateway ends what makes no progress.
server.requestTimeout = 30 * 60_000;
// Longer than proxies keep a connection resting, so that it is never closed just as it is used again.
server.keepAliveTimeout = 75_000;

// The port comes first: a second server must fail before it touches the first one's data.
await listen();
try {
	const { handler } = await import(built.href);
	app = (request, response) => handler(request, response, () => response.writeHead(404).end());
} catch (error) {
	failToStart(error);
}
const address = server.address();
const at = typeof address === 'object' && address ? address.port : port;
const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
console.log(`邻里已启动 / Linli is ready: http://${name}:${at}`);

let stopping = false;
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));

/**
 * Requests under way get a few seconds; then the app closes its database (`sveltekit:shutdown` in hooks.server.ts),
 * and the process ends because nothing is left to do.
 * @param {'SIGTERM' | 'SIGINT'} signal
 */
function stop(signal) {
	if (stopping) process.exit(1);
	stopping = true;
	server.close(() => {
		// @ts-expect-error SvelteKit's own event, which Node's types do not know.
		process.emit('sveltekit:shutdown', signal);
	});
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), 3_000).unref();
	setTimeout(() => process.exit(1), 10_000).unref();
}

/** @returns {Promise<void>} */
function listen() {
	return new Promise((resolve) => {
		server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
			if (error.code === 'EADDRINUSE') {
				fail(
					`端口 ${port} 已被占用。请用 PORT 换一个端口。`,
					`Port ${port} is taken. Choose another one with PORT.`
				);
			}
			fail(
				`无法监听 ${host}:${port}：${error.message}。`,
				`Cannot listen on ${host}:${port}: ${error.message}.`
			);
		});
		server.listen(port, host, resolve);
	});
}

function readTrusted() {
	// A proxy on this machine is believed unless the operator says otherwise: nobody else connects from there.
	const list = process.env.LINLI_TRUSTED_PROXY ?? 'loopback';
	try {
		return trustedProxies(list);
	} catch {
		return fail(
			`LINLI_TRUSTED_PROXY 不是地址列表：${list}。`,
			`LINLI_TRUSTED_PROXY is not a list of addresses: ${list}.`
		);
	}
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function failToStart(error) {
	if (process.env.LINLI_DEBUG) console.error(error);
	// The app's own start errors (src/lib/server/start-error.ts) are whole sentences in each language.
	if (error instanceof Error && 'text' in error && typeof error.text === 'function') {
		fail(error.text('zh-CN'), error.text('en'));
	}
	const reason = error instanceof Error ? error.message : String(error);
	fail(`启动失败：${reason}`, `Cannot start: ${reason}`);
}

/**
 * @param {string} zh
 * @param {string} en
 * @returns {never}
 */
function fail(zh, en) {
	console.error(`${zh} / ${en}`.replace(/\s*\n\s*/g, ' '));
	process.exit(1);
}
