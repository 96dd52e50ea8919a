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
 * What the SDK does and nobody sees here. For a thousand resources that is half of the program's time:
 * it takes a stack for each promise that it watches, which only PULUMI_DEBUG_PROMISE_LEAKS ever shows;
 * it sends three debug messages for each resource, one after the other, which this engine does not show;
 * it loads a package manager for functions that are serialized, which no program of this engine needs at its start.
 */
const SPARE_THE_SDK = `
import Module from "node:module";
import { sep } from "node:path";
const load = Module._extensions[".js"];
const SPARED = {
    "@pulumi/pulumi/log/index.js": (log) => {
        log.debug = () => Promise.resolve();
    },
    "@pulumi/pulumi/runtime/debuggable.js": (debuggable) => {
        const { debuggablePromise } = debuggable;
        debuggable.debuggablePromise = (...args) => {
            const { stackTraceLimit } = Error;
            Error.stackTraceLimit = process.env.PULUMI_DEBUG_PROMISE_LEAKS ? stackTraceLimit : 0;
            try {
                return debuggablePromise(...args);
            } finally {
                Error.stackTraceLimit = stackTraceLimit;
            }
        };
    },
};
Module._extensions[".js"] = (module, file) => {
    const name = file.split(sep).join("/");
    if (name.endsWith("/@npmcli/arborist/lib/index.js")) {
        let real;
        const later = () => (real ??= (load(module, file), module.exports));
        module.exports = new Proxy({}, { get: (_, key) => key === "__esModule" || later()[key] });
        return;
    }
    load(module, file);
    Object.entries(SPARED).find(([path]) => name.endsWith(path))?.[1](module.exports);
};
`;

const PRELOAD = EXIT_WITH_ENGINE + INSPECT_ERRORS_WITHOUT_COLOUR + SPARE_THE_SDK;

/** What a program imports before it begins. A URL, so that it is found wherever the engine was installed or compiled to. */
export const PRELOAD_URL = `data:text/javascript;base64,${btoa(PRELOAD)}`;
