/*
 * load_fetch.mjs URL N C: N requests with Node.js's fetch, C in flight,
 * connections kept. Says how long they took and how many failed.
 *
 * SPDX-License-Identifier: MIT
 */
const [url, count, atOnce] = [process.argv[2], Number(process.argv[3]),
	Number(process.argv[4])];
let left = count;
let failed = 0;

async function oneAfterAnother() {
	while (left-- > 0) {
		try {
			const answer = await fetch(url);
			await answer.text();
			failed += answer.status !== 200;
		} catch {
			failed++;
		}
	}
}

const begin = performance.now();
await Promise.all(Array.from({ length: atOnce }, oneAfterAnother));
const wallS = (performance.now() - begin) / 1000;
console.log(`${wallS.toFixed(3)} ${failed}`);
