// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/**
 * An error that a user reads as one message: Pulumi shows neither a stack trace nor the words that the SDK puts in
 * front of it. Shown at the resource, if one is given.
 */
export function userError(message: string, resource?: pulumi.Resource): Error {
    const error = resource ? new pulumi.ResourceError(message, resource, true) : new pulumi.RunError(message);
    return Object.defineProperties(error, {
        // The SDK writes "error serializing property ..." into every input's error that it meets.
        message: { get: () => message, set: () => undefined },
        // Pulumi inspects each error at its end. On Node 20.20, a frame like node_modules/@pulumi/output.ts takes a minute.
        stack: { value: message },
        resource: { enumerable: false },
    });
}
