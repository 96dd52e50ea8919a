// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../engine/values";

/** One cause inside a Status of the API server. */
export interface StatusCause {
    readonly reason?: string;
    readonly message?: string;
    readonly field?: string;
}

/** What the API server answers instead of an object, as one readable sentence. */
export class KubernetesError extends Error {
    /** True if the server may have carried out an earlier attempt of the same request, whose answer was lost. */
    public repeated = false;

    constructor(
        message: string,
        /** HTTP status code. */
        public readonly code: number,
        /** Reason of the Status, e.g. "AlreadyExists"; empty if the server gave none. */
        public readonly reason: string,
        public readonly causes: readonly StatusCause[] = [],
    ) {
        super(message);
        this.name = "KubernetesError";
    }
}

/** True for an answer of the API server with this reason. */
export function hasReason(error: unknown, reason: string): error is KubernetesError {
    return error instanceof KubernetesError && error.reason === reason;
}

/** Decodes an answer that is no success. */
export function decodeError(code: number, body: string, asked: string): KubernetesError {
    const status = parsed(body);
    const details = isObject(status.details) ? status.details : {};
    const causes = Array.isArray(details.causes) ? (details.causes as StatusCause[]) : [];
    const said = typeof status.message === "string" && status.message !== "" ? status.message : body.trim();
    const message = said === "" ? `${asked}: the API server answered ${code}` : said;
    return new KubernetesError(message, code, typeof status.reason === "string" ? status.reason : "", causes);
}

function parsed(body: string): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(body);
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}
