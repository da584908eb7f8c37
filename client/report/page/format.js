/*
 * format.js: numbers, times and long texts as a person reads them.
 *
 * SPDX-License-Identifier: MIT
 */
const NBSP = "\u00a0"; /* keeps a number and its unit together */
const known = (value) => value !== null && value !== undefined;
const whole = (n) => (known(n) ? n.toLocaleString("en") : "-");
const seconds = (s) => (known(s) ? `${s.toFixed(3)}${NBSP}s` : "-");
const ms = (v) => (known(v) ? `${v.toFixed(1)}${NBSP}ms` : "-");
const percent = (r) => (known(r) ? `${(r * 100).toFixed(1)}${NBSP}%` : "-");
const times = (x) => `${x.toFixed(2)}${NBSP}\u00d7`;
const plural = (n, what) => `${whole(n)} ${what}${n === 1 ? "" : "s"}`;

/* A duration of any size, as a person would say it. */
function briefly(s) {
	const us = Math.round(s * 1e6); /* as it was told: a sum may be off */
	if (us >= 1e6)
		return `${(us / 1e6).toFixed(3)} s`;
	return us >= 1e3 ? `${(us / 1e3).toFixed(2)} ms` : `${us} \u00b5s`;
}

/* The first characters of a text, and an ellipsis for the others. */
function cut(text, most) {
	const characters = [...text.slice(0, 2 * most + 1)];
	return characters.length <= most ? text
		: `${characters.slice(0, most - 1).join("")}\u2026`;
}

/* The largest of any number of values; 0 of none. */
function largest(values) {
	let most = 0;
	for (const v of values)
		most = v > most ? v : most;
	return most;
}
