import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import { parseSync, Visitor } from "vite";

/**
 * @typedef {import("./import-rules.mjs").FolderRule} FolderRule
 * @typedef {import("./import-rules.mjs").PackageRule} PackageRule
 *
 * @typedef {object} Rules
 * @property {readonly FolderRule[]} folderRules
 * @property {readonly PackageRule[]} packageRules
 * @property {readonly string[]} checkedFolders
 * @property {{ modules: number; imports: number }} floor
 *
 * @typedef {object} Import
 * @property {string} file relative to the root, with forward slashes
 * @property {number} line
 * @property {string} specifier as written
 */

/**
 * Applies the import rules to every module below a root. Types count as imports: a layer that knows
 * another's types knows the layer.
 *
 * @param {string} root
 * @param {Rules} rules
 * @returns {{ modules: number; imports: number; violations: string[] }}
 */
export function checkImports(root, rules) {
  const files = rules.checkedFolders.flatMap((folder) => modulesBelow(root, folder));
  const imports = files.flatMap((file) => importsOf(root, file));
  const violations = [
    ...files.filter((file) => ruleFor(file, rules.folderRules) === undefined).map(missingRule),
    ...imports.map((found) => violationOf(found, rules)).filter((text) => text !== undefined),
  ];
  if (files.length < rules.floor.modules || imports.length < rules.floor.imports) {
    violations.push(
      `Saw ${files.length} modules with ${imports.length} imports; fewer than ${rules.floor.modules} with ` +
        `${rules.floor.imports} means that the check looked past the product.`,
    );
  }
  return { modules: files.length, imports: imports.length, violations };
}

/** @param {string} file */
function missingRule(file) {
  return `${file}: no rule covers this folder. Say what it may import in scripts/check/import-rules.mjs.`;
}

/**
 * @param {Import} found
 * @param {Rules} rules
 * @returns {string | undefined} the sentence to show
 */
function violationOf(found, rules) {
  const { file, line, specifier } = found;
  const because = specifier.startsWith(".")
    ? folderObjection(file, specifier, rules.folderRules)
    : packageObjection(file, specifier, rules.packageRules);
  return because === undefined ? undefined : `${file}:${line}: may not import ${specifier}. ${because}`;
}

/**
 * @param {string} file
 * @param {string} specifier
 * @param {readonly FolderRule[]} folderRules
 */
function folderObjection(file, specifier, folderRules) {
  const target = posix.join(posix.dirname(file), specifier);
  const rule = ruleFor(file, folderRules);
  if (rule === undefined) return undefined;
  const island = islandOf(file, rule.from);
  const allowed = [island, ...rule.may].some((path) => isInside(target, path));
  return allowed ? undefined : rule.because;
}

/**
 * @param {string} file
 * @param {string} specifier
 * @param {readonly PackageRule[]} packageRules
 */
function packageObjection(file, specifier, packageRules) {
  const name = packageName(specifier);
  const rule = packageRules.find((candidate) => candidate.packages.includes(name));
  if (rule === undefined) return undefined;
  const allowed = rule.only.some((place) =>
    place.endsWith(".ts") ? file.endsWith(place) : isInside(file, place),
  );
  return allowed ? undefined : rule.because;
}

/** @param {string} specifier */
function packageName(specifier) {
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return "node:";
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * @param {string} file
 * @param {readonly FolderRule[]} folderRules
 * @returns {FolderRule | undefined}
 */
function ruleFor(file, folderRules) {
  return folderRules
    .filter((rule) => file.startsWith(`${islandOf(file, rule.from)}/`))
    .sort((a, b) => b.from.length - a.from.length)[0];
}

/**
 * The folder that a rule means for one file: each `*` becomes the file's own folder name.
 *
 * @param {string} file
 * @param {string} from
 */
function islandOf(file, from) {
  const parts = file.split("/");
  return from
    .split("/")
    .map((part, index) => (part === "*" ? parts[index] : part))
    .join("/");
}

/**
 * @param {string} path
 * @param {string} place a folder, or a file
 */
function isInside(path, place) {
  return path === place || path.startsWith(`${place}/`);
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function modulesBelow(root, folder) {
  if (statSync(join(root, folder), { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .filter((file) => /(?<!\.d)\.tsx?$/.test(file));
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Import[]}
 */
function importsOf(root, file) {
  const text = readFileSync(join(root, file), "utf8");
  const { program } = parseSync(file, text);
  /** @type {Import[]} */
  const found = [];
  /** @param {{ type: string; value?: unknown; start: number } | null} source */
  const add = (source) => {
    if (source === null || typeof source.value !== "string") return;
    found.push({ file, line: text.slice(0, source.start).split("\n").length, specifier: source.value });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add("value" in node.source ? node.source : null),
    TSImportType: (node) => add(node.source),
  }).visit(program);
  return found;
}
