/*
 * elements.js: what the page is built of: elements, tables and sections.
 * Whatever a server may have sent becomes text by textContent, never markup.
 *
 * SPDX-License-Identifier: MIT
 */
const sections = document.getElementById("sections");

/* An element with attributes and children; strings become text. */
function complete(e, attributes, children) {
	for (const [name, value] of Object.entries(attributes || {}))
		e.setAttribute(name, value);
	e.append(...children);
	return e;
}

function el(tag, attributes, ...children) {
	return complete(document.createElement(tag), attributes, children);
}

/* The same in SVG. */
function svg(tag, attributes, ...children) {
	return complete(document.createElementNS("http://www.w3.org/2000/svg",
		tag), attributes, children);
}

/* A text from outside: kept from turning the text around it. */
const foreign = (text) => el("bdi", null, text);

/* A table that scrolls in its own box; cells are texts or nodes, and the
 * first of a row is its heading. */
function table(label, titles, rows) {
	const head = el("tr", null, ...titles.map((t) =>
		el("th", { scope: "col" }, t)));
	const body = rows.map((cells) => el("tr", null, ...cells.map((c, i) =>
		el(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : null, c))));
	return el("div", { class: "scroll-x", tabindex: "0", role: "region",
		"aria-label": label },
	el("table", null, el("thead", null, head), el("tbody", null, ...body)));
}

/* A heading, what it shows, and that. */
function section(title, hint, ...children) {
	sections.append(el("section", null, el("h2", null, title),
		...(hint === "" ? [] : [el("p", { class: "hint" }, hint)]),
		...children));
}
