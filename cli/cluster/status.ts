// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";

/** HTTP status of what somebody has no right to. */
export const FORBIDDEN = 403;

/** HTTP status of what is not there. */
export const NOT_FOUND = 404;

/** HTTP status of a write that came too late: somebody else has written the object, or made another of its name. */
export const CONFLICT = 409;

/** Whether an object may not be read. */
export function isForbidden(error: unknown): boolean {
    return error instanceof CannotRead && error.status === FORBIDDEN;
}
