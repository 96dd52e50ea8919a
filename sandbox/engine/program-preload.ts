// SPDX-License-Identifier: Apache-2.0

/** A program that is busy elsewhere would outlive a killed engine: it goes when this pipe closes, and does not stay for it. */
const EXIT_WITH_ENGINE = `
import { Socket } from "node:net";
new Socket({ fd: 3, readable: true }).on("close", () => process.exit(1)).resume().unref();
`;

/**
 * The SDK inspects errors in colour. Node 20.20 then goes round in circles for a minute over stack frames such as
 * node_modules/@pulumi/output.ts (markNodeModules of lib/internal/util/inspect.js).
 */
const INSPECT_ERRORS_WITHOUT_COLOUR = `
import util from "node:util";
const { inspect } = util;
const plain = (value, options) => (value instanceof Error && options?.colors ? { ...options, colors: false } : options);
util.inspect = Object.assign((value, options, ...rest) => inspect(value, plain(value, options), ...rest), inspect);
`;

/**
 * The SDK takes a stack for each promise that it watches. Looking them up in source maps is a third of a large program's
 * time, and only PULUMI_DEBUG_PROMISE_LEAKS ever shows them.
 */
const SPARE_STACKS_OF_PROMISES = `
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
    const sparing = new WeakSet();
    let prepare;
    const spare = (format) => {
        const spared = (error, frames) =>
            frames[0]?.getFunctionName() === "debuggablePromise" ? "" : format(error, frames);
        sparing.add(spared);
        return spared;
    };
    Object.defineProperty(Error, "prepareStackTrace", {
        configurable: true,
        get: () => prepare,
        set: (format) => {
            prepare = typeof format !== "function" || sparing.has(format) ? format : spare(format);
        },
    });
}
`;

const PRELOAD = EXIT_WITH_ENGINE + INSPECT_ERRORS_WITHOUT_COLOUR + SPARE_STACKS_OF_PROMISES;

/** What a program imports before it begins. A URL, so that it is found wherever the engine was installed or compiled to. */
export const PRELOAD_URL = `data:text/javascript;base64,${btoa(PRELOAD)}`;
