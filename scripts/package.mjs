/**
 * `npm run package`: the desktop application for this platform, into release/. Arguments go to
 * electron-builder, for instance `-- --linux dir`.
 */
import { inProject } from "./setup/project.mjs";
import { run } from "./setup/run.mjs";

const cli = inProject("node_modules", "electron-builder", "cli.js");
process.exitCode = await run(process.execPath, [cli, "--publish", "never", ...process.argv.slice(2)]);
