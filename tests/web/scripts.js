// The page's scripts in Node: as the page runs them, with what they need of a browser given by the test.
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";

const ROOT = new URL("../../", import.meta.url);

/**
 * What the named scripts add to the one global, run in this order.
 *
 * @param {string[]} names
 * @returns {Geomap}
 */
export function loaded(...names) {
  const window = { geomap: /** @type {Geomap} */ ({}) };
  for (const name of names) {
    const file = new URL(`geomap/web/${name}.js`, ROOT);
    compileFunction(readFileSync(file, "utf-8"), ["window"], { filename: file.pathname })(window);
  }
  return window.geomap;
}

/**
 * The cases that Python's tests run too.
 *
 * @param {string} name
 */
export const cases = (name) => JSON.parse(readFileSync(new URL(`tests/cases/${name}.json`, ROOT), "utf-8"));

/**
 * The words of a language, as Python writes them into the page.
 *
 * @param {string} lang
 * @returns {Record<string, string>}
 */
export const wordsOf = (lang) => JSON.parse(readFileSync(new URL(`geomap/wording/${lang}.json`, ROOT), "utf-8"));

/**
 * The data of a page, as far as a test states them.
 *
 * @param {object} stated
 */
export const pageData = (stated) => /** @type {PageData} */ (stated);

/**
 * A sheet, as far as a test states it.
 *
 * @param {object} stated
 */
export const sheetOf = (stated) => /** @type {Sheet} */ (stated);

/**
 * A column in which each row has its own value.
 *
 * @template T
 * @param {T[]} values
 * @returns {Column<T>}
 */
export const column = (values) => ({ values, index: null });
