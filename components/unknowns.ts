// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { isPrompt } from "./checked";

/**
 * The value of an input, with Pulumi's mark for what a preview does not know: an apply would never be called for it. An
 * output is read itself and not wrapped into another one, which would make a property that is left out unknown too.
 */
export function withUnknowns(value: unknown): Promise<unknown> {
    if (isPrompt(value)) {
        return Promise.resolve(value);
    }
    const output: unknown = pulumi.Output.isInstance(value) ? value : pulumi.output(value);
    return (output as { promise(withUnknowns: boolean): Promise<unknown> }).promise(true);
}
