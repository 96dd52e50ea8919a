// SPDX-License-Identifier: Apache-2.0

/** Reasons of Kubernetes' Status by HTTP status. */
const REASONS: Readonly<Record<number, string>> = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    503: "ServiceUnavailable",
};

/** Why a request is not answered as it was asked. */
export class Fault extends Error {
    constructor(
        /** HTTP status. */
        public readonly code: number,
        message: string,
    ) {
        super(message);
        this.name = "Fault";
    }
}

/** A fault as Kubernetes tells it. */
export function statusOf({ code, message }: Fault): object {
    return {
        kind: "Status",
        apiVersion: "v1",
        metadata: {},
        status: "Failure",
        message,
        reason: REASONS[code] ?? "InternalError",
        code,
    };
}
