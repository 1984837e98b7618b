import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { couchFromEnvironment, LinliServer } from './linli-server';
import { goTo, offlineShellReady, Phone, signIn } from './phone';

/*
 * The skeleton's main job, once through: a visit that was recorded without a network, on a phone whose browser was
 * killed, reaches the database and a second phone. On the embedded server, and on Apache CouchDB when one is named.
 */
const WORKER = 'grid02';
const GRID = 'people-330102016001002';
/** New at every run: a CouchDB may hold visits of earlier ones. */
const NOTE = `老人说楼道灯坏了，已记下。“OK” <b>& more</b> 🙂 ${Date.now()}`;

for (const kind of ['embedded server', 'Apache CouchDB'] as const) {
	test.describe(`a visit recorded offline, on the ${kind}`, () => {
		const couch = kind === 'Apache CouchDB' ? couchFromEnvironment() : undefined;
		test.skip(
			kind === 'Apache CouchDB' && !couch,
			'set COUCHDB_URL, COUCHDB_USER and COUCHDB_PASSWORD to run it'
		);

		let server: LinliServer;
		let phone: Phone;
		let secondPhone: Phone;

		test.beforeAll(async () => {
			server = await LinliServer.withDemo(couch);
			await server.start();
			phone = new Phone();
			secondPhone = new Phone();
			await phone.start();
		});
		test.afterAll(async () => {
			await phone?.remove();
			await secondPhone?.remove();
			await server?.remove();
		});

		// What the browsers said, when something went wrong.
		test.afterEach(({ browserName: _ }, { status, expectedStatus }) => {
			if (status !== expectedStatus) console.log(phone.complaints, secondPhone.complaints);
		});

		test('survives a killed browser and a dead server, arrives once, and is seen on a second phone', async () => {
			const inGrid = await idsInGrid(server, 'household:');
			const earlier = await idsInGrid(server, 'visit:');

			const home = await phone.tab();
			await signIn(home, server.origin, WORKER);
			await expect(home.getByText(/还可走访 \d+ 户/)).toBeVisible();
			await goTo(home, `${server.origin}/households?view=doors`);
			await expect(home.getByText(`${inGrid.length} 户`)).toBeVisible();
			await expect(home.getByText('正在取回您的网格')).toBeHidden();
			await offlineShellReady(home);
			await phone.cookieOnDisk();
			const ordinary = await ordinaryHouseholds(server);
			const doors = await home
				.locator('a.door')
				.evaluateAll((all) => all.map((door) => door.getAttribute('href')));
			const door = doors.find((href) => ordinary.includes(href?.split('/').at(-1) ?? ''));
			const doorTitle = await home.locator(`a.door[href="${door}"] .door-number`).innerText();
			const doorNumber = doorTitle.replace(/\s*(幢|单元)\s*/g, '-').replace(/\s/g, '');

			// No network, and nobody at the other end either.
			await phone.context.setOffline(true);
			await server.kill();

			const visiting = await phone.tab();
			await goTo(visiting, `${server.origin}/households?view=doors`);
			await visiting.getByRole('searchbox').fill(doorNumber);
			await visiting.getByRole('link', { name: doorTitle }).first().click();
			await expect(visiting.getByRole('heading', { level: 1 })).toHaveText(doorTitle);
			await visiting.getByRole('link', { name: '开始走访' }).click();
			await recordVisit(visiting);
			await expect(visiting.getByText('已保存', { exact: true })).toBeVisible();
			await expect(visiting.getByText('仅本机').first()).toBeVisible();
			const household = new URL(visiting.url()).pathname;

			await phone.kill();
			await phone.start();

			const reopened = await phone.tab();
			await goTo(reopened, `${server.origin}${household}`);
			await expect(reopened.getByText(NOTE)).toBeVisible();
			await expect(reopened.getByText('仅本机', { exact: true })).toBeVisible();
			await reopened.getByRole('link', { name: '我的' }).click();
			await expect(reopened.getByTestId('waiting')).toHaveText('1');

			await server.start();
			await reopened.getByRole('button', { name: '立即发送' }).click();
			await expect(reopened.getByTestId('waiting')).toHaveText('0');
			await expect(reopened.getByText('已到服务器').first()).toBeVisible();

			const visits = (await idsInGrid(server, 'visit:')).filter((id) => !earlier.includes(id));
			expect(visits).toHaveLength(1);
			const record = await document(server, visits[0] ?? '');
			expect(record).toMatchObject({
				type: 'visit',
				v: 1,
				createdBy: WORKER,
				origin: 'field',
				subject: household.split('/').at(-1),
				method: 'home',
				outcome: 'met',
				purposes: ['routine', 'safety'],
				note: NOTE,
				form: { id: 'household-visit' },
				answers: { method: 'home', outcome: 'met', purposes: ['routine', 'safety'], note: NOTE }
			});
			for (const field of ['createdAt', 'startedAt', 'endedAt', 'device', 'stamp', 'dwelling'])
				expect(record[field], field).toEqual(expect.any(String));

			await secondPhone.start();
			const other = await secondPhone.tab();
			await signIn(other, server.origin, WORKER);
			await expect(other.getByText(/今天已走访 [1-9]/)).toBeVisible();
			await goTo(other, `${server.origin}${household}`);
			await expect(other.getByText(NOTE)).toBeVisible();
			await expect(other.getByText('已到服务器').first()).toBeVisible();

			expect(complaintsThatMatter(phone), 'the console of the first phone').toEqual([]);
			expect(complaintsThatMatter(secondPhone), 'the console of the second phone').toEqual([]);
		});

		test('another grid’s worker and a signed-out client are refused by the server itself', async () => {
			const paths = ['', '/_all_docs', '/_changes', '/_bulk_get', '/_local/x'];
			const direct =
				couch?.url ??
				(JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8')) as { url: string }).url;
			for (const base of [`${server.origin}/db`, direct]) {
				const theirs = await sessionCookie(base, 'grid03');
				for (const path of paths) {
					const options = path === '/_bulk_get' ? { method: 'POST', body: '{"docs":[]}' } : {};
					const ask = async (cookie: string) => {
						const headers = { cookie, 'content-type': 'application/json' };
						return (await fetch(`${base}/${GRID}${path}`, { ...options, headers })).status;
					};
					expect(await ask(theirs), `${base}${path} as another grid's worker`).toBe(403);
					expect(await ask(''), `${base}${path} signed out`).toBe(401);
				}
			}
		});
	});
}

async function recordVisit(page: Page): Promise<void> {
	await page.getByText('见到本人').click();
	await page.getByText('日常走访').click();
	await page.getByText('安全检查').click();
	await page.getByLabel(/备注/).fill(NOTE);
	await page.getByRole('button', { name: '保存走访' }).click();
}

/** Being offline is a state; what the browser itself says of failed requests is no complaint of ours. */
const complaintsThatMatter = (phone: Phone) =>
	phone.complaints.filter((text) => !/net::ERR|Failed to load resource/.test(text));

/** Asks as the worker, through the app's own address. */
async function ask(server: LinliServer, path: string): Promise<unknown> {
	const cookie = await sessionCookie(`${server.origin}/db`, WORKER);
	const answer = await fetch(`${server.origin}/db/${path}`, { headers: { cookie } });
	expect(answer.status, path).toBe(200);
	return answer.json();
}

async function idsInGrid(server: LinliServer, prefix: string): Promise<string[]> {
	const range = `startkey=${encodeURIComponent(JSON.stringify(prefix))}&endkey=${encodeURIComponent(JSON.stringify(`${prefix}\ufff0`))}`;
	const { rows } = (await ask(server, `${GRID}/_all_docs?${range}`)) as { rows: { id: string }[] };
	return rows.map((row) => row.id);
}

/** Owners in a home of their own, since long, of whom nobody needs more care: their visits take the ordinary form. */
async function ordinaryHouseholds(server: LinliServer): Promise<string[]> {
	const { rows } = (await ask(server, `${GRID}/_all_docs?include_docs=true`)) as {
		rows: { doc: Record<string, unknown> & { _id: string } }[];
	};
	const docs = rows.map(({ doc }) => doc);
	const homes = new Set(docs.filter(({ use }) => use === 'home').map(({ _id }) => _id));
	const cared = new Set(
		docs
			.filter(({ careCategories }) => Array.isArray(careCategories) && careCategories.length)
			.map(({ household }) => household)
	);
	return docs
		.filter(({ type, tenure }) => type === 'household' && tenure === 'owner')
		.filter(({ _id, dwelling, since }) => !since && homes.has(String(dwelling)) && !cared.has(_id))
		.map(({ _id }) => _id);
}

const document = async (server: LinliServer, id: string) =>
	(await ask(server, `${GRID}/${encodeURIComponent(id)}`)) as Record<string, unknown>;

async function sessionCookie(base: string, name: string): Promise<string> {
	const session = await fetch(`${base}/_session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name, password: 'linli-demo' })
	});
	expect(session.status, `${name} signs in`).toBe(200);
	return session.headers.get('set-cookie')?.split(';')[0] ?? '';
}
