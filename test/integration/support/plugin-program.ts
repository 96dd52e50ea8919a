// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";
import { startTimeOf } from "../../../sandbox/control-plane/process";
import { eventually } from "./live";
import type { Stack } from "./on-control-plane";

/**
 * A program of a language without an SDK: all it does is to have the plugin construct components. Its text has `plugin`,
 * and `knownLate` for values that a preview does not know; see plugin.js.
 */
export function pluginProgram(text: string): string {
    return `
const { knownLate, Plugin } = require(${JSON.stringify(resolve(__dirname, "plugin.js"))});
module.exports = async () => {
    const plugin = await Plugin.start();
    ${text}
};`;
}

/** What the plugin answered for each component in the last run, by the component's name: its outputs, or an error's text. */
export async function answers(stack: Stack): Promise<unknown> {
    return JSON.parse(await stack.read("answers.json"));
}

/** Fails unless the plugin of the last run is gone. */
export async function pluginGone(stack: Stack): Promise<void> {
    const pid = Number(await stack.read("plugin.pid"));
    await eventually("the end of the plugin", () => Promise.resolve(startTimeOf(pid) === undefined ? true : undefined));
}
