import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { Dice } from '../../../src/lib/server/demo/dice';
import { listen, openFront } from './front';

test('clients and servers that break off anywhere cost their own request only', async () => {
	const dice = new Dice(20261121);
	const random = () => dice.next();
	const row = `{"id":"visit:1","value":{"rev":"1-a"},"doc":{"note":"${'n'.repeat(300)}"}},\n`;
	const upstream = await listen((request, response) => {
		request.on('error', () => {});
		request.resume();
		const fate = random();
		if (fate < 0.1) return void request.socket.destroy();
		if (fate < 0.15) return void response.writeHead(200, { 'content-type': 'application/json' }).destroy();
		response.writeHead(fate < 0.2 ? 500 : 200, { 'content-type': 'application/json' });
		let left = Math.floor(random() * 60);
		const timer = setInterval(() => {
			if (response.destroyed) return clearInterval(timer);
			if (left-- > 0) return void response.write(row.repeat(20));
			clearInterval(timer);
			if (random() < 0.2) response.destroy();
			else response.end();
		}, 2);
	});
	const front = await openFront({ url: upstream.url, maxBody: 50_000 });
	const outcomes = new Map<string, number>();
	const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

	await Promise.all(
		Array.from({ length: 300 }, async (_, n) => {
			const write = random() < 0.5;
			const path = `/db/people-330102016001002/${write ? '_bulk_docs' : '_all_docs'}`;
			const headers = {
				'accept-encoding': random() < 0.5 ? 'br' : 'gzip',
				'content-type': 'application/json'
			};
			await new Promise<void>((resolve) => {
				const request = httpRequest(front.url + path, { method: write ? 'POST' : 'GET', headers });
				const done = (outcome: string) => {
					count(outcome);
					resolve();
				};
				request.on('error', () => done('request broken'));
				request.on('response', (answer) => {
					answer.on('error', () => done('answer broken'));
					answer.on('end', () => done(`whole ${answer.statusCode}`));
					answer.resume();
				});
				if (write) request.write('x'.repeat(Math.floor(random() * 80_000)));
				if (random() < 0.3) setTimeout(() => request.destroy(new Error('gone')), random() * 80);
				if (!write || n % 10 !== 0) request.end();
				else setTimeout(() => request.end(), random() * 100);
			});
		})
	);
	expect([...outcomes.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(300);
	expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['whole 200', 'whole 503', 'whole 413']));
	await front.close();
	await upstream.close();
});
