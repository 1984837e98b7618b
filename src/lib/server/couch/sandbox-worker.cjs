// @ts-check
/*
 * Runs CouchDB's design functions in QuickJS, in a worker thread. CommonJS text, because it is started from a string
 * (see sandbox.ts). A function sees its arguments as plain JSON and nothing of this process.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- text that a worker runs as it is: no bundler sees it */
const { parentPort, workerData } = require('node:worker_threads');
const { getQuickJS } = require(workerData.quickjs);

const { memoryBytes, callMs, jobMs, contexts } = workerData.limits;

/** @typedef {import('quickjs-emscripten').QuickJSHandle} Handle */
/** @typedef {{ id: number, key: string, mode: 'validate' | 'filter' | 'map', sources: string[], shared: string, calls: string[] }} Job */

// Inside the sandbox: calls the functions that `make` returns, JSON in, JSON out.
const RUNNER = `(function (make, mode) {
	var rows = [];
	var emit = function (key, value) {
		rows.push([key === undefined ? null : key, value === undefined ? null : value]);
	};
	var sum = function (values) { return values.reduce(function (a, b) { return a + b; }, 0); };
	var parse = JSON.parse, text = JSON.stringify;
	var functions = make(emit, function () {}, Array.isArray, JSON.stringify, sum);
	var refusal = function (error) {
		if (error && typeof error === 'object' && !(error instanceof Error)) {
			if (error.forbidden !== undefined) return ['forbidden', String(error.forbidden)];
			if (error.unauthorized !== undefined) return ['unauthorized', String(error.unauthorized)];
		}
		return ['error', String(error)];
	};
	var emitted = function (map, doc) {
		rows = [];
		// a document that a map function cannot read has no rows, as in CouchDB
		try { map(doc); } catch (error) { return []; }
		return rows;
	};
	return function (shared, call) {
		var context = parse(shared), given = parse(call);
		try {
			if (mode === 'map') return text(['ok', functions.map(function (map) { return emitted(map, given); })]);
			if (mode === 'filter') return text(['ok', !!functions[0](given, context)]);
			functions.forEach(function (validate) { validate(given[0], given[1], context[0], context[1]); });
			return '["ok"]';
		} catch (error) { return text(refusal(error)); }
	};
})`;

/** @type {Map<string, { run: (shared: string, call: string) => string, dispose: () => void }>} */
const compiled = new Map();
let deadline = 0;
/** How often the interpreter has looked up since the call began; it does so every ten thousand steps. */
let steps = 0;
/**
 * Some ten million steps, a third of a second of a slow processor. On a machine that has no time for us a second passes
 * over a call that has hardly begun; ending that one would refuse a record for the machine's load.
 */
const FEWEST_STEPS = 1000;

/** @param {Awaited<ReturnType<typeof getQuickJS>>} engine @param {Job} job */
function compile(engine, job) {
	const runtime = engine.newRuntime();
	runtime.setMemoryLimit(memoryBytes);
	runtime.setMaxStackSize(256 * 1024);
	runtime.setInterruptHandler(() => ++steps > FEWEST_STEPS && Date.now() > deadline);
	const context = runtime.newContext();
	const dispose = () => {
		context.dispose();
		runtime.dispose();
	};
	deadline = Date.now() + callMs;
	steps = 0;
	/** @param {import('quickjs-emscripten').SuccessOrFail<Handle, Handle>} result */
	const unwrap = (result) => {
		if (!result.error) return result.value;
		const error = context.dump(result.error);
		result.error.dispose();
		throw new Error(`${error?.name ?? 'Error'}: ${error?.message ?? error}`);
	};
	/** @type {Handle} */
	let entry;
	/** @type {{ dispose(): void }[]} */
	const handles = [];
	/** @template {{ dispose(): void }} T @param {T} handle @returns {T} */
	const held = (handle) => {
		handles.push(handle);
		return handle;
	};
	try {
		// each source in parentheses on lines of its own: an expression, whatever comment it ends with
		const list = job.sources.map((source) => `(${source.trim().replace(/;+\s*$/, '')}\n)`).join(',\n');
		const program = `(function (emit, log, isArray, toJSON, sum) { return [${list}]; })`;
		const make = held(unwrap(context.evalCode(program)));
		const runner = held(unwrap(context.evalCode(RUNNER)));
		const mode = held(context.newString(job.mode));
		entry = unwrap(context.callFunction(runner, context.undefined, make, mode));
		for (const handle of handles) handle.dispose();
	} catch (error) {
		// QuickJS aborts when a runtime goes while a handle is held
		for (const handle of handles) handle.dispose();
		dispose();
		throw error;
	}
	return {
		/** @param {string} shared @param {string} call */
		run(shared, call) {
			deadline = Date.now() + callMs;
			steps = 0;
			const first = context.newString(shared);
			const second = context.newString(call);
			const result = context.callFunction(entry, context.undefined, first, second);
			first.dispose();
			second.dispose();
			const answer = unwrap(result);
			const text = context.getString(answer);
			answer.dispose();
			return text;
		},
		dispose() {
			entry.dispose();
			dispose();
		}
	};
}

/** @param {string} key */
function forget(key) {
	const old = compiled.get(key);
	compiled.delete(key);
	try {
		old?.dispose();
	} catch {
		// a runtime out of memory may refuse to free itself: give up the thread, the pool starts another
		process.exit(1);
	}
}

/** @param {Awaited<ReturnType<typeof getQuickJS>>} engine @param {Job} job */
function perform(engine, job) {
	if (!job.calls.length) {
		// only asked whether it compiles
		compile(engine, job).dispose();
		return [];
	}
	let functions = compiled.get(job.key);
	if (!functions) {
		if (compiled.size >= contexts) forget([...compiled.keys()][0] ?? '');
		functions = compile(engine, job);
	}
	compiled.delete(job.key);
	compiled.set(job.key, functions);
	const started = Date.now();
	const results = [];
	for (const call of job.calls) {
		if (Date.now() - started > jobMs) break;
		try {
			results.push(functions.run(job.shared, call));
		} catch (error) {
			// over a limit: the state inside is unknown, and the rest of this request shares its fate
			forget(job.key);
			const reason = JSON.stringify(['limit', error instanceof Error ? error.message : String(error)]);
			while (results.length < job.calls.length) results.push(reason);
			break;
		}
	}
	return results;
}

const ready = getQuickJS();
parentPort?.on('message', async (/** @type {Job} */ job) => {
	const engine = await ready;
	try {
		parentPort?.postMessage({ id: job.id, results: perform(engine, job) });
	} catch (error) {
		parentPort?.postMessage({
			id: job.id,
			compilation: error instanceof Error ? error.message : String(error)
		});
	}
});
